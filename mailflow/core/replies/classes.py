"""A short text as a row of letters: each word, phrase or sign stands for its class, one letter for each word.

Each reader of replies (customer.py, pic.py, vote.py) has a Lexicon of its own; on the row of classes a small grammar of
regular expressions can say what hundreds of spellings mean: "udah masuuuk kak, makasih 🙏" is `dsp|tt`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from mailflow.core.lazy_regex import LazyPattern
from mailflow.lazy_dataclasses import dataclass

UNKNOWN, NUMBER, QUESTION, BOUNDARY, LINE_END, FILLER, EMOJI = "u", "#", "?", "|", "¶", "p", "m"

_TOKEN = LazyPattern(r"[^\W_]+(?:['’ʼ`][^\W\d_]+)*|[?？]+|[.,;:!…\n()–—/\"]|\S")
_HYPHEN, _DASH = re.compile(r"(?<=\w)-(?=\w)"), re.compile(r"(?<!\S)-+(?!\S)")
_RUN = LazyPattern(r"([^\W\d_])\1+")  # "makasiiih", "okeee"
_APOSTROPHES = str.maketrans("", "", "'’ʼ`\ufe0f\ufe0e")
_HONORIFICS = frozenset("pak bapak bp bpk bu ibu mas mbak mba mb kak kakak bang kang teh mr mrs ms mis dear".split())
_SAD = frozenset("👎😡🤬😠❌💢😤😞😔🙁☹😒🙄😭😢💔😣😖😩😫")
_SENT_FROM = LazyPattern(
    r"\s*(?:sent from|dikirim dari|terkirim dari|get outlook for|sent via)\b.{0,60}", re.IGNORECASE
)
_LETTER_END = frozenset("salam hormat wassalam regards sincerely yours".split())


@dataclass(frozen=True, slots=True)
class Word:
    """A word, number, emoji or sign of the text with its class; of a phrase its first word has it."""

    text: str
    kind: str


def key(word: str) -> str:
    """How a word is looked up: no case, no apostrophes, no letter doubled ("okeee", "it's"), no "2" for "twice"."""
    plain = _RUN.sub(r"\1", word.translate(_APOSTROPHES).casefold())
    return plain[:-1] if plain.endswith("2") and plain[:-1].isalpha() else plain


def weighty(words: Sequence[Word]) -> list[str]:
    """The classes of words that say something, as the learned points have them."""
    return [word.kind for word in words if word.kind != FILLER]


class Lexicon:
    """Words and phrases by class: `{"t": "makasih; terima kasih; …"}`. A longer phrase wins over its parts."""

    def __init__(self, classes: Mapping[str, str]) -> None:
        self._classes = classes

    @cached_property
    def _kinds(self) -> Mapping[tuple[str, ...], str]:
        """Made of thousands of words when the first text is read: `list` and most mails need none of them."""
        kinds: dict[tuple[str, ...], str] = {}
        for kind, entries in self._classes.items():
            for entry in re.split(r"[;\n]", entries):
                if keys := tuple(map(key, _TOKEN.findall(entry))):
                    kinds[keys] = kind
        return kinds

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._kinds), default=1)

    def words(self, text: str, names: tuple[str, ...] = ()) -> list[Word]:
        """The text's words with their classes. `names` are fillers, and so is a name behind "Pak" or below "Salam,"."""
        plain = unicodedata.normalize("NFKC", _without_foot(text))
        plain = _DASH.sub(" – ", _HYPHEN.sub(" ", plain))
        plain = "".join(one for one in plain if unicodedata.category(one) != "Cf")  # joiners, marks of direction
        tokens = [found.group() for found in _TOKEN.finditer(plain)]
        keys = [key(token) for token in tokens]
        known = {key(part) for name in names for part in _parts_of(name)}
        return list(self._tagged(tokens, keys, known))

    def _tagged(self, tokens: list[str], keys: list[str], known: set[str]) -> Iterator[Word]:
        at = 0
        while at < len(tokens):
            size, kind = self._phrase(keys, at)
            if size == 0:
                size, kind = 1, self._alone(tokens, keys, at, known)
            yield Word(tokens[at], kind)
            yield from (Word(token, FILLER) for token in tokens[at + 1 : at + size])
            at += size

    def _phrase(self, keys: list[str], at: int) -> tuple[int, str]:
        """(how many words, their class) of the longest phrase that begins here; (0, "") for none."""
        for size in range(min(self._longest, len(keys) - at), 0, -1):
            kind = self._kinds.get(tuple(keys[at : at + size]))
            if kind is not None:
                return size, kind
        return 0, ""

    def _alone(self, tokens: list[str], keys: list[str], at: int, known: set[str]) -> str:
        token, word = tokens[at], keys[at]
        if not word or token[0] in "\"'’*_~>":
            return FILLER if token != '"' else BOUNDARY
        if token[0] in "?？":
            return QUESTION
        if word[0].isdigit() or (word[0].isnumeric() and not word[0].isalpha()):  # "½jam"
            return NUMBER
        if not word[0].isalpha():
            return _sign(token)
        if word in known or self._is_named(tokens, keys, at):
            return FILLER
        return self._stem(word)

    def _is_named(self, tokens: list[str], keys: list[str], at: int) -> bool:
        """ "Pak Hendra": a capital behind what one calls people."""
        return at > 0 and keys[at - 1] in _HONORIFICS and tokens[at][:1].isupper() and not tokens[at].isupper()

    def _stem(self, word: str) -> str:
        """ "pulsanya", "uangku", "masuklah": the class of the word they are made of."""
        bases = [
            word.removesuffix(ending)
            for ending in ("nya", "ny", "ku", "lah", "mu", "ne", "na", "ipun", "nipun")
            if word.endswith(ending)
        ]
        if word.endswith("nya"):
            bases.append(word.removesuffix("ya"))  # "adminnya" has lost an n to `key`
        return next((kind for base in bases if len(base) > 2 and (kind := self._kinds.get((base,)))), UNKNOWN)


def _parts_of(name: str) -> Iterator[str]:
    """The words of a name, and the first one as friends shorten it: "Budi Santoso", "Bud"."""
    parts = re.findall(r"[^\W_]+", name)
    yield from parts
    yield from (parts[0][:size] for size in range(3, len(parts[0]) if parts else 0))


def _sign(token: str) -> str:
    if token == "\n":
        return LINE_END
    if token in ".,;:!…\n()–—/":
        return BOUNDARY
    if token in _SAD:
        return UNKNOWN
    return EMOJI if unicodedata.category(token[0]) in ("So", "Sk") else FILLER


def _without_foot(text: str) -> str:
    """Without "Sent from my phone" and the name below "Salam,"."""
    lines = text.strip().split("\n")
    while lines and (not lines[-1].strip() or _SENT_FROM.fullmatch(lines[-1])):
        lines.pop()
    if len(lines) > 1 and _is_end(lines[-2]) and _may_be_name(lines[-1]):
        lines.pop()
    return "\n".join(lines)


def _is_end(line: str) -> bool:
    said = re.findall(r"[^\W_]+", line.casefold())
    return 0 < len(said) <= 3 and bool(_LETTER_END.intersection(said))


def _may_be_name(line: str) -> bool:
    said = line.split()
    return 0 < len(said) <= 4 and all(word[:1].isupper() and word.strip(".,").isalpha() for word in said)
