"""What is kept with a ticket for colleagues: `/catatan` writes a note."""

from __future__ import annotations

from mailflow.core.commands import effects
from mailflow.core.commands.command import ANYTHING, Argument, Call, Decided, MailCommand, May
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket

TEXT = Argument(ANYTHING.read, ("kata-kata, juga di bawahnya", "words, also below"))


def words_of(call: Call) -> str:
    """The words of a command that takes a text: those behind it and those below."""
    return "\n".join(part for part in (call.argument, call.text) if part)


def _note(ticket: Ticket, call: Call, rules: Rules) -> Decided:
    if not words_of(call):
        return Decided("empty", refused=True)
    return effects.mailed(effects.note, "note", "noted", lambda call: {"text": words_of(call)})(ticket, call, rules)


COMMANDS = (
    MailCommand(
        words=("catatan", "note"),
        may=May.COLLEAGUE,
        argument=TEXT,
        example=("/catatan sudah ditelepon, tidak diangkat", "/note called him, no answer"),
        decide=_note,
        help=("catatan untuk rekan kerja; pelanggan tidak menerimanya", "a note for colleagues; reaches no customer"),
        results={
            "noted": ("dicatat; pelanggan tidak menerimanya", "noted; the customer does not get it"),
            "empty": (
                "ditolak: catatannya kosong. Tulis di belakang perintah ini, atau di bawahnya",
                "refused: the note is empty. Write it behind the command, or below it",
            ),
        },
        takes_text=True,
        on_over=True,
    ),
)
