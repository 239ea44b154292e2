"""The three shapes of a report: JSON, CSV, tables for people. They are derived from the figures' values.

A count, counts by name, rows and a list by hour each have their one form, so that a new figure needs no line here.
"""

from __future__ import annotations

import contextlib
import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, astuple, fields
from datetime import timedelta

from mailflow.cli.common import local, put
from mailflow.cli.tables import Column, put_table
from mailflow.core.figures import KEYED, Period, Row, Value
from mailflow.core.moments import short_length

Figures = Mapping[str, Value]
Cell = tuple[str, str, str, object]  # section, name, figure, value

# How a field of a row is called above its column; any other by its own name.
_TITLES = {
    "name": "operator",
    "date": "day",
    "median_first_response": "first response (median)",
    "p90_first_response": "(p90)",
}
_WORDY = frozenset({"name", "category", "address"})  # may be cut where the terminal ends
_LENGTHS = frozenset({"median_first_response", "p90_first_response"})  # seconds


def as_json(period: Period, figures: Figures) -> str:
    """One document: the period and every figure under its key."""
    document = {**_bounds(period), **{key: _plain(key, value) for key, value in figures.items()}}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _bounds(period: Period) -> dict[str, str]:
    return {
        "since": period.since.isoformat(timespec="seconds"),
        "until": period.until.isoformat(timespec="seconds"),
    }


def _plain(key: str, value: Value) -> object:
    if key in KEYED and isinstance(value, Sequence):
        rows = (asdict(row) for row in value if isinstance(row, Row))
        return {row.pop(next(iter(row))): row for row in rows}
    if isinstance(value, Sequence):
        return [asdict(one) if isinstance(one, Row) else one for one in value]
    return value


def as_csv(period: Period, figures: Figures) -> str:
    """Tidy: section,name,figure,value; one figure a line, an empty value where there is none."""
    file = io.StringIO()
    out = csv.writer(file)
    out.writerow(("section", "name", "figure", "value"))
    out.writerows(("period", "", name, moment) for name, moment in _bounds(period).items())
    for key, value in figures.items():
        out.writerows(_cells(key, value))
    return file.getvalue()


def _cells(key: str, value: Value) -> Iterator[Cell]:
    match value:
        case int():
            yield "total", "", key, value
        case Mapping():
            yield from ((key, name, "tickets", count) for name, count in value.items())
        case Sequence():
            for hour, one in enumerate(value):
                yield from _row_cells(key, one) if isinstance(one, Row) else ((key, f"{hour:02}", "opened", one),)


def _row_cells(key: str, row: Row) -> Iterator[Cell]:
    first, *rest = (field.name for field in fields(row))
    yield from ((key, getattr(row, first) or "", name, getattr(row, name)) for name in rest)


def as_text(period: Period, figures: Figures) -> str:
    """The tables as a file holds them."""
    file = io.StringIO()
    with contextlib.redirect_stdout(file):
        put_tables(period, figures)
    return file.getvalue()


def put_tables(period: Period, figures: Figures) -> None:
    """For people: the counts, what is so now, then a table for each figure of rows, and the busiest hour."""
    since, until = (local(moment, period.zone) for moment in _bounds(period).values())
    put(f"{since} to {until}")
    counts = ", ".join(f"{key} {value}" for key, value in figures.items() if isinstance(value, int))
    put(counts)
    for value in figures.values():
        if isinstance(value, Mapping):
            put(f"now: {_by_name(value)}")
    for value in figures.values():
        if isinstance(value, Sequence):
            _put_rows([one for one in value if isinstance(one, Row)])
            _put_busiest([one for one in value if isinstance(one, int)])


def _by_name(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items())


def _put_rows(rows: Sequence[Row]) -> None:
    """People are shown with nothing done, days and categories are not; a column nobody has a value in is left out."""
    shown = [row for row in rows if hasattr(row, "name") or any(astuple(row)[1:])]
    if not shown:
        return
    first, *rest = (one.name for one in fields(shown[0]))
    used = [first, *(name for name in rest if any(getattr(row, name) is not None for row in shown))]
    columns = [Column(_TITLES.get(name, name), whole=name not in _WORDY, right=name != first) for name in used]
    put()
    put_table(columns, [[_shown(name, getattr(row, name)) for name in used] for row in shown])


def _shown(field: str, value: int | str | None) -> int | str | None:
    if field in _LENGTHS and not isinstance(value, str):
        return length(value)
    return "(none)" if field == "category" and value is None else value


def _put_busiest(counts: Sequence[int]) -> None:
    if any(counts):
        hour = counts.index(max(counts))
        put(f"\nbusiest hour: {hour:02}:00 to {hour + 1:02}:00 ({counts[hour]} of {sum(counts)} requests)")


def length(seconds: int | None) -> str:
    """As moments.short_length; "" for None."""
    return "" if seconds is None else short_length(timedelta(seconds=seconds))


SHAPES: Mapping[str, Callable[[Period, Figures], str]] = {"table": as_text, "csv": as_csv, "json": as_json}
