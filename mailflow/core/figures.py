"""The PIC's figures: each is one entry of FIGURES, with definition and arithmetic. Pure: rows in, values out.

A new figure is one function and its entry; all forms of `report`, `--explain` and the documentation follow.
"""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime, timedelta, tzinfo
from typing import NamedTuple

from mailflow.core.figure_rows import CategoryRow as CategoryRow
from mailflow.core.figure_rows import DayRow as DayRow
from mailflow.core.figure_rows import IncidentRow as IncidentRow
from mailflow.core.figure_rows import OperatorRow as OperatorRow
from mailflow.core.figure_rows import Row as Row
from mailflow.core.figure_rows import TierRow as TierRow
from mailflow.lazy_dataclasses import dataclass


class PeriodEvent(NamedTuple):
    """One event of the period, with the present state of its ticket."""

    at: datetime  # aware
    kind: str  # as in the log: "request-received", "closed", …
    operator: str | None  # the operator the event names
    first: bool  # for an answer: whether it is the first on its ticket
    owner: str | None  # of the ticket
    category: str | None
    opened_at: datetime | None
    discarded: bool  # the ticket has been discarded
    to: str = ""  # what the event is about: the address of a second tier, the number of an incident


# The kinds of events that figures need.
KINDS = (
    "request-received", "claimed", "answered", "breached", "closed", "reopened", "discarded", "excused",
    "solved-by-self-help", "escalated", "party-wrote", "second-tier-late", "incident-joined",
)  # fmt: skip
KEYED = frozenset({"second_tier"})  # figures of rows that JSON prints by their first field
GOING = ("new", "open", "waiting", "escalated", "closing")  # states of open tickets


@dataclass(frozen=True, slots=True)
class Period:
    """The data of a report: the events of a half-open period, its local days, and how many tickets are in each
    state."""

    since: datetime
    until: datetime  # not included
    zone: tzinfo
    happened: Sequence[PeriodEvent] = ()
    now: Mapping[str, int] = field(default_factory=dict)  # {status: count} now
    operators: Sequence[str] = ()  # shown even without any work

    def of(self, *kinds: str) -> Iterator[PeriodEvent]:
        return (one for one in self.happened if one.kind in kinds)

    def opened(self) -> Iterator[PeriodEvent]:
        """Requests of the period, without those that have been discarded."""
        return (one for one in self.of("request-received") if not one.discarded)

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)

    def days(self) -> Iterator[date]:
        """Every local day the period touches."""
        day, last = self.local(self.since).date(), self.local(self.until - timedelta(microseconds=1)).date()
        while day <= last:
            yield day
            day += timedelta(days=1)


Value = int | Mapping[str, int] | Sequence[int] | Sequence[Row] | None


class Figure(NamedTuple):
    """`definition` is printed by `report --explain`: what is counted, and what is not. In Indonesian and English."""

    key: str  # in `report --json`
    value: Callable[[Period], Value]
    definition: tuple[str, str]


def figures(period: Period) -> dict[str, Value]:
    """Every figure by its key, in the order of display."""
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
    """Whose work the event is; a closing without a statement is the owner's."""
    return one.operator or (one.owner if one.kind == "closed" else None)


def _first_responses(period: Period) -> Mapping[str | None, Sequence[float]]:
    """Seconds from the request's arrival to the first answer, by the operator who gave it."""
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


def _second_tier(period: Period) -> Sequence[Row]:
    kinds = ("escalated", "party-wrote", "second-tier-late")
    counted = [Counter(one.to for one in period.of(kind) if one.to and one.first) for kind in kinds]
    addresses = sorted({address for counts in counted for address in counts})
    return [TierRow(address, *(counts[address] for counts in counted)) for address in addresses]


def _incidents(period: Period) -> Sequence[Row]:
    joined = Counter(one.to for one in period.of("incident-joined"))
    return [IncidentRow(number, count) for number, count in sorted(joined.items(), key=lambda one: (-one[1], one[0]))]


