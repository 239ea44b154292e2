"""The shapes of a report for programs and terminals: JSON, CSV, tables for people. They are derived from the figures'
values (core/figures.py), so that a new figure needs no line here. The page is view/report_page.py's.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, fields, is_dataclass
from datetime import timedelta

from mailflow.cli.common import local, put, put_styled
from mailflow.cli.error_words import lengths, said
from mailflow.cli.language import language
from mailflow.cli.tables import Column, put_table
from mailflow.core.figure_rows import AnomalyRow
from mailflow.core.figures import FIGURES, Period, Row, Value, rows_of
from mailflow.core.moments import short_length
from mailflow.core.sparkline import sparkline
from mailflow.core.wording import in_language
from mailflow.report.plain import bounds, plain, values
from mailflow.report.unusual import sentences

Figures = Mapping[str, Value]
Cell = tuple[str, str, str, object]  # section, name, figure, value

# How a field of a row is called above its column; any other by its own name.
_TITLES = {
    "name": "operator",
    "date": "day",
    "median_first_response": "first response (median)",
    "p90_first_response": "(p90)",
    "handed_over": "handed over",
    "number": "ticket",
    "allowed": "allowed",
    "late_by": "late by",
}
_WORDY = frozenset({"name", "category", "address", "excuse"})  # may be cut where the terminal ends
_MOMENTS = frozenset({"since", "due", "answered"})
_LENGTHS = frozenset({"median_first_response", "p90_first_response", "allowed", "late_by"})  # seconds
_ELSEWHERE = frozenset({"promised", "working_allowed", "working_late_by", "at"})  # in JSON, CSV and on the page
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HARI = ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")
_SAID = {
    "title": ("{since} sampai {until}", "{since} to {until}"),
    "before": (" (sebelumnya {old})", " ({old} before)"),
    "open": ("{count} belum selesai", "{count} open"),
    "anomalies": ("yang menonjol", "what stands out"),
    "hours": ("jam tersibuk, 00 sampai 23", "busiest hours, 00 to 23"),
    "none": ("(tanpa)", "(none)"),
    "share": ("{share} ({low} sampai {high}) dari {answered}", "{share} ({low} to {high}) of {answered}"),
}
_UNITS = {one.key: one.unit for one in FIGURES}
_NAMES = {one.key: one.title("id") for one in FIGURES}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would compute


def as_json(period: Period, figures: Figures, previous: Figures | None = None) -> str:
    """One document: the period and every figure under its key; `previous` has those of the period before."""
    document = plain(period, figures)
    if previous is not None:
        document["previous"] = values(previous)
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def as_csv(period: Period, figures: Figures, previous: Figures | None = None) -> str:
    """Tidy: section,name,figure,value; one figure a line, an empty value where there is none. With the period before
    each line has its value there."""
    file = io.StringIO()
    out = csv.writer(file)
    out.writerow(("section", "name", "figure", "value", *(["previous"] if previous is not None else [])))
    out.writerows(("period", "", name, moment) for name, moment in bounds(period).items())
    old = {cell[:3]: cell[3] for key, value in (previous or {}).items() for cell in _cells(key, value)}
    for key, value in figures.items():
        for cell in _cells(key, value):
            shown = [old.get(cell[:3])] if previous is not None else []
            out.writerow([_harmless(one) for one in (*cell, *shown)])
    return file.getvalue()


def _harmless(value: object) -> object:
    """A spreadsheet computes what begins like a formula: an apostrophe makes it text (OWASP, CSV injection)."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _cells(key: str, value: Value) -> Iterator[Cell]:
    match value:
        case int():
            yield "total", "", key, value
        case Mapping():
            yield from ((key, name, _UNITS.get(key, "tickets"), number) for name, number in value.items())
        case Sequence():
            for day, one in enumerate(value):
                yield from _row_cells(key, one) if isinstance(one, Row) else _hour_cells(key, day, one)


def _hour_cells(key: str, day: int, counts: object) -> Iterator[Cell]:
    for hour, number in enumerate(counts if isinstance(counts, Sequence) else ()):
        yield key, f"{_DAYS[day]} {hour:02}", "opened", number


def _row_cells(key: str, row: Row) -> Iterator[Cell]:
    first, *rest = (field.name for field in fields(row))
    name = getattr(row, first) or ""
    for field in rest:
        value = getattr(row, field)
        if is_dataclass(value) and not isinstance(value, type):
            yield from ((key, name, f"{field}_{part}", number) for part, number in asdict(value).items())
        else:
            yield key, name, field, " ".join(map(str, value)) if isinstance(value, tuple) else value


def as_text(period: Period, figures: Figures, previous: Figures | None = None) -> str:
    """The tables as a file holds them."""
    file = io.StringIO()
    with contextlib.redirect_stdout(file):
        put_tables(period, figures, previous)
    return file.getvalue()


def put_tables(period: Period, figures: Figures, previous: Figures | None = None) -> None:
    """For people: the counts beside those of the period before, what is named, then a table for each figure of rows."""
    since, until = (local(moment, period.zone) for moment in bounds(period).values())
    put_styled((_words("title", since=since, until=until), "bold"))
    counts = {key: value for key, value in figures.items() if isinstance(value, int)}
    for line in _counts(counts, previous or {}):
        put_styled(*line)
    for key, value in figures.items():
        if isinstance(value, Mapping) and any(number is not None for number in value.values()):
            put(f"{_label(key)}: {_by_name(key, value)}")
    for key, value in figures.items():
        if rows := rows_of(value):
            _put_rows(key, rows)
        elif isinstance(value, Sequence):
            _put_week(value)


