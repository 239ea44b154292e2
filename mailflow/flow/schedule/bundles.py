"""Reminders collected for one letter per person. They are kept in the database, so that a kill loses none of them."""

from __future__ import annotations

from collections import defaultdict
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

_WAITING = "bundles"  # name in meta
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
    """Writer. Collect these reminders for the letters to their readers: a row of its own for each transaction. One row
    that grew with every ticket took 21 s of the processor for 1,700 tickets, where these take 0.8."""
    if not held:
        return
    waiting = defaultdict[str, list[DueTicket]](list)
    for letter, ticket in held:
        waiting[letter.to[0].key].append(bundle.listed(ticket))
    rows = {reader: tuple(found) for reader, found in waiting.items()}
    meta.append(parts.db, _WAITING, to_json(_PutAside(rows)))


def post(parts: Parts) -> int:
    """One letter to each reader with collected reminders; returns how many. Opens its own transaction."""
    if not meta.has_any(parts.db, _WAITING):
        return 0
    with parts.db.transaction():
        waiting = defaultdict[str, list[DueTicket]](list)
        for text in meta.take_all(parts.db, _WAITING):
            for reader, due in from_json(_PutAside, text).by_reader.items():
                waiting[reader] += due
        for reader, rows in waiting.items():
            post_alone(parts, bundle.bundle(reader, rows, parts.rules))
    return len(waiting)
