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
from mailflow.core.finders.past_days import CLOCK_WORDS, ends_range, in_last_week
from mailflow.core.finders.past_hours import ABOUT_HOUR, TIME_WORDS, bare_hour, quarter
from mailflow.core.finders.past_readers import OPENERS, first_told
from mailflow.core.finders.past_words import TextWords, Told, WrittenAt, word_at
from mailflow.core.when import vocabulary as v
from mailflow.core.when.moment import hour_of_day
from mailflow.lazy_dataclasses import replace

_DIGIT = re.compile(r"\d")
_HOUR = re.compile(r"\d{1,2}[.:]\d{2}")
_LONGEST_NUMBER = 3  # digits: a longer figure that nothing parts begins no moment
_SINCE = frozenset({"sejak", "dari", "mulai", "since", "from"})
_IF = frozenset("kalau kalo klo jika jikalau bila apabila if".split())
_RANGES = frozenset({"-", "\u2013", "sampai", "sampe", "hingga", "to", "until"})
_LONGEST_CLAUSE = 8  # words
_CLAUSE_ENDS = frozenset(
    ", . ; : ! ? ( ) sekarang skrg skr now today tadi barusan baru terus trus trs lalu sampai hingga until to "
    "but tapi tp padahal besok nanti setiap every buka tutup".split()
)
_LATER = frozenset({"besok", "lusa", "tomorrow"})  # "besok saya ke sana jam 10"
_ENDS_OR_LATER = (_CLAUSE_ENDS - {"besok"}) | _LATER
_DAY, _HALF_DAY = timedelta(days=1), timedelta(hours=12)
_LAST_OF_NIGHT = 6  # o'clock
_ABOUT = frozenset(
    "maksudnya sekitar sekitaran skitar skt kisaran kira kiraan sekira kurleb an kurang lebih "
    "pada around about circa approx di hari on at tgl tanggal "
    "itu nya kak min ya the tepatnya antara sejak since from dari".split()
)
_TO_COME = frozenset("besok lusa nanti depan tomorrow next".split())
_NOT_PAST = _TO_COME | {"setiap", "every"}
_UNSAID = _NOT_PAST | {"eh"}  # "tadi sore eh tadi siang"
_AHEAD = "depan"  # "senin depan jam 9", not "di depan rektorat jam 9"
_OPENS = frozenset({"buka", "tutup"})  # hours of opening, unless somebody opened something: "saya buka jam 9"
_SOMEBODY = frozenset("saya sy aku ak gw gue kami kita dia i kak tadi coba mau pas waktu baru".split())
# directly before: what is waited for
_UP_TO = v.UNTIL | {"sebelum", "before", "by", "utk", "untuk", "buat", "for"}
# "minggu lalu jam 10": which day it was is not said
_SOME_WEEK = frozenset(
    {*(("lalu", unit) for unit in ("minggu", "pekan", "bulan", "tahun")), ("week", "last"), ("month", "last")}
)
_NO_TIME = frozenset(
    "versi version ver v ip skor score rasio ratio pasal bab halaman no nomor nim npm nrp nip nik nisn nidn ruang "
    "kamar kelas room durasi duration video rekaman ayat qs surah resolusi resolution aspek lahir kelahiran ttl "
    "born birth dob harga".split()
)
_NAME_ENDS = frozenset({":", ".", "=", "saya"})  # between such a name and its value
_LONG_AGO = timedelta(days=5 * 366)  # a birthday rather than when it happened


def find_moments(text: str, arrival: WrittenAt) -> tuple[Found, ...]:
    """Every moment told in `text`, in ISO form with its offset from UTC: "2026-11-24T14:05:00+07:00"."""
    tokens = TextWords(text)
    if _DIGIT.search(text) is None and OPENERS.isdisjoint(tokens.words):
        return ()
    return tuple(_found(tokens, at, said, arrival) for at, said in _with_days(text, tokens, arrival))


def _found(tokens: TextWords, at: int, said: Told, arrival: WrittenAt) -> Found:
    moment = _reckoned(said, arrival).isoformat(timespec="seconds")
    return Found(moment, tokens.span(at)[0], tokens.span(said.end - 1)[1])


def _with_days(text: str, tokens: TextWords, arrival: WrittenAt) -> list[tuple[int, Told]]:
    """ "kemarin saya isi jam 9 dan jam 10": the hours are of the day told before them in the same clause."""
    told: list[tuple[int, Told]] = []
    day: Told | None = None  # what hours are of
    for at, said in _in_tokens(text, tokens, arrival):
        goes_on = bool(told) and (_is_field(tokens, at) or _is_one_clause(text, tokens, told[-1][1].end, at))
        day = day if goes_on else None
        if day is not None and said.clock is not None and said.day is None:
            alone = told[-1][1].clock is None
            told[-1 if alone else len(told) :] = [(at, replace(said, day=day.day, part=said.part or day.part))]
            continue
        told.append((at, said))
        day = said if _is_day(tokens, at, said, arrival) else None
    return told


