"""Days told in words or figures: "kemarin", "12/11/26", "24 Nov 2026", "Selasa lalu", "3 hari yang lalu"."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

from mailflow.core.finders.past_words import TextWords, Told, WrittenAt, word_at
from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.when import vocabulary as v
from mailflow.lazy_dataclasses import replace

_ISO = LazyPattern(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_DATE = LazyPattern(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})")
_DAY_MONTH = LazyPattern(r"(\d{1,2})[/\-](\d{1,2})")
_YEAR = LazyPattern(r"(?:19|20)\d{2}")
_YEAR_OF_TWO = LazyPattern(r"\d{2}")
_DIGITS = LazyPattern(r"\d{1,3}")
_TWO_DIGITS = LazyPattern(r"\d{1,2}")
_HOUR_BEHIND = LazyPattern(r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?")
_HOUR_GLUED = LazyPattern(r"-\d{1,2}[:.]\d{2}")
_MONTHS_A_YEAR = 12
_MONTHS_AGO = frozenset({"bulan", "month", "months"})
RANGE = v.UNTIL | {"-", "\u2013", "to", "through"}  # between the ends of a span
_SINCE = frozenset({"sejak", "dari", "since", "from"})
_LAST_WEEK = frozenset({("minggu", "lalu"), ("pekan", "lalu"), ("last", "week")})
_WEEK_BEFORE = frozenset({("lalu", "minggu"), ("lalu", "pekan"), ("week", "last")})  # the other way round
_SHORT_BEHIND = _SINCE | {"pd", "per", "mulai"}
_SAYS_DATE = v.DATE_WORD | {"pada", "on"}
_DAY = timedelta(days=1)
_LATELY = timedelta(days=31)
_SOON = 7  # days
_STILL = v.UNTIL | {"lagi", "lg", "utk", "untuk", "buat", "sebelum"}
_ABOUT_UNIT = {f"{word}an": unit for word, unit in v.UNIT.items() if len(word) > 2}  # "15 menitan lalu"
YESTERDAY = frozenset({"kemarin", "yesterday"})
_PERIODS = frozenset("minggu pekan bulan tahun thn semester periode week month year".split())  # "bulan kemarin"
LAST_NIGHT = frozenset({"semalam"})
CLOCK_WORDS = v.AT | {"@"}  # an hour follows


def ago(tokens: TextWords, at: int, arrival: WrittenAt) -> Told | None:
    """ "2 jam (yang) lalu", "sejam lalu", "3 days ago", "setengah jam lalu", "an hour ago"."""
    word, unit_at = word_at(tokens, at), at + 1
    if (months := _months_ago(tokens, at, arrival)) is not None:
        return months
    length = v.ONE.get(word)
    if length is None:
        half = word in v.HALF
        number = None if half else int(word) if _DIGITS.fullmatch(word) else v.NUMBER.get(word)
        unit_at += half and word_at(tokens, unit_at) in ("a", "an")
        unit = v.UNIT.get(word_at(tokens, unit_at)) or _ABOUT_UNIT.get(word_at(tokens, unit_at))
        if unit is None or not (half or number):
            return None
        length = unit / 2 if half else (number or 1) * unit
        unit_at += 1
    end = _behind_ago(tokens, unit_at)
    if end is None:
        return None
    if length % _DAY == timedelta():
        return Told(end, day=arrival.today - length)
    return Told(end, exact=arrival.local - length)


def _behind_ago(tokens: TextWords, at: int) -> int | None:
    """Behind "(yang) lalu", "ago"."""
    while word_at(tokens, at) in ("yang", "yg", "an", "-", "lebih"):
        at += 1
    return at + 1 if word_at(tokens, at) in ("lalu", "ago", "lewat") else None


def _months_ago(tokens: TextWords, at: int, arrival: WrittenAt) -> Told | None:
    """ "sebulan lalu", "2 bulan yang lalu", "a month ago"."""
    word = word_at(tokens, at)
    count = 1 if word == "sebulan" else int(word) if _TWO_DIGITS.fullmatch(word) else v.NUMBER.get(word, 0)
    counted = word_at(tokens, at + 1) in _MONTHS_AGO and word_at(tokens, at - 1) not in v.DATE_WORD
    named = word == "sebulan" or counted
    end = _behind_ago(tokens, at + 1 + (word != "sebulan")) if named and count else None
    return Told(end, day=_months_before(arrival.today, count)) if end is not None else None


def _months_before(day: date, months: int) -> date:
    """The same day so many months before, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first_of_next = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + (day.day - 1) * _DAY, first_of_next - _DAY)


