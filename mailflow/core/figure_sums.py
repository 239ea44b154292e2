"""The arithmetic of the figures: a Period in, the value of one figure out. A part of figures.py. Pure."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from mailflow.core.counted import COUNTED
from mailflow.core.figure_rows import (
    BacklogRow,
    BroadcastRow,
    CategoryRow,
    CustomerRow,
    DayRow,
    IncidentRow,
    LateRow,
    OperatorRow,
    Row,
    SurveyShare,
    TierRow,
)
from mailflow.core.hours import between as worked_between
from mailflow.core.lengths import Lengths
from mailflow.core.period import GOING, Breach, Length, Period, QuarterCounts
from mailflow.core.promises import Fate, fate_of
from mailflow.core.quantiles import Column, median, p90
from mailflow.core.rules import WorkingHours
from mailflow.core.worked_time import WorkedTime

_Z = 1.959963984540054  # of a 95 % interval
_WEEK = 7


def opened(period: Period) -> int:
    return sum(tickets for _, _, tickets in period.opened)


def count(kind: str) -> Callable[[Period], int]:
    if kind not in COUNTED:
        raise LookupError(f"core/counted.py counts no {kind!r}: the figure would always be 0")
    return lambda period: period.count(kind)


def open_now(period: Period) -> Mapping[str, int]:
    return {status: period.open_now.get(status, 0) for status in GOING}


def backlog(period: Period) -> Sequence[Row]:
    """From what was open at the beginning and every change since."""
    change = period.by_day(period.net)
    found: list[Row] = []
    going = sum(period.standing.get(status, 0) for status in GOING)
    for day, net in zip(period.days, change, strict=True):
        if period.midnight(day) >= period.ended and found:
            break
        going += net
        found.append(BacklogRow(day.isoformat(), going))
    return found


def states(period: Period) -> Mapping[str, int]:
    """Time is conserved: what is in a state at the beginning counts to the end, who enters counts from then, who leaves
    no longer."""
    since, end = period.since.timestamp(), period.ended.timestamp()
    total = {status: period.standing.get(status, 0) * (end - since) for status in GOING}
    for one in period.changes:
        left = one.tickets * end - one.seconds
        for status, sign in ((one.entered, 1), (one.gone, -1)):
            if status in total:
                total[status] += sign * left
    return {status: round(seconds) for status, seconds in total.items()}


def lengths(of: Callable[[Period], Iterable[Length]]) -> Callable[[Period], Mapping[str, int | None]]:
    """Median and p90, elapsed and in working time; the latter None while the desk's hours are not known."""

    def value(period: Period) -> Mapping[str, int | None]:
        found = Lengths.of(of(period))
        elapsed, worked = list(found.elapsed().values()), _worked(found, period)
        return {
            "median": median(*elapsed),
            "p90": p90(*elapsed),
            "working_median": median(*worked),
            "working_p90": p90(*worked),
        }

    return value


def _worked(found: Lengths, period: Period) -> Sequence[Column]:
    if period.hours is None or not len(found):
        return []
    return found.worked(WorkedTime(*found.span, period.hours))


def promise(period: Period) -> Mapping[str, int]:
    kept = broken = 0
    for one in period.promises:
        fate = fate_of(one)
        kept += one.tickets * (fate is Fate.KEPT)
        broken += one.tickets * (fate is Fate.BROKEN or (fate is Fate.OPEN and one.due <= period.now.timestamp()))
    return {"kept": kept, "broken": broken}


def late(period: Period) -> Sequence[Row]:
    return [_late(one, period) for one in period.late]


def _late(one: Breach, period: Period) -> LateRow:
    def shown(moment: datetime | None) -> str | None:
        return None if moment is None else moment.astimezone(period.zone).isoformat(timespec="seconds")

    until = one.answered or period.now
    return LateRow(
        one.number,
        one.operator,
        since=shown(one.since),
        promised=shown(one.promised),
        due=shown(one.due),
        allowed=_elapsed(one.since, one.due),
        working_allowed=_working(one.since, one.due, period.hours),
        answered=shown(one.answered),
        late_by=_elapsed(one.due, until),
        working_late_by=_working(one.due, until, period.hours),
        at=shown(one.at) or "",
        excuse=one.excuse,
    )


def _elapsed(begun: datetime | None, ended: datetime | None) -> int | None:
    return None if begun is None or ended is None else max(0, round(ended.timestamp() - begun.timestamp()))


def _working(begun: datetime | None, ended: datetime | None, work: WorkingHours | None) -> int | None:
    if begun is None or ended is None or work is None:
        return None
    return round(worked_between(begun, max(begun, ended), work).total_seconds())


