"""The new words of a reply written as plain text: without quotation, signature, disclaimer."""

from __future__ import annotations

import re

_ATTRIBUTION = re.compile(r"^(On|Pada|Am|Le|El|Em|Il|Op)\b.{5,200}(wrote|menulis|schrieb|écrit|escribió|escreveu|scritto|schreef).{0,60}:\s*$")


def new_words(text: str) -> str:
    """What the author typed now."""
    kept: list[str] = []
    for line in text.split("\n"):
        if _ATTRIBUTION.match(line) or line.startswith("-----Original Message") or line in ("-- ", "--"):
            break
        if not line.startswith(">"):
            kept.append(line)
    return "\n".join(kept).strip()