def named_day(tokens: TextWords, at: int, arrival: WrittenAt) -> Told | None:
    """ "kemarin", "kemarin lusa", "hari ini", "tadi pagi", "semalam", "last night"."""
    word, after = word_at(tokens, at), word_at(tokens, at + 1)
    if word in YESTERDAY:
        if word_at(tokens, at - 1) in _PERIODS:
            return None
        before = after in ("lusa", "dulu", "dulunya", "lusanya")
        two = before or (word_at(tokens, at - 2), word_at(tokens, at - 1)) == ("day", "before")
        return Told(at + 1 + before, day=arrival.today - (2 if two else 1) * _DAY)
    if (word, after) == ("hari", "ini"):
        counted = word_at(tokens, at - 1)  # "3 hari ini"
        return None if counted.isdigit() or counted in v.NUMBER else Told(at + 2, day=arrival.today)
    if word == "today":
        return Told(at + 1, day=arrival.today)
    if word in LAST_NIGHT or (word, after) in (
        ("last", "night"),
        ("tadi", "malam"),
        ("malam", "tadi"),
        ("malam", "kemarin"),
        ("tadi", "malem"),
    ):
        return _last_night(at + (1 if word in LAST_NIGHT else 2), arrival)
    if word == "tadi" and (after in CLOCK_WORDS or _HOUR_BEHIND.fullmatch(after)):
        return Told(at + 1, day=arrival.today)
    return None


def _last_night(end: int, arrival: WrittenAt) -> Told:
    night = arrival.today if arrival.local.hour >= 20 else arrival.today - _DAY
    return Told(end, day=night, part="malam")


def numeric(tokens: TextWords, at: int, arrival: WrittenAt) -> Told | None:
    """ "2026-11-24", "12/11/26", "24-11-2026", "24.11.2026"; "24/11" behind "tanggal" or a weekday."""
    word = word_at(tokens, at)
    if not word[:1].isdigit():
        return None
    if (iso := _ISO.match(word)) is not None and (iso.end() == len(word)):
        return _dated(at + 1 + (word_at(tokens, at + 1) == "t"), int(iso[1]), int(iso[3]), int(iso[4]))
    if (full := _DATE.match(word)) is not None and (full.end() == len(word) or _HOUR_GLUED.fullmatch(word, full.end())):
        return _full(at + 1, full, word[full.end() + 1 :])
    short = _DAY_MONTH.fullmatch(word)
    if short is None:
        return None
    if word_at(tokens, at + 1) in v.MONTH:  # "18-19 November 2026": the first of them
        month, year = v.MONTH[word_at(tokens, at + 1)], word_at(tokens, at + 2)
        dated = _dated(at + 3, int(year), month, int(short[1])) if _YEAR.fullmatch(year) else None
        return dated or _yearless(at + 2, month, int(short[1]), arrival)
    if (said := _short_lately(tokens, at, short, arrival)) is not None:
        return said
    said_day = word_at(tokens, at - 1) in _SAYS_DATE or word_at(tokens, at - 1) in v.WEEKDAY
    comma_day = word_at(tokens, at - 1) in (",", "(") and word_at(tokens, at - 2) in v.WEEKDAY
    if said_day or comma_day or _hour_follows(tokens, at + 1):
        return _yearless(at + 1, int(short[2]), int(short[1]), arrival)
    return None


def _short_lately(tokens: TextWords, at: int, short: re.Match[str], arrival: WrittenAt) -> Told | None:
    """ "(10/11)", "sejak 10/11", "10/11 sore", "10/11 kemarin": a day of the last weeks; a fraction is seldom one."""
    before, behind = word_at(tokens, at - 1), word_at(tokens, at + 1)
    in_brackets = (before, behind) == ("(", ")")
    if not (in_brackets or before in _SHORT_BEHIND or behind in v.PART or behind in YESTERDAY):
        return None
    said = _yearless(at + 1, int(short[2]), int(short[1]), arrival)
    return said if said is not None and said.day is not None and arrival.today - said.day < _LATELY else None