def operators(period: Period) -> Sequence[Row]:
    first = Lengths.of(period.first).elapsed()
    votes: defaultdict[str, list[int]] = defaultdict(list)
    for name, score in period.votes:
        votes[name].append(score)
    kinds = ("claimed", "answered", "breached", "closed", "assigned", "answer-held", "reopened")
    names = {*period.operators, *(name for kind, name in period.work if kind in kinds and name), *votes} - {""}
    return [
        OperatorRow(
            name,
            claims=period.work.get(("claimed", name), 0),
            answers=period.work.get(("answered", name), 0),
            median_first_response=median(first.get(name, ())),
            p90_first_response=p90(first.get(name, ())),
            breaches=period.work.get(("breached", name), 0),
            closed=period.work.get(("closed", name), 0),
            handed_over=period.work.get(("assigned", name), 0),
            held=period.work.get(("answer-held", name), 0),
            reopened=period.work.get(("reopened", name), 0),
            survey=share_of(votes[name]) if votes[name] else None,
        )
        for name in sorted(names, key=str.casefold)
    ]


def categories(period: Period) -> Sequence[Row]:
    came, gone = _by_category(period.opened), _by_category(period.closed)
    slices, day = period.slices, period.day
    trend: defaultdict[str | None, list[int]] = defaultdict(lambda: [0] * (slices[-1] + 1))
    for quarter, category, number in period.opened:
        trend[category][slices[day[quarter]]] += number
    rows = [CategoryRow(name, came[name], gone[name], tuple(trend[name])) for name in {*came, *gone}]
    return sorted(rows, key=lambda row: (-row.opened, -row.closed, row.category or ""))


def _by_category(counts: QuarterCounts) -> Counter[str | None]:
    found: Counter[str | None] = Counter()
    for _, category, tickets in counts:
        found[category] += tickets
    return found


def days(period: Period) -> Sequence[Row]:
    counts = [period.by_day(one) for one in (period.opened, period.closed, period.answered)]
    return [DayRow(day.isoformat(), *row) for day, *row in zip(period.days, *counts, strict=True)]


def hours(period: Period) -> Sequence[Sequence[int]]:
    found = [[0] * 24 for _ in range(_WEEK)]
    quarters: Counter[int] = Counter()
    for quarter, _, number in period.opened:
        quarters[quarter] += number
    for quarter, number in quarters.items():
        local = period.local[quarter]
        found[local.weekday()][local.hour] += number
    return found


def customers(period: Period) -> Sequence[Row]:
    return [CustomerRow(*one) for one in period.customers]


def second_tier(period: Period) -> Sequence[Row]:
    kinds = ("escalated", "party-wrote", "second-tier-late")
    addresses = sorted({what for kind, what in period.about if kind in kinds})
    return [TierRow(one, *(period.about.get((kind, one), 0) for kind in kinds)) for one in addresses]


def broadcasts(period: Period) -> Sequence[Row]:
    return [BroadcastRow(*one) for one in period.broadcasts]


def incidents(period: Period) -> Sequence[Row]:
    """Without the tickets that were taken out of one again."""
    joined = {what: number for (kind, what), number in period.about.items() if kind == "incident-joined"}
    found = {what: number - period.about.get(("incident-left", what), 0) for what, number in joined.items()}
    rows = [IncidentRow(what, tickets) for what, tickets in found.items() if tickets > 0]
    return sorted(rows, key=lambda row: (-row.tickets, row.incident))


def canned(period: Period) -> Mapping[str, int]:
    found = {what: number for (kind, what), number in period.about.items() if kind == "closed" and what}
    return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def survey(period: Period) -> Mapping[str, int | float | None]:
    found = share_of([score for _, score in period.votes])
    return {
        "invited": period.invited,
        "answered": found.answered,
        "share": found.share,
        "low": found.low,
        "high": found.high,
        "mean": found.mean,
    }


def share_of(scores: Sequence[int]) -> SurveyShare:
    """Wilson's score interval (E. B. Wilson, 1927): honest also for five votes, and never beyond 0 and 1."""
    n = len(scores)
    if not n:
        return SurveyShare(0, None, None, None, None)
    p = sum(score >= 4 for score in scores) / n
    middle, spread = p + _Z**2 / (2 * n), _Z * math.sqrt(p * (1 - p) / n + _Z**2 / (4 * n * n))
    low, high = (max(0.0, min(1.0, (middle + sign * spread) / (1 + _Z**2 / n))) for sign in (-1, 1))
    return SurveyShare(n, round(p, 4), round(low, 4), round(high, 4), round(sum(scores) / n, 2))
