"""The words of an operator's reply, each with its class: those of operator_words.py, and people's names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mailflow.core.replies import operator_words as w
from mailflow.core.replies.tokens import Token
from mailflow.core.replies.words import words_of_name
from mailflow.lazy_dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class People:
    """Whose names an operator's reply may hold: what is said to a colleague is not said to the customer."""

    author: tuple[str, ...] = ()  # his name in rules.yaml, and the one in his From
    colleagues: tuple[str, ...] = ()  # the others of rules.yaml
    customers: tuple[str, ...] = ()  # who asked, and who was in Cc: a colleague's namesake is the customer
    desk: str = ""  # its name, which may stand in a signature
    ticket: int = 0  # the number of the one he replies about
    owned: bool = False  # the ticket is the author's: most of what he writes there is for the customer


NOBODY = People()


@dataclass(frozen=True, slots=True)
class Spoken:
    """A word, or words that mean something together, with the class."""

    said: str
    sign: str
    token: Token  # the last of them
    gap: str = ""  # what stands before the first of them, blanks left out


def spoken(found: list[Token], people: People) -> Iterator[Spoken]:
    """The words of a reply with their classes: names first, then the longest phrase, then single words."""
    names = _names(people)
    found = list(_joined(found))
    words = [one.word if one.word in names else w.spelled(one.word) for one in found]
    at, before = 0, ""
    while at < len(found):
        size, sign = _phrase(words, at)
        if not sign:
            size, sign = 1, _sign(found, at, before, names)
        if sign == w.COLLEAGUE and _is_introduced(found, at):
            sign = w.UNKNOWN
        elif sign == w.COLLEAGUE and at + 1 < len(found) and _is_subject(found[at + 1]):
            sign = w.THEY
        last = found[at + size - 1]
        yield Spoken(" ".join(one.word for one in found[at : at + size]), sign, last, found[at].gap)
        at += size
        before = sign if sign not in _SPOKEN_OF else words[at - 1]


# whom the customer is told of: "teknisinya Pak Agus", "her name is Sari"
_INTRODUCING = frozenset(
    """namanya bernama adalah ialah yaitu yakni teknisinya kurirnya sopirnya drivernya walinya dosennya gurunya
    panitianya pemandunya guidenya adminnya dokternya petugasnya satpamnya narahubungnya kontaknya pembimbingnya
    ketuanya kepalanya""".split()
)


def _is_introduced(found: Sequence[Token], at: int) -> bool:
    """A name that tells who somebody is, and calls nobody."""
    while at and not found[at].gap and w.WORDS.get(found[at - 1].word) in TITLES:
        at -= 1
    return at > 0 and not found[at].gap.strip(":") and found[at - 1].word in _INTRODUCING


def _joined(found: Sequence[Token]) -> Iterator[Token]:
    """ "Di tutup", "di-ambil", "nge-handle" are written so by many, and are one word."""
    at = 0
    while at < len(found):
        both = found[at : at + 2]
        if len(both) > 1 and _is_prefix(*both):
            before, after = both
            yield replace(after, word=before.word + after.word, raw=before.raw + after.raw, gap=before.gap)
            at += 2
        else:
            yield both[0]
            at += 1


def _is_prefix(before: Token, after: Token) -> bool:
    if before.word not in _PREFIXES or after.gap not in ("", "-"):
        return False
    return after.gap == "-" or (before.word == "di" and w.WORDS.get(after.word) in _DONE_TO)


_PREFIXES = frozenset({"di", "nge"})
_DONE_TO = frozenset({w.TAKE, w.HANDLE, w.DO, w.WORK, w.REPLY, w.WEAK, w.CARRY_ON, w.LOOK, w.CONTACT, w.CLOSE})


def _phrase(words: list[str], at: int) -> tuple[int, str]:
    for size in w.PHRASE_SIZES.get(words[at], ()):
        if not 1 < size <= len(words) - at:
            continue
        sign = w.PHRASES.get(" ".join(words[at : at + size]))
        if sign:
            return size, sign
    return 0, ""


PARTING = frozenset(",:;-–—….!?\n/")
TITLES = frozenset({w.HONORIFIC, w.PEER})
_SPOKEN_OF = frozenset({w.LINK, w.TICKET, w.MATTER, w.OWN, w.NUMERAL})
_NAMED = frozenset("tiket ticket case kasus keluhan laporan pelanggan customer user nama punya milik komplain".split())
_NUMBERED = frozenset("tiket ticket case kasus nomor nmr no number tiketnya".split())
_SUBJECT = frozenset("yang yg aja saja is will can should bisa harus akan bakal ambil handle".split())


def _sign(found: list[Token], at: int, before: str, names: dict[str, str]) -> str:
    """The class of one word. A stranger's name is one where a name would stand: "Bu Ani", "Rina's ticket"."""
    token = found[at]
    word = token.word.removesuffix("'s")
    if word in names:
        return names[word]
    if token.word == _INDEED and _stands_behind(found, at):
        return w.FILLER
    sign = w.WORDS.get(token.word) or w.WORDS.get(word)
    if sign == w.LINK and word != token.word:
        return w.BE  # "it's"
    if sign:
        return sign
    if token.word.startswith("#") or (token.word.isdigit() and before in _NUMBERED):
        return w.NUMBER
    title = token.raw[:1].isupper() and token.raw[1:2].islower()
    called = before in TITLES and not token.gap
    owns = word != token.word and at + 1 < len(found) and w.WORDS.get(found[at + 1].word) in _SPOKEN_OF
    if (title and (called or (before in _NAMED and not token.gap))) or owns:
        return w.CUSTOMER
    return w.PERHAPS if called else w.UNKNOWN


_INDEED = "kok"  # "sudah kok": at the end of what is said; in front of it, it asks why


def _stands_behind(found: list[Token], at: int) -> bool:
    after = found[at + 1 : at + 2]
    ends = all(set(one.gap) & PARTING or w.WORDS.get(one.word) in TITLES for one in after)
    return ends and at > 0 and not found[at].gap and not found[at].asks


def _is_subject(after: Token) -> bool:
    return not after.gap and after.word in _SUBJECT


SHORTEST_NICKNAME = 3  # "Bud", "Sar": a name's beginning, as friends call each other


def _names(people: People) -> dict[str, str]:
    """Each name that may stand in the reply, with its class. Who is the customer, too, is only that."""
    found: dict[str, str] = {}
    for sign, names in ((w.COLLEAGUE, people.colleagues), (w.AUTHOR, people.author), (w.CUSTOMER, people.customers)):
        for word in _words_of_all(names):
            if not w.WORDS.get(word) or sign != w.COLLEAGUE:
                found[word] = sign
    for name in people.colleagues:
        for short in _nicknames(name):
            if not w.WORDS.get(short):
                found.setdefault(short, w.COLLEAGUE)
    return found


def _nicknames(name: str) -> Iterator[str]:
    first = next(iter(words_of_name(name)), "")
    yield from (first[:size] for size in range(SHORTEST_NICKNAME, len(first)))
    last = first[-SHORTEST_NICKNAME:]  # "Mat" for "Rahmat"
    if len(first) > len(last) and last[:1] not in _VOWELS and last[1:2] in _VOWELS:
        yield last


_VOWELS = frozenset("aiueo")


def _words_of_all(names: Iterable[str]) -> list[str]:
    return [word for name in names for word in words_of_name(name)]
