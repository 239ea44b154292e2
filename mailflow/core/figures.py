"""The PIC's figures: each one entry of FIGURES, with its definition and its arithmetic. Pure: rows in, values out.

A new figure is one function and its entry; `report` in all its shapes, `--explain` and the documentation follow.
"""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple


class PeriodEvent(NamedTuple):
    """One event of the period, with what its ticket is today."""

    at: datetime  # aware
    kind: str  # as in the log: "request-received", "closed", …
    operator: str | None  # whom the event names
    first: bool  # of an answer: the first one on its ticket
    owner: str | None  # of the ticket
    category: str | None
    opened_at: datetime | None
    discarded: bool  # the ticket is discarded by now


# What `figures` must be given; everything else in the log tells them nothing.
KINDS = ("request-received", "claimed", "answered", "breached", "closed", "reopened", "discarded")
GOING = ("new", "open", "waiting", "escalated", "closing")  # statuses of work that is not done


@dataclass(frozen=True, slots=True)
class Period:
    """What a report is about: the events of a half-open period, local days, and how many tickets are in each state."""

    since: datetime
    until: datetime  # itself not included
    zone: tzinfo
    happened: Sequence[PeriodEvent] = ()
    now: Mapping[str, int] = field(default_factory=dict)  # status: count, at the moment of asking
    operators: Sequence[str] = ()  # who is shown even with nothing done

    def of(self, *kinds: str) -> Iterator[PeriodEvent]:
        return (one for one in self.happened if one.kind in kinds)

    def opened(self) -> Iterator[PeriodEvent]:
        """Requests of the period that are work: what was discarded by now never was."""
        return (one for one in self.of("request-received") if not one.discarded)

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)

    def days(self) -> Iterator[date]:
        """Every local day the period touches."""
        day, last = self.local(self.since).date(), self.local(self.until - timedelta(microseconds=1)).date()
        while day <= last:
            yield day
            day += timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: its first field names it, the others are what is counted."""


@dataclass(frozen=True, slots=True)
class OperatorRow(Row):
    """What one operator did; the two lengths are seconds, None without any first response."""

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


Value = int | Mapping[str, int] | Sequence[int] | Sequence[Row] | None


class Figure(NamedTuple):
    """`definition` is what `report --explain` prints: what is counted, and what not. Indonesian, English."""

    key: str  # in `report --json`
    value: Callable[[Period], Value]
    definition: tuple[str, str]


def figures(period: Period) -> dict[str, Value]:
    """Every figure by its key, in the order they are shown."""
    return {figure.key: figure.value(period) for figure in FIGURES}


# -- counts


def _opened(period: Period) -> int:
    return sum(1 for _ in period.opened())


def _count(kind: str) -> Callable[[Period], int]:
    return lambda period: sum(1 for _ in period.of(kind))


def _open_now(period: Period) -> Mapping[str, int]:
    return {status: period.now.get(status, 0) for status in GOING}


# -- rows


def _operators(period: Period) -> Sequence[Row]:
    done = {
        kind: Counter(_who(one) for one in period.of(kind)) for kind in ("claimed", "answered", "breached", "closed")
    }
    first = _first_responses(period)
    names = {*period.operators, *(name for counted in done.values() for name in counted if name)}
    return [
        OperatorRow(
            name=name,
            claims=done["claimed"][name],
            answers=done["answered"][name],
            median_first_response=median(first[name]),
            p90_first_response=p90(first[name]),
            breaches=done["breached"][name],
            closed=done["closed"][name],
        )
        for name in sorted(names, key=str.casefold)
    ]


def _who(one: PeriodEvent) -> str | None:
    """Whose work it was; a closing without a statement is the owner's."""
    return one.operator or (one.owner if one.kind == "closed" else None)


def _first_responses(period: Period) -> Mapping[str | None, Sequence[float]]:
    """Seconds from the request's arrival to the first answer, for whoever gave it."""
    found: defaultdict[str | None, list[float]] = defaultdict(list)
    for one in period.of("answered"):
        if one.first and one.opened_at is not None:
            found[one.operator].append((one.at - one.opened_at).total_seconds())
    return found


