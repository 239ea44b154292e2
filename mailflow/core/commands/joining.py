"""`/gabung`: this ticket goes into another. `/pisah`: a mail of this one becomes a ticket of its own."""

from __future__ import annotations

import re

from mailflow.core.commands.command import ASKED_YOU, Argument, Call, Decided, MailCommand, May, Words, some
from mailflow.core.commands.effects import mailed
from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.merging import REFUSALS, merge
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket
from mailflow.core.wording import say

MERGE = "merge"
NO_SUCH = "no-such-ticket"
SPLIT, WHICH_MAIL, FIRST_MAIL = "split", "which-mail", "first-mail"
NOT_CUSTOMERS, GONE = "not-customers", "mail-gone"
_BESIDE = frozenset(
    "ke dengan sama menjadi jadi into to with in tiket ticket ini this nomor no number no. nomer ya please".split()
)
_NUMBER = LazyPattern(r"[\w./-]*\d[\w./-]*")


def numbers_in(written: str) -> tuple[str, ...]:
    """The tickets that the words behind `/gabung` name: "7"; "5 ke 7"; () for anything else."""
    words = [word.strip("#[](),.:;!") for word in re.sub(r"->|=>|→", " ", written).split()]
    named = [word for word in words if word and word.casefold() not in _BESIDE]
    fit = 1 <= len(named) <= 2 and all(_NUMBER.fullmatch(word) for word in named)
    return tuple(named) if fit else ()


def _merge(ticket: Ticket, call: Call, rules: Rules) -> Decided:
    """Nothing happens before a yes: the author is asked."""
    target = call.target
    if target is None:
        return Decided(NO_SUCH, refused=True, detail=call.argument)
    decided = mailed(merge, MERGE, ASKED_YOU, lambda call: target.args())(ticket, call, rules)
    return Decided(decided.result, refused=True, detail=decided.detail)


def _split(ticket: Ticket, call: Call, rules: Rules) -> Decided:
    """Which mail, flow has found; it also opens the new ticket."""
    result = call.split or WHICH_MAIL
    return Decided(result, refused=result != SPLIT)


def _refused(why: str) -> Words:
    return f"ditolak: {say(why, 'id', detail='{detail}')}", f"refused: {say(why, 'en', detail='{detail}')}"


COMMANDS = (
    MailCommand(
        words=("gabung", "merge"),
        may=May.OWNER_OR_PIC,
        argument=Argument(lambda written: " ".join(numbers_in(written)) or None, ("N", "N")),
        example=("/gabung 7", "/merge 7"),
        decide=_merge,
        help=(
            "memasukkan tiket ini ke tiket N, sesudah Anda menjawab ya; balasan berikutnya masuk ke sana",
            "puts this ticket into ticket N, after your yes; further replies go there",
        ),
        results={
            NO_SUCH: (
                "ditolak: tidak ada tiket {detail}; /daftar mengirimkan yang masih berjalan",
                "refused: there is no ticket {detail}; /list sends those that are not over",
            ),
            **{why: _refused(why) for why in REFUSALS},
        },
        asks_first=MERGE,
    ),
    MailCommand(
        words=("pisah", "split"),
        may=May.OWNER_OR_PIC,
        argument=some("alasan", "reason", optional=True),
        decide=_split,
        help=(
            "menjadikan email pelanggan yang Anda balas tiket tersendiri; pelanggan menerima nomornya",
            "makes the customer's email you reply to a ticket of its own; the customer gets its number",
        ),
        results={
            SPLIT: (
                "email itu sekarang tiket {detail}, terhitung sejak tibanya; pelanggan menerima nomor itu",
                "that email is ticket {detail} now, counted from its arrival; the customer gets the number",
            ),
            WHICH_MAIL: (
                "ditolak: email yang mana? Kirim perintah ini sebagai balasan atas email pelanggan itu sendiri, atau "
                "atas pemberitahuan bahwa pelanggan menulis lagi",
                "refused: which email? Send this in reply to the customer's email itself, or to the notice that the "
                "customer wrote again",
            ),
            FIRST_MAIL: (
                "tidak perlu: tiket ini dimulai dengan email itu, jadi sudah tiket tersendiri",
                "no need: this ticket began with that email, so it is one of its own",
            ),
            NOT_CUSTOMERS: (
                "ditolak: itu bukan email pelanggan di tiket ini",
                "refused: that is no email of the customer on this ticket",
            ),
            GONE: (
                "ditolak: isi email itu sudah tidak disimpan (retention)",
                "refused: that email is no longer kept (retention)",
            ),
        },
        on_over=True,
    ),
)
