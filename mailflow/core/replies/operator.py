"""What an operator's reply means, as a whole text and no part of it.

Every word of a short reply has a class (operator_words.py); RULES says what the classes mean together. Where a word
stands in no class, one clause may still claim (clauses.py), a colleague may be called (asides.py), or the signs of
talk among colleagues outweigh those of words to the customer (addressee.py). Everything else is an answer.
"""

from __future__ import annotations

import re

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.meaning import Meaning, Reading
from mailflow.core.replies import operator_words as w
from mailflow.core.replies.addressee import AMONG_US, TO_CUSTOMER, Weighed, weighed
from mailflow.core.replies.asides import addressed, calls_customer, clauses, sentences, turns_to_customer
from mailflow.core.replies.cards import is_signature, without_signature
from mailflow.core.replies.clauses import claim_in
from mailflow.core.replies.operator_rules import RULES, named
from mailflow.core.replies.settled import leaning, settled
from mailflow.core.replies.spoken import NOBODY, People, Spoken, spoken
from mailflow.core.replies.tokens import MOST, dislikes, tokens
from mailflow.core.replies.words import POLITE, THANKS, unsigned, words_of
from mailflow.lazy_dataclasses import replace

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
        return addressed(spoken(tokens(said[:MOST]), people), whole=False) or _content(
            text, f"more than {MOST} characters"
        )
    if is_signature(text, people.author, people.desk):
        return Reading(Meaning.ACKNOWLEDGEMENT, said.strip()[:40])
    found = tokens(said)
    if not found:
        return Reading(Meaning.UNCLEAR if dislikes(said) else Meaning.ACKNOWLEDGEMENT, said.strip()[:40])
    signed = list(spoken(found, people))
    return _of_another(signed, people.ticket) or _claimed(_meant(text, said, claim_words, people, signed), signed)


def _claimed(meant: Reading, signed: list[Spoken]) -> Reading:
    """ "Saya ambil. Yang tahu soal BPJS kabari ya": a sentence that claims, and then talk that gives it to nobody; or
    "close aja, pelanggan sudah konfirmasi"."""
    if meant.meaning is not Meaning.ASIDE:
        return meant
    closes = next(filter(None, (_by_rule(signed[:at]) for at in clauses(signed)[:1])), None)
    if closes is not None and closes.meaning is Meaning.CLOSING_WORD:
        return closes
    at = next(iter(sentences(signed)), 0)
    claims = _by_rule(signed[:at]) if at else None
    if claims is None or claims.meaning is not Meaning.CLAIM:
        return meant
    rest = signed[at:]
    gives = not _GIVEN.isdisjoint(one.sign for one in rest) or not _TURNS.isdisjoint(one.said for one in rest)
    return meant if gives else claims


_GIVEN = named("take handle work reply mine give to_me skip busy others you duplicate junk missent colleague they")
_TURNS = frozenset("tapi tp but eh batal gajadi actually tunggu wait kecuali unless".split())


_THIS_ONE = frozenset("ini iki ieu this it".split())  # "ini saya kerjakan bareng tiket 40"


def _of_another(signed: list[Spoken], ticket: int) -> Reading | None:
    """A claim of another ticket than this one: "lagi ngurus tiket 20, ntar dulu"."""
    numbers = [int(one.said.lstrip("#")) for one in signed if one.sign == w.NUMBER and one.said.lstrip("#").isdecimal()]
    if not ticket or not numbers or ticket in numbers or any(one.said in _THIS_ONE for one in signed):
        return None
    meant = _by_rule(signed) or Reading(Meaning.CONTENT)
    claims = meant.meaning is Meaning.CLAIM or (meant.meaning is not Meaning.ASIDE and bool(claim_in(signed)))
    return Reading(Meaning.ASIDE, f"#{numbers[0]} is another ticket") if claims else None


