"""The commands about the ticket they are mailed on: `/selesai` proposes to close (step 8); `/tutup` closes, which only
a PIC may do, with a word (pics.py).

A new command is a function and its entry in COMMANDS; docs/operators.md lists it. If no event expresses its effect yet,
add one in events.py under DoneByCommand.
"""

from __future__ import annotations

from mailflow.core import events as ev
from mailflow.core.commands.command import ONLY_PIC, Call, Decided, MailCommand, May, one_of
from mailflow.core.rules import Rules
from mailflow.core.ticket import Status, Ticket

# "A closing statement counts from new (it claims), open and waiting" (procedure.md, "States").
CAN_STATE = (Status.NEW, Status.OPEN, Status.WAITING)

_HOW = one_of(("puas", "satisfied"), ("tanpa-tanggapan", "no-feedback"), default="satisfied")


def _propose(ticket: Ticket, call: Call, rules: Rules) -> Decided:
    if ticket.status is Status.CLOSING:
        return Decided("already-closing")
    if ticket.status not in CAN_STATE:
        return Decided("is-escalated", refused=True)
    stated = ev.ClosingStated(call.author, call.at, call.argument, "command", call.text, sent=False)
    return Decided("closing", () if call.closes else (stated,))


def _close(ticket: Ticket, call: Call, rules: Rules) -> Decided:
    """A PIC closes with a word, in reply to the notice."""
    return Decided(ONLY_PIC, refused=True)


COMMANDS = (
    MailCommand(
        words=("selesai", "close"),
        may=May.OWNER,
        argument=_HOW,
        decide=_propose,
        help=("mengusulkan penutupan; PIC yang menutup", "proposes to close; the PIC closes"),
        results={
            "closing": (
                "tercatat: pernyataan penutupan diteruskan ke PIC",
                "done: your closing statement waits for the PIC",
            ),
            "already-closing": ("tiket ini sudah menunggu PIC", "this ticket waits for the PIC already"),
        },
        last=True,
        claims=True,
    ),
    MailCommand(
        words=("tutup", "tutup"),
        may=May.PIC,
        argument=_HOW,
        decide=_close,
        help=("menutup; hanya PIC, dengan membalas pemberitahuannya", "closes; only the PIC, in reply to the notice"),
        results={
            ONLY_PIC: (
                "ditolak: hanya PIC yang menutup tiket; /selesai mengusulkannya",
                "refused: only the PIC closes tickets; /close proposes it",
            ),
        },
        last=True,
    ),
)
