"""The new words of a reply: without quotation, signature, disclaimer (mail.md 8)."""

from __future__ import annotations

from mailflow.mail.bodies import Content
from mailflow.mail.quoting import text


def new_words(content: Content, separator: str = "") -> str:
    """What the author typed now; "" when that is nothing."""
    return text.new_words(content.text)


__all__ = ["new_words"]
