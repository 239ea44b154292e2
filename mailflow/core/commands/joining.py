"""`/gabung`: this ticket goes into another."""

from __future__ import annotations

import re

from mailflow.core.commands.command import ASKED_YOU, Argument, Call, Decided, MailCommand, May, Words
from mailflow.core.commands.effects import mailed
from mailflow.core.merging import REFUSALS, merge
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket
from mailflow.core.wording import say

MERGE = "merge"
NO_SUCH = "no-such-ticket"
_BESIDE = frozenset(
    "ke dengan sama menjadi jadi into to with in tiket ticket nomor no number no. nomer ya please".split()
)
_NUMBER = re.compile(r"[\w./-]*\d[\w./-]*")


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
)