def _categories(period: Period) -> Sequence[Row]:
    opened = Counter(one.category for one in period.opened())
    closed = Counter(one.category for one in period.of("closed"))
    rows = [CategoryRow(name, opened[name], closed[name]) for name in {*opened, *closed}]
    return sorted(rows, key=lambda row: (-row.opened, -row.closed, row.category or ""))


def _days(period: Period) -> Sequence[Row]:
    opened = Counter(period.local(one.at).date() for one in period.opened())
    closed = Counter(period.local(one.at).date() for one in period.of("closed"))
    answers = Counter(period.local(one.at).date() for one in period.of("answered") if one.operator)
    return [DayRow(day.isoformat(), opened[day], closed[day], answers[day]) for day in period.days()]


def _hours(period: Period) -> Sequence[int]:
    opened = Counter(period.local(one.at).hour for one in period.opened())
    return [opened[hour] for hour in range(24)]


def median(seconds: Sequence[float]) -> int | None:
    """Whole seconds; None of nothing."""
    return round(statistics.median(seconds)) if seconds else None


def p90(seconds: Sequence[float]) -> int | None:
    """The time nine of ten were not slower than (nearest rank); None of nothing."""
    return round(sorted(seconds)[-(-9 * len(seconds) // 10) - 1]) if seconds else None


FIGURES: tuple[Figure, ...] = (
    Figure(
        "opened",
        _opened,
        (
            "Tiket yang permintaannya tiba dalam periode ini. Yang kemudian dibuang (spam, obrolan) tidak "
            "dihitung; tiket yang dibuka kembali tidak dihitung lagi.",
            "Tickets whose request arrived in the period. Those discarded since (spam, chit-chat) do not count; a"
            " reopened ticket does not count again.",
        ),
    ),
    Figure(
        "closed",
        _count("closed"),
        (
            "Berapa kali PIC menutup tiket dalam periode ini. Tiket yang ditutup, dibuka kembali, dan ditutup "
            "lagi dihitung dua kali.",
            "How often the PIC closed a ticket in the period. One that was closed, reopened and closed again "
            "counts twice.",
        ),
    ),
    Figure(
        "reopened",
        _count("reopened"),
        (
            "Berapa kali tiket yang sudah ditutup dibuka kembali, oleh pelanggan atau dengan perintah.",
            "How often a closed ticket was opened again, by its customer or by command.",
        ),
    ),
    Figure(
        "discarded",
        _count("discarded"),
        (
            "Tiket yang dibuang dalam periode ini karena bukan permintaan.",
            "Tickets discarded in the period because they were no request.",
        ),
    ),
    Figure(
        "open_now",
        _open_now,
        (
            "Semua tiket yang belum selesai saat laporan dibuat, menurut status, kapan pun dibuka.",
            "All tickets that are not over when the report is made, by status, whenever they were opened.",
        ),
    ),
    Figure(
        "operators",
        _operators,
        (
            "Menurut abjad, bukan peringkat. Tanggapan pertama dihitung dari tibanya permintaan sampai jawaban "
            "pertama, bagi siapa pun yang memberinya; p90: sembilan dari sepuluh tidak lebih lama. Penutupan "
            "dihitung bagi operator yang menyatakannya, kalau tidak ada bagi pemilik tiket.",
            "By name, never ranked. A first response counts from the request's arrival to the first answer, for "
            "whoever gave it; p90: nine of ten took no longer. A closing counts for the operator who stated it, "
            "else the owner.",
        ),
    ),
    Figure(
        "categories",
        _categories,
        (
            "Tiket dibuka dan ditutup dalam periode ini menurut kategori tiket sekarang, terbanyak lebih dulu.",
            "Tickets opened and closed in the period by the category they have now, most opened first.",
        ),
    ),
    Figure(
        "days",
        _days,
        (
            "Tiap hari setempat: tiket dibuka, penutupan, dan jawaban operator.",
            "Each local day: tickets opened, closings, and operators' answers.",
        ),
    ),
    Figure(
        "hours",
        _hours,
        (
            "Tiket dibuka menurut jam setempat tibanya, 00 sampai 23.",
            "Tickets opened by the local hour of their arrival, 00 to 23.",
        ),
    ),
    Figure("survey", lambda period: None, ("Belum dihitung.", "Not counted yet.")),
)
