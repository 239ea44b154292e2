"""What an operator's reply means, as a whole text and no part of it.

Every word of a short reply has a class (operator_words.py); RULES says what the classes mean together. One word that
stands in no class makes the reply an answer, for an answer must never be lost; and nothing but the words of a claim or
an acknowledgement reaches no customer, for a customer must never read one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from mailflow.core.meaning import Meaning, Reading
from mailflow.core.replies import operator_words as w
from mailflow.core.replies.cards import is_signature, without_signature
from mailflow.core.replies.tokens import MOST, Token, dislikes, tokens
from mailflow.core.replies.words import POLITE, THANKS, unsigned, words_of

_POINTERS = frozenset(
    """silakan silahkan cek dicek lihat dilihat baca dibaca klik buka di ini sini disini link linknya tautan berikut
    see here read please check this""".split()
)
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.I)


@dataclass(frozen=True, slots=True)
class People:
    """Whose names an operator's reply may hold: what is said to a colleague is not said to the customer."""

    author: tuple[str, ...] = ()  # his name in rules.yaml, and the one in his From
    colleagues: tuple[str, ...] = ()  # the others of rules.yaml
    customers: tuple[str, ...] = ()  # who asked, and who was in Cc: a colleague's namesake is the customer
    desk: str = ""  # its name, which may stand in a signature


NOBODY = People()


# -- the table


@dataclass(frozen=True, slots=True)
class _Rule:
    """The classes of a reply's words: one of each of `needs`, and nothing but those and `beside`."""

    meaning: Meaning
    needs: tuple[str, ...]
    beside: str
    asks: bool | None = None  # with a question mark, without, or either

    def holds(self, signs: frozenset[str], asks: bool) -> bool:
        if self.asks is not None and self.asks is not asks:
            return False
        return all(signs & set(one) for one in self.needs) and signs <= {*"".join(self.needs), *self.beside}


_POLITELY = "aJShtlvgnmcez"  # ok, thanks, ya, mas, names, hello, sorry
_ABOUT = "poONb0"  # saja, this ticket, 12
_AROUND = _POLITELY + _ABOUT + "fsP"  # at once, in a moment, as I am free
_VERBS = "THEWw"
_ANY = "".join(sign for sign, _ in w.CLASSES) + "nmcU03"

RULES: tuple[_Rule, ...] = (
    _Rule(Meaning.CLOSING_WORD, ("C",), "aShtlvgmezpoO0", asks=False),  # selesai; done, thanks; close this ticket
    _Rule(Meaning.CLOSING_WORD, ("C", "OrR"), "aShtlvgmezpoO0kdrb", asks=False),  # tolong ditutup; tiket bisa ditutup
    _Rule(Meaning.CLAIM, ("I",), _AROUND + _VERBS + "iGrkM"),  # assign it to me; yang ini sama saya
    # to a colleague: somebody else should, nobody can, who does?
    _Rule(Meaning.ASIDE, ("x", _VERBS + "MGI"), _ANY),
    _Rule(Meaning.ASIDE, ("x", "i"), "lvgaempozsfBPb"),  # saya lagi cuti
    _Rule(Meaning.ASIDE, ("q", "THEWMO"), _ANY),
    _Rule(Meaning.ASIDE, ("y",), _ANY),
    _Rule(Meaning.ASIDE, ("n3", "Yr"), _ANY),
    _Rule(Meaning.ASIDE, ("n3", "G"), _ANY),
    _Rule(Meaning.ASIDE, ("r", "TH"), "lgpoO0"),  # to a customer one says "Bu"
    _Rule(Meaning.ASIDE, ("3",), _AROUND + _VERBS + "krdM"),
    _Rule(Meaning.ASIDE, ("n", _VERBS), "aJhtlvgncezpoONb0fskdP"),
    _Rule(Meaning.ASIDE, ("n",), "lvgezpoON0b"),
    # mine
    _Rule(Meaning.CLAIM, ("M",), _AROUND + _VERBS + "iIGkrdKB"),
    _Rule(Meaning.CLAIM, ("i", "T"), _AROUND + _VERBS + "GkrdIB"),
    _Rule(Meaning.CLAIM, ("i", "T"), _AROUND + _VERBS + "GkrIKBU"),
    _Rule(Meaning.CLAIM, ("i", "HEW"), _AROUND + "GkrwU"),
    _Rule(Meaning.CLAIM, ("i", "HW"), "aJShtlgnmpoON0fsPK"),
    _Rule(Meaning.CLAIM, ("i", "w"), "aJSlgnmpoO0h"),
    _Rule(Meaning.CLAIM, ("1", "TH"), "aJSlgnmpoONb0fh"),  # to whom it says "Bu" it says that something is fetched
    _Rule(Meaning.CLAIM, ("S", "THWw"), _AROUND),
    _Rule(Meaning.CLAIM, ("TH",), _AROUND, asks=False),
    _Rule(Meaning.ASIDE, ("TH",), _AROUND, asks=True),
    _Rule(Meaning.CLAIM, ("i",), "aJShlvgnceszpoON0"),
    # heard
    _Rule(Meaning.ACKNOWLEDGEMENT, ("aJShu",), _POLITELY + "tuipoON0", asks=False),
    _Rule(Meaning.ACKNOWLEDGEMENT, ("S",), _POLITELY + "tfo", asks=False),
    _Rule(Meaning.ACKNOWLEDGEMENT, ("d", "u"), _POLITELY + "poi", asks=False),
    _Rule(Meaning.ACKNOWLEDGEMENT, ("l",), "vgnmc", asks=False),
)  # fmt: skip


