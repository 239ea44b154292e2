"""The new words of a mail with plain text and HTML parts: for deciding, and for relaying."""

from __future__ import annotations

import re

from mailflow.core.message import Cut, Message
from mailflow.core.plain import JsonObject
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.mail.bodies import Content
from mailflow.mail.quoting import html, learned, text
from mailflow.mail.quoting.known import Known
from mailflow.mail.quoting.relay import kept_words
from mailflow.mail.quoting.text import New, Prepared


@dataclass(frozen=True, slots=True)
class Reply:
    """The fields of Message about a reply's words, under the same names."""

    reply_text: str
    relay_text: str
    cuts: tuple[Cut, ...] = ()
    relay_cuts: tuple[Cut, ...] = ()
    marked: str = ""
    ending: str = ""
    footer: int = 0

    def fields(self) -> JsonObject:
        """As keyword arguments of Message."""
        return {name: getattr(self, name) for name in self.__slots__}


def read(content: Content, separator: str, known: Known, *, forward: bool = False) -> Reply:
    """What the author typed now; "" when nothing. The plain part decides; when no quotation is found in it but one is
    marked in the HTML of the same text, the HTML shows where it begins (mail.md 8.4, 9.7)."""
    marked = content.marked
    ready = text.prepared(marked, separator, known)
    found = text.new_words_in(ready, known, forward=forward)
    if not found.cut and found.text and len(content.blocks) == 1:
        block = content.blocks[0]
        if block.plain_counts and block.html and html.hints(block.html):
            other_ready = text.prepared(block.marked_html, separator, known)
            other = text.new_words_in(other_ready, known, forward=forward)
            if other.cut and len(other.text) < len(found.text) and _ink(found.text).startswith(_ink(other.text)):
                found, ready, marked = other, other_ready, block.marked_html
    return _reply(found, ready, marked, known, content.text)


def read_again(message: Message, separator: str, known: Known) -> Message:
    """The same mail, read with more context."""
    ready = text.prepared(message.marked, separator, known)
    found = text.new_words_in(ready, known, forward=not message.is_reply)
    return replace(message, **_reply(found, ready, message.marked, known, message.text).fields())


_IN_DOUBT = frozenset({"signature", "learned card", "disclaimer"})  # what the two ways of cutting judge differently


def _reply(found: New, ready: Prepared, marked: str, known: Known, whole: str) -> Reply:
    """With the text to relay; identical when nothing uncertain was cut and there is no context."""
    differs = known.said is not None or any(one.what in _IN_DOUBT for one in found.cuts)
    kept = kept_words(ready, known) if differs else found
    return Reply(
        found.text, kept.text or found.text, found.cuts, kept.cuts, marked, found.ending, _footer(whole, known)
    )


def _footer(whole: str, known: Known) -> int:
    """How many lines at the end of the text were added by a list."""
    if not known.lists:
        return 0
    lines = whole.split("\n")[-text.MAX_LINES :]
    return len(lines) - learned.footer(lines, known.author, known.list_endings, known.lists)


def _ink(words: str) -> str:
    return re.sub(r"[\W_]+", "", words)
