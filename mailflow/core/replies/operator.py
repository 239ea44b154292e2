"""What an operator's reply means, as a whole text and no part of it.

Every word of a short reply has a class (operator_words.py); RULES says what the classes mean together. One word that
stands in no class makes the reply an answer, for an answer must never be lost, unless it is clearly for a colleague
(asides.py); and nothing but the words of a claim or an acknowledgement reaches no customer.
"""

from __future__ import annotations

import re

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.meaning import Meaning, Reading
from mailflow.core.replies import operator_words as w
from mailflow.core.replies.asides import addressed, calls_customer
from mailflow.core.replies.cards import is_signature, without_signature
from mailflow.core.replies.operator_rules import RULES
from mailflow.core.replies.spoken import NOBODY, People, spoken
from mailflow.core.replies.tokens import MOST, dislikes, tokens
from mailflow.core.replies.words import POLITE, THANKS, unsigned, words_of

_POINTERS = frozenset(
    """silakan silahkan cek dicek lihat dilihat baca dibaca klik buka di ini sini disini link linknya tautan berikut
    see here read please check this""".split()
)
_LINK = LazyPattern(r"(?:https?://|www\.)\S+", re.I)


def read(text: str, claim_words: tuple[str, ...] = (), people: People = NOBODY) -> Reading:
    """What the new words of an operator's reply mean; `text` is not empty. Linear, and nothing is looked up.

    CLAIM, ACKNOWLEDGEMENT, ASIDE (to a colleague), CLOSING_WORD, UNCLEAR ("?", 👎) or CONTENT; `by` is what said so.
    """
    said = without_signature(text, people.author, people.desk)
    if len(said) > MOST:
        return addressed(tokens(said[:MOST]), people, whole=False) or _content(text)
    if is_signature(text, people.author, people.desk):
        return Reading(Meaning.ACKNOWLEDGEMENT, said.strip()[:40])
    found = tokens(said)
    if not found:
        return Reading(Meaning.UNCLEAR if dislikes(said) else Meaning.ACKNOWLEDGEMENT, said.strip()[:40])
    signed = list(spoken(found, people))
    signs = frozenset(one.sign for one in signed)
    asks = any(one.token.asks for one in signed)
    meant = next((rule for rule in RULES if w.UNKNOWN not in signs and rule.holds(signs, asks)), None)
    claims = meant is not None and meant.meaning in (Meaning.CLAIM, Meaning.ACKNOWLEDGEMENT)
    if not claims and is_claim_word(text, claim_words, people.author):
        return Reading(Meaning.CLAIM, f"claim_words: {said.strip()}")
    if meant is not None and meant.meaning in (Meaning.ASIDE, Meaning.UNCLEAR) and calls_customer(signed):
        return _content(text)
    if meant is not None:
        return Reading(meant.meaning, " ".join(one.said for one in signed if one.sign in meant.core))
    return addressed(found, people, whole=True) or _content(text)


def _content(text: str) -> Reading:
    return Reading(Meaning.CONTENT, rest=text)


# -- claim words of rules.yaml, and links


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
