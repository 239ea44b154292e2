"""At the end of a shift, a letter to those who come next: a paragraph for each ticket that goes on."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from mailflow.core.addressing import to_person
from mailflow.core.letter import Letter
from mailflow.core.offering import answer_due
from mailflow.core.rules import Rules
from mailflow.core.shifts import ShiftChange, change_at, ended_between
from mailflow.core.stand_ins import colleague, reads_for
from mailflow.core.state_words import state_words
from mailflow.core.status import Status
from mailflow.core.ticket import Ticket
from mailflow.flow.parts import Parts
from mailflow.flow.ticket.render import post_alone
from mailflow.flow.ticket.rules_now import rules_now
from mailflow.flow.ticket.transcript import conversation
from mailflow.mail.quoting.text import new_words
from mailflow.store.desk import meta
from mailflow.store.engine.fields import from_text, to_text
from mailflow.store.read import digest

log = logging.getLogger("mailflow")

KIND = "shift-brief"
_AHEAD = timedelta(days=8)  # every shift ends once a week
_WORDS = 300  # characters of a mail that a paragraph repeats
MOST = 40  # tickets of one letter
_SEEN = "shift-brief"  # key in meta: moment up to which ends of shifts are dealt with, and the shifts it was about
_RANK = {Status.OPEN: 0, Status.NEW: 1, Status.ESCALATED: 2, Status.CLOSING: 3, Status.WAITING: 4}


def write_if_due(parts: Parts) -> int:
    """Queue the letters of the newest end of a shift, once among all daemons; returns how many. After an outage the
    older ones are told by it."""
    if not parts.rules.shifts or not (_is_new(parts) or _ended(parts)):
        return 0
    return parts.parsed.run(lambda: _write(parts))


def next_due(parts: Parts) -> datetime | None:
    """The next end of a shift; None without shifts."""
    rules, now = parts.rules, parts.clock.now()
    return next(iter(ended_between(rules.shifts, now, now + _AHEAD, rules.desk.timezone)), None)


def _is_new(parts: Parts) -> bool:
    """Whether these shifts were just written into rules.yaml: what ended before is not told."""
    return _seen(parts)[1] != _digest(parts.rules)


def _ended(parts: Parts) -> tuple[datetime, ...]:
    since, _ = _seen(parts)
    if since is None:
        return ()
    return ended_between(parts.rules.shifts, since, parts.clock.now(), parts.rules.desk.timezone)


def _seen(parts: Parts) -> tuple[datetime | None, str]:
    moment, _, shifts = (meta.get(parts.db, _SEEN) or "").partition(" ")
    return (from_text(moment) if moment else None), shifts


def _digest(rules: Rules) -> str:
    return hashlib.sha256(repr(rules.shifts).encode()).hexdigest()[:16]


def _write(parts: Parts) -> int:
    with parts.db.transaction():
        ends = () if _is_new(parts) else _ended(parts)
        if not ends and not _is_new(parts):  # another daemon has just written it
            return 0
        seen = ends[-1] if ends else parts.clock.now()
        meta.put(parts.db, _SEEN, f"{to_text(seen)} {_digest(parts.rules)}")
        letters = list(_letters(parts, ends[-1])) if ends else []
        for letter in letters:
            post_alone(parts, letter)
            log.info("shift-brief to=%s", letter.to[0].email)
    return len(letters)


def _letters(parts: Parts, ended: datetime) -> Iterator[Letter]:
    rules = rules_now(parts)
    change = change_at(rules.shifts, ended, rules.desk.timezone)
    found = sorted((one for one in digest.going(parts.db) if _is_told(one, change)), key=_urgency)
    readers = {}
    for name in sorted(change.coming):
        person = colleague(name, rules)
        reader = reads_for(person, rules) if person else None
        if reader is not None and reader.name not in change.going:
            readers[reader.name] = reader
    rows: dict[str, tuple[dict[str, object], ...]] = {}
    for person in readers.values() if found else ():
        language = rules.desk.spoken(person.language)
        if language not in rows:
            rows[language] = tuple(_paragraph(parts, ticket, rules, language) for ticket in found[:MOST])
        facts = {
            "shift": ", ".join(shift.name for shift in change.ended),
            "rows": rows[language],
            "left_out": max(0, len(found) - MOST),
        }
        yield to_person(person, KIND, facts, rules)


def _is_told(ticket: Ticket, change: ShiftChange) -> bool:
    """What nobody has, and what is of those who go."""
    return ticket.owner is None or ticket.owner in change.going


def _urgency(ticket: Ticket) -> tuple[int, float, int]:
    since = ticket.answer_since or ticket.opened_at
    return _RANK.get(ticket.status, 9), since.timestamp() if since else 0.0, ticket.n


def _paragraph(parts: Parts, ticket: Ticket, rules: Rules, language: str) -> dict[str, object]:
    said = conversation(parts.db, ticket, language)
    return {
        "number": ticket.number,
        "subject": ticket.subject[:100],
        "requester": str(ticket.requester or ""),
        "state": state_words(ticket, rules, language),
        "question": _first_words(ticket.question),
        "last": {**said[0], "text": _first_words(str(said[0]["text"]))} if said else None,
        "priority": ticket.priority,
        "due_at": answer_due(ticket, rules),
    }


def _first_words(text: str) -> str:
    """In one line, without the mail that is answered below it."""
    line = " ".join((new_words(text).text or text).split())
    return line if len(line) <= _WORDS else f"{line[:_WORDS].rstrip()} …"
