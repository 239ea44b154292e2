"""Our statements and parameters as psycopg and PostgreSQL want them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from mailflow.store.engine.fields import storable

# Ends the sessions that hold an advisory lock (its two keys) and have waited for their client for so many seconds.
END_HUNG = (
    "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid) "
    "WHERE locktype = 'advisory' AND granted AND CAST(CAST(classid AS TEXT) AS BIGINT) = ? "
    "AND CAST(CAST(objid AS TEXT) AS BIGINT) = ? "
    "AND datname = current_database() AND usename = current_user AND wait_event = 'ClientRead' "
    "AND GREATEST(query_start, state_change) < clock_timestamp() - ? * interval '1 s'"
)
_MARKS = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|[?%]")


@lru_cache(maxsize=1000)
def converted(sql: str) -> str:
    """`?` as psycopg wants it, but not within quotes; every literal `%` doubled."""
    return _MARKS.sub(lambda found: "%s" if found.group() == "?" else found.group().replace("%", "%%"), sql)


def cleaned(params: Sequence[Any]) -> Sequence[Any]:
    """NUL, which PostgreSQL's text cannot hold, and half characters become U+FFFD also where nobody thought of it."""
    if any(type(p) is str and ("\0" in p or not p.isascii()) for p in params):
        return [storable(p) if isinstance(p, str) else p for p in params]
    return params
