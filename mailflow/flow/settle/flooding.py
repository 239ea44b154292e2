"""Floods: mails beyond `limits.mails` are quarantined together, and the PIC is told at most once an hour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from mailflow.core.how_many import how_many
from mailflow.core.letter import Letter
from mailflow.core.message import Address
from mailflow.core.preview import harmless
from mailflow.core.rules import Person
from mailflow.flow.parts import Parts
from mailflow.flow.settle import rates
from mailflow.flow.settle.case import Case, Settled
from mailflow.flow.settle.rates import Excess
from mailflow.flow.ticket.render import post_alone
from mailflow.store.desk import meta
from mailflow.store.engine.fields import from_text, to_text
from mailflow.store.mail import floods
from mailflow.store.mail.floods import Flood

KIND = "flood"
FLOOD = "flood "  # how the reason of a held mail begins
PAUSE = timedelta(hours=1)  # between two letters, however many floods there are
_MOST = 20  # of them in one letter
_LAST = "flood-told"  # in meta: the moment of the last letter


def is_flood(parts: Parts, case: Case) -> Excess | None:
    """The limit this mail exceeds, unless its author is a proven colleague or a person has released it."""
    return None if case.is_trusted else rates.exceeded(parts, case.stranger, case.ticket, parts.clock.now())


def hold_flood(parts: Parts, case: Case, excess: Excess) -> Settled:
    """It has no effect until a person decides; the first mail of a flood is told at once."""
    now = parts.clock.now()
    flood = floods.hold(parts.db, case.row.id, excess.what, excess.who, now)
    if _may_tell(parts, now):
        _tell(parts, now)
    hourly = how_many(excess.rate.hour, "mail")
    reason = f"{FLOOD}{flood}: more than {hourly} an hour or {excess.rate.day} a day of {excess.who}"
    return Settled("quarantined", case.ticket.n if case.ticket else None, reason)


def tell_if_due(parts: Parts) -> int:
    """The hourly summary of what was quarantined since the last; returns how many letters. Opens its own
    transaction."""
    now = parts.clock.now()
    rates.forget_if_due(parts)
    if not floods.untold(parts.db, 1) or not _may_tell(parts, now):
        return 0
    with parts.db.transaction():
        return _tell(parts, now) if _may_tell(parts, now) else 0  # another daemon may have been quicker


def next_due(parts: Parts) -> datetime | None:
    """When the next summary may be due; None when there is nothing to tell."""
    last = meta.get(parts.db, _LAST)
    return from_text(last) + PAUSE if last is not None and floods.untold(parts.db, 1) else None


def _may_tell(parts: Parts, now: datetime) -> bool:
    last = meta.get(parts.db, _LAST)
    return last is None or not now - PAUSE < from_text(last) <= now  # a clock set back silences nobody


def _tell(parts: Parts, now: datetime) -> int:
    found = floods.untold(parts.db, _MOST)
    meta.put(parts.db, _LAST, to_text(now))
    told = [message_id for person in parts.rules.pic if (message_id := _letter(parts, person, found))]
    floods.told(parts.db, [flood.id for flood in found], told)
    return len(told)


def _letter(parts: Parts, person: Person, found: Sequence[Flood]) -> str:
    language = person.language or parts.rules.desk.language
    facts = {"floods": tuple(map(_shown, found))}
    return post_alone(parts, Letter(KIND, (Address(person.address, person.name),), language=language, facts=facts))


def _shown(flood: Flood) -> dict[str, object]:
    return {
        "id": flood.id,
        "what": flood.what,
        "who": harmless(flood.who)[:100],
        "held": flood.held,
        "fresh": flood.held - flood.told,
        "since": flood.began_at,
    }
