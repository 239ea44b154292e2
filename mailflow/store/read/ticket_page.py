"""Tickets, newest first, a page at a time, for programs. Read only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo

from mailflow.core.plain import JsonObject
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.desk.status import GOING
from mailflow.store.desk.tickets import SHOW, as_shown
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import storable, to_text
from mailflow.store.engine.protocol import Value


@dataclass(frozen=True, slots=True)
class TicketFilters:
    """None: any. Names in any case."""

    status: str | None = None  # a state; "going": all that are not over
    owner: str | None = None
    category: str | None = None
    customer: str | None = None  # an address
    number: str | None = None  # as people know it
    since: datetime | None = None  # opened
    until: datetime | None = None  # opened before
    before: int | None = None  # n


def page(db: Database, filters: TicketFilters, limit: int, zone: tzinfo) -> tuple[list[JsonObject], int | None]:
    """In the form of `list --json`; the n to go on before, None at the end."""
    found = list(_conditions(filters))
    where = " AND ".join(["TRUE", *(condition for condition, _ in found)])
    params = [value for _, values in found for value in values]
    rows = db.all(f"{SHOW} WHERE {where} ORDER BY n DESC LIMIT ?", (*params, limit + 1))
    shown = [as_shown(row, zone) for row in rows[:limit]]
    return shown, shown[-1]["n"] if len(rows) > limit else None


def _conditions(filters: TicketFilters) -> Iterator[tuple[str, tuple[Value, ...]]]:
    if filters.status == "going":
        yield GOING, ()
    elif filters.status is not None:
        yield "status = ?", (filters.status,)
    for column in ("owner", "category"):
        value = getattr(filters, column)
        if value is not None:
            yield f"lower({column}) = lower(?)", (storable(value),)
    if filters.customer is not None:
        yield "n IN (SELECT ticket_n FROM customer WHERE address = ?)", (storable(filters.customer.casefold()),)
    if filters.number is not None:
        yield "number = ?", (storable(filters.number.removeprefix("#")),)
    if filters.since is not None:
        yield "opened_at >= ?", (to_text(filters.since),)
    if filters.until is not None:
        yield "opened_at < ?", (to_text(filters.until),)
    if filters.before is not None:
        yield "n < ?", (filters.before,)
