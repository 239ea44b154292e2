"""Where the database is: `database:` of rules.yaml, a relative SQLite path taken from the home."""

from __future__ import annotations

from pathlib import Path

DEFAULT_DATABASE = "sqlite:///mailflow.db"
_SQLITE = "sqlite:///"


def resolved(database: str, home: Path) -> str:
    """`sqlite:///mailflow.db` → `sqlite:////home/desk/mailflow.db`; every other URL as it is."""
    if not database.startswith(_SQLITE) or database == f"{_SQLITE}:memory:":
        return database
    return _SQLITE + str(home.absolute() / database.removeprefix(_SQLITE))
