"""Who is away: as rules.yaml plans it, as somebody has said, or as a vacation reply shows. Pure values; who reads for
whom is in stand_ins.py."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from hashlib import sha256
from typing import Literal
from zoneinfo import ZoneInfo

from mailflow.lazy_dataclasses import dataclass, replace

MOST_NOTICES = 20  # texts of a person's programs that are remembered

How = Literal["planned", "said", "inferred", "back"]


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody's absence; or, with `how` "back", the moment it was said to be over."""

    name: str  # as in rules.yaml
    since: datetime
    until: datetime | None = None  # first moment after it; None: until it is ended
    deputy: str = ""  # for this time; "": the one of `operators:`
    how: How = "said"
    notice: str = ""  # digest of the automatic reply that shows it

    def covers(self, now: datetime) -> bool:
        return self.how != "back" and self.since <= now and (self.until is None or now < self.until)

    def last(self, timezone: str) -> datetime | None:
        """The end as people are told it: of a day that belongs to the absence, 23:59 instead of the next midnight."""
        if self.until is None or self.until.astimezone(ZoneInfo(timezone)).time() != time():
            return self.until
        return self.until - timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Presence:
    """What was heard of one colleague; kept by address."""

    word: Absence | None = None  # the last one
    # digests of texts with words of absence: the same once more is a program's, whatever its headers say
    seen: tuple[str, ...] = ()
    # digests of automatic replies after which the colleague said to be here: they show no absence
    harmless: tuple[str, ...] = ()


HERE = Presence()


def text_digest(text: str) -> str:
    """Of a text, whatever its case and line breaks."""
    return sha256(" ".join(text.casefold().split()).encode("utf-8", "replace")).hexdigest()[:16]


def away_now(planned: Sequence[Absence], heard: Iterable[Presence], now: datetime) -> Mapping[str, Absence]:
    """{name: absence} of everybody who is away. What was said counts before what was planned; who has come back before
    a planned absence ends has come back from it."""
    words = [one.word for one in heard if one.word is not None]
    back = {word.name: word.since for word in words if word.how == "back"}
    found = {one.name: one for one in planned if one.covers(now) and not _is_over(one, back)}
    return found | {word.name: word for word in words if word.covers(now)}


def _is_over(planned: Absence, back: Mapping[str, datetime]) -> bool:
    said = back.get(planned.name)
    return said is not None and said >= planned.since


def said_away(before: Presence, word: Absence) -> Presence:
    return replace(before, word=word)


def said_back(before: Presence, name: str, at: datetime) -> Presence:
    """An automatic reply that had shown an absence is no sign of one again."""
    notice = before.word.notice if before.word is not None else ""
    harmless = _with(before.harmless, notice) if notice else before.harmless
    return replace(before, word=Absence(name, at, how="back"), harmless=harmless)


def by_notice(before: Presence, absence: Absence) -> Presence:
    """After a recognised automatic reply that tells of an absence: it shows one, unless something newer was heard, or
    the colleague has said of the same text to be here."""
    known = replace(before, seen=_with(before.seen, absence.notice))
    newer = before.word is not None and before.word.since >= absence.since
    return known if newer or absence.notice in before.harmless else replace(known, word=absence)


def by_hand(before: Presence, at: datetime) -> Presence:
    """After a mail of the colleague's own hand: an absence that only a program has shown is over."""
    word = before.word
    if word is None or word.how != "inferred" or not word.covers(at) or word.since >= at:
        return before
    return replace(before, word=replace(word, until=at))


def with_text(before: Presence, digest: str) -> Presence:
    return replace(before, seen=_with(before.seen, digest))


def _with(digests: tuple[str, ...], one: str) -> tuple[str, ...]:
    return digests if one in digests else (*digests, one)[-MOST_NOTICES:]


def cycles(deputies: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Chains of {name: deputy} that lead back to their beginning, each once: ("Budi", "Sari", "Budi")."""
    told: set[str] = set()
    for first in deputies:
        chain = [first]
        while chain[-1] in deputies and deputies[chain[-1]] not in chain:
            chain.append(deputies[chain[-1]])
        closing = deputies.get(chain[-1], "")
        if closing == first and not told.intersection(chain):
            told.update(chain)
            yield (*chain, closing)
