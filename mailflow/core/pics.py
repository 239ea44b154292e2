"""Step 10 by mail: what follows from a PIC's reply to a closing notice. The PIC always gets a letter back: done, sent
back, noted, or asked again."""

from __future__ import annotations

from mailflow.core import events as ev
from mailflow.core.closing import close, waits_since, why_gone
from mailflow.core.commands.carry_out import carried_out
from mailflow.core.commands.command import Call
from mailflow.core.commands.receipt import answered, beside
from mailflow.core.letter_kinds import ReplyUse, reply_to
from mailflow.core.low_scores import low_score_reply
from mailflow.core.meaning import Meaning, Reading
from mailflow.core.no_answers import NOT_FOR_CUSTOMER, SEALED
from mailflow.core.occasions import CommandGiven, MailArrived
from mailflow.core.operators import over
from mailflow.core.people import reaches_customer
from mailflow.core.replies.pic import read
from mailflow.core.replies.questions import asked_in
from mailflow.core.rules import Rules
from mailflow.core.ticket import Status, Ticket
from mailflow.lazy_dataclasses import replace

RECEIPT = "command-receipt"
_LONGEST_LINE = 200  # characters of the PIC's words that a receipt repeats
_VERDICTS = (Meaning.YES, Meaning.NO)


def pic_mail(ticket: Ticket, mail: MailArrived, rules: Rules) -> list[ev.Event]:
    """The events of a proven PIC's mail that is not about the PIC's own question."""
    name, words = mail.author.name or "PIC", mail.words.strip() or mail.message.reaction
    if mail.gives_commands:
        return _commanded(ticket, mail, name, rules)
    if reply_to(mail.answers) is ReplyUse.LOW_SCORE and not reaches_customer(ticket, mail.message):
        return low_score_reply(ticket, name, mail.told or words, rules, mail.at)
    if not decides(ticket, mail, rules):
        return _elsewhere(ticket, mail, name, words)
    if mail.message.sealed:
        return [ev.NoteFiled(author=name, text="", why=SEALED)]
    if not words and not mail.message.files:
        return [ev.CommandRefused(actor=name, command="", why="no-verdict")]
    meant = reading(ticket, mail, rules)
    if meant.meaning is Meaning.CONTENT or not words:
        return _noted(ticket, name, words)
    if ticket.status is not Status.CLOSING or mail.outdated:  # a notice is about one closing statement
        return [ev.CommandRefused(name, _line(meant.by or words), why_gone(ticket), since=waits_since(ticket))]
    if meant.meaning is Meaning.UNCLEAR:
        return [_told(name, words, "verdict-unclear")]
    if meant.meaning is Meaning.NO:
        return [ev.StatementRejected(pic=name, at=mail.at, text=words), _told(name, meant.by, "verdict-sent-back")]
    closed = close(ticket, CommandGiven("close", name), rules, mail.at)
    if not any(isinstance(event, ev.Closed) for event in closed):
        return closed
    note = [ev.PicWrote(pic=name, text=meant.rest, about="closed")] if meant.rest and ticket.owner else []
    return [*closed, *note, _told(name, meant.by, "verdict-closed")]


def _commanded(ticket: Ticket, mail: MailArrived, name: str, rules: Rules) -> list[ev.Event]:
    """Command lines, and perhaps words beside them: those are for the owner, as in any mail of a PIC's."""
    call = Call(
        name, mail.at, "", mail.told, closes=False, undoable=mail.undoable, operator=False, own=mail.words.strip()
    )
    done = carried_out(ticket, mail.commands, call, rules)
    direct = reaches_customer(ticket, mail.message)
    said = [] if done.takes_text else _beside_commands(ticket, mail, name, direct=direct)
    noted = any(isinstance(event, ev.PicWrote | ev.NoteFiled) for event in said)
    more = (*beside(mail, direct=direct), *([("", "words-noted")] if noted else []))
    return [*said, *done.events, answered(name, mail, done, more)]


def _beside_commands(ticket: Ticket, mail: MailArrived, name: str, *, direct: bool) -> list[ev.Event]:
    if direct and not ticket.status.over:
        found = _elsewhere(ticket, mail, name, mail.words.strip())
        return [replace(event, why="") if isinstance(event, ev.NoteFiled) else event for event in found]
    if not mail.told:
        return []
    if ticket.owner is None or ticket.status.over:
        return [ev.NoteFiled(author=name, text=mail.told)]
    return [ev.PicWrote(pic=name, text=mail.told)]


def decides(ticket: Ticket, mail: MailArrived, rules: Rules) -> bool:
    """Whether it replies to a notice or about a low vote, or clearly to the letter that asked the PIC again."""
    if reply_to(mail.answers) in (ReplyUse.VERDICT, ReplyUse.LOW_SCORE):
        return True
    asked_again = mail.answers == RECEIPT and ticket.status is Status.CLOSING and not mail.gives_commands
    return asked_again and reading(ticket, mail, rules).meaning in _VERDICTS


def reading(ticket: Ticket, mail: MailArrived, rules: Rules) -> Reading:
    """The meaning of the PIC's words; names in them are people's."""
    people = tuple(person.name for person in rules.colleagues)
    asked = ticket.requester.name if ticket.requester else ""
    return read(mail.words, (*people, rules.desk.name, *mail.author_names, asked))


def _noted(ticket: Ticket, name: str, words: str) -> list[ev.Event]:
    if ticket.owner is None or not words:
        return [ev.NoteFiled(author=name, text=words, why=NOT_FOR_CUSTOMER)]
    result = "verdict-noted" if ticket.status is Status.CLOSING else "verdict-noted-only"
    return [ev.PicWrote(pic=name, text=words), _told(name, words, result)]


def _told(name: str, line: str, result: str) -> ev.CommandAnswered:
    return ev.CommandAnswered(author=name, results=((_line(line), result),))


def _line(words: str) -> str:
    return " ".join(words.split())[:_LONGEST_LINE]


def _elsewhere(ticket: Ticket, mail: MailArrived, name: str, words: str) -> list[ev.Event]:
    """A PIC who writes to the customer directly cannot be stopped: it counts, like any colleague's direct answer."""
    if ticket.status.over:
        return [ev.NoteFiled(author=name, text=words, why=over(reaches_customer(ticket, mail.message)))]
    if (words or mail.message.files) and reaches_customer(ticket, mail.message):
        first = ticket.first_answered_at is None
        return [ev.Answered(name, mail.at, words, False, first, False, ticket.owner or name, asks=asked_in(words))]
    return [ev.NoteFiled(author=name, text=words, why=NOT_FOR_CUSTOMER)]
