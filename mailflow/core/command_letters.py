"""The one letter back to a colleague who has mailed commands: what became of each line, the state after it, how to take
it back; or the letter that answers `/status`, `/daftar`, `/bantuan`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import assert_never

from mailflow.core import events as ev
from mailflow.core.addressing import person_named, to_named, to_operators, to_person
from mailflow.core.commands.absence import OF_PRESENCE, moment_of
from mailflow.core.commands.asking import HELP, LIST, SEARCH, STATUS
from mailflow.core.commands.listed import listed
from mailflow.core.commands.records import UNCLEAR_MOMENT
from mailflow.core.commands.results import ANSWERS, UNDO, UNDONE_BY, result_words, undone_by
from mailflow.core.commands.table import BY_WORD
from mailflow.core.letter import Facts, Letter
from mailflow.core.moments import moment_words
from mailflow.core.offering import answer_due, commanded_claim, offer
from mailflow.core.rules import Rules
from mailflow.core.state_words import state_words
from mailflow.core.ticket import Ticket
from mailflow.core.unsent import of_author
from mailflow.core.when.moment import Unclear, unclear_words
from mailflow.core.wording import in_language

RECEIPT = "command-receipt"


def command_letters(
    ticket: Ticket, event: ev.CommandRefused | ev.CommandUndone | ev.CommandAnswered, rules: Rules
) -> list[Letter]:
    match event:
        case ev.CommandRefused():
            return _refused(ticket, event, rules)
        case ev.CommandUndone():
            return _undone(ticket, event, rules)
        case ev.CommandAnswered():
            return answered(ticket, event, rules)
        case _:
            assert_never(event)


def answered(ticket: Ticket, event: ev.CommandAnswered, rules: Rules) -> list[Letter]:
    """The letter back. `ticket` is the ticket after the mail; a blank one when the mail belongs to none."""
    person = person_named(event.author, rules)
    if person is None or not (event.told or event.claims):
        return []
    if not event.told:  # its results are told elsewhere; this ticket is answered from a receipt of its own
        return commanded_claim(ticket, event, {"results": (), "text": ""}, rules)
    language = rules.desk.spoken(person.language)
    facts = _told(ticket, event, rules, language)
    if event.claims:
        return commanded_claim(ticket, event, {"results": facts["results"], "text": facts["text"]}, rules)
    if event.letter == HELP:
        facts |= listed(event.topic, language, pic=rules.is_pic(person.name))
    if event.letter == LIST:
        facts |= {"which": event.topic, "rows": (), "left_out": 0}  # filled in by flow, which has the tickets
    if event.letter == SEARCH:
        facts |= {"searched": event.topic, "hits": (), "total": 0, "left_out": 0, "uncounted": False, "unfinished": 0}
    if event.letter == STATUS:
        facts |= _status(ticket, rules)
    return to_named(event.author, event.letter or RECEIPT, facts, rules)


def _undone(ticket: Ticket, event: ev.CommandUndone, rules: Rules) -> list[Letter]:
    """Whoever had or has the ticket is told; when nobody has it, it is offered again. Its author gets the receipt."""
    found = []
    for name in dict.fromkeys((event.owner, ticket.owner)):
        person = person_named(name, rules) if name != event.actor else None
        if person is not None:
            language = rules.desk.spoken(person.language)
            told = ev.CommandAnswered(person.name, (("", UNDONE_BY, event.actor),))
            found.append(to_person(person, RECEIPT, _told(ticket, told, rules, language), rules))
    if ticket.owner is None and event.owner is not None and not ticket.status.over:
        facts = offer(ticket, rules, "released", event.actor)
        found += to_operators(ticket, facts, rules, files="ticket", but=event.actor)
    return found


def _refused(ticket: Ticket, event: ev.CommandRefused, rules: Rules) -> list[Letter]:
    """A PIC's reply to a notice that could not be followed."""
    if (person := person_named(event.actor, rules)) is None:
        return []
    language = rules.desk.spoken(person.language)
    since = event.since.isoformat() if event.since else event.detail
    rows = receipt_rows([(event.command, event.why, since)], rules, language)
    return [to_person(person, RECEIPT, {"results": rows, "text": "", "state": "", "undo": ""}, rules)]


def told(ticket: Ticket, name: str, result: tuple[str, ...], rules: Rules) -> list[Letter]:
    """What became of a colleague's command later, by itself."""
    event = ev.CommandAnswered(name, (result,))
    person = person_named(name, rules)
    if person is None:
        return []
    return [to_person(person, RECEIPT, _told(ticket, event, rules, rules.desk.spoken(person.language)), rules)]


def _told(ticket: Ticket, event: ev.CommandAnswered, rules: Rules, language: str) -> dict[str, object]:
    shown = [row for row in event.results if not (event.letter and _asks(row[0]) == event.letter)]
    state = state_words(ticket, rules, language) if ticket.n else ""
    return {
        "results": receipt_rows(shown, rules, language),
        "text": event.text,
        "state": state,
        "undo": _undo(ticket, event, language),
    }


def _asks(line: str) -> str:
    command = BY_WORD.get(line.removeprefix("/").partition(" ")[0])
    return command.letter if command else ""


def receipt_rows(results: Iterable[tuple[str, ...]], rules: Rules, language: str) -> list[dict[str, str]]:
    """Each line with its result, in words."""
    found = []
    for line, code, *more in results:
        detail = more[0] if more else ""
        moment = _moment(detail.partition(" ")[0])
        since = moment_words(moment, rules.desk.timezone, language) if moment else ""
        said = _unclear(line, detail, rules, language) if code == UNCLEAR_MOMENT else ""
        detail = detail.partition(" ")[2] if moment else detail
        found.append({"line": line, "result": said or result_words(line, code, language, since, detail)})
    return found


def _unclear(line: str, detail: str, rules: Rules, language: str) -> str:
    why, *readings = detail.split()
    unclear = Unclear(why, tuple(datetime.fromisoformat(reading) for reading in readings))
    name, _, written = line.removeprefix("/").partition(" ")
    written = moment_of(written) if name in OF_PRESENCE else written
    return unclear_words(unclear, written, rules.desk.timezone, language)


def _moment(detail: str) -> datetime | None:
    try:
        return datetime.fromisoformat(detail) if "T" in detail else None
    except ValueError:
        return None


def _undo(ticket: Ticket, event: ev.CommandAnswered, language: str) -> str:
    """The line that takes back the last thing done; "" when nothing was done, or nothing takes it back."""
    for line, code, *_ in reversed(event.results):
        words = undone_by(line, code)
        if words == UNDO and code in ANSWERS and of_author(ticket, event.author) is None:
            continue  # it has left already
        if words is not None:
            return in_language(words, language)
    return ""


def _status(ticket: Ticket, rules: Rules) -> Facts:
    return {
        "question": ticket.question,
        "conversation": (),  # filled in by flow, which has the log
        "notes": (),
        "due_at": answer_due(ticket, rules),
    }
