"""Outlook's recall of a mail, and the report about it (mail.md 13.7): a client writes them, in nobody's words. What it
recalls stays: where it has arrived, only its reader could delete it."""

from __future__ import annotations

import re

from mailflow.core.lazy_regex import LazyPattern

_SUBJECT = LazyPattern(
    r"\s*(?:(?:message )?recall(?: (?:failure|success|report))?|penarikan(?: kembali)?(?: pesan)?|tarik(?: kembali)?"
    r"|panggil kembali"
    r"|rückruf|rappel|recuperar|richiamo|intrekken|återkalla)\s?[:：]",
    re.IGNORECASE,
)
_WORDS = LazyPattern(
    r"would like to recall the message|(?:could not be|was|were) recalled|\brecall(?:ed)? (?:failed|successfully)"
    r"|(?:ingin|hendak) (?:menarik|memanggil) kembali pesan|pesan anda .{0,200}(?:ditarik|dipanggil) kembali"
    r"|möchte die nachricht .{0,200}zurückrufen|souhaite rappeler (?:le|ce) message|desea recuperar el mensaje",
    re.IGNORECASE | re.DOTALL,
)
_BEGINNING = 600  # characters


def is_recall(subject: str, text: str) -> bool:
    """By its subject and first words together: people ask about recalls, too."""
    return _SUBJECT.match(subject) is not None and _WORDS.search(text[:_BEGINNING]) is not None
