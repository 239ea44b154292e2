"""`/batal` takes back its author's last command on the ticket, as long as nobody has built upon it."""

from __future__ import annotations

from mailflow.core.commands.command import Call, Decided, MailCommand, May
from mailflow.core.events import CommandUndone
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket
from mailflow.core.undoing import changed, untouched

WORDS = ("batal", "undo")


def _undo(ticket: Ticket, call: Call, rules: Rules) -> Decided:
    last = call.undoable
    if last is None:
        return Decided("nothing", refused=True)
    if "Closed" in last.kinds:
        return Decided("letter-sent", refused=True)
    parts = changed(last)
    if not parts:
        return Decided("note-stays" if "NoteAdded" in last.kinds else "nothing", refused=True)
    if not untouched(ticket, last):
        return Decided("changed-since", refused=True)
    return Decided("undone", (CommandUndone(call.author, last.seq, parts, last.before, ticket.owner),))


COMMANDS = (
    MailCommand(
        words=WORDS,
        may=May.COLLEAGUE,
        example=("/batal #12", "/undo #12"),
        decide=_undo,
        help=(
            "membatalkan perintah terakhir Anda di tiket itu, selama belum ada yang berubah lagi",
            "takes back your last command on that ticket, as long as nothing has changed since",
        ),
        results={
            "undone": (
                "dibatalkan: perintah terakhir Anda di tiket ini tidak berlaku lagi",
                "taken back: your last command on this ticket does not count any more",
            ),
            "nothing": (
                "tidak ada perintah Anda di tiket ini yang bisa dibatalkan",
                "there is no command of yours on this ticket to take back",
            ),
            "letter-sent": (
                "ditolak: pelanggan sudah menerima email penutup. /buka membuka tiketnya lagi",
                "refused: the customer has the closing letter. /reopen opens the ticket again",
            ),
            "note-stays": (
                "ditolak: catatan tetap tersimpan, tetapi pelanggan tidak menerimanya. Tulis catatan baru untuk "
                "membetulkannya",
                "refused: a note stays, but no customer gets it. Write another to correct it",
            ),
            "changed-since": (
                "ditolak: sesudah itu sudah ada yang berubah di tiket ini, jadi perintah Anda tidak bisa ditarik",
                "refused: the ticket has been changed since, so your command cannot be taken back",
            ),
        },
        on_over=True,
    ),
)
