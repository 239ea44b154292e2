"""A short reply cut into its words, each levelled as people write it on a phone: "Siaaap", "ambl", "oke-oke", 👍🏽."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from types import MappingProxyType

from mailflow.core.lazy_regex import LazyPattern
from mailflow.lazy_dataclasses import dataclass

MOST = 400  # characters of a reply that are read as words of a claim or an acknowledgement: nobody claims in an essay

_WORD = LazyPattern(r"\+1(?!\w)|#\d{1,9}(?!\w)|10-4(?!\w)|[^\W_]+(?:'[^\W_]+)*")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})
# ":thumbsup:", ":)", ":D", "xD", "<3", "(y)", "o7", "\\o/", "^_^", "m(_ _)m": faces that have letters in them
_FACES = LazyPattern(
    r"(?<!\S)(?:[:;=8][-'^o]?[)(DPpOo3*|/\\]{1,9}|[xX]D{1,9}|<3+|\([yYnN]\)|o7|\\[om]/|m\(_ ?_\)m"
    r"|:[a-z0-9_+-]{2,30}:)(?=[\s.,!]|$)"
)
_FACE = LazyPattern(r"[\^_°・•◕ಠ´`¯ω◡‿]")
_LETTERS_TOGETHER = LazyPattern(r"[^\W_]{2}")
_RUN = LazyPattern(r"(.)\1+")
_VOWELS = LazyPattern(r"(?<=.)[aeiou]")
SHORTEST = 4  # letters of a word written without some of its vowels: "ambl" is "ambil", "brp" might be anything

SHORTEST_SWAP = 5  # letters of a word with two of them swapped: "abmil", "hanlde"

_NO_LIKING = frozenset("👎😢😭😞😔😟😠😡🤬😤😒🙁☹❌✖🚫⛔🙅😕💔🤮😱")  # whoever sends one takes nothing upon himself
_ASKING = frozenset("?？❓❔⁉🤔🤨🤷¿؟")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a reply. `gap`: what stands between it and the word before, blanks left out."""

    word: str  # lower-case
    raw: str
    gap: str = ""
    asks: bool = False  # a question mark stands between it and the next word


def tokens(text: str) -> list[Token]:
    """The words of `text`. Emoji, faces and punctuation are none; a hyphen parts words."""
    plain = unicodedata.normalize("NFKC", text.translate(_QUOTES)).translate(_QUOTES)
    plain = " ".join("" if _is_face(one) else one for one in _FACES.sub(" ", plain).split(" "))
    if plain.isascii():
        plain = plain.replace("^", "")
    else:
        plain = "".join(one for one in plain if unicodedata.category(one) not in ("Cf", "Mn", "Sk"))
    found = list(_WORD.finditer(plain))
    ends = [0, *(one.end() for one in found)]
    starts = [*(one.start() for one in found), len(plain)]
    gaps = ["".join(plain[end:start].split(" ")) for end, start in zip(ends, starts, strict=True)]
    return [
        Token(one[0].casefold(), one[0], gaps[at], "?" in gaps[at + 1])
        for at, one in enumerate(found)
    ]  # fmt: skip


def _is_face(piece: str) -> bool:
    """Between blanks, drawn of signs with no two letters side by side: "(^o^)/", "ʕ•ᴥ•ʔ"."""
    return (
        2 < len(piece) < 20
        and _FACE.search(piece) is not None
        and sum(not one.isalnum() for one in piece) > 2
        and _LETTERS_TOGETHER.search(piece) is None
    )


def dislikes(text: str) -> bool:
    """One of the signs in it says no, or asks: 👎, 😢, "?"."""
    return any(one in _NO_LIKING or one in _ASKING for one in text)


def sizes_by_first(phrases: Iterable[Sequence[str]]) -> Mapping[str, Sequence[int]]:
    """How many words the phrases have that begin with a word, longest first: most words begin none."""
    found: dict[str, set[int]] = {}
    for phrase in phrases:
        found.setdefault(phrase[0], set()).add(len(phrase))
    return MappingProxyType({first: tuple(sorted(sizes, reverse=True)) for first, sizes in found.items()})


class Levelled:
    """A vocabulary that knows its words however they are stretched ("siaaap"), shortened ("ambl") or mistyped."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._as_written = words
        # a word is asked for in several vocabularies, and words return: an answer is read in 381 µs instead of 590
        self._found = lru_cache(maxsize=4096)(self._nearest)

    @cached_property
    def _unstretched(self) -> Mapping[str, str]:
        return {_unstretched(word): word for word in reversed(list(self._as_written))}  # the first written down stays

    @cached_property
    def _consonants(self) -> Mapping[str, str]:
        return {_bare(word): word for word in reversed(list(self._as_written))}

    def get(self, word: str) -> str:
        """The sign of `word`, "" for one it does not know."""
        return self._as_written.get(word) or self._as_written.get(self.spelled(word), "")

    def knows(self, word: str) -> bool:
        """It is written so here."""
        return word in self._as_written

    def spelled(self, word: str) -> str:
        """`word` as it is written here, "" for one it does not know."""
        return word if word in self._as_written else self._found(word)

    def _nearest(self, word: str) -> str:
        plain = _unstretched(word)
        found = self._unstretched.get(plain, "")
        if not found and word.endswith("2"):  # "siap2" is said twice
            return self.spelled(word[:-1])
        if found or len(word) < SHORTEST:
            return found
        whole = self._consonants.get(_bare(word), "")
        return whole if whole and _shortens(plain, whole) else self._swapped(word)

    def _swapped(self, word: str) -> str:
        """The first letter stands: whoever mistypes it sees it."""
        if len(word) < SHORTEST_SWAP:
            return ""
        others = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 1))
        return next((other for other in others if other in self._as_written), "")


def _unstretched(word: str) -> str:
    return _RUN.sub(r"\1", word)


def _bare(word: str) -> str:
    return _VOWELS.sub("", _unstretched(word))


def _shortens(word: str, whole: str) -> bool:
    """Only vowels are left out: "pgang" is "pegang", "paging" is not."""
    letters = iter(whole)
    return len(word) < len(whole) and all(letter in letters for letter in word)
