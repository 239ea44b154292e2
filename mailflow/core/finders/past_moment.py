"""When it happened, in the customer's words: "kemarin jam 14.05", "tadi pagi", "12/11/26 9:30", "Selasa", "2 jam lalu".

Customers tell of what has been: "Selasa" is the last Tuesday, "jam 14.05" the last 14:05 (core/when reads moments to
come). A day without an hour begins at midnight; a part of a day stands for one hour: pagi 08:00, siang 12:00,
sore 15:00, malam 19:00.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from mailflow.core.finders.found import Found
from mailflow.core.finders.past_words import OPENERS, TextWords, Told, WrittenAt, first_told, word_at
from mailflow.core.when import vocabulary as v
from mailflow.core.when.moment import hour_of_day

_DIGIT = re.compile(r"\d")
_LONGEST_NUMBER = 3  # digits: a longer figure that nothing parts begins no moment
_DAY = timedelta(days=1)
_ABOUT = frozenset(
    "sekitar sekitaran kira kiraan sekira kurang lebih pada around about circa approx di hari on at tgl tanggal "
    "itu nya kak min ya the tepatnya antara sejak since from dari".split()
)
_TO_COME = frozenset("besok bsk lusa nanti ntar depan tomorrow next".split())
_NOT_PAST = _TO_COME | frozenset("setiap tiap every buka tutup".split())
# "minggu lalu jam 10": which day it was is not said
_SOME_WEEK = frozenset(
    {*(("lalu", unit) for unit in ("minggu", "pekan", "bulan", "tahun")), ("week", "last"), ("month", "last")}
)
_NO_TIME = frozenset("versi version ver v ip skor score rasio ratio pasal bab halaman no nomor".split())


def find_moments(text: str, arrival: WrittenAt) -> tuple[Found, ...]:
    """Every moment told in `text`, in ISO form with its offset from UTC: "2026-11-24T14:05:00+07:00"."""
    tokens = TextWords(text)
    if _DIGIT.search(text) is None and OPENERS.isdisjoint(tokens.words):
        return ()
    return tuple(_in_tokens(text, tokens, arrival))


def _in_tokens(text: str, tokens: TextWords, arrival: WrittenAt) -> Iterator[Found]:
    at = 0
    while at < len(tokens):
        word = tokens.words[at]
        opens = word in OPENERS or (word[:1].isdigit() and not (len(word) > _LONGEST_NUMBER and word.isdigit()))
        said = _moment(text, tokens, at, arrival) if opens else None
        if said is None:
            at += 1
            continue
        moment = _reckoned(said, arrival)
        yield Found(moment.isoformat(timespec="seconds"), tokens.span(at)[0], tokens.span(said.end - 1)[1])
        at = said.end


def _moment(text: str, tokens: TextWords, at: int, arrival: WrittenAt) -> Told | None:
    """A day, an hour, or both in either order, beginning at this token."""
    first = None if _glued(tokens, at) or _is_other(tokens, at) else first_told(tokens, at, arrival)
    if first is None:
        return None
    joined = first
    while (following := _next(text, tokens, joined, arrival)) is not None:
        joined = following
    to_come = word_at(tokens, joined.end) in _TO_COME
    return joined if _is_moment(joined) and not to_come else None


def _is_moment(said: Told) -> bool:
    return said.sure and (said.exact or said.day or said.clock) is not None


def _next(text: str, tokens: TextWords, said: Told, arrival: WrittenAt) -> Told | None:
    at = _past_fillers(text, tokens, said.end)
    if at >= len(tokens) or "\n" in text[tokens.span(said.end - 1)[1] : tokens.span(at)[0]]:
        return None
    more = first_told(tokens, at, arrival, beside=said)
    if more is None or said.exact is not None or more.exact is not None:
        return None
    return _both(said, more)


def _both(said: Told, more: Told) -> Told | None:
    """Both together; None if they say the same thing twice."""
    two_days = said.day is not None and more.day is not None and said.day != more.day
    if two_days or (said.clock and more.clock) or (said.part and more.part) or (said.zone and more.zone):
        return None
    return Told(more.end, said.day or more.day, said.clock or more.clock, said.part or more.part, None,
                 said.zone or more.zone, said.sure or more.sure)  # fmt: skip


def _glued(tokens: TextWords, at: int) -> bool:
    """Whether a figure is part of something longer: "v1.2.26", "INV-12/11/26"."""
    if not tokens.words[at][:1].isdigit():
        return False
    start = tokens.span(at)[0]
    before = tokens.text[max(0, start - 1) : start]
    return before.isalnum() or before in tuple("-/._@#:+")


def _past_fillers(text: str, tokens: TextWords, at: int) -> int:
    """Over "sekitar", "kira-kira", commas."""
    for skipped in range(4):
        here = at + skipped
        if here >= len(tokens) or not (
            tokens.words[here] in _ABOUT or tokens.words[here] in (",", "-", "(", "|", "~", "±", "/")
        ):
            return here
    return at + 4


def _is_other(tokens: TextWords, at: int) -> bool:
    """Whether the words before say that it is still to come, comes again and again, or is no time: "besok jam 9"."""
    before = [word_at(tokens, at - back) for back in (1, 2)]
    if tuple(before) in _SOME_WEEK:
        return True
    return any(word in _NOT_PAST for word in before) or before[0] in _NO_TIME


def _reckoned(said: Told, arrival: WrittenAt) -> datetime:
    if said.exact is not None:
        return said.exact.replace(microsecond=0)
    zone = said.zone or arrival.zone
    hour = _hour(said)
    minute, second = (said.clock.minute, said.clock.second) if said.clock is not None else (0, 0)
    day = said.day or arrival.today
    wall = datetime.combine(day, time(), tzinfo=zone) + timedelta(hours=hour, minutes=minute, seconds=second)
    if said.day is None and wall > arrival.at:
        wall -= _DAY
    return wall


def _hour(said: Told) -> int:
    """The hour of the day; one that its part cannot have is taken as written."""
    if said.clock is None:
        return v.PART[said.part][0] if said.part else 0
    hour = None if said.clock.hour > 12 else hour_of_day(said.clock.hour, said.part)
    return said.clock.hour if hour is None else hour
