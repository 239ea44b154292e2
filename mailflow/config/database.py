"""Where the database is: `database:` of rules.yaml, with a relative SQLite path resolved against the home."""

from __future__ import annotations

from pathlib import Path

DEFAULT_DATABASE = "sqlite:///mailflow.db"
_SQLITE = "sqlite:///"


def resolved(database: str, home: Path) -> str:
    """`sqlite:///mailflow.db` → `sqlite:////home/desk/mailflow.db`; any other URL unchanged."""
    if not database.startswith(_SQLITE) or database == f"{_SQLITE}:memory:":
        return database
    return _SQLITE + str(home.absolute() / database.removeprefix(_SQLITE))
