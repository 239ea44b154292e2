"""Syntax of `working_hours:`: days to spans. `mon-fri: "08:00-17:00"`, `sat: ["08:00-12:00", "13:00-15:00"]`."""

from __future__ import annotations

import re

from mailflow.config.tree import Block, Path_, RulesTree
from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.rules import Week
from mailflow.suggest import did_you_mean, nearest

Span = tuple[int, int]

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONG_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_INDEX = {name: index for names in (DAYS, LONG_DAYS) for index, name in enumerate(names)}
# Other spellings of a day; only used for suggestions, since a file needs one spelling
_OTHERS = {
    **{name: name[:3] for name in LONG_DAYS},
    **{word: DAYS[index] for index, words in enumerate((
        "mo senin sen senen", "tu tues selasa sel", "we weds rabu rab rebo", "th thu thur thurs kamis kam kemis",
        "fr jumat jum jumaat", "sa sabtu sab saptu", "su minggu min mingg ahad",
    )) for word in words.split()},
}  # fmt: skip
_PHRASES = {
    **dict.fromkeys(("hari kerja", "weekday", "weekdays", "workdays", "working days"), "mon-fri"),
    **dict.fromkeys(("setiap hari", "tiap hari", "daily", "everyday", "every day", "all"), "mon-sun"),
    **dict.fromkeys(("akhir pekan", "weekend", "weekends"), "sat-sun"),
    **dict.fromkeys(("libur", "hari libur", "liburan", "tanggal merah", "holiday"), "holidays"),
}
_WORD = LazyPattern(r"[a-z]+")
_RANGE = re.compile(r"\s*(?:[-–—~]|\bs/d\b|\bs\.?d\.?\s|\bsampai\b|\bhingga\b|\bto\b|\buntil\b|\.\.)\s*")
_LIST = re.compile(r"\s*(?:[,;&+]|\bdan\b|\band\b)\s*")
_MORNING, _WHOLE = (480, 720), (480, 1020)
DEFAULT_WEEK: Week = (*((_WHOLE,),) * 5, (_MORNING,), ())  # mon-fri 08:00-17:00, sat 08:00-12:00
_SPAN = LazyPattern(r"(\d{1,2})[:.](\d\d)\s*[-–]\s*(\d{1,2})[:.](\d\d)", re.ASCII)
_CLOSED = ("closed", "off", "no", "false", "")
_EXAMPLE = 'write "08:00-17:00", or a list of such spans'


def read_week(entries: Block, path: Path_, tree: RulesTree) -> Week:
    """The week of the block at `path`, without `holidays` and dates; faults are added to the tree. No day named: the
    default week."""
    week: list[tuple[Span, ...]] = [()] * 7
    owner: dict[int, str] = {}
    named = {key: value for key, value in entries.items() if key != "holidays" and not key[:1].isdigit()}
    before = len(tree.faults)
    for key, value in named.items():
        spans = spans_of(value, (*path, key), tree)
        for day in days_named(key, path, tree):
            if day in owner:
                tree.blame((*path, key), f"{DAYS[day]} is given twice, by `{owner[day]}` and by `{key}`", "keep one")
            owner[day] = key
            week[day] = spans
    if not named:
        return DEFAULT_WEEK
    if not any(week) and len(tree.faults) == before:
        tree.blame(path, "no working time in the whole week", "name at least one day with hours")
    return tuple(week)


def days_named(key: str, path: Path_, tree: RulesTree) -> list[int]:
    """ "mon-fri", "sat", "sat-mon" (across the weekend), "mon,wed,fri" → indexes, Monday is 0."""
    days: list[int] = []
    for part in key.lower().split(","):
        ends = [end.strip() for end in part.split("-")]
        unknown = next((end for end in ends if end not in _INDEX), None)
        if unknown is not None or len(ends) > 2:
            tree.blame(
                (*path, key),
                f"`{key}` is neither a day, a range of days nor `holidays`",
                _meant(key) or f"days are {', '.join(DAYS)}; a range is mon-fri",
            )
            return []
        first, last = _INDEX[ends[0]], _INDEX[ends[-1]]
        days += [day % 7 for day in range(first, (last if last >= first else last + 7) + 1)]
    return days


def _meant(key: str) -> str:
    """The key that was probably meant: days in Indonesian, in another form, or misspelt; "" when unknown."""
    whole = _PHRASES.get(" ".join(_WORD.findall(key.lower())))
    if whole:
        return f"did you mean `{whole}`?"
    lists = [[_day(name) for name in _RANGE.split(part)] for part in _LIST.split(key.lower())]
    if not all(all(ends) and len(ends) < 3 for ends in lists):
        return did_you_mean(key, (*DAYS, "holidays"))
    return f"did you mean `{','.join('-'.join(ends) for ends in lists)}`?"


def _day(name: str) -> str:
    """mon … sun for a day's name in either language; "" when it is none."""
    word = "".join(_WORD.findall(name))
    if word in _INDEX:
        return DAYS[_INDEX[word]]
    return _OTHERS.get(word) or _OTHERS.get(nearest(word, _OTHERS, 0.8), "")


def spans_of(value: object, path: Path_, tree: RulesTree) -> tuple[Span, ...]:
    items = value if isinstance(value, list) else [value]
    spans = [span for item in items if (span := _span(item, path, tree)) is not None]
    spans.sort()
    merged: list[Span] = []
    for span in spans:
        if merged and span[0] < merged[-1][1]:
            tree.blame(path, f"the spans of `{path[-1]}` overlap", "end one before the next begins")
        elif merged and span[0] == merged[-1][1]:
            merged[-1] = (merged[-1][0], span[1])
        else:
            merged.append(span)
    return tuple(merged)


def _span(item: object, path: Path_, tree: RulesTree) -> Span | None:
    if item is None or item is False or (isinstance(item, str) and item.strip().lower() in _CLOSED):
        return None
    match = _SPAN.fullmatch(item.strip()) if isinstance(item, str) else None
    if match is None:
        tree.blame(path, f"{item!r} is not a span of time", _EXAMPLE)
        return None
    hours, minutes = [int(match[1]), int(match[3])], [int(match[2]), int(match[4])]
    opens, closes = (hour * 60 + minute for hour, minute in zip(hours, minutes, strict=True))
    if max(minutes) > 59 or closes > 1440 or opens > 1440:
        tree.blame(path, f"{item!r} has a time that no clock shows", "times go from 00:00 to 24:00")
        return None
    if opens >= closes:
        tree.blame(path, f"{item!r} ends before it begins", 'a night is two days: "22:00-24:00", then "00:00-06:00"')
        return None
    return opens, closes
