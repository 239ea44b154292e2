"""Signature blocks ("cards") below answers without `-- ` above them, as inserted by Outlook and phones.

A card needs an anchor, a closing formula or the author's own name, and only typical lines of a card may follow it to
the end. So a bank account, an address, or another person's number sent as an answer is not a card.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.replies.words import words_of
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.quoting import card_words as w
from mailflow.mail.quoting.lines import ink, last_inked, leads_in, rule, shown
from mailflow.mail.quoting.placeholders import is_placeholder

MAX_CARD = 18  # lines
MAX_LINE = 120  # characters of a line that may belong to a card
MAX_FORMULA = 60


class Kind(Enum):
    """What kind of card line a line may be."""

    FORMULA = 1
    THANKS = 2  # begins many cards, but customers also write it
    NAME = 3
    ROLE = 4  # job, desk, company
    CONTACT = 5  # telephone, address, web page
    DECOR = 6  # a drawn line, a picture's place
    DATA = 7  # requested data: account, code, list, program
    WORDS = 8


_CARD = frozenset({Kind.NAME, Kind.ROLE, Kind.CONTACT, Kind.DECOR})
_TELLING = frozenset({Kind.ROLE, Kind.CONTACT})


@dataclass(frozen=True, slots=True)
class Card:
    """A card from line `start` to the end."""

    start: int
    by: str
    rich: bool  # more than a name: not typed by hand each time


def at_end(lines: list[str], names: Sequence[str] = ()) -> Card | None:
    """The card at the end of these lines; `names` are the author's."""
    bottom = last_inked(lines, len(lines)) + 1
    called = tuple(word for name in names for word in name.casefold().split())
    for index in range(max(0, bottom - MAX_CARD), bottom):
        line = lines[index]
        if len(line) <= MAX_LINE and may_hold(line, called):
            found = _hung_on(lines, index, bottom, names)
            if found is not None:
                return found
    return None


def may_hold(line: str, called: Sequence[str]) -> bool:
    """Whether it contains a word of a name, or begins like a formula; most lines do not, and need no further test: an
    answer of 15 lines takes 0.14 ms instead of 0.22 (bench/tricks.py, 2026-11-30)."""
    lowered = line.casefold()
    first = lowered.replace("’", "'").lstrip(" \t\xa0*_~-–—").partition(" ")[0].strip(" \t\xa0*_~-–—.,!;&")
    return first in w.FORMULA or any(word in lowered for word in called)


def _hung_on(lines: list[str], index: int, bottom: int, names: Sequence[str]) -> Card | None:
    formula = is_formula(lines[index])
    own = not formula and is_own_name(lines[index], names) and _stands_free(lines, index)
    if not formula and not own:
        return None
    below = [line for line in lines[index + 1 : bottom] if ink(line)]
    kinds = [kind(line) for line in below]
    if not _is_card(kinds) or not (own or _fits(formula, below, kinds, names)):
        return None
    telling = any(one in _TELLING for one in kinds)
    if own:
        return Card(index, f"the author's own name {shown(lines[index])}", True) if telling else None
    return Card(index, f"closing formula {shown(lines[index])}", Kind.CONTACT in kinds or (telling and len(kinds) > 1))


def _fits(formula: str, below: list[str], kinds: list[Kind], names: Sequence[str]) -> bool:
    """Whether a card follows a formula; "Salam," alone is as often a greeting as a closing."""
    if formula == "strong":
        return not below or kinds[0] in (Kind.NAME, Kind.ROLE, Kind.DECOR)
    return bool(below) and (is_own_name(below[0], names) or (len(below) > 1 and Kind.CONTACT in kinds))


def _is_card(kinds: list[Kind]) -> bool:
    """Only lines of a card; a slogan may be among them when there is a telephone number or an address."""
    slogans = sum(one is Kind.WORDS for one in kinds)
    if slogans and not (slogans == 1 and len(kinds) > 3 and Kind.CONTACT in kinds and kinds[0] is not Kind.WORDS):
        return False
    return all(one in _CARD or one is Kind.WORDS for one in kinds)


