"""Which engine serves a database's URL."""

from __future__ import annotations

from pathlib import Path

from mailflow.errors import ConfigError, Fault
from mailflow.store.engine.protocol import Engine
from mailflow.store.engine.sqlite import SqliteEngine

_PLACE = "rules.yaml: database"


def engine_of(url: str, home: Path | None) -> Engine:
    """Open the engine for this URL. Raises ConfigError for an unknown kind of database or a missing driver."""
    scheme, slashes, rest = url.partition("://")
    if scheme == "sqlite" and slashes:
        return SqliteEngine(rest.removeprefix("/"), home)
    if scheme in ("postgresql", "postgres") and slashes:
        try:
            from mailflow.store.engine.postgres import PostgresEngine
        except ImportError:
            what = "psycopg is missing, without which no PostgreSQL database can be used"
            raise ConfigError([Fault(_PLACE, what, "pip install 'mailflow[postgres]'")]) from None
        return PostgresEngine(url, home)
    what = f"{scheme if slashes else url}: is no database mailflow knows"
    raise ConfigError([Fault(_PLACE, what, "use sqlite:///mailflow.db or postgresql://user@host/name")])
