"""What follows from a PIC's reply to the letter about a low vote. A letter back says what became of it."""

from __future__ import annotations

from datetime import datetime

from mailflow.core import events as ev
from mailflow.core.commands.effects import reopen
from mailflow.core.meaning import Meaning
from mailflow.core.occasions import CommandGiven
from mailflow.core.replies.low_score import read
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket

NOTED = "low-noted"
_LONGEST_LINE = 200  # characters of the PIC's words that the letter back repeats


def low_score_reply(ticket: Ticket, name: str, words: str, rules: Rules, at: datetime) -> list[ev.Event]:
    """`name` is the PIC's, `words` the new ones of the reply."""
    meant = read(words)
    match meant.meaning:
        case Meaning.YES:
            return _reopened(ticket, name, meant.by, meant.rest, rules, at=at)
        case Meaning.ACKNOWLEDGEMENT:
            return [ev.NoteAdded(name, meant.rest or meant.by), _told(name, meant.by, NOTED)]
        case Meaning.CONTENT if ticket.owner is not None:
            return [ev.PicWrote(pic=name, text=meant.rest, about="vote"), _told(name, meant.rest, "low-passed-on")]
        case Meaning.CONTENT:
            return [ev.NoteAdded(name, meant.rest), _told(name, meant.rest, NOTED)]
        case _:
            return [_told(name, "", "low-unclear")]


def _reopened(ticket: Ticket, name: str, line: str, why: str, rules: Rules, *, at: datetime) -> list[ev.Event]:
    """Refused where it cannot be: somebody else, or the customer, was faster. His words are kept all the same."""
    events = reopen(ticket, CommandGiven("reopen", name, {"why": why} if why else {}), rules, at)
    if any(isinstance(event, ev.CommandRefused) for event in events):
        return [*([ev.NoteAdded(name, why)] if why else []), *events]
    return [*events, _told(name, line, "low-reopened")]


def _told(name: str, line: str, result: str) -> ev.CommandAnswered:
    return ev.CommandAnswered(author=name, results=((" ".join(line.split())[:_LONGEST_LINE], result),))
