"""The first words of an untrusted mail, safe to show in a letter: short, one line, and without clickable links."""

from __future__ import annotations

import re
import unicodedata

from mailflow.core.lazy_regex import LazyPattern

MOST = 200  # characters
_READ = 4000  # characters of the text that are used

# What mail programs turn into links: a scheme before //, and a dot between a word and a letter (www.x, x.id/y, a@b.c).
_SCHEME = LazyPattern(r"(?<=[^\W\d_]):(?=//)")
_DOT = LazyPattern(r"(?<=\w)[.\u3002\uff0e\uff61](?=[^\W\d_])")
_UNSEEN = ("Cc", "Cf", "Cs", "Co")  # control and format characters: they hide words, or reverse their order
_NOT_PLAIN = LazyPattern(r"[^\s -~]+")  # only these are looked at one by one


def preview(text: str, most: int = MOST) -> str:
    """The beginning of `text`, at most `most` characters, cut between words where possible."""
    words = " ".join(harmless(text[:_READ]).split())
    if len(words) <= most:
        return words
    cut = words[: most - 2]
    head, _, _ = cut.rpartition(" ")
    return f"{head if len(head) > most // 2 else cut} …"


def harmless(text: str) -> str:
    """`text` without links (`https[:]//evil[.]example`) and without invisible characters."""
    return _DOT.sub("[.]", _SCHEME.sub("[:]", _NOT_PLAIN.sub(_seen, text)))


def _seen(found: re.Match[str]) -> str:
    return "".join(c for c in found[0] if unicodedata.category(c) not in _UNSEEN)
