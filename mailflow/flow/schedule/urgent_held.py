"""Held mail the PIC hears of before the next digest: at once what looks like a colleague's, and what has waited four
working hours; one letter an hour at most. What a digest has listed is told."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta

from mailflow.core import hours
from mailflow.core.letter import Letter
from mailflow.core.message import Address
from mailflow.core.rules import Duration
from mailflow.flow.parts import Parts
from mailflow.flow.settle import held_page
from mailflow.flow.ticket.render import post_alone
from mailflow.store.desk import meta
from mailflow.store.engine.fields import from_text, to_text
from mailflow.store.mail import letter_about
from mailflow.store.read import digest
from mailflow.store.read.digest import Untold

log = logging.getLogger("mailflow")

KIND = "quarantine"
PAUSE = timedelta(hours=1)
WAITS = Duration("4wh", "working-hours", timedelta(hours=4))
_MOST = 50  # mails of one letter
_LAST = "held-told"  # key in meta: moment of the last such letter


def tell_if_due(parts: Parts) -> int:
    """Returns how many letters. Opens its own transaction. Nothing under `digest: off`."""
    now = parts.clock.now()
    if parts.rules.digest is None or not _may_tell(parts, now) or not any(one <= now for one in _moments(parts)):
        return 0
    with parts.db.transaction():
        return _tell(parts, now) if _may_tell(parts, now) else 0  # another daemon may have been quicker


def next_due(parts: Parts) -> datetime | None:
    """When the next letter is due; None when nothing waits for one."""
    if parts.rules.digest is None:
        return None
    moments = list(_moments(parts))
    last = meta.get(parts.db, _LAST)
    pause = [from_text(last) + PAUSE] if last is not None else []
    return max([min(moments), *pause]) if moments else None


def _may_tell(parts: Parts, now: datetime) -> bool:
    last = meta.get(parts.db, _LAST)
    return last is None or not now - PAUSE < from_text(last) <= now  # a clock set back silences nobody


def _moments(parts: Parts) -> Iterator[datetime]:
    """Asked each second: 0.04 ms for fifty mails of 10 kB, and 1.0 with what they say, which is read when it is due."""
    return (_moment(parts, arrived, sender) for arrived, sender in digest.untold_since(parts.db, _MOST))


def _due(parts: Parts, now: datetime) -> list[Untold]:
    found = digest.untold(parts.db, _MOST)
    return [mail for mail in found if _moment(parts, mail.held.arrived_at, mail.sender) <= now]


def _moment(parts: Parts, arrived: datetime, sender: str) -> datetime:
    """When the PIC must hear of it."""
    if parts.rules.is_colleagues(sender):
        return arrived
    return hours.after(arrived, WAITS, parts.rules.working_hours)


def _tell(parts: Parts, now: datetime) -> int:
    found = _due(parts, now)
    meta.put(parts.db, _LAST, to_text(now))
    lines = held_page.shown(parts, [mail.held for mail in found])
    shown = [
        line | {"colleague": parts.rules.is_colleagues(mail.sender)} for line, mail in zip(lines, found, strict=True)
    ]
    ids = [mail.held.id for mail in found]
    for person in parts.rules.pic:
        language = person.language or parts.rules.desk.language
        facts = {"quarantined": tuple(shown)}
        letter = Letter(KIND, (Address(person.address, person.name),), language=language, facts=facts)
        message_id = post_alone(parts, letter)
        letter_about.note(parts.db, message_id, letter_about.MAIL, ids)
        letter_about.note(parts.db, message_id, letter_about.ALONE, ids if len(ids) == 1 else [])
    log.info("held mails=%s told=%s", ids, ", ".join(person.address for person in parts.rules.pic))
    return len(parts.rules.pic)
