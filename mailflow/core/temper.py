"""Whether a mail is written in anger: capitals, exclamation marks, and words of anger in either language.

One sign is not enough where many calm people write so too: all capitals, "!!!", or a word that is also a topic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from string import ascii_lowercase, ascii_uppercase

from mailflow.core.lazy_regex import LazyPattern

# to begin the answer to a complaint with: (Indonesian, English)
CALM_OPENING = (
    "Terima kasih sudah menyampaikannya dengan terus terang. Kami mengerti ini menjengkelkan, dan kami mohon maaf. "
    "Sekarang kami periksa.",
    "Thank you for telling us so plainly. We understand how annoying this is, and we are sorry. We are looking into it "
    "now.",
)
_LONGEST = 2_000  # characters that are looked at
_ENOUGH = 2  # points
_LETTERS = 20  # fewer prove nothing about capitals
_SHOUTED = 0.7  # share of capitals among the letters
_MOST_SHOWN = 4
_NEGATED = frozenset("tidak tdk gak ga nggak ngga enggak bukan jangan not never no don't isn't wasn't tanpa".split())

_POINTS: tuple[tuple[int, str], ...] = (
    (
        2,
        "kecewa mengecewakan kesal kesel jengkel muak geram emosi keterlaluan bangsat brengsek bajingan goblok tolol "
        "bego bodoh kampret sialan keparat setan bacot somasi ylki viralkan busuk bobrok payah bullshit "
        "kurangajar becus lelet bohong pembohong ngaco amburadul omongkosong "
        "angry furious outraged outrageous disgusting disgusted disgraceful ridiculous unacceptable pathetic "
        "incompetent useless appalling horrible horrendous terrible shameful disappointed disappointing infuriating "
        "liars idiots idiot stupid fuck fucking shit crap damn menyayangkan menyesalkan",
    ),
    (
        1,
        "marah parah sampah penipu penipuan tipu nipu ditipu maling anjing babi rugi dirugikan malas lapor polisi tai "
        "ojk bosan capek lama lambat berkali terus kapok percuma "
        "scam scammers fraud worst complaint complain awful annoyed annoying fed waste ignored tired lawyer",
    ),
)
_WEIGHT = {word: points for points, words in _POINTS for word in words.split()}
_PHRASES = (
    ("kurang", "ajar"),
    ("omong", "kosong"),
    ("fed", "up"),
    ("sick", "of"),
    ("worst", "service"),
    ("worst", "experience"),
    ("not", "happy"),
    ("tidak", "puas"),
    ("jalur", "hukum"),
    ("secara", "hukum"),
    ("ranah", "hukum"),
    ("langkah", "hukum"),
    ("will", "sue"),
    ("to", "sue"),
    ("kurang", "memuaskan"),
    ("tidak", "memuaskan"),
)

# Said to somebody's face, a word that is also a topic is an insult: "kalian penipu", "you are all scammers".
_TO_US = frozenset("kalian anda kamu kau lu lo loe elu you dasar ente sampeyan".split())
_INSULTS = frozenset(
    "penipu tipu nipu menipu maling pencuri sampah scam scammer scammers frauds thieves liar cheats cheaters".split()
)
_BETWEEN = 3  # words between the two
_REPORTED = frozenset({"lapor", "polisi", "ojk"})  # of a fraud, which is then the topic
_SHOUTS = LazyPattern(r"!{3,}")
_FRIENDLY = LazyPattern(r"terima ?kasih|makasih|trims|thank|selamat|congrat|semangat|hore|asik|mantap", re.IGNORECASE)

_DEGREES = frozenset("terlalu pernah begitu sama too really very that usah perlu".split())

_WORD = LazyPattern(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_KNOWN = frozenset(_WEIGHT).union(_INSULTS, (last for _, last in _PHRASES))
_UPPER, _LOWER = ascii_uppercase.encode(), ascii_lowercase.encode()


def signs_of_anger(subject: str, text: str) -> tuple[str, ...]:
    """What shows that the author is angry, for `explain`: ("!!!", "kecewa"); () when not enough does."""
    whole = f"{subject}\n{text[:_LONGEST]}"
    found = [*_shape(whole), *_spoken(whole.casefold())]
    points = sum(points for points, _ in found)
    return tuple(dict.fromkeys(sign for _, sign in found))[:_MOST_SHOWN] if points >= _ENOUGH else ()


def _spoken(folded: str) -> Iterator[tuple[int, str]]:
    """Most mails have no such word, which each of their words, looked at once, tells."""
    if not _KNOWN.isdisjoint(_WORD.findall(" ".join(set(folded.split())))):
        yield from _words(_WORD.findall(folded))


def _shape(text: str) -> Iterator[tuple[int, str]]:
    data = text.encode("ascii", "ignore")
    upper, lower = (len(data) - len(data.translate(None, letters)) for letters in (_UPPER, _LOWER))
    if upper + lower >= _LETTERS and upper >= _SHOUTED * (upper + lower):
        yield 1, "capitals"
    if "!!!" in text or "?!" in text or "!?" in text:
        again = len(_SHOUTS.findall(text)) > 1 and not _FRIENDLY.search(text)
        yield 1 + again, "!!!"


def _words(words: Sequence[str]) -> Iterator[tuple[int, str]]:
    """A negated word is none; a word counts once."""
    seen: set[str] = set()
    for at, word in enumerate(words):
        if at and (words[at - 1], word) in _PHRASES:
            yield 2, f"{words[at - 1]} {word}"
        if word in _INSULTS and not _TO_US.isdisjoint(words[max(0, at - _BETWEEN) : at]) and not _is_denied(words, at):
            yield _ENOUGH, word
        points = 0 if word in _REPORTED and "penipuan" in words else _WEIGHT.get(word)
        if points and word not in seen and not (_is_denied(words, at) and word != "becus"):
            seen.add(word)
            yield points, word


def _is_denied(words: Sequence[str], at: int) -> bool:
    """ "Tidak kecewa", "tidak terlalu kecewa"."""
    before = at - 2 if at > 1 and words[at - 1] in _DEGREES else at - 1
    return before >= 0 and words[before] in _NEGATED
