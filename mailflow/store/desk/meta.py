"""Key-value facts of the desk: the `meta` table."""

from __future__ import annotations

from datetime import datetime

from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text, to_text

_INIT = "init"
_UNDER = "key >= ? AND key < ?"  # `NAME …`; an older desk has one row, of the bare name


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


def under(db: Database, name: str) -> dict[str, str]:
    """{what follows the name and a blank in the key: its value}."""
    rows = db.execute(f"SELECT key, value FROM meta WHERE {_UNDER}", _span(name))
    return {key.removeprefix(f"{name} "): value for key, value in rows}


def append(db: Database, name: str, value: str) -> None:
    """Writer. One more value under a name: `NAME 1`, `NAME 2` …"""
    count: int = db.value(f"SELECT count(*) FROM meta WHERE {_UNDER}", _span(name))
    put(db, f"{name} {count + 1}", value)


def has_any(db: Database, name: str) -> bool:
    return db.value(f"SELECT 1 FROM meta WHERE {_UNDER} LIMIT 1", _span(name)) is not None


def take_all(db: Database, name: str) -> list[str]:
    """Writer. The values under a name, in no order, which are gone then."""
    found = under(db, name)
    db.execute(f"DELETE FROM meta WHERE {_UNDER}", _span(name))
    return [value for value in found.values() if value]


def _span(name: str) -> tuple[str, str]:
    return name, f"{name}!"  # the sign after the blank


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
