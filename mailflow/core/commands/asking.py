"""Commands that change nothing: their answer is a letter of its own. They also work in a mail that belongs to no
ticket."""

from __future__ import annotations

from types import MappingProxyType

from mailflow.core.commands.command import ANYTHING, Argument, Call, Decided, MailCommand, May, bare, one_of, some
from mailflow.core.rules import Rules
from mailflow.core.search.word_query import asked
from mailflow.core.ticket import Ticket

HELP, STATUS, LIST, SEARCH = "help", "status", "ticket-list", "search-results"
ASKED = "asked"
_LATE = MappingProxyType({"late": "overdue", "telat": "overdue"})
WHICH = one_of(("saya", "mine"), ("baru", "new"), ("terlambat", "overdue"), ("semua", "all"), default="all", also=_LATE)


def _asks(ticket: Ticket, call: Call, rules: Rules) -> Decided:
    return Decided(ASKED)


def _searches(ticket: Ticket, call: Call, rules: Rules) -> Decided:
    query = asked([call.argument])
    if query.short:
        return Decided("short", refused=True, detail=query.short)
    return Decided(ASKED) if query.asks else Decided("no-word", refused=True)


_ANSWER = {ASKED: ("jawabannya ada di email ini", "the answer is in this email")}

COMMANDS = (
    MailCommand(
        words=("status", "status"),
        may=May.COLLEAGUE,
        argument=Argument(bare, ("[N]", "[N]")),
        example=("/status 12", "/status 12"),
        decide=_asks,
        help=("keadaan tiket dalam satu email", "the ticket in one letter"),
        results=_ANSWER,
        on_over=True,
        letter=STATUS,
    ),
    MailCommand(
        words=("daftar", "list"),
        may=May.COLLEAGUE,
        argument=WHICH,
        example=("/daftar saya", "/list mine"),
        decide=_asks,
        help=("daftar tiket yang masih berjalan", "the tickets that are not over"),
        results=_ANSWER,
        on_over=True,
        letter=LIST,
    ),
    MailCommand(
        words=("cari", "search"),
        may=May.COLLEAGUE,
        argument=some("kata", "words"),
        example=('/cari pulsa "belum masuk" -refund', '/search invoice "charged twice" -refund'),
        decide=_searches,
        help=(
            "mencari di email masuk dan keluar, catatan, dan lampiran; nomor telepon atau tiket dalam ejaan apa pun",
            "searches all mails, letters, notes and attachments; numbers of telephones or tickets in any spelling",
        ),
        results={
            **_ANSWER,
            "short": (
                "{detail} terlalu pendek: tulis paling sedikit tiga huruf sebelum tanda *",
                "{detail} is too short: write at least three letters before the *",
            ),
            "no-word": (
                "tidak ada kata yang harus ditemukan: tulis misalnya /cari pulsa -refund",
                "there is no word to be found: write for instance /search invoice -refund",
            ),
        },
        on_over=True,
        letter=SEARCH,
    ),
    MailCommand(
        words=("bantuan", "help"),
        may=May.COLLEAGUE,
        argument=Argument(ANYTHING.read, ("[perintah]", "[command]")),
        example=("/bantuan serahkan", "/help assign"),
        decide=_asks,
        help=("daftar perintah ini, dengan contohnya", "this list of commands, with an example each"),
        results=_ANSWER,
        on_over=True,
        letter=HELP,
    ),
)
