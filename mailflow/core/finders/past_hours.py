"""Hours told in words or figures: "jam 14.05", "pukul setengah delapan malam", "tadi pagi", "2:05 pm", "10.15 WIB"."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time, timedelta, timezone
from types import MappingProxyType

from mailflow.core.finders.past_days import CLOCK_WORDS, RANGE, YESTERDAY, date_behind
from mailflow.core.finders.past_words import TextWords, Told, WrittenAt, word_at
from mailflow.core.finders.spoken_number import spoken_number
from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.when import vocabulary as v
from mailflow.lazy_dataclasses import replace

_CLOCK = LazyPattern(r"(\d{1,2})([.:])(\d{2})(?:[.:](\d{2}))?")
_TWO_DIGITS = LazyPattern(r"\d{1,2}")
_OFFSET = LazyPattern(r"(\d{1,2})(?::?(\d{2}))?")
_WRITTEN_OFFSET = LazyPattern(r"(\d{2}):?(\d{2})")
_FARTHEST_ZONE = 14  # hours from UTC
_BEYOND: Mapping[str, int] = MappingProxyType({"lewat": 1, "lebih": 1, "past": 1, "kurang": -1})
_BESIDE_QUARTER: Mapping[str, int] = MappingProxyType({"past": 1, "after": 1, "to": -1, "before": -1})
_BETWEEN = LazyPattern(r"(\d{1,2})-(\d{1,2})")  # "jam 8-10": the first of them
_QUARTER = frozenset({"seperempat", "quarter"})
ABOUT_HOUR = frozenset({"sekitar", "sekitaran", "kira", "around", "about", "at"})
_MINUTES = frozenset({"menit", "minutes"})
_BEHIND_HOUR = frozenset({"am", "pm", "p", "a", "tadi", "barusan", "today", "this", *YESTERDAY})
TIME_WORDS = frozenset({"waktu", "time", "absen", "presensi"})
_HOUR_OF_DAY = LazyPattern(r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?")
_PADDED = LazyPattern(r"(?:[01]\d|2[0-3])\.[0-5]\d")
_SHORT_NAME = 3  # letters of a weekday's abbreviation
_WEEK = 7  # days
_HOURS = 24  # of a day
_NIGHTFALL = 17  # o'clock
_COUNTED = frozenset({*v.UNIT, *"kerja x kali rb rbu ribu rebu k jt juta orang pcs".split()})


def part(tokens: TextWords, at: int, arrival: WrittenAt) -> Told | None:
    """ "tadi pagi", "pagi tadi", "siang ini", "dini hari tadi", "this morning", "kemarin sore" (beside its day)."""
    word, after = word_at(tokens, at), word_at(tokens, at + 1)
    if (eve := _eve(tokens, at, arrival) or _midnight(tokens, at, arrival)) is not None:
        return eve
    if word in ("tadi", "this") and after in v.PART:
        return Told(_behind_part(tokens, at + 1), day=arrival.today, part=after)
    if word == "in" and after == "the" and word_at(tokens, at + 2) in v.PART:
        return Told(at + 3, part=word_at(tokens, at + 2), sure=False)
    if word not in v.PART:
        return None
    end = _behind_part(tokens, at)
    if word_at(tokens, end) in ("tadi", "ini"):
        return Told(end + 1, day=arrival.today, part=word)
    return Told(end, part=word, sure=False)


def _eve(tokens: TextWords, at: int, arrival: WrittenAt) -> Told | None:
    """ "malam Senin (yang lalu)" is the night that Sunday ends with; the last one."""
    written = word_at(tokens, at + 1)
    day = v.WEEKDAY.get(written) if word_at(tokens, at) == "malam" and len(written) > _SHORT_NAME else None
    if day is None or word_at(tokens, at + 2) in v.NEXT:
        return None
    behind = at + 2 + (word_at(tokens, at + 2) in ("yang", "yg") and word_at(tokens, at + 3) == "lalu")
    past = word_at(tokens, behind) in ("lalu", *YESTERDAY)
    back = (arrival.today.weekday() - day) % 7 + 1
    tonight = back == _WEEK and arrival.local.hour >= _NIGHTFALL and not past
    return Told(behind + past, day=arrival.today - (0 if tonight else back) * v.DAY, part="malam")


def _midnight(tokens: TextWords, at: int, arrival: WrittenAt) -> Told | None:
    """ "tengah malam tadi", "tadi tengah malam", "midnight": the hour at which a day begins."""
    said = 1 if word_at(tokens, at) == "midnight" else 2
    if said == 2 and (word_at(tokens, at), word_at(tokens, at + 1)) != ("tengah", "malam"):
        return None
    behind = word_at(tokens, at + said) == "tadi"
    return Told(at + said + behind, day=arrival.today if behind or word_at(tokens, at - 1) == "tadi" else None,
                clock=time(), sure=behind or word_at(tokens, at - 1) == "tadi")  # fmt: skip


def _behind_part(tokens: TextWords, at: int) -> int:
    """ "dini hari" is two words."""
    return at + 1 + (word_at(tokens, at) == "dini" and word_at(tokens, at + 1) == "hari")


def clock(tokens: TextWords, at: int, arrival: WrittenAt) -> Told | None:
    """ "jam 14.05", "pukul 9", "at 2 pm", "2:05 pm", "jam setengah 3", "jam dua", "14.05 29/11/2026"."""
    if word_at(tokens, at) in CLOCK_WORDS:
        at += 1
        at += word_at(tokens, at) in ("sekitar", "about", "around", ":", ".", "=", "±", "~")
        said = bare_clock(tokens, at, dotted=True) or bare_hour(tokens, at)
        return replace(said, unpadded=word_at(tokens, at)[:1] != "0") if said is not None else None
    named = word_at(tokens, at) in TIME_WORDS
    at += named + (named and word_at(tokens, at + 1) in (":", "="))
    found = bare_clock(tokens, at, dotted=True)
    if found is not None and (
        named
        or _is_hour_of_day(tokens, at)
        or _is_since(tokens, at)
        or _says_hour(word_at(tokens, found.end))
        or date_behind(tokens, found.end, arrival)
    ):
        return found
    says = word_at(tokens, at + 1) in {"am", "pm", *v.OCLOCK} or _is_about(tokens, at, arrival)
    if _TWO_DIGITS.fullmatch(word_at(tokens, at)) and says:
        return _timed(at + 1 + (word_at(tokens, at + 1) in v.OCLOCK), int(word_at(tokens, at)), 0, 0)
    return quarter(tokens, at)


def _is_since(tokens: TextWords, at: int) -> bool:
    """ "sejak 08.30"."""
    return word_at(tokens, at - 1) in ("sejak", "mulai", "since") and _PADDED.fullmatch(word_at(tokens, at)) is not None


def _is_hour_of_day(tokens: TextWords, at: int) -> bool:
    """Whether figures alone are an hour: "14:22" of a receipt; not one end of "08:00 - 16:00"."""
    alone = {word_at(tokens, at - 1), word_at(tokens, at + 1)}.isdisjoint(RANGE)
    return (
        alone and _HOUR_OF_DAY.fullmatch(word_at(tokens, at)) is not None and not word_at(tokens, at - 1)[:1].isdigit()
    )


def _is_about(tokens: TextWords, at: int, arrival: WrittenAt) -> bool:
    """ "around 9 this morning"."""
    behind = part(tokens, at + 1, arrival) if word_at(tokens, at - 1) in ABOUT_HOUR else None
    return behind is not None and behind.day is not None


def _says_hour(behind: str) -> bool:
    """Whether what stands behind figures makes them an hour: "2.30 pm", "10.15 WIB", "2.05 sore"."""
    return behind in _BEHIND_HOUR or behind in v.ZONE or behind in v.PART


def bare_clock(tokens: TextWords, at: int, *, dotted: bool) -> Told | None:
    found = _CLOCK.match(word_at(tokens, at))
    rest = word_at(tokens, at)[found.end() :] if found is not None else ""
    if (
        found is None
        or (rest and not (rest[0] == "-" and _CLOCK.fullmatch(rest, 1)))
        or (found[2] == "." and not dotted)
    ):
        return None
    return _timed(at + 1, int(found[1]), int(found[3]), int(found[4] or 0))


def bare_hour(tokens: TextWords, at: int) -> Told | None:
    """ "9", "sembilan", "setengah delapan", "9 lewat 15", "dua kurang sepuluh", "a quarter past nine": behind a word
    that says that an hour follows."""
    if (between := _BETWEEN.fullmatch(word_at(tokens, at))) is not None:
        return _timed(at + 1, int(between[1]), 0, 0) if int(between[1]) < int(between[2]) <= _HOURS else None
    if (divided := quarter(tokens, at)) is not None:
        return divided
    half = word_at(tokens, at) in v.HALF
    past = half and word_at(tokens, at + 1) == "past"
    end, hour = _counted(tokens, at + half + past)
    told_part = word_at(tokens, end) if word_at(tokens, end + 1) in _BEYOND else ""  # "8 malam kurang 10"
    end += told_part in v.PART
    if hour is None or word_at(tokens, end) in _COUNTED or word_at(tokens, end) in v.MONTH:
        return None
    if half:
        return _timed(end, hour - (not past), 30, 0)
    sign = _BEYOND.get(word_at(tokens, end))
    behind, minutes = _counted(tokens, end + 1) if sign else (end, None)
    if not sign or minutes is None:
        end -= told_part in v.PART
        return _timed(end + (word_at(tokens, end) in v.OCLOCK), hour, 0, 0)
    behind += word_at(tokens, behind) in _MINUTES
    said = _timed(behind, *divmod(hour * 60 + sign * minutes, 60), 0)
    return replace(said, part=told_part) if said is not None and told_part in v.PART else said


def quarter(tokens: TextWords, at: int) -> Told | None:
    """ "quarter past nine", "a quarter to 8"."""
    at += word_at(tokens, at) == "a"
    sign = _BESIDE_QUARTER.get(word_at(tokens, at + 1)) if word_at(tokens, at) == "quarter" else None
    end, hour = _counted(tokens, at + 2) if sign else (at, None)
    return _timed(end, *divmod(hour * 60 + sign * 15, 60), 0) if sign and hour else None


def _counted(tokens: TextWords, at: int) -> tuple[int, int | None]:
    """The number in figures or words that begins here, and the index behind it."""
    word = word_at(tokens, at)
    if _TWO_DIGITS.fullmatch(word):
        return at + 1, int(word)
    if word in _QUARTER:
        return at + 1, 15
    count, value = spoken_number(tokens.words[at : at + 3])
    if not count:
        count, value = spoken_number([word.removesuffix("an")])  # "sebelasan"
    return at + count, value if count and 0 < value < 60 else None


def _timed(end: int, hour: int, minute: int, second: int) -> Told | None:
    fits = 0 <= hour < 24 and minute < 60 and second < 60
    return Told(end, clock=time(hour, minute, second)) if fits else None


def zone(tokens: TextWords, at: int, *, clock_before: bool) -> Told | None:
    """ "WIB", "GMT", "UTC+7"; "Z" and "+07:00" behind a clock."""
    word = word_at(tokens, at)
    if word == "z" and clock_before:
        return Told(at + 1, zone=v.ZONE["utc"], sure=False)
    named = word in v.ZONE
    sign_at = at + 1 if word in ("utc", "gmt") else at
    if (named or clock_before) and word_at(tokens, sign_at) in ("+", "-"):
        offset = (_OFFSET if named else _WRITTEN_OFFSET).fullmatch(word_at(tokens, sign_at + 1))
        if offset is not None and int(offset[1]) <= _FARTHEST_ZONE:
            east = timedelta(hours=int(offset[1]), minutes=int(offset[2] or 0))
            return Told(sign_at + 2, zone=timezone(east if word_at(tokens, sign_at) == "+" else -east), sure=False)
    return Told(at + 1, zone=v.ZONE[word], sure=False) if named else None
