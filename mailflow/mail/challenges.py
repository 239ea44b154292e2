"""Challenges: what a spam guard asks of a sender before it lets his mail in (cPanel's BoxTrapper), without any mark."""

from __future__ import annotations

import re

from mailflow.core.lazy_regex import LazyPattern

_BEGINS = LazyPattern(
    r"(?:(?:hello|hi|dear)\b[^.!?]{0,40} )?(?:the (?:e-?mail|message|mail) (?:that )?you (?:have )?(?:just )?sent|"
    r"your (?:e-?mail|message|mail)(?: to \S{1,80})?)\b[^.!?]{0,100}"
    r"\b(?:verify|confirm|prove) that you are (?:an? )?(?:real|live|actual|human|person|legitimate)\b",
    re.IGNORECASE,
)


def is_challenge(text: str) -> bool:
    """Whether the text begins as one. A person who asks what it is writes something above it."""
    return _BEGINS.match(" ".join(text[:500].split())) is not None
