"""The rows of figures that are tables. A part of figures.py."""

from __future__ import annotations

from mailflow.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its first field names it, the others are counts."""


@dataclass(frozen=True, slots=True)
class OperatorRow(Row):
    """The work of one operator; the two durations are in seconds, None without any first response."""

    name: str
    claims: int
    answers: int
    median_first_response: int | None
    p90_first_response: int | None
    breaches: int
    closed: int
    survey: None = None  # counted with the survey


@dataclass(frozen=True, slots=True)
class CategoryRow(Row):
    category: str | None
    opened: int
    closed: int


@dataclass(frozen=True, slots=True)
class DayRow(Row):
    date: str  # 2026-11-02
    opened: int
    closed: int
    answers: int


@dataclass(frozen=True, slots=True)
class TierRow(Row):
    address: str
    sent: int
    answered: int
    overdue: int


@dataclass(frozen=True, slots=True)
class IncidentRow(Row):
    incident: str
    tickets: int
