"""The first words of a mail nobody vouches for, fit to be shown in a letter: short, one line, and no link to click."""

from __future__ import annotations

import re
import unicodedata

MOST = 200  # characters
_READ = 4000  # characters of the text that are looked at

# What mail programs make a link of: a scheme before //, and a dot between a word and a letter (www.x, x.id/y, a@b.c).
_SCHEME = re.compile(r"(?<=[^\W\d_]):(?=//)")
_DOT = re.compile(r"(?<=\w)[.\u3002\uff0e\uff61](?=[^\W\d_])")
_UNSEEN = ("Cc", "Cf", "Cs", "Co")  # control and format characters: they hide words, or turn their order around


def preview(text: str, most: int = MOST) -> str:
    """The beginning of `text`, at most `most` characters, broken between words where there are any."""
    words = " ".join(harmless(text[:_READ]).split())
    if len(words) <= most:
        return words
    cut = words[: most - 2]
    head, _, _ = cut.rpartition(" ")
    return f"{head if len(head) > most // 2 else cut} …"


def harmless(text: str) -> str:
    """`text` without links (`https[:]//evil[.]example`) and without characters that cannot be seen."""
    seen = "".join(c if c.isspace() or unicodedata.category(c) not in _UNSEEN else "" for c in text)
    return _DOT.sub("[.]", _SCHEME.sub("[:]", seen))
