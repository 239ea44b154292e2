"""Robots that answer our acknowledgements, perhaps under a new address each time: whether two conversations are by the
same one, and whether a request is the answer to an earlier acknowledgement (mail.md 1.8). Linear in the words compared.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from functools import lru_cache

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.limits import mailbox
from mailflow.core.message import Address
from mailflow.lazy_dataclasses import dataclass

_ALIKE, _NEARLY_SAME = 0.6, 0.8  # share of the words of two texts that are in both
_SOME, _TELLING = 5, 8  # words in both that are more than chance: "wifi mati" is said by many
MOST = 2_000  # characters of a text that are compared
AT_ONCE = timedelta(seconds=90)  # after our letter; a person who writes three requests so soon each is told two numbers
SOON = timedelta(minutes=10)
FETCHED = timedelta(
    hours=1
)  # after our letter: a robot whose mailbox is looked at now and then, and no person's client
_LONGEST_KEY = 200  # characters
_WORD = LazyPattern(r"[^\W\d_]{2,}")
_AROUND = ".,;:!?\"'()"  # a word


@dataclass(frozen=True, slots=True)
class Begun:
    """The beginning of a conversation: author and text."""

    author: Address
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A request that was acknowledged."""

    begun: Begun
    asked_at: datetime
    told_at: datetime
    told: str  # the address our acknowledgement went to


@dataclass(frozen=True, slots=True)
class Signs:
    """What else is known of a request beside an earlier one."""

    refers: bool  # it names the earlier conversation
    same_house: bool  # both authors are of one organisation
    robotic: bool  # it has the words of another desk's acknowledgement
    clientless: bool = False  # it shows no sign of a mail program that people use


def is_strangers(author: Address, earlier: Address, told: str) -> bool:
    """Whether an earlier request, acknowledged to the address `told`, is certainly of another correspondent: neither
    its mailbox nor its name is the same. Then only a reference to it or a robot's words can make this one its answer.
    Most of the twenty a request is compared with are strangers: with what is remembered of them 3 % of 100 requests
    and the start (cachegrind)."""
    return mailbox(author.email) not in _mailboxes(earlier.email, told) and _have_other_names(author, earlier)


def answers(this: Begun, at: datetime, earlier: Acknowledged, signs: Signs) -> bool:
    """Whether a request that arrived `at` is probably a robot's answer to the acknowledgement of an earlier one.

    Whoever writes again from the same address in a person's words is a person, unless it is at once after our letter,
    or within an hour with no sign of a mail program.
    """
    at_once, soon = (FETCHED, FETCHED) if signs.clientless else (AT_ONCE, SOON)
    own = _mailboxes(earlier.begun.author.email, earlier.told)
    after = at - earlier.told_at.replace(microsecond=0)  # servers tell the arrival in whole seconds
    provoked = at > earlier.asked_at and after >= timedelta(0)
    if mailbox(this.author.email) in own:
        return provoked and (signs.robotic or signs.refers or after <= at_once)
    if signs.refers or (signs.same_house and is_alike(this, earlier.begun)):
        return True
    if signs.robotic and _say_the_same(this, earlier.begun):
        return True
    if not provoked or after > soon or _have_other_names(this.author, earlier.begun.author):
        return False
    if _common(this.author, earlier.begun.author):
        return signs.same_house or after <= at_once
    return words_key(this) == words_key(earlier.begun) != ""


def is_alike(one: Begun, other: Begun) -> bool:
    """Probably the same machine: name and address the same except for a counter, and similar words; or only one of the
    two the same, with nearly the same words, and many of them. Namesakes with the same problem, and students whose
    addresses are numbers, are people: each writes a few words of their own, or has a name."""
    same = _common(one.author, other.author)
    if not same:
        return False
    mine, theirs = _words(one), _words(other)
    common, likeness = len(mine & theirs), _likeness(mine, theirs)
    if len(same) > 1:
        return likeness >= _ALIKE and (common >= _SOME or mine == theirs)
    return likeness >= _NEARLY_SAME and common >= _TELLING


def _common(one: Address, other: Address) -> frozenset[str]:
    """What two authors share: the name, the address but for what counts up. Nothing where their names differ."""
    return frozenset() if _have_other_names(one, other) else likenesses(one) & likenesses(other)


def _have_other_names(one: Address, other: Address) -> bool:
    mine, theirs = _letters(one.name), _letters(other.name)
    return mine != theirs and bool(mine and theirs)


def _say_the_same(one: Begun, other: Begun) -> bool:
    mine, theirs = _words(one), _words(other)
    return len(mine & theirs) >= _SOME and _likeness(mine, theirs) >= _ALIKE


def keys(begun: Begun) -> frozenset[str]:
    """By which an earlier conversation of the same robot is looked up: at most three, short."""
    return likenesses(begun.author) | ({key} if (key := words_key(begun)) else frozenset())


def words_key(begun: Begun) -> str:
    """The same for two texts of the same words, whatever numbers they bear; "" for a text of few words, which many
    people write."""
    return _words_key(begun.subject, begun.text)


@lru_cache(maxsize=64)  # of a new request three times: 0.6 % of it (bench/caches.py)
def _words_key(subject: str, text: str) -> str:
    said = set(f"{subject} {text}"[:MOST].casefold().split())
    words = {word for each in said if (word := each.strip(_AROUND)).isalpha() and len(word) > 1}
    if len(words) < _TELLING:
        return ""
    return "words " + hashlib.blake2b(" ".join(sorted(words)).encode("utf-8", "replace"), digest_size=12).hexdigest()


def likenesses(author: Address) -> frozenset[str]:
    """Keys of which two authors must share one to be the same machine: short, for lookup."""
    name, local = _letters(author.name), _letters(_local(author))
    found = {f"name {name}": len(name) > 2, f"address {local}": bool(local)}
    return frozenset(key[:_LONGEST_KEY] for key, telling in found.items() if telling)


@lru_cache(maxsize=256)  # the same twenty for each request: 5 % of requests of a busy hour
def _mailboxes(author: str, told: str) -> frozenset[str]:
    return frozenset((mailbox(author), mailbox(told)))


def _local(author: Address) -> str:
    """The local part without its plus tag, which may be a token."""
    return author.email.rpartition("@")[0].partition("+")[0]


@lru_cache(maxsize=256)  # the same for each earlier one that is compared: 0.5 % of requests (bench/caches.py)
def _letters(text: str) -> str:
    """Without digits: numbers count up, words stay."""
    return "".join(_WORD.findall(text.casefold()))


def _words(begun: Begun) -> set[str]:
    return set(_WORD.findall(f"{begun.subject} {begun.text}"[:MOST].casefold()))


def _likeness(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(1, len(one | other))
