"""A schema of its own for every history that is played on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg


@contextmanager
def schema(server: str, seed: int) -> Iterator[str]:
    """The URL of an empty one, gone afterwards; `server` is a URL with `{}` where the schema's name belongs. "" stays
    "": SQLite, in memory."""
    if not server:
        yield ""
        return
    name = f"simulation{seed}"
    with psycopg.connect(server.format("public"), autocommit=True) as connection:
        connection.execute(f"DROP SCHEMA IF EXISTS {name} CASCADE")
        connection.execute(f"CREATE SCHEMA {name}")
        try:
            yield server.format(name)
        finally:
            connection.execute(f"DROP SCHEMA {name} CASCADE")