# -- reading


def read(text: str, claim_words: tuple[str, ...] = (), people: People = NOBODY) -> Reading:
    """What the new words of an operator's reply mean; `text` is not empty. Linear, and nothing is looked up.

    CLAIM, ACKNOWLEDGEMENT, ASIDE (to a colleague), CLOSING_WORD, UNCLEAR ("?", 👎) or CONTENT; `by` is what said so.
    """
    said = without_signature(text, people.author, people.desk)
    if len(said) > MOST:
        return _addressed(tokens(said[:MOST]), people, whole=False) or _content(text)
    if is_signature(text, people.author, people.desk):
        return Reading(Meaning.ACKNOWLEDGEMENT, said.strip()[:40])
    found = tokens(said)
    if not found:
        return Reading(Meaning.UNCLEAR if dislikes(said) else Meaning.ACKNOWLEDGEMENT, said.strip()[:40])
    signed = list(_signed(found, people))
    signs = frozenset(one.sign for one in signed)
    asks = any(one.token.asks for one in signed)
    meant = next((rule for rule in RULES if w.UNKNOWN not in signs and rule.holds(signs, asks)), None)
    claims = meant is not None and meant.meaning in (Meaning.CLAIM, Meaning.ACKNOWLEDGEMENT)
    if not claims and is_claim_word(text, claim_words, people.author):
        return Reading(Meaning.CLAIM, f"claim_words: {said.strip()}")
    if meant is not None:
        core = {*"".join(meant.needs)}
        return Reading(meant.meaning, " ".join(one.said for one in signed if one.sign in core))
    return _addressed(found, people, whole=True) or _content(text)


def _content(text: str) -> Reading:
    return Reading(Meaning.CONTENT, rest=text)


@dataclass(frozen=True, slots=True)
class _Signed:
    """A word, or words that mean something together, with the class."""

    said: str
    sign: str
    token: Token  # the last of them


def _signed(found: list[Token], people: People) -> Iterator[_Signed]:
    """The words of a reply with their classes: names first, then the longest phrase, then single words."""
    names = _names(people)
    at, before = 0, ""
    while at < len(found):
        size, sign = _phrase(found, at)
        if not sign:
            size, sign = 1, _sign(found, at, before, names)
        if sign == w.COLLEAGUE and at + 1 < len(found) and _is_subject(found[at + 1]):
            sign = w.THEY
        last = found[at + size - 1]
        yield _Signed(" ".join(one.word for one in found[at : at + size]), sign, last)
        at, before = at + size, sign if sign not in (w.LINK, w.TICKET, w.MATTER) else last.word


def _phrase(found: list[Token], at: int) -> tuple[int, str]:
    for size in range(min(w.LONGEST_PHRASE, len(found) - at), 1, -1):
        sign = w.PHRASES.get(" ".join(one.word for one in found[at : at + size]))
        if sign:
            return size, sign
    return 0, ""


_NAMED = frozenset("tiket ticket case kasus keluhan laporan pelanggan customer user nama punya milik komplain".split())
_NUMBERED = frozenset("tiket ticket case kasus nomor nmr no number tiketnya".split())
_SUBJECT = frozenset("yang yg aja saja is will can should bisa harus akan bakal ambil handle".split())