def _meant(text: str, said: str, claim_words: tuple[str, ...], people: People, signed: list[Spoken]) -> Reading:
    meant = _by_rule(signed)
    claims = meant is not None and meant.meaning in (Meaning.CLAIM, Meaning.ACKNOWLEDGEMENT)
    if not claims and is_claim_word(text, claim_words, people.author):
        return Reading(Meaning.CLAIM, f"claim_words: {said.strip()}")
    signs = {one.sign for one in signed}
    if meant is not None and (w.MISSENT in signs or meant.meaning not in (Meaning.ASIDE, Meaning.UNCLEAR)):
        return meant
    if _only_says_done(signed):
        return replace(_content(text, said.strip()), unsure=True)
    if calls_customer(signed):
        return _content(text, "it begins with the customer's name")
    if greeted := turns_to_customer(signed):
        return _content(text, greeted)
    called = addressed(signed, whole=True)
    told = _told_behind_a_claim(signed)
    if told is not None and not told.unsure:
        return replace(told, rest=text)
    weight = weighed(signed)
    found = _by_weight(text, people, signed, meant or called, weight)
    clear = weight.to_customer <= CLEARLY_HIS
    talk = weight.points >= CLEARLY_TALK and weight.to_customer >= 0
    meant = found if found is called else settled(found, signed, said, owned=people.owned, clear=clear, talk=talk)
    if called is not None and meant.meaning is Meaning.CONTENT:
        return called  # whatever else the words are like
    if told is not None and meant.meaning is Meaning.CLAIM and signed[0].sign not in (w.COLLEAGUE, w.THEY):
        return replace(told, rest=text)
    doubtful = meant.meaning is Meaning.CONTENT and not people.owned and _begins_with_a_look(signed)
    return replace(meant, unsure=True) if doubtful else meant


_BESIDE_DONE = frozenset({w.DONE, w.CLOSE, w.GROUP, w.PEER, w.FILLER, w.ACK, w.YES, w.BE, w.LINK})


def _only_says_done(signed: list[Spoken]) -> bool:
    """ "Udah beres semua", "this is done": as much "close it" as an answer, whoever has the ticket; "sudah selesai,
    Kak" is one."""
    signs = {one.sign for one in signed}
    says = w.CLOSE in signs and not signs.isdisjoint((w.DONE, w.BE))
    return says and signs <= _BESIDE_DONE and not any(one.token.asks for one in signed)


def _begins_with_a_look(signed: list[Spoken]) -> bool:
    """ "Coba saya tanya ke gudang dulu": a first step of his own, told to nobody."""
    words = [one.said for one in signed]
    himself = next((at for at, one in enumerate(signed) if one.sign == w.ME and one.said not in _NO_DOER), len(signed))
    first = not _FIRST.isdisjoint(words) and himself <= _BEFORE_HIMSELF and len(signed) <= _FEW_WORDS
    told = any(one.sign in _TO_SOMEBODY or one.token.asks or one.said.isdigit() for one in signed)
    return first and not told and _TELLS.isdisjoint(words)


_FIRST = frozenset("dulu dl dlu sik disik heula first".split())
_BEFORE_HIMSELF = 2  # words: "bentar coba"
_TO_SOMEBODY = frozenset({w.HONORIFIC, w.CUSTOMER, w.GREETING, w.SORRY, w.YOU, w.YOU_EN, w.COLLEAGUE, w.THEY})


def _told_behind_a_claim(signed: list[Spoken]) -> Reading | None:
    """ "Saya ambil ya. Kodenya 8812": what stands behind the clause that claims, where it alone is an answer. Where it
    only seems to be one, the author is asked, and his claim counts meanwhile."""
    for at in clauses(signed):
        claims = _by_rule(signed[:at])
        if claims is None or claims.meaning is not Meaning.CLAIM:
            continue
        rest = signed[at:]
        if announced := _announced(rest):
            return Reading(Meaning.CONTENT, announced)
        if len(rest) >= _TOLD and not addressed(rest, whole=True) and not _by_rule(rest) and not claim_in(rest):
            lean = leaning(rest, " ".join(one.token.raw for one in rest))
            answer = lean.chance(Meaning.CONTENT)
            return Reading(Meaning.CONTENT, lean.by, unsure=answer < IS_TOLD) if answer >= SEEMS_TOLD else None
    return None