def _full(end: int, found: re.Match[str], glued: str) -> Told | None:
    """Day, month and year, perhaps with an hour behind a dash. "11/23/2026" can only be the 23rd of November."""
    day, month, year = int(found[1]), int(found[3]), int(found[4])
    day, month = (month, day) if day <= _MONTHS_A_YEAR < month else (day, month)
    said = _dated(end, year + 2000 if year < 100 else year, month, day)
    if said is None or not glued:
        return said
    hour, minute = map(int, glued.replace(".", ":").split(":"))
    return replace(said, clock=time(hour, minute)) if hour < 24 and minute < 60 else said


def _hour_follows(tokens: TextWords, at: int) -> bool:
    return word_at(tokens, at) in CLOCK_WORDS or _HOUR_BEHIND.fullmatch(word_at(tokens, at)) is not None


def recent(tokens: TextWords, said: Told) -> Told:
    """Behind a date "kemarin" says only that it was lately: "tanggal 23 kemarin"."""
    return replace(said, end=said.end + 1) if word_at(tokens, said.end) in YESTERDAY else said


def _dated(end: int, year: int, month: int, day: int) -> Told | None:
    try:
        return Told(end, day=date(year, month, day))
    except ValueError:
        return None


def _yearless(end: int, month: int, day: int, arrival: WrittenAt) -> Told | None:
    """The nearest such day, unless that is still to come: "20 Desember", written in November."""
    years = (arrival.today.year + more for more in (1, 0, -1))
    dated = [said for year in years if (said := _dated(end, year, month, day)) is not None and said.day is not None]
    nearest = min(dated, key=lambda said: abs(said.day - arrival.today) if said.day else _DAY, default=None)
    past = nearest is not None and nearest.day is not None and nearest.day <= arrival.today + _DAY
    return nearest if past else None


def written(tokens: TextWords, at: int, arrival: WrittenAt) -> Told | None:
    """ "12 Nov", "24 November 2026", "Nov 12th, 2026", "tanggal 24" (the last one)."""
    month_first = word_at(tokens, at) in v.MONTH and word_at(tokens, at) not in ("mar", "mei", "may", "jun")
    day_at, month_at = (at + 1, at) if month_first else (at, at + 1)
    day_word = word_at(tokens, day_at)
    if not _TWO_DIGITS.fullmatch(day_word):
        return None
    ordinal = word_at(tokens, day_at + 1) in v.ORDINAL
    month_at += ordinal and not month_first
    month_at += word_at(tokens, month_at) in ("of", "-")
    month = v.MONTH.get(word_at(tokens, month_at))
    if month is None:
        return _day_of_month(tokens, at, int(day_word), arrival)
    end = max(day_at + 1 + ordinal, month_at + 1)
    dot = word_at(tokens, end) in (".", ",", "'", "-")
    year = word_at(tokens, end + dot)
    if _YEAR.fullmatch(year):
        return _dated(end + dot + 1, int(year), month, int(day_word))
    signed = word_at(tokens, end) in ("-", "'")
    if _YEAR_OF_TWO.fullmatch(year) and (signed or (not dot and _is_year(tokens, end, arrival))):
        return _dated(end + signed + 1, 2000 + int(year), month, int(day_word))
    return _yearless(end, month, int(day_word), arrival)


def _is_to_come(end: int, day: int, before: str, arrival: WrittenAt) -> bool:
    """Whether "tgl 14", written on the 12th, or "lagi tgl 25" is of this month."""
    today = arrival.today
    later = today.day < day and _dated(end, today.year, today.month, day) is not None
    return later and (day <= today.day + _SOON or before in _STILL)


def _is_year(tokens: TextWords, at: int, arrival: WrittenAt) -> bool:
    """ "11 nov 26 jam 20:05": this year or the last one, and nothing that is counted."""
    year, behind = int(word_at(tokens, at)), word_at(tokens, at + 1)
    return arrival.today.year - 2000 - year in (0, 1) and (
        not behind.isalpha() or behind in CLOCK_WORDS | v.PART.keys()
    )