def _stands_free(lines: list[str], index: int) -> bool:
    """Whether no line above announces this one: it begins something, and continues no sentence."""
    above = last_inked(lines, index)
    if above < 0:
        return True
    if leads_in(lines[above]):
        return False
    return above < index - 1 or lines[above].rstrip()[-1:] in ".!,)" or kind(lines[above]) is Kind.DECOR


def is_formula(line: str) -> str:
    """ "strong" for a closing formula ("Hormat kami,"), "weak" for a word that may also be a greeting ("Salam,"), else
    ""."""
    if len(line) > MAX_FORMULA or line.rstrip()[-1:] in (":", "?"):
        return ""
    level = line.replace("’", "'").strip(" \t\xa0*_~-–—").casefold()
    if level.partition(" ")[0].strip(".,!;&") not in w.FORMULA:  # true of most lines, which need no further test
        return ""
    words = words_of(level)
    if not words or len(words) > 8 or not all(word in w.FORMULA for word in words):
        return ""
    if any(word in w.STRONG for word in words) or ("salam" in words and len(words) > 1):
        return "strong"
    return "weak" if any(word in w.WEAK for word in words) else ""


def is_thanks(line: str) -> bool:
    """Thanks and nothing else, as above many cards."""
    words = words_of(line[:MAX_FORMULA])
    return bool(words) and len(words) <= 6 and len(line) <= MAX_FORMULA and all(word in w.THANKS for word in words)


def is_own_name(line: str, names: Sequence[str]) -> bool:
    """Whether a line is the author's name: in full, with titles, or the part used as first name."""
    lowered = line.casefold() if len(line) <= MAX_LINE else ""
    if not any(map(lowered.__contains__, _called(tuple(names)))):
        return False
    said = words_of(w.PARTS.split(line.strip(" \t*_~-–—"))[0].partition(",")[0])
    if not said or len(said) > 6:
        return False
    for name in names:
        called = words_of(name)
        if called and (said == called or (said[0] == called[0] and is_name(line)) or set(called) <= set(said)):
            return not any(word in w.ANSWERS for word in said)
    return False


def _called(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for name in names for word in name.casefold().split())


# ---- lines


def kind(line: str) -> Kind:
    """What kind of line it is, whoever wrote it."""
    if len(line) > MAX_LINE:
        return Kind.DECOR if _is_decor(line, _bare(line)) else Kind.WORDS
    return _kind(line)


def _bare(line: str) -> str:
    return _BESIDE_LINK.sub("", line).strip(" \t\xa0*_~\"“”'")


def _is_decor(line: str, bare: str) -> bool:
    return not bare or rule(line) or is_placeholder(line)


@lru_cache(maxsize=256)  # a mail's last lines, up to eight times: 5 % where people sign (bench/caches.py)
def _kind(line: str) -> Kind:
    bare = _bare(line)
    if _is_decor(line, bare):
        return Kind.DECOR
    if is_formula(bare):
        return Kind.FORMULA
    if is_thanks(bare):
        return Kind.THANKS
    if _POSTSCRIPT.match(bare) is not None:
        return Kind.DATA  # told below the name, and no part of the card
    if w.DATA.match(bare) is not None or w.CODE.search(bare) is not None or w.LIST_ITEM.match(line) is not None:
        return Kind.DATA
    parts = [part for part in w.PARTS.split(bare) if part]
    kinds = [_of_part(part) for part in parts]
    if kinds == [Kind.ROLE, Kind.WORDS] and is_motto(parts[1]):
        return Kind.ROLE
    return _of_parts(kinds)


_POSTSCRIPT = LazyPattern(r"(?:p\.?\s?s|n\.?\s?b|catatan|note|tambahan)\b\.?\s{0,2}[:.,–-]", re.IGNORECASE)
_BESIDE_LINK = LazyPattern(r"<(?:mailto:|https?://|tel:)[^<>\s]{0,600}>|\[mailto:[^\[\]\s]{0,300}\]")


def _of_parts(kinds: list[Kind]) -> Kind:
    """A line of several parts ("Budi | Customer Care | 021-555") is of the kind of its most telling part; what follows
    an office's name is its motto."""
    for one in (Kind.DATA, Kind.WORDS, Kind.CONTACT, Kind.ROLE, Kind.NAME):
        if one in kinds:
            return one
    return Kind.DECOR


