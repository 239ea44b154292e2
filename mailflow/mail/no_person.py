"""Whether a mail that is known only from its quotation was written by a program: its headers are gone."""

from __future__ import annotations

import re

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.subject_prefix import without_replies
from mailflow.mail import reactions, receipts
from mailflow.mail.away import away, away_in_words
from mailflow.mail.bounce_signs import subject_says_failed

_AUTOMATIC = LazyPattern(
    r"\bthis is an? (?:automatic|automated|auto)[- ]?(?:generated )?(?:reply|response|message|e-?mail)"
    r"|\b(?:balasan|pesan|jawaban|e-?mail|surel) (?:ini )?(?:yang )?(?:dikirim |dibuat )?(?:secara )?otomatis"
    r"|\bdo not reply to this|\b(?:mohon|harap) (?:tidak|jangan) (?:membalas|balas) (?:pesan|e-?mail|surel) ini",
    re.IGNORECASE,
)
# what a confirmation of receipt is made of; who says anything more has said something
_CONFIRMS = re.compile(
    r"[^.!\n]{0,60}\b(?:e-?mail|pesan|surel|message)\b[^.!\n]{0,40}\b(?:terima|diterima|received)\b[^.!,;\n]{0,30}"
    r"|(?:terima kasih|thank you|thanks)(?: (?:atas|sudah|telah|for)\b[^.!,;\n]{0,60})?"
    r"|(?:halo|hello|hi|selamat|salam|dear|yth)\b(?: [\w.]{1,20}){0,3}"
    r"|[^.!,;\n]{0,60}\b(?:akan|segera|will)\b[^.!,;\n]{0,20}"
    r"\b(?:balas|dibalas|jawab|dijawab|membalas|menjawab|hubungi|reply|answer|respond|get back|be in touch)\b"
    r"[^.!,;\n]{0,60}",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"[.,!;\n]+")
_BEGINNING = 600


def no_person_wrote(subject: str, text: str) -> bool:
    """`subject` of the reply to it, `text` as quoted there: a vacation notice, a confirmation of receipt, a receipt of
    reading, a report of delivery, an emoji reaction. Boldly: what seems to be one is taken for one."""
    answered = without_replies(subject)
    if away(answered) or away_in_words(text) or _AUTOMATIC.search(" ".join(text[:_BEGINNING].split())):
        return True
    if _only_confirms(text):
        return True
    read = receipts.READ_SUBJECT.match(answered) or receipts.READ_WORDS.search(text[: receipts.MAX_WORDS])
    return bool(read) or subject_says_failed(answered) or reactions.in_words(text)


def _only_confirms(text: str) -> bool:
    """Names and single words aside, it says nothing but that the mail has come."""
    said = [part.strip() for part in _SENTENCES.split(text[:_BEGINNING]) if len(part.split()) > 1]
    return bool(said) and len(text) <= _BEGINNING and all(_CONFIRMS.fullmatch(part) for part in said)