def _is_day(tokens: TextWords, at: int, said: Told, arrival: WrittenAt) -> bool:
    """Whether hours behind it may be of this day: "kemarin", "tgl 9", not "sejak kemarin", "tadi pagi"."""
    is_past = said.day is not None and (said.day < arrival.today or not said.part)
    return is_past and said.clock is None and word_at(tokens, at - 1) not in _SINCE


def _is_field(tokens: TextWords, at: int) -> bool:
    """ "Tanggal: 9 November. Jam: 18.40" of a form: the hour's field is behind the day's."""
    return word_at(tokens, at) in CLOCK_WORDS | TIME_WORDS and word_at(tokens, at + 1) in (":", "=")


def _is_one_clause(text: str, tokens: TextWords, end: int, at: int) -> bool:
    between = tokens.words[end:at]
    breaks = len(between) > _LONGEST_CLAUSE or not _CLAUSE_ENDS.isdisjoint(between)
    return not breaks and "\n" not in text[tokens.span(end - 1)[1] : tokens.span(at)[0]]


def _in_tokens(text: str, tokens: TextWords, arrival: WrittenAt) -> Iterator[tuple[int, Told]]:
    at = 0
    while at < len(tokens):
        word = tokens.words[at]
        opens = word in OPENERS or (word[:1].isdigit() and not (len(word) > _LONGEST_NUMBER and word.isdigit()))
        said = _told(text, tokens, at, arrival) if opens else None
        if said is None or not _is_moment(said):
            at += 1
            continue
        if _has_been(tokens, at, said, arrival):
            yield at, said
        at = said.end


def _told(text: str, tokens: TextWords, at: int, arrival: WrittenAt) -> Told | None:
    """A day, an hour, or both in either order, beginning at this token."""
    joined = None if _glued(tokens, at) else first_told(tokens, at, arrival)
    while joined is not None and (following := _next(text, tokens, joined, arrival)) is not None:
        joined = following
    return joined


def _has_been(tokens: TextWords, at: int, said: Told, arrival: WrittenAt) -> bool:
    """Whether it tells of something that happened, not of what is to come or comes again and again."""
    to_come = word_at(tokens, said.end) in _UNSAID or _is_general(tokens, at, said)
    return not to_come and not _is_other(tokens, at) and _is_lately(said, arrival)


def _is_general(tokens: TextWords, at: int, said: Told) -> bool:
    """ "kalau lewat jam 9 malam", "jam 12 sampai jam 5": hours of every day."""
    if said.day is not None or said.exact is not None:
        return False
    before, behind = tokens.words[max(0, at - 3) : at], tokens.words[said.end : said.end + 5]
    asks = any(word in _IF and not tokens.words[at - back].isdigit() for back, word in enumerate(reversed(before)))
    ranges = word_at(tokens, said.end) in _RANGES and word_at(tokens, said.end + 1) in CLOCK_WORDS
    later = next(
        (word for word in reversed(tokens.words[max(0, at - _LONGEST_CLAUSE) : at]) if word in _ENDS_OR_LATER), ""
    )
    return (
        asks
        or later in _LATER
        or (ranges and _SINCE.union({"tadi", "antara", "between"}).isdisjoint((*before, *behind)))
    )


def _is_lately(said: Told, arrival: WrittenAt) -> bool:
    """Neither to come (clocks may differ by a day) nor years ago."""
    return said.day is None or -_DAY <= arrival.today - said.day <= _LONG_AGO


def _is_moment(said: Told) -> bool:
    return said.sure and (said.exact or said.day or said.clock) is not None


def _next(text: str, tokens: TextWords, said: Told, arrival: WrittenAt) -> Told | None:
    at = _past_fillers(text, tokens, said.end)
    if at >= len(tokens) or "\n" in text[tokens.span(said.end - 1)[1] : tokens.span(at)[0]]:
        return None
    more = first_told(tokens, at, arrival, beside=said) or _hour_about(tokens, at, said)
    if more is None or said.exact is not None or more.exact is not None:
        return None
    return _both(said, more)


def _hour_about(tokens: TextWords, at: int, said: Told) -> Told | None:
    """ "yesterday evening around 7", "at half past two": a bare hour beside a part of the day, where nothing is
    counted."""
    divided = word_at(tokens, at) in v.HALF or quarter(tokens, at) is not None
    told = said.part or divided
    if not told or said.clock is not None or word_at(tokens, at - 1) not in ABOUT_HOUR:
        return None
    found = bare_hour(tokens, at)
    counts = not divided and found is not None and word_at(tokens, found.end).isalpha()
    return None if counts else found


