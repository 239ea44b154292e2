"""The new words of a mail with its plain text and HTML parts."""

from __future__ import annotations

import re

from mailflow.mail.bodies import Content
from mailflow.mail.quoting import html, text


def new_words(content: Content, separator: str = "", *, forward: bool = False) -> str:
    """What the author typed now; "" when that is nothing. The plain part decides; where no quotation is found in it
    but the HTML of the same words marks one, the HTML says where it begins (mail.md 8.4, 9.7)."""
    found = text.new_words(content.marked, separator, forward=forward)
    if found.cut or not found.text or len(content.blocks) != 1:
        return found.text
    block = content.blocks[0]
    if not block.plain_counts or not block.html or not html.HINTS.search(block.html):
        return found.text
    other = text.new_words(block.marked_html, separator, forward=forward)
    if other.cut and len(other.text) < len(found.text) and _ink(found.text).startswith(_ink(other.text)):
        return other.text
    return found.text


def _ink(words: str) -> str:
    return re.sub(r"[\W_]+", "", words)
