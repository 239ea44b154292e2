"""Whether a mail says what the customer has said already: the same complaint to several of our addresses, sent again,
forwarded, with small edits (mail.md 5.3, 7.11).

Texts are compared by the Jaccard measure of their word shingles (single words and pairs), without courtesy, with one
spelling of a word. A number, amount, day, brand or "not" that only one of them has makes them different, however alike
the rest is: nobody but the customer is looked at, and what was taken for a repetition is not announced again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence, Set
from datetime import datetime
from itertools import pairwise

from mailflow.core.finders.amount import find_amounts
from mailflow.core.finders.phone import find_phones
from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.message import Message
from mailflow.core.replies.words import POLITE, THANKS, words_of
from mailflow.core.rules import Rules
from mailflow.core.search.families import family
from mailflow.core.ticket import Status, Ticket
from mailflow.lazy_dataclasses import dataclass

_ALIKE = 0.7  # shingles shared of all shingles
_LONGEST = 4_000  # characters compared
_SAME_WORDS = 0.85  # words shared of all words
_FEW_OTHER = 4  # words in which two texts differ, one of them standing for another
_FEW = 3  # words that say something; with fewer the subject must be the same
_TYPO = 5  # letters of a word that may have been mistyped by one

_SPELLINGS = {
    variant: word
    for word, variants in {
        "belum": "blm blom blum belom",
        "sudah": "sdh udah udh dah",
        "tidak": "tdk gak ga nggak ngga enggak gk tak ndak tdak",
        "yang": "yg",
        "dengan": "dgn dg",
        "untuk": "utk buat",
        "karena": "krn karna",
        "saya": "sy aku gue gw",
        "bisa": "bs bsa",
        "masuk": "msk",
        "kemarin": "kmrn kemaren kmren kmrin",
        "waktu": "wkt",
        "lewat": "lwt lwat",
        "setelah": "stlh stelah",
        "habis": "abis abs",
        "sampai": "smp smpe sampe sampek smpai",
        "kalau": "kalo klo klau",
        "kenapa": "knp mengapa knapa",
        "bagaimana": "gimana gmn gmana bgmn",
        "tetap": "ttp tetep",
        "tetapi": "tapi tp tpi",
        "terus": "trs trus",
        "sekarang": "skrg skrng skg",
        "nomor": "nmr nomer",
        "dapat": "dpt dapet",
        "mahasiswa": "mhs",
        "transfer": "tf trf",
        "orang": "org",
        "banyak": "bnyk byk",
        "uang": "duit",
        "hari": "hr",
        "juga": "jg",
        "dari": "dr",
        "tadi": "td",
        "lagi": "lg",
        "kepada": "kpd",
        "pada": "pd",
        "not": "isn't doesn't didn't hasn't haven't won't can't cannot couldn't",
    }.items()
    for variant in variants.split()
}
_COURTESY = (THANKS | POLITE).difference(
    "sudah sukses dibantu respon help support again cepat quick fast".split()
) | frozenset(
    """
    tolong mohon harap please pls plis kindly
    segera secepatnya urgent penting dong deh sih nih lho loh lah kok ya halo re fwd
    fw dear gan juga lagi just info min saya kami aku i my we our the a an
    team tim has have had is are was were do does did be been it
    """.split()
)
_DISTINCT = frozenset(
    """
    belum tidak bukan jangan not never no batal batalkan cancel
    ayah adik anak suami istri mama papa father mother brother sister husband wife son daughter
    satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas belas puluh ratus ribu seribu seratus juta
    one two three four five six seven eight nine ten eleven twelve twenty thirty fifty hundred thousand million
    senin selasa rabu kamis jumat sabtu minggu monday tuesday wednesday thursday friday saturday sunday
    telkomsel simpati indosat im3 xl axis tri smartfren byu gopay ovo dana shopeepay linkaja pln pdam bpjs
    krs khs ukt bca bri bni mandiri bsi
    putra putri pria wanita perempuan laki pagi siang sore malam morning afternoon evening night
    """.split()
)
_TOKEN = LazyPattern(r"[\w./:-]+")
_HEAD = 200  # characters by which the forwarded words are found
_FRAME = LazyPattern(  # of a forward: its marker, and the header it shows
    r"(?:[-_=*]{2,}.{0,100}|begin forwarded message:|\*?(?:from|dari|date|tanggal|sent|terkirim|dikirim|to|kepada|ke|"
    r"cc|subject|subjek|perihal|reply-to)\*?\s?:.{0,500})?",
    re.IGNORECASE,
)
_UNIT_APART = LazyPattern(r"(\d)[ \t]([kmgt]b(?:ps)?|kg|km|cm|mm)\b", re.IGNORECASE)  # "10 GB"
_PLACE = LazyPattern(
    r"\b(gedung|kelas|blok|lantai|ruang|ruangan|kamar|jalur|golongan|kelompok|grup|tipe|shift|building|block|class|group|"
    r"hall|section|grade|type)\s([a-z])\b"
)
_DRAWN_OUT = LazyPattern(r"([^\W\d_])\1{2,}")
_NAME = LazyPattern(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b")
_GREETING = LazyPattern(
    r"\A\W*(?:(?:halo|hai|hi|hello|hallo|met|selamat|good|assalamualaikum)\W+)*"
    r"(?:pagi|siang|sore|malam|morning|afternoon|evening)\b",
    re.IGNORECASE,
)
_SPOKEN = frozenset("ribu rebu ribuan juta thousand million nol kosong zero".split())
_UNITS = frozenset("rp idr rb ribu k jt juta".split())  # stand beside digits


_LEFT_OUT = _COURTESY | _UNITS


@dataclass(frozen=True, slots=True)
class Complaint:
    """One text, as it is compared."""

    subject: str
    text: str


def repeats(ticket: Ticket, said: Complaint, at: datetime, rules: Rules, merged: Ticket | None = None) -> bool:
    """Whether a mail that came `at` then says what this ticket's request says, or that of one `merged` into it, before
    anyone has answered it."""
    unanswered = ticket.status in (Status.NEW, Status.OPEN) and ticket.answered_at is None
    asked = merged or ticket
    if not unanswered or asked.opened_at is None or abs(at - asked.opened_at) > rules.repeats_within:
        return False
    return same(Complaint(asked.subject, asked.question), said)


def said_by(message: Message) -> Complaint:
    """The words of a mail that may repeat another; of a forward, those it forwards, if nothing but courtesy stands
    above them."""
    inner = message.forwarded
    if message.is_forward and inner is not None and not meant(words_of(_above(message.reply_text, inner.text))):
        return Complaint(inner.subject or message.subject, inner.text)
    return Complaint(message.subject, message.own_text)


def _above(text: str, forwarded: str) -> str:
    """What stands above the words that a forward brings, without the header it shows of them."""
    before, found, _ = text.partition(forwarded.strip()[:_HEAD]) if forwarded.strip() else (text, "", "")
    return "\n".join(line for line in (before if found else text).splitlines() if not _FRAME.fullmatch(line.strip()))


def same(one: Complaint, other: Complaint) -> bool:
    """Whether the two say the same."""
    subjects = words_of(one.subject), words_of(other.subject)
    texts = words_of(one.text[:_LONGEST]), words_of(other.text[:_LONGEST])
    if subjects[0] == subjects[1] and texts[0] == texts[1]:
        return bool(subjects[0] or texts[0])
    mine, theirs = meant(_without_spoken(one, texts[0])), meant(_without_spoken(other, texts[1]))
    if min(len(mine), len(theirs)) < _FEW and meant(subjects[0]) != meant(subjects[1]):
        return False
    theirs = _mistyped(theirs, mine)
    tells = bool(mine or meant(subjects[0]))
    near = tells and alike(mine, theirs) >= _ALIKE and _facts(one) == _facts(other)
    return near and not _speaks_of_another(mine, theirs) and not _names_another(one, other)


def _names_another(one: Complaint, other: Complaint) -> bool:
    """Whether each has a name that the other has not: "tiba di Singapura", "tiba di Malaysia"."""
    mine, theirs = _names(one.text) - {*words_of(other.text)}, _names(other.text) - {*words_of(one.text)}
    return bool(mine and theirs) and not any(_may_be_one(name, their) for name in mine for their in theirs)


def _names(text: str) -> Set[str]:
    """Words that have a capital though no sentence begins with them."""
    return {name.casefold() for name in _NAME.findall(text[:_LONGEST])}


def _speaks_of_another(mine: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether a word stands where the other text has another one: "nilai Fisika Dasar", "nilai Kimia Dasar"; or
    anywhere, if that is all in which they differ."""
    here, other = _unlike(mine, theirs), _unlike(theirs, mine)
    few = 1 in (len(here), len(other)) and len(here) + len(other) <= _FEW_OTHER
    if here and other and (few or _jaccard(_shingles(mine), _shingles(theirs)) < _ALIKE):
        return True
    there = _places(theirs, frozenset(mine))
    return any(
        place in there and not _may_be_one(word, there[place])
        for place, word in _places(mine, frozenset(theirs)).items()
    )