def _sign(found: list[Token], at: int, before: str, names: dict[str, str]) -> str:
    """The class of one word. A stranger's name is one where a name would stand: "Bu Ani", "Rina's ticket"."""
    token = found[at]
    word = token.word.removesuffix("'s")
    if word in names:
        return names[word]
    sign = w.WORDS.get(token.word) or w.WORDS.get(word)
    if sign == w.LINK and word != token.word:
        return w.BE  # "it's"
    if sign:
        return sign
    if token.word.startswith("#") or (token.word.isdigit() and before in _NUMBERED):
        return w.NUMBER
    title = token.raw[:1].isupper() and token.raw[1:2].islower()
    called = before == w.HONORIFIC and not token.gap
    owns = word != token.word and at + 1 < len(found) and w.WORDS.get(found[at + 1].word) in (w.TICKET, w.MATTER)
    if (title and (called or (before in _NAMED and not token.gap))) or owns:
        return w.CUSTOMER
    return w.PERHAPS if called else w.UNKNOWN


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
    first = next(iter(words_of(name)), "")
    yield from (first[:size] for size in range(SHORTEST_NICKNAME, len(first)))


def _words_of_all(names: Iterable[str]) -> list[str]:
    return [word for name in names for word in words_of(name)]


# -- to a colleague

_LEADS = frozenset("aJSlgezrkv")  # what may stand before the name: "Halo", "Siap", "Tolong", "Mbak"
_SEVERAL = frozenset("fyi cc info ping hey eh note".split())
_PARTING = frozenset(",:;-–—….!?\n/")
# after the name without a comma: "Sari tolong", "Budi bisa", "Sari pls take"
_ASKED = frozenset("rkyYqx") | {w.TAKE, w.WORK, w.HANDLE, w.DO}


def _addressed(found: list[Token], people: People, *, whole: bool) -> Reading | None:
    """Words that begin or end with a colleague's name as one calls somebody: they are for him, whatever they say."""
    signed = [replace(one, sign=w.COLLEAGUE) if one.sign == w.THEY else one for one in _signed(found, people)]
    at = next((i for i, one in enumerate(signed) if not _leads(one)), len(signed))
    if at < len(signed) and signed[at].sign == w.COLLEAGUE and _calls(signed, at):
        return Reading(Meaning.ASIDE, signed[at].said)
    several = next((i for i, one in enumerate(signed[:at]) if one.sign == w.GROUP), None)
    if several is not None and _calls_several(signed, several):
        return Reading(Meaning.ASIDE, signed[several].said)
    if whole and (name := _called_last(signed)):
        return Reading(Meaning.ASIDE, name)
    return None


def _leads(one: _Signed) -> bool:
    return one.sign in _LEADS or one.said in _SEVERAL


def _calls(signed: list[_Signed], at: int) -> bool:
    """The name stands apart from what follows, or is asked something."""
    while at + 1 < len(signed) and signed[at + 1].sign == w.COLLEAGUE and not signed[at + 1].token.gap:
        at += 1  # first and last name
    if "@" in signed[at].token.gap or at + 1 == len(signed):
        return True
    after = signed[at + 1]
    if set(after.token.gap) & _PARTING or after.sign in _ASKED:
        return True
    rest = signed[at + 1 :]
    end = next((i for i, one in enumerate(rest) if i and set(one.token.gap) & set(".!\n?")), len(rest))
    return rest[end - 1].token.asks


def _calls_several(signed: list[_Signed], at: int) -> bool:
    """ "Tim, tolong dihandle", "Guys, who knows this?": not "Tim kami sedang …" and not "Semua sudah aktif"."""
    while at + 1 < len(signed) and signed[at + 1].sign == w.GROUP:
        at += 1
    after = signed[at + 1] if at + 1 < len(signed) else None
    return after is not None and ("," in after.token.gap or after.sign in (w.ASK, w.WHO))


def _called_last(signed: list[_Signed]) -> str:
    """ "Can you handle this, Sari?", "Tolong dibantu ya Sari": the colleague called at the end."""
    end = len(signed)
    while end and signed[end - 1].sign == w.FILLER:
        end -= 1
    if not end or signed[end - 1].sign != w.COLLEAGUE:
        return ""
    at = end - 1
    while at and signed[at - 1].sign in (w.HONORIFIC, w.COLLEAGUE):
        at -= 1
    apart = "," in signed[at].token.gap or "@" in signed[end - 1].token.gap
    return signed[end - 1].said if at and (apart or signed[at - 1].sign == w.FILLER) else ""


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
