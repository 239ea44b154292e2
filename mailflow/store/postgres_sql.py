"""Our statements and parameters as psycopg and PostgreSQL want them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from mailflow.store.fields import storable

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