def _both(said: Told, more: Told) -> Told | None:
    """Both together; None if they say the same thing twice."""
    two_days = said.day is not None and more.day is not None and said.day != more.day
    if two_days or (said.clock and more.clock) or (said.part and more.part) or (said.zone and more.zone):
        return None
    return Told(more.end, said.day or more.day, said.clock or more.clock, said.part or more.part, None,
                 said.zone or more.zone, said.unpadded or more.unpadded, said.sure or more.sure)  # fmt: skip


def _glued(tokens: TextWords, at: int) -> bool:
    """Whether a figure is part of something longer: "v1.2.26", "INV-12/11/26"."""
    if not tokens.words[at][:1].isdigit():
        return False
    start, end = tokens.span(at)
    before, behind = tokens.text[max(0, start - 1) : start], tokens.text[end : end + 2]
    if before.isalpha() and word_at(tokens, at - 1) in v.DATE_WORD:  # "tgl10"
        before = ""
    goes_on = behind[:1] in ("/", "_") and behind[1:].isalnum()  # "23/11/2026/UN1"
    return before.isalnum() or before in tuple("-/._@#:+") or goes_on


def _past_fillers(text: str, tokens: TextWords, at: int) -> int:
    """Over "sekitar", "kira-kira", commas."""
    for skipped in range(4):
        here = at + skipped
        if word_at(tokens, here) == "hari" and word_at(tokens, here + 1) == "ini":
            return here
        if word_at(tokens, here) == "at" and word_at(tokens, here + 1)[:1].isdigit():
            return here
        if here >= len(tokens) or not (tokens.words[here] in _ABOUT or tokens.words[here] in tuple(",-()[]|~±/")):
            return here
    return at + 4


def _is_other(tokens: TextWords, at: int) -> bool:
    """Whether the words before say that it is still to come, comes again and again, or is no time: "besok jam 9"."""
    before = [word_at(tokens, at - back) for back in (1, 2)]
    some_week = tuple(before) in _SOME_WEEK and not in_last_week(tokens, at)
    if some_week or (before[0] in v.WEEKDAY and ends_range(tokens, at - 1)):
        return True
    if _ends_hours(tokens, at, before):
        return True
    if before[0] in _OPENS and before[1] not in _SOMEBODY:
        return True
    name = before[1] if before[0] in _NAME_ENDS else before[0]
    return _is_to_come(tokens, at) or name in _NO_TIME or (before[0] in _UP_TO and before[1] != "day")


def _ends_hours(tokens: TextWords, at: int, before: list[str]) -> bool:
    """ "02.00 - |05.00", "02.00 s/d |05.00": the hours are told by the first."""
    back = 3 if (before[0], before[1]) == ("d", "/") else 1 if before[0] in ("-", "\u2013") else 0
    first = word_at(tokens, at - back - 1) if back else ""
    return _HOUR.fullmatch(first) is not None and _HOUR.fullmatch(word_at(tokens, at)) is not None


def _is_to_come(tokens: TextWords, at: int) -> bool:
    for back in (1, 2):
        word = word_at(tokens, at - back)
        if word == _AHEAD and not _is_span(word_at(tokens, at - back - 1)):  # a place
            continue
        if word in _NOT_PAST:
            return True
    return False


def _is_span(word: str) -> bool:
    return (
        word in v.WEEKDAY or word in v.UNIT or word in v.MONTH_WORD or word in v.MONTH or word in ("tahun", "semester")
    )


def _reckoned(said: Told, arrival: WrittenAt) -> datetime:
    if said.exact is not None:
        return said.exact.replace(microsecond=0)
    zone = said.zone or arrival.zone
    hour = _hour(said)
    minute, second = (said.clock.minute, said.clock.second) if said.clock is not None else (0, 0)
    day = said.day or arrival.today
    wall = datetime.combine(day, time(), tzinfo=zone) + timedelta(hours=hour, minutes=minute, seconds=second)
    if _is_past_noon(said, wall, arrival):
        wall += _HALF_DAY
    if said.day is None and wall > arrival.at:
        wall -= _DAY
    return wall


def _is_past_noon(said: Told, wall: datetime, arrival: WrittenAt) -> bool:
    """ "jam 2" of today, written at three in the afternoon: nobody means the hour at which he slept."""
    asleep = said.clock is not None and 1 <= said.clock.hour <= _LAST_OF_NIGHT and not said.clock.second
    of_today = said.day in (None, arrival.today)
    return asleep and of_today and said.unpadded and not said.part and wall + _HALF_DAY <= arrival.at


def _hour(said: Told) -> int:
    """The hour of the day; one that its part cannot have is taken as written."""
    if said.clock is None:
        return v.PART[said.part][0] if said.part else 0
    hour = None if said.clock.hour > 12 else hour_of_day(said.clock.hour, said.part)
    return said.clock.hour if hour is None else hour