def _of_part(part: str) -> Kind:
    part = part.strip(" \t\xa0*_,")
    if not part:
        return Kind.DECOR
    if w.DATA.match(part) is not None:
        return Kind.DATA
    if is_contact(part):
        return Kind.CONTACT
    if is_role(part):
        return Kind.ROLE
    if is_name(part):
        return Kind.NAME
    return Kind.DATA if _PAIR.match(part) is not None else Kind.WORDS


_PAIR = LazyPattern(r"[^\W\d][\w ./-]{0,30}\s?[:=]\s?\S")  # `pengguna: ani.w`


def is_motto(part: str) -> bool:
    """ "melayani dengan hati": a few words without a number, a full stop, or any word typical of an answer."""
    words = words_of(part)
    said = any(word in w.ANSWERS for word in words) or any(one.isdigit() for one in part)
    return 1 < len(words) <= 8 and not said and part.rstrip()[-1:] not in ".?:;,"


def is_contact(part: str) -> bool:
    """A telephone number, e-mail, web or postal address, opening hours; with or without a label."""
    label = w.LABEL.match(part)
    values = [part] if label is None else [part[label.end() :], part]
    for value in values:
        pieces = [piece for piece in re.split(r"\s{0,3}[,;/]\s{1,3}|\s+(?:/|&|dan|or)\s+", value) if piece.strip()]
        if pieces and all(_is_address(piece.strip(" .()")) for piece in pieces):
            return True
    return w.HOURS.fullmatch(part) is not None or w.PLACE.fullmatch(part) is not None


def _is_address(piece: str) -> bool:
    label = w.LABEL.match(piece)
    if label is not None and _fits_any(piece[label.end() :], least=3):
        return True
    return _fits_any(piece, least=5)


def _fits_any(value: str, least: int) -> bool:
    """A number with `least` digits, an address, a web page: "1.2" is not a telephone number, "selesai.siap" not a
    page."""
    if not any(pattern.fullmatch(value) is not None for pattern in (w.NUMBER, w.EMAIL, w.LINK, w.HANDLE)):
        return False
    digits = sum(one.isdigit() for one in value)
    return digits >= least or any(sign in value for sign in ("@", "://", "www.", "/")) or bool(_DOMAIN.search(value))


_DOMAIN = LazyPattern(
    r"\.(?:id|com|net|org|co|edu|go|ac|sch|info|example|invalid|test|io|me|my|sg|de|nl)$", re.IGNORECASE
)


def is_name(part: str) -> bool:
    """A few words that begin like names, with titles: "Dr. Budi Santoso, S.Kom."."""
    words = part.replace(",", " ").split()
    if not 1 <= len(words) <= 7 or len(part) > 60 or any(one.isdigit() for one in part):
        return False
    if part[-1:] in ".!?:;" and not _TITLE.search(part):
        return False
    lowered = [word.strip(".,()'’").casefold() for word in words]
    if any(word in w.ANSWERS for word in lowered):
        return False
    return all(not word[0].islower() or word.casefold() in w.SMALL for word in words) and any(map(str.isalpha, part))


_TITLE = LazyPattern(r"(?:\b[A-Z]\w{0,3}\.)+\w{0,4}\.?$")


def is_role(part: str) -> bool:
    """A job, a desk or a company: words that begin like names or belong to offices; at least one of them is
    typical."""
    words = part.replace(",", " ").replace("/", " ").split()
    if not 1 <= len(words) <= 10 or (part[-1:] in ".!?:;" and not _TITLE.search(part)):
        return False
    lowered = [word.strip(".,()'’&!").casefold() for word in words]
    if any(word in w.ANSWERS and word not in w.ROLES for word in lowered):
        return False
    fits = all(
        not word[0].islower() or _has_inner_capital(word) or low in w.SMALL or low in w.ROLES or low in w.SERVED
        for word, low in zip(words, lowered, strict=True)
    )
    return fits and (any(word in w.ROLES for word in lowered) or any(map(_has_inner_capital, words)))


def _has_inner_capital(word: str) -> bool:
    """ "iDuHelp": an invented name."""
    return any(one.isupper() for one in word[1:]) and any(one.islower() for one in word)