_WIDE = 78  # characters: what fits beside a prompt of 80


def _counts(counts: Mapping[str, int], previous: Figures) -> Iterator[list[tuple[str, str]]]:
    """Lines of "opened 12 (9 before)", in pieces with their style: breaches are seen."""
    line: list[tuple[str, str]] = []
    for key, value in counts.items():
        old = previous.get(key)
        words = f"{_NAMES[key] if language() == 'id' else key} {value}" + (
            _words("before", old=old) if isinstance(old, int) else ""
        )
        if line and sum(len(one) for one, _ in line) + len(words) + 2 > _WIDE:
            yield line
            line = []
        line += [*([(", ", "")] if line else []), (words, "red" if key == "breaches" and value else "")]
    if line:
        yield line


def _label(key: str) -> str:
    """What a figure is called: in English by its key, which --explain takes."""
    return in_language((_NAMES.get(key, key), key.replace("_", " ")), language())


def _words(key: str, **facts: object) -> str:
    return in_language(_SAID[key], language()).format(**facts)


def _by_name(key: str, values: Mapping[str, object]) -> str:
    if key == "survey":
        return ", ".join(f"{said(name)} {_percent(name, value)}" for name, value in values.items() if value is not None)
    if _UNITS.get(key) == "seconds":
        told = {said(name).replace("_", " "): _whole(value) for name, value in values.items()}
        shown = {name: value for name, value in told.items() if value or (value == 0 and key != "states")}
        return ", ".join(f"{name} {length(value)}" for name, value in shown.items())
    return ", ".join(f"{value} {name if key == 'canned' else said(name)}" for name, value in values.items())


def _percent(name: str, value: object) -> str:
    return f"{value:.0%}" if name in ("share", "low", "high") and isinstance(value, float) else str(value)


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _put_rows(key: str, rows: Sequence[Row]) -> None:
    """People are shown with nothing done, days and categories are not; a column nobody has a value in is left out."""
    if key == "backlog":
        line = sparkline([_whole(astuple(row)[1]) or 0 for row in rows])
        put()
        now = _words("open", count=astuple(rows[-1])[1])
        put_styled((f"{_label(key)}: ", ""), (line, "cyan"), (f"  {now}", ""))
        return
    if key == "anomalies":
        put()
        put_styled((_words("anomalies"), "yellow"))
        for line in sentences([row for row in rows if isinstance(row, AnomalyRow)], language()):
            put(f"  {line}")
        return
    shown = [row for row in rows if hasattr(row, "name") or any(astuple(row)[1:])]
    if key == "customers":  # who wrote once is everybody
        shown = [row for row in shown if max(astuple(row)[1:]) > 1]
    if not shown:
        return
    first, *rest = (one.name for one in fields(shown[0]))
    used = [first, *(name for name in rest if _is_used(name, shown))]
    columns = [Column(_TITLES.get(name, name), whole=name not in _WORDY, right=_is_right(name, first)) for name in used]
    put()
    put_table(columns, [[_shown(name, getattr(row, name)) for name in used] for row in shown])


def _is_used(name: str, rows: Sequence[Row]) -> bool:
    return name not in _ELSEWHERE and any(getattr(row, name) is not None for row in rows)


def _is_right(name: str, first: str) -> bool:
    return name not in (first, "trend", "operator", "excuse", *_MOMENTS)


def _shown(field: str, value: object) -> object:
    if field in _LENGTHS:
        return length(_whole(value))
    if field in _MOMENTS and isinstance(value, str):
        return value[:16].replace("T", " ")
    if isinstance(value, tuple):
        return sparkline(value)
    if is_dataclass(value) and not isinstance(value, type):
        return survey_words(value)
    return _words("none") if field == "category" and value is None else value


def survey_words(value: object) -> str:
    """ "83 % (44 to 97) of 6"."""
    share, low, high, answered = (getattr(value, name) for name in ("share", "low", "high", "answered"))
    facts = {"share": f"{share or 0:.0%}", "low": f"{(low or 0) * 100:.0f}", "high": f"{(high or 0) * 100:.0f}"}
    return "" if share is None else _words("share", **facts, answered=answered)


def _put_week(week: Sequence[object]) -> None:
    """A line of 24 hours for each weekday that has any."""
    names = _HARI if language() == "id" else _DAYS
    days = [(name, [int(n) for n in one]) for name, one in zip(names, week, strict=False) if isinstance(one, Sequence)]
    if not any(any(counts) for _, counts in days):
        return
    most = max(max(counts) for _, counts in days)
    put("\n" + _words("hours"))
    for name, counts in days:
        put_styled((f"{name}  ", ""), (sparkline(counts, most), "cyan"), (f"  {sum(counts)}", ""))


def length(seconds: int | None) -> str:
    """As moments.short_length, in the user's language; "" for None."""
    return "" if seconds is None else lengths(short_length(timedelta(seconds=seconds)))


SHAPES: Mapping[str, Callable[[Period, Figures, Figures | None], str]] = {
    "table": as_text,
    "csv": as_csv,
    "json": as_json,
}
