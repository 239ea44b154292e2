"""A command typed at the terminal, on one ticket: nothing is recorded when it is refused."""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.core import events as ev
from mailflow.core.commands.results import result_words
from mailflow.core.hints import AnswerDraft, hints_about
from mailflow.core.letter import Letter
from mailflow.core.letters import letters
from mailflow.core.moments import moment_words
from mailflow.core.occasions import CommandGiven
from mailflow.core.redacting import come_back
from mailflow.core.second_tier import NAME as ESCALATE
from mailflow.core.ticket import Ticket
from mailflow.core.typed_answers import NAME as SEND
from mailflow.core.undoing import last_command
from mailflow.core.wording import say
from mailflow.errors import CannotDo, Conflict, Refused
from mailflow.flow.parts import Parts
from mailflow.flow.ticket.handle import Cause, handle
from mailflow.flow.ticket.log import logged
from mailflow.flow.ticket.merging import target
from mailflow.flow.ticket.offer_to_all import offer_to_all
from mailflow.flow.ticket.others import numbers_known, others_named
from mailflow.flow.ticket.rules_now import rules_now
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.store.desk import tickets

UNDO = "undo"
_FREE_TEXT = ("text", "note", "why")  # arguments that are people's own words
_CONFLICTS = 5  # tries of a command whose ticket is changed concurrently


@dataclass(frozen=True, slots=True)
class Done:
    """The result of a command: the ticket after it, and the letters now in the outbox."""

    ticket: Ticket
    letters: tuple[Letter, ...]
    unwritten: tuple[str, ...] = ()  # kinds of letters that could not be rendered; the log says why


def carry_out(parts: Parts, number: str, given: CommandGiven) -> Done:
    """Carry out a command on the ticket with this number. Nothing is recorded when it is refused, nor (unless forced)
    when its letter to the customer cannot be rendered.

    Raises NoSuchTicket, Refused, CannotDo, TryLater.
    """
    for last in (*[False] * _CONFLICTS, True):
        try:
            return parts.parsed.run(lambda: _carried_out(parts, number, given))
        except Conflict:
            if last:
                raise
    raise AssertionError("unreachable: the last try returns or raises")


def _carried_out(parts: Parts, number: str, given: CommandGiven) -> Done:
    with parts.db.transaction():
        return _done(parts, number, given)


def _done(parts: Parts, number: str, given: CommandGiven) -> Done:
    ticket = tickets.load(parts.db, tickets.named(parts.db, number))
    assert ticket is not None
    _refuse_removed_words(parts, ticket, given)
    known = _informed(parts, ticket, _resolved(parts, given))
    handled = handle(parts, ticket, known, Cause("command-given"))
    _refuse(parts, handled.events)
    unwritten = [event.letter for event in handled.events if isinstance(event, ev.LetterUndelivered)]
    if unwritten and given.name == "close" and not given.force:
        names = ", ".join(dict.fromkeys(unwritten))
        raise CannotDo(f"the letter {names} cannot be written, so the ticket stays open; see `mailflow check`")
    called_for = [letter for event in handled.events for letter in letters(handled.ticket, event, rules_now(parts))]
    written = tuple(letter for letter in called_for if letter.kind not in unwritten)
    if given.name == SEND:
        offer_to_all(parts, handled)
    return Done(handled.ticket, written, tuple(unwritten))


def _refuse_removed_words(parts: Parts, ticket: Ticket, given: CommandGiven) -> None:
    """Whoever types can leave them out at once, so nothing is cut from his words unseen, as it is from a mail."""
    typed = (given.args.get(name, "") for name in _FREE_TEXT)
    if ticket.sealed and any(come_back(parts.secret, text, ticket.sealed) for text in typed):
        raise CannotDo(
            f"the text has words that were taken out of ticket {ticket.number} (/hapus-isi, `mailflow redact`), and "
            "they must not come back: write it without them. Nothing was changed"
        )


def _resolved(parts: Parts, given: CommandGiven) -> CommandGiven:
    """With what the command needs to know of another ticket it names. Raises NoSuchTicket."""
    if given.name != "merge":
        return given
    return replace(given, args=target(parts.db, tickets.named(parts.db, given.args["into"])).args())


def _informed(parts: Parts, ticket: Ticket, given: CommandGiven) -> CommandGiven:
    """With what the request or the log says, where the command depends on it."""
    if given.name == UNDO:
        return replace(given, undoable=last_command(logged(parts.db, ticket.n), given.actor))
    if given.name == SEND:
        return replace(given, hints=_hints(parts, ticket, given))
    if given.name != ESCALATE or not parts.rules.data:
        return given
    from mailflow.flow.ticket.request_data import sure_words

    return replace(given, data=sure_words(parts, ticket, None))


def _hints(parts: Parts, ticket: Ticket, given: CommandGiven) -> tuple[tuple[str, str], ...]:
    words = given.args.get("text", "").strip()
    others, written = others_named(parts, ticket, words), numbers_known(parts, ticket, words)
    draft = AnswerDraft(ticket, given.actor, words, rules_now(parts), others=others, written=written)
    return tuple((one.name, one.detail) for one in hints_about(draft))


def _words(event: ev.CommandRefused, since: str) -> str:
    """Those of the terminal; of what is said by mail alone, those of the mail command."""
    said = say(event.why, "en", since, event.detail)
    by_mail = result_words(f"/{event.command}", event.why, "en", since, event.detail)
    if event.why.startswith("hint-"):
        return f"the answer is not sent: {said}; --force sends it all the same"
    return by_mail.removeprefix("refused: ") if said == event.why else said


def _refuse(parts: Parts, events: Sequence[ev.Event]) -> None:
    """Raises Refused, in words for a person at a terminal, if the core refused the command."""
    for event in events:
        if isinstance(event, ev.CommandRefused):
            since = moment_words(event.since, parts.rules.desk.timezone, "en") if event.since else ""
            raise Refused(event.why, _words(event, since))
