"""Our statements and parameters in the form psycopg and PostgreSQL expect."""

from __future__ import annotations

import re
from functools import lru_cache

from mailflow.store.engine.fields import storable
from mailflow.store.engine.protocol import Params

# Terminates sessions that hold the advisory lock (its two keys) and have been idle for this many seconds.
END_HUNG = (
    "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid) "
    "WHERE locktype = 'advisory' AND granted AND CAST(CAST(classid AS TEXT) AS BIGINT) = ? "
    "AND CAST(CAST(objid AS TEXT) AS BIGINT) = ? "
    "AND datname = current_database() AND usename = current_user AND wait_event = 'ClientRead' "
    "AND GREATEST(query_start, state_change) < clock_timestamp() - ? * interval '1 s'"
)
_MARKS = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|[?%]")


@lru_cache(maxsize=1000)  # 30 µs for a statement, each time
def converted(sql: str) -> str:
    """`?` becomes `%s`, except within quotes; a literal `%` is doubled."""
    return _MARKS.sub(lambda found: "%s" if found.group() == "?" else found.group().replace("%", "%%"), sql)


def cleaned(params: Params) -> Params:
    """NUL, which PostgreSQL's text cannot hold, and lone surrogates become U+FFFD, wherever `storable` was not
    called."""
    if any(type(p) is str and ("\0" in p or not p.isascii()) for p in params):
        return [storable(p) if isinstance(p, str) else p for p in params]
    return params
