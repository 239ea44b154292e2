"""Commands that change nothing: their answer is a letter of its own. `/bantuan`, `/status`, `/daftar` also work in a
mail that belongs to no ticket."""

from __future__ import annotations

from mailflow.core.commands.command import ANYTHING, Argument, Call, Decided, MailCommand, May, one_of
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket

HELP, STATUS, LIST = "help", "status", "ticket-list"
ASKED = "asked"
WHICH = one_of(("saya", "mine"), ("baru", "new"), ("terlambat", "overdue"), ("semua", "all"), default="all")


def _asks(ticket: Ticket, call: Call, rules: Rules) -> Decided:
    return Decided(ASKED)


_ANSWER = {ASKED: ("jawabannya ada di email ini", "the answer is in this email")}

COMMANDS = (
    MailCommand(
        words=("status", "status"),
        may=May.COLLEAGUE,
        argument=Argument(ANYTHING.read, ("[N]", "[N]")),
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
