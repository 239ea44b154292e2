"""The words in which people write moments, Indonesian and English, folded to lower case without apostrophes; their
hasty spellings stand in hasty.py."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta, timezone
from types import MappingProxyType

from mailflow.core.moments import MONTHS, WEEKDAYS


def _numbered(*rows: str, first: int = 0) -> Mapping[str, int]:
    return MappingProxyType({word: n for n, row in enumerate(rows, first) for word in row.split()})


def _named(names: Mapping[str, tuple[str, ...]], first: int) -> dict[str, int]:
    """Full names of both languages, and their first three letters."""
    numbered = [(name.casefold(), n) for row in names.values() for n, name in enumerate(row, first)]
    return {short: n for name, n in numbered for short in (name, name[:3])}


# "min" is both Minggu and minutes: minutes only behind a number.
WEEKDAY: Mapping[str, int] = MappingProxyType(
    _named({str(tongue): names for tongue, names in WEEKDAYS.items()}, 0)
    | {"ahad": 6, "tues": 1, "thurs": 3, "thur": 3, "weds": 2}
)
MONTH: Mapping[str, int] = MappingProxyType(
    _named({str(tongue): names for tongue, names in MONTHS.items()}, 1)
    | {"pebruari": 2, "peb": 2, "agt": 8, "agust": 8, "ags": 8, "sept": 9, "nop": 11, "nopember": 11}
)
NUMBER: Mapping[str, int] = _numbered(
    "satu one a an", "dua two", "tiga three", "empat four", "lima five", "enam six", "tujuh seven", "delapan eight",
    "sembilan nine", "sepuluh ten", "sebelas eleven", first=1,
)  # fmt: skip
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
UNIT: Mapping[str, timedelta] = MappingProxyType(
    dict.fromkeys("hari day days d".split(), DAY)
    | dict.fromkeys("minggu week weeks w".split(), 7 * DAY)
    | dict.fromkeys("jam hour hours hrs h".split(), HOUR)
    | dict.fromkeys("menit minute minutes min mins m".split(), MINUTE)
    | {"wd": DAY, "wh": HOUR}
)
ONE: Mapping[str, timedelta] = MappingProxyType(
    {"sehari": DAY, "seminggu": 7 * DAY, "sepekan": 7 * DAY, "sejam": HOUR, "semenit": MINUTE}
)
WORKING = frozenset({"kerja", "working", "business", "office"})  # "2 hari kerja", "2 working days"
HALF = frozenset({"setengah", "half"})
IN = frozenset({"dalam", "in", "within", "after", "setelah", "for", "selama"})
UNTIL = frozenset({"sampai", "hingga", "until", "till", "til"})  # before the moment that ends something
UNTIL_SIGNS = r"s\s?[/.]\s?d\b\.?"  # "s/d Kamis", "s.d. 7 Desember": the same in signs, as an expression
LATER = frozenset({"lagi", "later", "kemudian"})  # behind a length of time

# Days from today.
RELATIVE: Mapping[str, int] = MappingProxyType(
    {"today": 0, "besok": 1, "besuk": 1, "esok": 1, "tomorrow": 1, "tmrw": 1, "tmr": 1, "lusa": 2}
)
PAST_DAYS = frozenset({"kemarin", "yesterday", "tadi"})
NEXT = frozenset({"depan", "next"})
THIS = frozenset({"ini", "this"})
WEEK = frozenset({"minggu", "pekan", "week"})
MONTH_WORD = frozenset({"bulan", "month"})
NOW = frozenset({"sekarang", "now"})

# Parts of a day: the hour they mean when none is written, and the hours (from, to) a bare "7" can mean beside them.
PART: Mapping[str, tuple[int, int, int]] = MappingProxyType(
    dict.fromkeys(("pagi", "morning"), (8, 0, 12))
    | {"subuh": (5, 0, 12), "dini": (3, 0, 12)}
    | dict.fromkeys(("siang", "noon"), (12, 10, 17))
    | dict.fromkeys(("sore", "petang", "afternoon"), (15, 12, 20))
    | dict.fromkeys(("evening",), (18, 15, 24))
    | dict.fromkeys(("malam", "night", "tonight"), (19, 17, 29))
    | {"am": (0, 0, 12), "pm": (0, 12, 24)}
)
NEEDS_HOUR = frozenset({"am", "pm", "subuh", "dini"})
BEHIND_HOUR = frozenset({"am", "pm", "pagi", "sore", "petang"})  # "3 malam" may be three nights
AT = frozenset({"jam", "pukul", "pkl", "pk", "at"})
OCLOCK = frozenset({"oclock"})
DATE_WORD = frozenset({"tanggal", "tgl", "the"})
ORDINAL = frozenset({"st", "nd", "rd", "th"})
FILLER = frozenset("pada hari on ya yah yaa saja aja dong nanti of please tolong by t day".split())
ZONE: Mapping[str, timezone] = MappingProxyType(
    {name: timezone(hours * HOUR) for name, hours in (("wib", 7), ("wita", 8), ("wit", 9), ("utc", 0), ("gmt", 0))}
)
