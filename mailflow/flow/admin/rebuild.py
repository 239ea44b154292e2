"""`mailflow rebuild --verify`: replays the journal with today's code and rules, and reports every difference from the
desk. Changes nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field, fields
from typing import Any

from mailflow.core.message import Message
from mailflow.core.plain import JsonObject
from mailflow.core.ticket import Ticket
from mailflow.flow.admin.replay import Played, Replay, ReplayStep, steps
from mailflow.flow.admin.verify import verify as verified
from mailflow.flow.parts import Parts
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.admin import journal
from mailflow.store.admin.journal import Happening
from mailflow.store.desk import presences, tickets
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import storable, to_json

_LONGEST = 200  # characters of a value shown
_OF_ITS_TIME = ("number",)  # depends on how desk.number was configured then


@dataclass(frozen=True, slots=True)
class ReplayDifference:
    """The first point at which a ticket would differ today; what comes after it is not compared."""

    n: int
    occasion: int | None  # id in the journal; None: found only at the end
    mail: int | None  # inbox id
    field: str  # "events", "letters", or a field of the ticket
    stored: str
    today: str
    rules_changed: bool = False  # other rules were in force then, which may explain it


@dataclass(frozen=True, slots=True)
class MailDifference:
    """A stored mail that would be parsed, or end, differently today."""

    mail: int  # inbox id
    field: str
    stored: str
    today: str


@dataclass(slots=True)
class Findings:
    """The result of a replay."""

    occasions: int = 0
    tickets: int = 0  # tickets compared to their end
    mails: int = 0
    differences: list[ReplayDifference] = field(default_factory=list)
    mail_differences: list[MailDifference] = field(default_factory=list)
    too_old: set[int] = field(default_factory=set)  # tickets with occasions of versions that stored too little
    expired: set[int] = field(default_factory=set)  # tickets whose mails are no longer kept

    @property
    def ok(self) -> bool:
        return not self.differences and not self.mail_differences


def verify(parts: Parts, seen: Callable[[int, int], None] = lambda done, of: None) -> Findings:
    """Replay everything and compare. A daemon may be running: the desk is read from one snapshot."""
    found = Findings()
    replay = Replay(parts, parts.db)
    try:
        with parts.db.reading():
            left = journal.redacted(parts.db)  # tickets that are not, or no longer, compared
            found.expired |= left
            total = journal.count(parts.db)
            for step in steps(parts.db):
                _step(parts, replay, step, found, left)
                found.occasions += len(step.entries)
                seen(found.occasions, total)
            for n in tickets.all_numbers(parts.db):
                if n not in left:
                    found.tickets += 1
                    found.differences += _at_the_end(parts.db, replay.db, n)
            if not left:
                found.differences += _presences(parts.db, replay.db)
            found.differences += _by_log(parts.db, found)
    finally:
        replay.close()
    return found


def _step(parts: Parts, replay: Replay, step: ReplayStep, found: Findings, left: set[int]) -> None:
    gone = not all(journal.is_kept(parts.db, mail) for mail in step.mails)
    if gone:
        found.expired |= step.tickets - left
        left |= step.tickets
    elif step.too_old:
        found.too_old |= step.tickets - left
        left |= step.tickets
    if gone or step.tickets & left or step.is_copy_of_parked:
        replay.skip(step)
        return
    played = replay.play(step)
    if step.mail and played.message is not None:
        found.mails += 1
        found.mail_differences += _of_mail(parts.db, step, played, played.message)
    if not played.same:
        recorded = journal.happened(parts.db, [entry.id for entry in step.entries]) if step.entries else []
        stored, today = _told(recorded, played.events)
        found.differences.append(
            ReplayDifference(
                n=min(step.tickets or {event.n for event in played.events}, default=0),
                occasion=step.entries[0].id if step.entries else None,
                mail=step.mail.inbox if step.mail else None,
                field="events",
                stored=stored,
                today=today if played.events or step.mail else played.outcome or today,
                rules_changed=bool(step.entries) and step.rules != parts.rules.fingerprint,
            )
        )
        left |= step.tickets


def _told(recorded: Sequence[Happening], played: Sequence[Happening]) -> tuple[str, str]:
    """What differs, briefly: the kinds of events, or the fields of the first event that differs."""
    kinds = [[event.kind for event in events] for events in (recorded, played)]
    if kinds[0] != kinds[1]:
        return ", ".join(kinds[0]) or "nothing", ", ".join(kinds[1]) or "nothing"
    pair = next((a, b) for a, b in zip(recorded, played, strict=True) if a != b)
    names = [name for name in {**pair[0].data, **pair[1].data} if pair[0].data.get(name) != pair[1].data.get(name)]
    if not names:
        return f"{pair[0].kind} of ticket {pair[0].n}", f"{pair[1].kind} of ticket {pair[1].n}"
    shown = [", ".join(f"{name}={event.data.get(name)!r}" for name in names) for event in pair]
    return _short(f"{pair[0].kind}: {shown[0]}"), _short(f"{pair[1].kind}: {shown[1]}")


def _by_log(real: Database, found: Findings) -> Iterator[ReplayDifference]:
    """Of tickets that cannot be replayed to their end, what can still be derived: the ticket, from its own log."""
    for one in verified(real, only=sorted(found.expired | found.too_old)):
        yield ReplayDifference(one.n, None, None, one.field, one.stored, one.proven)


def _at_the_end(real: Database, fresh: Database, n: int) -> Iterator[ReplayDifference]:
    stored, today = tickets.load(real, n), tickets.load(fresh, n)
    if stored is None or today is None:
        yield ReplayDifference(
            n, None, None, "ticket", "is there" if stored else "is missing", "is there" if today else "none"
        )
        return
    for one in fields(Ticket):
        ours, theirs = getattr(stored, one.name), getattr(today, one.name)
        if ours != theirs and one.name not in _OF_ITS_TIME:
            yield ReplayDifference(n, None, None, one.name, _short(ours), _short(theirs))
    then, now = journal.letters_of(real, n), journal.letters_of(fresh, n)
    if then != now:
        yield ReplayDifference(n, None, None, "letters", _short(_letters(then)), _short(_letters(now)))


def _presences(real: Database, fresh: Database) -> Iterator[ReplayDifference]:
    stored, today = presences.everybody(real), presences.everybody(fresh)
    if stored != today:
        yield ReplayDifference(0, None, None, "presence of colleagues", _short(stored), _short(today))


def _letters(letters: Sequence[tuple[str, tuple[str, ...]]]) -> str:
    return "; ".join(f"{kind} to {', '.join(to)}" for kind, to in letters)


def _of_mail(db: Database, step: ReplayStep, played: Played, message: Message) -> Iterator[MailDifference]:
    """Compares message fields, nature, emptiness, outcome."""
    mail = step.mail
    assert mail is not None
    told: dict[str, tuple[object, object]] = {"outcome": (mail.outcome, played.outcome)}
    if mail.digest:
        told["message_id"] = (mail.message_id, storable(message.message_id))
        told["digest (From, Date, new words)"] = (mail.digest, message.digest)
    classified: JsonObject = next((entry.data["as"] for entry in step.entries if "as" in entry.data), {})
    if classified:
        told["nature"] = (classified.get("nature"), message.nature.value)
        told["empty"] = (bool(classified.get("empty")), message.is_empty)
    filed = journal.filed(db, mail.inbox)
    if filed is not None:
        told["sender"] = (filed["sender"], _plain(message.shown_sender) if message.shown_sender else None)
        told["recipients"] = (filed["recipients"], _plain({"to": message.to, "cc": message.cc}))
        told["subject"] = (filed["subject"], storable(message.subject))
        told["text"] = (filed["text"], storable(message.text))
        told["attachments"] = (filed["attachments"], _as_far_as(filed["attachments"], _plain(message.attachments)))
    for name, (stored, today) in told.items():
        if stored != today:
            yield MailDifference(mail.inbox, name, _short(stored), _short(today))


def _plain(value: object) -> Any:
    return json.loads(to_json(value))


def _as_far_as(stored: Sequence[JsonObject], today: Sequence[JsonObject]) -> list[JsonObject]:
    """Today's attachments with only the fields stored then: a newer field is not a difference."""
    known = [set(one) for one in stored] + [set[str]()] * len(today)
    return [{k: v for k, v in one.items() if k in keys or not keys} for one, keys in zip(today, known, strict=False)]


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
