"""What a figure is, and the rows of those that are tables. A part of figures.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from mailflow.core.period import Period
from mailflow.lazy_dataclasses import dataclass

Value = int | Mapping[str, int] | Mapping[str, int | None] | Mapping[str, int | float | None] | Sequence[object] | None


class Figure(NamedTuple):
    """`definition`, in Indonesian and English: what is counted, what is not, which moment decides."""

    key: str  # in `report --json`; section of the CSV
    value: Callable[[Period], Value]
    definition: tuple[str, str]
    name: tuple[str, str] = ("", "")
    unit: str = "tickets"  # of each number: tickets | times | seconds | votes

    def title(self, language: str) -> str:
        return self.name[language != "id"] or self.key


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its first field names it. Lengths are in seconds, None without any."""


@dataclass(frozen=True, slots=True)
class SurveyShare:
    """What customers think: `share` of 4 and 5 with the bounds of its 95 % Wilson interval, all three of 0 to 1. The
    mean has no interval: votes are ranks, not measures."""

    answered: int
    share: float | None
    low: float | None
    high: float | None
    mean: float | None


@dataclass(frozen=True, slots=True)
class OperatorRow(Row):
    """The work of one operator."""

    name: str
    claims: int
    answers: int
    median_first_response: int | None
    p90_first_response: int | None
    breaches: int
    closed: int
    handed_over: int = 0
    held: int = 0
    reopened: int = 0
    survey: SurveyShare | None = None  # None without a vote


@dataclass(frozen=True, slots=True)
class CategoryRow(Row):
    category: str | None
    opened: int
    closed: int
    trend: tuple[int, ...] = ()  # opened in each slice of the period (Period.slices)


@dataclass(frozen=True, slots=True)
class DayRow(Row):
    date: str  # 2026-11-02
    opened: int
    closed: int
    answers: int


@dataclass(frozen=True, slots=True)
class BacklogRow(Row):
    day: str  # 2026-11-02
    open: int  # at its end


@dataclass(frozen=True, slots=True)
class CustomerRow(Row):
    address: str
    tickets: int
    repeats: int


@dataclass(frozen=True, slots=True)
class LateRow(Row):
    """A breach and its arithmetic. Moments are ISO 8601; lengths elapsed, and in working time where its hours are
    known. Unanswered so far: late until the moment of the report."""

    number: str
    operator: str
    since: str | None  # the customer waits
    promised: str | None  # in the acknowledgement, if it was the first answer that was late
    due: str | None
    allowed: int | None  # from `since` to `due`
    working_allowed: int | None
    answered: str | None
    late_by: int | None
    working_late_by: int | None
    at: str  # when it was counted
    excuse: str | None


@dataclass(frozen=True, slots=True)
class TierRow(Row):
    address: str
    sent: int
    answered: int
    overdue: int


@dataclass(frozen=True, slots=True)
class BroadcastRow(Row):
    """A letter to many. Of the customers it was written to in the period, so many have done that until now."""

    broadcast: str  # "3 promo (vip)": its number, its letter, its group
    sent: int
    bounced: int  # refused, or come back
    automatic: int
    replied: int
    unsubscribed: int


@dataclass(frozen=True, slots=True)
class IncidentRow(Row):
    incident: str
    tickets: int


@dataclass(frozen=True, slots=True)
class AnomalyRow(Row):
    """A day on which far more came in than usual."""

    day: str  # 2026-11-24
    category: str | None  # None: all tickets together
    opened: int
    usual: float  # mean of the same weekday in the eight weeks before