def _unlike(words: Sequence[str], others: Sequence[str]) -> list[str]:
    """The words that no word of the other text may be."""
    new = frozenset(others).difference(words)
    return [word for word in frozenset(words).difference(others) if not any(_may_be_one(word, one) for one in new)]


def _places(words: Sequence[str], known: frozenset[str]) -> Mapping[tuple[str, str], str]:
    """{(word before, word behind): word} of each word that only this text has."""
    framed = ("", *words, "")
    return {(framed[at], framed[at + 2]): word for at, word in enumerate(words) if word not in known}


def _may_be_one(word: str, other: str) -> bool:
    """Mistyped, or another form: "isi", "mengisi"; "dibantu", "bantuannya"."""
    return word in other or other in word or _one_edit(word, other) or other in family(word) or word in family(other)


def alike(one: Sequence[str], other: Sequence[str]) -> float:
    """The Jaccard measure of their shingles: 1.0 for the same; of their words, if those are nearly the same in another
    order."""
    words = _jaccard(frozenset(one), frozenset(other))
    return max(words if words >= _SAME_WORDS else 0.0, _jaccard(_shingles(one), _shingles(other)))


def _jaccard(mine: Set[object], theirs: Set[object]) -> float:
    return len(mine & theirs) / len(mine | theirs) if mine or theirs else 1.0