def _announced(rest: list[Spoken]) -> str:
    """ "Jawabannya: …", "buat customernya: …": what says that the answer follows, "" for none."""
    at = next((at for at in range(1, min(len(rest), _HEADING + 1)) if ":" in rest[at].gap), 0)
    heading = [one.said for one in rest[:at]]
    answers = at == 1 and heading[0] in _ANSWER
    passes_on = at > 1 and heading[0] in _PASSED_ON and rest[at - 1].sign in (w.MATTER, w.HIM, w.HE, w.CUSTOMER)
    return " ".join(heading) if answers or passes_on else ""


_HEADING = 3  # words before the colon
_PASSED_ON = frozenset("buat untuk utk for to kepada kpd ke".split())
# chances that what stands behind a claim is an answer, from which it is not passed over, and from which it goes
SEEMS_TOLD, IS_TOLD = 0.78, 0.97
_TOLD = 3  # words of an answer behind a claim
_ANSWER = frozenset("jawab jawaban jawabannya jawabanku balas balasan balasannya answer reply".split())


CLEARLY_HIS, CLEARLY_TALK = -4, 3  # points of the signs that speak to the customer; for talk among colleagues


def _by_weight(text: str, people: People, signed: list[Spoken], known: Reading | None, signs: Weighed) -> Reading:
    """By signs; `known`: what says already that it is talk."""
    enough = AMONG_US + people.owned
    among_us = _by_signs(signed, signs, known, enough)
    if among_us:
        return among_us
    if signs.is_doubtful(enough):
        return replace(_content(text, signs.by), unsure=True)
    if signs.to_customer_by:
        return _content(text, signs.to_customer_by)
    unsure = not people.owned and _is_unsure(signed)
    return replace(_content(text, "nothing says that it is for a colleague"), unsure=unsure)


def _is_unsure(signed: list[Spoken]) -> bool:
    """ "Saya lanjutkan", "I'll see to that": a few words of what he does, as much a claim as an answer."""
    himself = any(one.sign in (w.ME, w.TO_ME) and one.said not in _NO_DOER for one in signed)
    tells = any(one.token.asks or one.said.isdigit() or one.said in _TELLS for one in signed)
    return himself and not tells and len(signed) <= _FEW_WORDS


_NO_DOER = frozenset({"my"})
_TELLS = frozenset(  # a result, or what he wants: a claim says neither
    """i've ive tidak tdk tak gak ga nggak belum can't cannot couldn't didn't sent resent checked fixed found
    butuh perlu memerlukan membutuhkan minta need want""".split()
)
_FEW_WORDS = 8


def _by_rule(signed: list[Spoken]) -> Reading | None:
    """The meaning of words that are all known."""
    signs = frozenset(one.sign for one in signed)
    asks = any(one.token.asks for one in signed)
    rule = next((rule for rule in RULES if w.UNKNOWN not in signs and rule.holds(signs, asks)), None)
    if rule is None:
        return None
    return Reading(rule.meaning, " ".join(one.said for one in signed if one.sign in rule.core))


def _by_signs(signed: list[Spoken], signs: Weighed, among_us: Reading | None, enough: int) -> Reading | None:
    """A claim in one clause, or talk among colleagues, whatever else is said; `among_us`: what says that already."""
    claim = claim_in(signed) if signs.to_customer > TO_CUSTOMER else ""
    if claim:
        return Reading(Meaning.CLAIM, claim)
    return among_us or (Reading(Meaning.ASIDE, signs.by) if signs.points >= enough else None)


def _content(text: str, by: str) -> Reading:
    return Reading(Meaning.CONTENT, by, rest=text)


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
