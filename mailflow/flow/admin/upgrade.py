"""A desk of an earlier version made one of this version: backed up first, changed in one transaction, looked at after.

Every command that opens a desk brings its tables up to date by itself; this does it on purpose, with a way back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from mailflow.config.init import renew_schema
from mailflow.errors import CannotDo
from mailflow.flow.admin import backup
from mailflow.flow.admin.backup import Made
from mailflow.flow.admin.verify import verify
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.engine import migrations
from mailflow.store.engine.database import Database
from mailflow.store.engine.opening import open_as_it_is
from mailflow.store.health import health

FOLDER = Path(".mailflow")


@dataclass(frozen=True, slots=True)
class Ahead:
    """What an upgrade would do. `found` and `wanted` are versions of the tables; 0: the desk has not begun."""

    found: int
    wanted: int
    running: tuple[str, ...] = ()  # daemons, "host (pid 12)"

    @property
    def needed(self) -> bool:
        return 0 < self.found < self.wanted


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What an upgrade did."""

    ahead: Ahead
    backup: Made | None  # None: nothing had to be changed, or the admin has one of his own
    wrong: tuple[str, ...] = ()  # tickets that differ from their log
    renewed: bool = False  # the schema for editors, in the home


def look(url: str, home: Path, machine: float) -> Ahead:
    """Changes nothing. `url` is absolute; `machine` is machine time. Raises CannotDo for a desk of a newer mailflow."""
    db = open_as_it_is(url, home)
    try:
        return _ahead(db, machine)
    finally:
        db.close()


def upgrade(
    url: str,
    home: Path,
    now: datetime,
    machine: float,
    *,
    named: Sequence[Path] = (),
    kept: bool = False,
    seen: Callable[[int, int], None] = lambda done, of: None,
) -> Upgraded:
    """Back up, migrate, look. `named`: further files for the backup; `kept`: the admin has a backup of his own;
    `seen` is called with (tickets compared, in all).

    Raises CannotDo: a daemon works, the backup cannot be written, the desk is of a newer mailflow. Nothing is changed
    then; nor when a migration fails, since all of them are one transaction.
    """
    db = open_as_it_is(url, home)
    try:
        ahead = _ahead(db, machine)
        if not ahead.needed:
            return Upgraded(ahead, None, renewed=renew_schema(home))
        if ahead.running:
            raise CannotDo(f"mailflow runs on {', '.join(ahead.running)}: stop it first (systemctl stop mailflow)")
        made = None if kept else backup.make(db, home, _file(home, ahead, now), now, named=named)
        migrations.migrate(db, now)
        wrong = (
            f"#{one.number} {one.field}: the row says {one.stored}, the log {one.proven}" for one in verify(db, seen)
        )
        return Upgraded(ahead, made, tuple(wrong), renew_schema(home))
    finally:
        db.close()


def _ahead(db: Database, machine: float) -> Ahead:
    found = migrations.version(db)
    living = health.living(db, machine) if "worker" in db.engine.tables() else []
    running = sorted({f"{worker.host} (pid {worker.pid})" for worker in living})
    return Ahead(found, migrations.NEWEST, tuple(running))


def _file(home: Path, ahead: Ahead, now: datetime) -> Path:
    (home / FOLDER).mkdir(exist_ok=True)
    return home / FOLDER / f"before-tables-{ahead.wanted}-{now:%Y%m%dT%H%M%SZ}.tar.gz"