def _shingles(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    return frozenset((*((word,) for word in words), *pairwise(words)))


def meant(words: Sequence[str]) -> list[str]:
    """Without courtesy, in one spelling; numbers are compared apart."""
    spelled = (_spelled(word) for word in words)
    return [word for word in spelled if word not in _LEFT_OUT and not any(map(str.isdigit, word))]


def _spelled(word: str) -> str:
    """In one spelling: "udh" is "sudah", "rusaaak" "rusak"."""
    doubled = _DRAWN_OUT.sub(r"\1\1", word)  # "threeee"
    word = doubled if doubled in _DISTINCT else _DRAWN_OUT.sub(r"\1", word)
    return _SPELLINGS.get(word, word)


def _mistyped(words: Sequence[str], known: Sequence[str]) -> list[str]:
    """A word that only here is spelled so, and differs from one of the other text by one letter, is that one. Linear:
    two such words have a word in common once a letter is left out of each; and they begin or end alike, which few words
    do that are not the same."""
    said, there = frozenset(words), frozenset(known)
    new = [word for word in dict.fromkeys(known) if word not in said and len(word) >= _TYPO]
    ends = {end for word in new for end in _ends(word)}
    mine = {word for word in said - there if len(word) >= _TYPO and not ends.isdisjoint(_ends(word))}
    if not mine:
        return list(words)
    ends = {end for word in mine for end in _ends(word)}
    near: dict[str, list[int]] = {}
    for at, word in enumerate(new):
        if not ends.isdisjoint(_ends(word)):
            for part in _parts(word):
                near.setdefault(part, []).append(at)
    return [_meant_word(word, new, near) if word in mine else word for word in words]


def _ends(word: str) -> tuple[str, str]:
    """One of the two is the same in two words of five letters that differ by one, or by two neighbours swapped."""
    return f"{word[:2]}-", word[-2:]


def _meant_word(word: str, new: Sequence[str], near: Mapping[str, Sequence[int]]) -> str:
    found = sorted({at for part in _parts(word) for at in near.get(part, ())})
    return next((new[at] for at in found if _by_one(word, new[at])), word)


def _parts(word: str) -> frozenset[str]:
    """The word, and what is left of it without one of its letters."""
    return frozenset((word, *(word[:at] + word[at + 1 :] for at in range(len(word)))))


def _by_one(one: str, other: str) -> bool:
    """Whether one letter is missing, added, replaced, or two neighbours are swapped; not in short words, or in those
    with digits."""
    if min(len(one), len(other)) < _TYPO or abs(len(one) - len(other)) > 1 or not (one + other).isalpha():
        return False
    return _one_edit(one, other)


def _one_edit(one: str, other: str) -> bool:
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    mine, theirs = one[start:], other[start:]
    swapped = mine[:2] == theirs[:2][::-1] and mine[2:] == theirs[2:]
    return swapped or mine[1:] == theirs[1:] or mine[1:] == theirs or mine == theirs[1:]


def _without_spoken(said: Complaint, words: Sequence[str]) -> Sequence[str]:
    """Numbers and sums in words are compared as numbers: "dua puluh lima ribu" is "25 ribu"."""
    if _SPOKEN.isdisjoint(words):
        return words
    text = said.text[:_LONGEST]
    for one in sorted((*find_phones(text), *find_amounts(text)), key=lambda one: -one.start):
        if not any(map(str.isdigit, text[one.start : one.end])):
            text = f"{text[: one.start]} {text[one.end :]}"
    return words_of(text)


def _facts(said: Complaint) -> tuple[Collection[str], Collection[str], Sequence[str]]:
    """What makes a complaint another one: its numbers in one form, certain words, and which building or class."""
    text = _UNIT_APART.sub(r"\1\2", f"{said.subject}\n{_GREETING.sub('', said.text[:_LONGEST])}")
    found = (*find_phones(text), *find_amounts(text))
    rest = list(text)
    for one in found:
        rest[one.start : one.end] = " " * (one.end - one.start)
    left = "".join(rest)
    numbers = {one.value for one in found}
    numbers |= {one.strip("./:-_") for one in _TOKEN.findall(left.casefold()) if any(map(str.isdigit, one))}
    words = {_spelled(word) for word in words_of(left)}
    return frozenset(numbers), frozenset(words & _DISTINCT), _PLACE.findall(left.casefold())