def _day_of_month(tokens: TextWords, at: int, day: int, arrival: WrittenAt) -> Told | None:
    """ "tanggal 24", "tanggal 15 bulan lalu", "on the 23rd"."""
    parted = word_at(tokens, at - 1) in (":", ".") and word_at(tokens, at - 2) in v.DATE_WORD  # "tgl: 9"
    before = (word_at(tokens, at - 2 - parted), word_at(tokens, at - 1 - parted))
    end = at + 1 + (word_at(tokens, at + 1) in v.ORDINAL)
    if before[1] not in ("tanggal", "tgl", "tglnya") and not (before == ("on", "the") and end > at + 1):
        return None
    first = arrival.today.replace(day=1)
    earlier = (first - _DAY).replace(day=1)
    which = word_at(tokens, end + 1) if word_at(tokens, end) == "bulan" else ""
    end += 2 if which in {"lalu", "kemarin", "ini"} else 0
    if not which and word_at(tokens, end) not in YESTERDAY and _is_to_come(end, day, before[0], arrival):
        return None
    for month in {"lalu": (earlier,), "kemarin": (earlier,), "ini": (first,)}.get(which, (first, earlier)):
        said = _dated(end, month.year, month.month, day)
        if said is not None and said.day is not None and said.day <= arrival.today:
            return said
    return None


def weekday(tokens: TextWords, at: int, arrival: WrittenAt) -> Told | None:
    """ "Selasa", "hari Senin lalu", "Senin kemarin", "last Friday". A date behind it decides."""
    before = word_at(tokens, at) in ("hari", "last", "on")
    day = v.WEEKDAY.get(word_at(tokens, at + before))
    word = word_at(tokens, at + before)
    if day is None or (
        word in ("minggu", "min", "sun", "sat", "mon", "wed", "sen", "sel", "sab", "rab", "kam", "mgg")
        and not before
        and not _hour_or_part(tokens, at + 1 + (word == "minggu" and word_at(tokens, at + 1) in YESTERDAY))
    ):
        return None
    end = at + 1 + before
    if word_at(tokens, end) in ("depan", "next") or word_at(tokens, at - 1) in ("next", "setiap", "every"):
        return None
    if _in_range(tokens, at, end):
        return None
    which = word_at(tokens, end) in ("yang", "yg") and word_at(tokens, end + 1) == "lalu"
    past = which or word_at(tokens, end) == "lalu" or word_at(tokens, end) in YESTERDAY
    dated = date_behind(tokens, end, arrival)
    if dated is not None:
        return dated
    back = (arrival.today.weekday() - day) % 7
    week_behind = (word_at(tokens, end + 1), word_at(tokens, end))
    if in_last_week(tokens, at) or week_behind in _WEEK_BEFORE:
        end += 2 if week_behind in _WEEK_BEFORE else 0
        back = arrival.today.weekday() + 7 - day
    elif past or word_at(tokens, at) == "last":
        back = back or 7
    end += past + which
    return Told(end, day=arrival.today - back * _DAY)


def in_last_week(tokens: TextWords, at: int) -> bool:
    """Whether "minggu lalu" stands before this weekday: it tells of the week before this one."""
    before = (word_at(tokens, at - 2), word_at(tokens, at - 1))
    weekday_at = at + (word_at(tokens, at) == "hari")
    return before in _LAST_WEEK and word_at(tokens, weekday_at) in v.WEEKDAY


def _hour_or_part(tokens: TextWords, at: int) -> bool:
    """ "minggu malam", "minggu jam 8" is the day, not a week."""
    return word_at(tokens, at) in CLOCK_WORDS or word_at(tokens, at) in v.PART


def _in_range(tokens: TextWords, at: int, end: int) -> bool:
    """Whether the weekday is one end of "Senin-Jumat": hours of opening, unless *sejak* is before it."""
    first = word_at(tokens, end) in RANGE and word_at(tokens, end + 1) in v.WEEKDAY
    last = ends_range(tokens, at)
    return last or (first and word_at(tokens, at - 1) not in _SINCE)


def ends_range(tokens: TextWords, at: int) -> bool:
    """Whether "Senin-" stands before this token."""
    return word_at(tokens, at - 1) in RANGE and word_at(tokens, at - 2) in v.WEEKDAY


def date_behind(tokens: TextWords, at: int, arrival: WrittenAt) -> Told | None:
    at += word_at(tokens, at) in (",", "(", "tgl", "tanggal")
    at += word_at(tokens, at) in ("tgl", "tanggal")
    return numeric(tokens, at, arrival) or written(tokens, at, arrival) if at < len(tokens) else None
