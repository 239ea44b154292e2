"""What an operator's reply means, as a whole text and no part of it."""

from __future__ import annotations

import re

from mailflow.core.replies.words import POLITE, THANKS, unsigned, words_of

_POINTERS = frozenset(
    """silakan silahkan cek dicek lihat dilihat baca dibaca klik buka di ini sini disini link linknya tautan berikut
    see here read please check this""".split()
)
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.I)


def is_claim_word(text: str, claim_words: tuple[str, ...], names: tuple[str, ...] = ()) -> bool:
    """The whole text is one of `claim_words`, punctuation and case aside ("Siap!"), perhaps signed with `names`."""
    said = words_of(unsigned(text, names))
    return bool(said) and any(said == words_of(claim) for claim in claim_words)


def is_only_link(text: str, names: tuple[str, ...] = ()) -> bool:
    """The answer is only a link (step 5): nothing but one or more URLs and greeting words around them."""
    if not _LINK.search(text):
        return False
    known = {part for name in names for part in words_of(name)}
    rest = words_of(_LINK.sub(" ", text))
    return len(rest) <= 12 and all(w in POLITE or w in THANKS or w in known or w in _POINTERS for w in rest)
