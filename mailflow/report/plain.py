"""The figures of a period as values of JSON: what `report --json` prints and the API answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from mailflow.core.figures import KEYED, Period, Row, Value, rows_of
from mailflow.core.plain import JsonObject


def plain(period: Period, figures: Mapping[str, Value]) -> JsonObject:
    """The period and every figure under its key."""
    return {**bounds(period), **values(figures)}


def bounds(period: Period) -> dict[str, str]:
    return {
        "since": period.since.isoformat(timespec="seconds"),
        "until": period.until.isoformat(timespec="seconds"),
    }


def values(figures: Mapping[str, Value]) -> JsonObject:
    return {key: _value(key, value) for key, value in figures.items()}


def _value(key: str, value: Value) -> object:
    if key in KEYED:
        rows = (asdict(row) for row in rows_of(value))
        return {row.pop(next(iter(row))): row for row in rows}
    if isinstance(value, Sequence):
        return [asdict(one) if isinstance(one, Row) else one for one in value]
    return value
