"""Key-value facts of the desk: the `meta` table."""

from __future__ import annotations

from datetime import datetime

from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text, to_text

_INIT = "init"
_OF_LIST = "(key = ? OR key LIKE ?)"  # an older desk has one row, of its own name


def get(db: Database, key: str) -> str | None:
    """The value of a key, None when there is none."""
    value: str | None = db.value("SELECT value FROM meta WHERE key = ?", (key,))
    return value


def put(db: Database, key: str, value: str) -> None:
    """Writer. Insert or replace."""
    db.execute(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )


def append(db: Database, key: str, value: str) -> None:
    """Writer. One more value of a key that has several: `KEY 1`, `KEY 2` …"""
    count: int = db.value(f"SELECT count(*) FROM meta WHERE {_OF_LIST}", (key, f"{key} %"))
    put(db, f"{key} {count + 1}", value)


def listed(db: Database, key: str) -> bool:
    """Whether it has any."""
    return db.value(f"SELECT 1 FROM meta WHERE {_OF_LIST} LIMIT 1", (key, f"{key} %")) is not None


def take_all(db: Database, key: str) -> list[str]:
    """Writer. Its values, in no order, which are gone then."""
    found = db.execute(f"SELECT value FROM meta WHERE {_OF_LIST}", (key, f"{key} %")).fetchall()
    db.execute(f"DELETE FROM meta WHERE {_OF_LIST}", (key, f"{key} %"))
    return [value for (value,) in found if value]


def secret(db: Database) -> str:
    """The key all our tokens are signed with: 64 hex digits made once, shared by all daemons of the desk, unless
    rules.yaml names another."""
    return _sure(db, "secret")


def since(db: Database) -> datetime:
    """When this desk ran first."""
    return from_text(_sure(db, "since"))


def initialised(db: Database) -> datetime:
    """When its home was made: mail that arrived earlier is not processed (`since: init`). The first run, when that was
    not recorded."""
    text = get(db, _INIT)
    return since(db) if text is None else from_text(text)


def note_initialised(db: Database, at: datetime) -> None:
    """Writer."""
    put(db, _INIT, to_text(at))


_MUTED = "muted"


def muted(db: Database) -> str:
    """Since when the desk is muted (letters wait), "" when it is not."""
    return get(db, _MUTED) or ""


def mute(db: Database, at: datetime) -> None:
    """Writer. Letters wait from now on."""
    put(db, _MUTED, to_text(at))


def unmute(db: Database) -> None:
    """Writer. Letters leave again."""
    db.execute("DELETE FROM meta WHERE key = ?", (_MUTED,))


def _sure(db: Database, key: str) -> str:
    value = get(db, key)
    if value is None:
        raise LookupError(f"the database {db.place} has no {key!r}")
    return value
