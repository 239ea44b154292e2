"""A claim in one clause of a longer reply: "saya yang pegang ya, kebetulan kemarin saya yang terima teleponnya".

The clause must say it by itself, in words that are all known (operator_rules.py); what the others say is its reason,
and is read for one thing only: whether it speaks to the customer.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from mailflow.core.meaning import Meaning
from mailflow.core.replies import operator_words as w
from mailflow.core.replies.operator_rules import RULES, named
from mailflow.core.replies.spoken import PARTING, Spoken
from mailflow.lazy_dataclasses import replace

_MYSELF = named("me mine to_me")
_TAKES = named("take handle do work reply mine to_me particle carry_on contact")
_TAKES_SURELY = named("take handle mine")
_BEGIN_CLAUSE = frozenset(
    """karena krn karna soalnya kebetulan sebab since because cuz coz habis abis setelah sesudah sebelum after before
    while sambil sampai until klo kalo kalau if as but tapi jadi dadi so and dan lalu terus trus then""".split()
)
# when he will do it: "nanti jam 2 saya jawab", "I'll answer this after lunch"
_TIMES = frozenset(
    """dalam within sekitar kurang lebih setengah
    habis abis setelah sesudah sebelum after before jam pukul pagi siang sore malam malem senin selasa rabu kamis
    jumat sabtu minggu lusa besok bsk tomorrow menit makan sholat solat shalat
    zuhur dzuhur ashar asar magrib isya istirahat rapat meeting ngopi kuliah kelas upacara briefing apel nyampe sampe
    pulang wib lunch noon afternoon evening morning monday tuesday wednesday thursday friday saturday sunday minute
    minutes
    hour hours min mins coffee break standup dinner prayer tonight pm am eod end day half next week hari ini ten
    five fifteen thirty twenty few couple bit""".split()
)
# of whom he speaks: "saya follow up ke orangnya", "I'm answering her now"
_THEM = frozenset(
    """dia doi beliau orangnya bapaknya ibunya customernya pelanggannya kliennya custnya him her them client orang wong
    customer""".split()
)
_JOINS = frozenset("sm ke in at the".split())
_ABOUT = frozenset("soal tentang ttg mengenai perihal masalah about regarding".split())
_TOPICS = _ABOUT | {"yang", "yg", "sing"}
_POINTS = frozenset("ini itu tsb tersebut tadi iki kuwi ieu eta this that one".split())
_IN_TOPICS = frozenset({w.UNKNOWN, w.CUSTOMER, w.PERHAPS, w.MATTER})
_LONGEST_TOPIC = 4  # words: "tiket kartu hilang tadi"


_OCCUPIED = frozenset({w.NUMBER, w.STATUS, w.LATER})  # "lagi ngurus tiket 20, ntar dulu"


def claim_in(signed: Sequence[Spoken]) -> str:
    """The clause by which the author takes the ticket, "" where none does or somebody else is asked to."""
    signs = {one.sign for one in signed}
    if w.WHO in signs or signs >= _OCCUPIED:
        return ""
    takes = _TAKES_SURELY if w.HONORIFIC in signs else _TAKES  # "Baik Bu, saya urus karena …" is an answer
    clauses = list(_clauses(signed))
    at = next((at for at, clause in enumerate(clauses) if _claims(clause, takes)), None)
    if at is None or any(one.sign == w.HONORIFIC for clause in clauses[at + 1 :] for one in clause):
        return ""  # "Saya ambil. Pak Joko, lampunya warna apa?"
    return " ".join(one.said for one in clauses[at])


_BEFORE = frozenset("before until sebelum sebelom sampai sampe".split())
_OF_ANOTHER = frozenset("is was has".split())


def _is_elsewhere(clause: Sequence[Spoken]) -> bool:
    """ "Before I answer, …"; "aku lagi pegang 5 tiket"; "the boss is handling it"."""
    if len(clause) > 1 and clause[0].said in _BEFORE and clause[1].sign == w.ME:
        return True
    words = [one.said for one in clause]
    counted = any(a.said.isdigit() and b.sign == w.TICKET for a, b in itertools.pairwise(clause))
    if counted and _POINTS.isdisjoint(words):
        return True
    does = any(one.sign == w.MINE and one.said.partition(" ")[0].endswith("ing") for one in clause)
    return does and not _OF_ANOTHER.isdisjoint(words) and all(one.sign != w.ME for one in clause)


def _claims(clause: Sequence[Spoken], takes: frozenset[str]) -> bool:
    if _is_elsewhere(clause):
        return False
    if clause[0].said in _BEGIN_CLAUSE:
        clause = clause[1:]
        if not any(one.sign == w.ME for one in clause):
            return False  # "… before replying"
    said = [_levelled(one) for one in _without_topic(clause) if not _is_time(one)]
    signs = frozenset(one.sign for one in said)
    if w.UNKNOWN in signs or not signs & _MYSELF or not signs & takes:
        return False
    asks = any(one.token.asks for one in clause)
    rule = next((rule for rule in RULES if rule.holds(signs, asks)), None)
    return rule is not None and rule.meaning is Meaning.CLAIM


def _levelled(one: Spoken) -> Spoken:
    sign = w.HIM if one.said in _THEM else w.LINK if one.said in _JOINS else one.sign
    return replace(one, sign=sign)


def _is_time(one: Spoken) -> bool:
    return one.said in _TIMES or (one.sign == w.UNKNOWN and one.said.isdigit())


def _without_topic(clause: Sequence[Spoken]) -> Iterator[Spoken]:
    """ "tiket VPN ini", "yang soal kartu hilang itu": without the words that tell which."""
    at = 0
    while at < len(clause):
        yield clause[at]
        names = clause[at].sign in (w.TICKET, w.MATTER) or clause[at].said in _TOPICS
        at = _topic_end(clause, at) if names else at + 1


def _topic_end(clause: Sequence[Spoken], at: int) -> int:
    for end in range(at + 1, min(len(clause), at + 2 + _LONGEST_TOPIC)):
        if clause[end].said in _POINTS:
            return end
        if clause[end].sign not in _IN_TOPICS:
            break
    return _first_known(clause, at + 1) if clause[at].said in _ABOUT else at + 1


def _first_known(clause: Sequence[Spoken], at: int) -> int:
    """Behind the words of a topic that no pointer ends: "soal kartu | saya ambil"."""
    return next((end for end in range(at, len(clause)) if clause[end].sign not in _IN_TOPICS), len(clause))


def _clauses(signed: Sequence[Spoken]) -> Iterator[list[Spoken]]:
    clause: list[Spoken] = []
    for one in signed:
        if clause and (set(one.gap) & PARTING or one.said in _BEGIN_CLAUSE):
            yield clause
            clause = []
        clause.append(one)
    yield clause  # a reply has at least one word
