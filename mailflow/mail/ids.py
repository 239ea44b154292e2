"""Message ids in Message-ID, In-Reply-To and References. Tolerant and linear."""

from __future__ import annotations

import hashlib
import re

from mailflow.core.lazy_regex import LazyPattern

MAX_IDS = 50
MAX_ID = 900  # bytes: longer than RFC 5322 allows a line; an index of PostgreSQL takes 2,704
_ID = LazyPattern(r"<([^<>]+)>")


def message_ids(value: str) -> tuple[str, ...]:
    """The ids of Message-ID, In-Reply-To or References with brackets, without repetition, the newest 50. Accepts ids
    without brackets, separated by blanks or commas, or folded in the middle (mail.md 4.9, 5.5). A too long id is
    replaced by its beginning and a digest of the whole, everywhere alike."""
    if not value:
        return ()
    value = value[-100_000:]
    found = ["".join(inner.split()) for inner in _ID.findall(value)]
    if not found:
        words = re.split(r"[\s,;<>]+", value)
        found = [word.strip("<>\"'.()") for word in words if "@" in word]
    unique = list(dict.fromkeys(f"<{_bounded(one)}>" for one in found if one))
    return tuple(unique[-MAX_IDS:])


def _bounded(one: str) -> str:
    data = one.encode("utf-8", "surrogatepass")
    return one if len(data) <= MAX_ID else f"{one[:100]}.{hashlib.sha256(data).hexdigest()}"
