"""A desk's database by its URL: created where it is missing, brought to the newest tables."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from mailflow.clock import SystemClock
from mailflow.store.engine import migrations
from mailflow.store.engine.database import Database
from mailflow.store.engine.engines import engine_of


def open_database(url: str, home: Path | None = None, now: datetime | None = None) -> Database:
    """Open, create if missing, and bring to the newest tables. `sqlite:///FILE` (relative to `home`, or absolute with
    four slashes), `sqlite:///:memory:` or `postgresql://…`. `now` is the desk's time, kept as the desk's beginning when
    the database is new.

    Raises ConfigError (unknown kind, no such folder or server's database), CannotDo (not a database, newer than this
    program), TryLater (busy, out of reach).
    """
    db = Database(engine_of(url, home))
    try:
        migrations.migrate(db, now or SystemClock().now())
    except BaseException:
        db.close()
        raise
    return db


def has_begun(url: str) -> bool:
    """A desk's tables are there; looks without creating anything. `url` is absolute (config.database)."""
    if url.startswith("sqlite:///"):
        return Path(url.removeprefix("sqlite:///")).is_file()
    db = Database(engine_of(url, None))
    try:
        return migrations.has_begun(db)
    finally:
        db.close()