def _days(period: Period) -> Sequence[Row]:
    opened = Counter(period.local(one.at).date() for one in period.opened())
    closed = Counter(period.local(one.at).date() for one in period.of("closed"))
    answers = Counter(period.local(one.at).date() for one in period.of("answered") if one.operator)
    return [DayRow(day.isoformat(), opened[day], closed[day], answers[day]) for day in period.days()]


def _hours(period: Period) -> Sequence[int]:
    opened = Counter(period.local(one.at).hour for one in period.opened())
    return [opened[hour] for hour in range(24)]


def median(seconds: Sequence[float]) -> int | None:
    """In whole seconds; None for no values."""
    return round(statistics.median(seconds)) if seconds else None


def p90(seconds: Sequence[float]) -> int | None:
    """90th percentile (nearest rank) in whole seconds; None for no values."""
    return round(sorted(seconds)[-(-9 * len(seconds) // 10) - 1]) if seconds else None


FIGURES: tuple[Figure, ...] = (
    Figure(
        "opened",
        _opened,
        (
            "Tiket yang permintaannya tiba dalam periode ini. Yang kemudian dibuang (spam, obrolan) tidak "
            "dihitung; tiket yang dibuka kembali tidak dihitung lagi. Yang digabung ke tiket lain tetap dihitung.",
            "Tickets whose request arrived in the period. Those discarded since (spam, chit-chat) do not count; a"
            " reopened ticket does not count again. One that was merged into another counts.",
        ),
    ),
    Figure(
        "closed",
        _count("closed"),
        (
            "Berapa kali PIC menutup tiket dalam periode ini. Tiket yang ditutup, dibuka kembali, dan ditutup "
            "lagi dihitung dua kali. Tiket yang digabung ke tiket lain selesai bersama tiket itu, dan tidak dihitung.",
            "How often the PIC closed a ticket in the period. One that was closed, reopened and closed again "
            "counts twice. A ticket merged into another ends with that one, and does not count itself.",
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
        "deflected",
        _count("solved-by-self-help"),
        (
            "Permintaan yang selesai dengan jawaban siap pakai di email penerimaan: pelanggan membalas SELESAI, dan "
            "tiketnya tertutup sendiri. Tidak dihitung sebagai penutupan oleh PIC.",
            "Requests that a canned answer in the acknowledgement has solved: the customer replied SOLVED, and the "
            "ticket closed by itself. Not counted among the PIC's closings.",
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
        "breaches",
        _count("breached"),
        (
            "Berapa kali pelanggan menunggu jawaban lebih lama dari batasnya; sekali per penantian, juga yang "
            "punya alasan. Penantian yang pindah karena tiketnya digabung tetap dihitung sekali.",
            "How often a customer waited for an answer beyond the limit; once for each wait, those with an excuse "
            "among them. A wait that went into another ticket with a merge stays one.",
        ),
    ),
    Figure(
        "excused",
        _count("excused"),
        (
            "Keterlambatan yang dalam periode ini diberi alasan oleh PIC (`mailflow excuse`, /alasan).",
            "Breaches that a PIC excused in the period (`mailflow excuse`, /excuse).",
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
        "second_tier",
        _second_tier,
        (
            "Menurut alamat lini kedua: berapa kali dikirimi formulir, menjawab, dan melewati tenggat pertamanya. "
            "Tambahan dan jawaban susulan tidak dihitung; keterlambatan dihitung pada hari tenggatnya.",
            "For each address of the second tier: forms sent, answers, and how often its first deadline passed. "
            "Additions and further answers do not count; what is overdue counts on the day it was due.",
        ),
    ),
    Figure(
        "incidents",
        _incidents,
        (
            "Gangguan yang dilaporkan banyak pelanggan dan dipastikan PIC: satu baris untuk setiap gangguan, menurut "
            "nomor tiket pertamanya, dengan jumlah tiket yang diikat dalam periode ini.",
            "Disturbances that many customers reported and a PIC confirmed: one line for each, by the number of its "
            "first ticket, with how many tickets were bound in the period.",
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
