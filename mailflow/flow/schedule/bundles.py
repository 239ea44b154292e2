"""Reminders collected for one letter per person. They are kept in the database, so that a kill loses none of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field

from mailflow.core import bundle
from mailflow.core.bundle import DueTicket
from mailflow.core.letter import Letter
from mailflow.core.ticket import Ticket
from mailflow.flow.parts import Parts
from mailflow.flow.ticket.render import post_alone
from mailflow.flow.ticket.rules_now import rules_now
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.desk import meta, tickets
from mailflow.store.engine.fields import from_json, to_json

_WAITING = "bundles"  # in meta
_MOST = 10_000  # tickets looked at to see for whom it is too much


@dataclass(frozen=True, slots=True)
class _PutAside:
    """The collected reminders, by reader's address."""

    by_reader: Mapping[str, tuple[DueTicket, ...]] = field(default_factory=dict)


def crowded(parts: Parts) -> frozenset[str]:
    """Readers for whom more is due now than `reminders.bundle`. Reads only."""
    most, now = parts.rules.bundle, parts.clock.now()
    due = tickets.due(parts.db, now, _MOST) if most is not None else []
    if most is None or len(due) <= most:
        return frozenset()
    return bundle.crowded((ticket for n in due if (ticket := tickets.load(parts.db, n))), rules_now(parts), now)


def put_aside(parts: Parts, held: Sequence[tuple[Letter, Ticket]]) -> None:
    """Writer. Collect these reminders for the letter to their reader."""
    if not held:
        return
    waiting = dict(_waiting(parts))
    for letter, ticket in held:
        reader = letter.to[0].key
        waiting[reader] = (*waiting.get(reader, ()), bundle.listed(ticket))
    meta.put(parts.db, _WAITING, to_json(_PutAside(waiting)))


def post(parts: Parts) -> int:
    """One letter to each reader with collected reminders; returns how many. Opens its own transaction."""
    if not meta.get(parts.db, _WAITING):
        return 0
    with parts.db.transaction():
        waiting = _waiting(parts)
        for reader, rows in waiting.items():
            post_alone(parts, bundle.bundle(reader, rows, parts.rules))
        meta.put(parts.db, _WAITING, "")
    return len(waiting)


def _waiting(parts: Parts) -> Mapping[str, tuple[DueTicket, ...]]:
    text = meta.get(parts.db, _WAITING)
    return from_json(_PutAside, text).by_reader if text else {}
