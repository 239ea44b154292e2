"""A desk opened for reading, by the quickest way: what `list`, `show` and the other commands that only look need.

Nothing of the rules is loaded but four values; app.py opens a desk that is to work.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mailflow.config.essentials import Essentials
from mailflow.config.quick import essentials as essentials_of
from mailflow.errors import ConfigError, Fault
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.desk import tickets
from mailflow.store.engine.database import Database
from mailflow.store.engine.opening import has_begun, open_database

if TYPE_CHECKING:
    from mailflow.core.ticket import Ticket

NO_DATABASE = "sqlite:///:memory:"  # an empty database, deleted when closed


@dataclass(frozen=True, slots=True)
class View:
    """What read-only commands need: the database, and how the desk shows times."""

    db: Database
    zone: ZoneInfo
    essentials: Essentials

    def n(self, number: str) -> int:
        """The n of the ticket a person means. Raises NoSuchTicket."""
        return tickets.named(self.db, number)

    def ticket(self, number: str) -> Ticket:
        """The ticket a person means. Raises NoSuchTicket."""
        ticket = tickets.load(self.db, self.n(number))
        assert ticket is not None
        return ticket


@contextmanager
def viewing(home: Path) -> Iterator[View]:
    """Open a desk for reading, without validating its rules. Raises ConfigError, CannotDo, TryLater."""
    view = _view(home)
    try:
        yield view
    finally:
        view.db.close()


def _view(home: Path) -> View:
    essentials = essentials_of(home)
    try:
        zone = ZoneInfo(essentials.timezone)
    except (LookupError, ValueError, OSError):
        fault = Fault("rules.yaml", f"timezone: {essentials.timezone!r} is no time zone", "write it as Asia/Jakarta")
        raise ConfigError([fault]) from None
    return View(open_existing(essentials.database, home), zone, essentials)


def open_existing(url: str, home: Path) -> Database:
    """The desk's database; an empty one while the desk has not begun, because reading must not create one (`since:
    init`)."""
    return open_database(url if has_database(url) else NO_DATABASE, home)


def has_database(url: str) -> bool:
    """Whether the desk has begun. `url` is absolute (Settings, Essentials). Raises what opening it raises."""
    return has_begun(url)
