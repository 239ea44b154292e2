"""Opens a desk's database by its URL: creates it where it is missing, runs the migrations."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from mailflow.clock import SystemClock
from mailflow.store.engine import migrations
from mailflow.store.engine.database import Database
from mailflow.store.engine.engines import engine_of


def open_database(url: str, home: Path | None = None, now: datetime | None = None) -> Database:
    """Open, create if missing, and migrate to the tables of this version. `sqlite:///FILE` (relative to `home`, or
    absolute with four slashes), `sqlite:///:memory:` or `postgresql://…`. `now` is desk time, stored as the beginning
    of the desk when the database is new.

    Raises ConfigError (unknown kind of database, no such folder or server database), CannotDo (not a database, or
    written by a newer version), TryLater (busy, unreachable).
    """
    db = open_as_it_is(url, home)
    try:
        migrations.migrate(db, now or SystemClock().now())
    except BaseException:
        db.close()
        raise
    return db


def open_as_it_is(url: str, home: Path | None = None) -> Database:
    """Open with the tables of whatever version wrote them: for a backup before they change. Raises as
    `open_database`."""
    return Database(engine_of(url, home))


def has_begun(url: str) -> bool:
    """Whether a desk's tables exist; creates nothing. `url` is absolute (config.database)."""
    if url.startswith("sqlite:///"):
        return Path(url.removeprefix("sqlite:///")).is_file()
    db = Database(engine_of(url, None))
    try:
        return migrations.has_begun(db)
    finally:
        db.close()
