"""What a customer's reply means, as a whole text and no part of it."""

from __future__ import annotations

from itertools import pairwise

from mailflow.core.replies.words import PAIRS, POLITE, THANKS, words_of

_MOST_WORDS = 25


def is_mere_thanks(text: str, names: tuple[str, ...] = ()) -> bool:
    """Thanks and courtesy and nothing else. `names` (operators, the customer himself) are courtesy too.

    A question mark or a single other word ("terima kasih, tapi belum bisa") makes it a person's words.
    """
    words = words_of(text)
    if not words or len(words) > _MOST_WORDS or "?" in text:
        return False
    thanked = any(w in THANKS for w in words) or any(p in PAIRS for p in pairwise(words))
    known = {part for name in names for part in words_of(name)}
    return thanked and all(w in POLITE or w in THANKS or w in known for w in words)
