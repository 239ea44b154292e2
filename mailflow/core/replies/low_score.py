"""What a PIC's reply to the letter about a low vote means: open the ticket again, note it, or words for its owner.

The first line decides, up to its first mark. Anything but the words themselves is for the owner: nothing is opened by
"jangan dibuka" or "should we open it?".
"""

from __future__ import annotations

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.meaning import Meaning, Reading
from mailflow.core.replies.classes import key

_OPEN = frozenset(map(key, "buka dibuka bukakan bukalah reopen reopened open opened".split()))
_NOTE = frozenset(map(key, "catat dicatat catatlah tercatat note noted".split()))
_FILL = frozenset(
    map(
        key,
        "ya yes ok oke okay baik siap tolong mohon please harap lagi kembali saja aja dulu ulang sudah already it this "
        "the ticket tiket tiketnya nya kak pak bu mas mbak ini itu again segera now".split(),
    )
)
_CLAUSE = LazyPattern(r"[^\n.,;:!?()–—]*")
_WORD = LazyPattern(r"[^\W_]+")
_ASKS = LazyPattern(r"[^\n.,;:!()–—]*\?")
_LONGEST = 200  # characters of the first line that are read


def read(text: str) -> Reading:
    """YES: open it again. ACKNOWLEDGEMENT: take note. CONTENT: words for the owner, all of `rest`. UNCLEAR: nothing."""
    words = text.strip().lstrip("/").strip()
    head = _CLAUSE.match(words[:_LONGEST])
    clause = head[0] if head else ""
    said = [key(one[0]) for one in _WORD.finditer(clause)]
    if not said:
        return Reading(Meaning.CONTENT if words else Meaning.UNCLEAR, clause, words)
    core = [one for one in said if one not in _FILL]
    rest = words[len(clause) :].lstrip(" \t\n.,;:!()–—").strip()
    if core and not _ASKS.match(words):
        if all(one in _OPEN for one in core):
            return Reading(Meaning.YES, clause.strip(), rest)
        if all(one in _NOTE for one in core):
            return Reading(Meaning.ACKNOWLEDGEMENT, clause.strip(), rest)
    return Reading(
        Meaning.CONTENT if core or rest else Meaning.ACKNOWLEDGEMENT, clause.strip(), words if core or rest else ""
    )
