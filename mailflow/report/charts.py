"""The charts of what came in, how fast it went and what it was about: figures in, drawings with their tables out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from markupsafe import Markup

from mailflow.core.figure_rows import BacklogRow, CategoryRow, DayRow, LateRow
from mailflow.core.period import GOING
from mailflow.report import numbers, svg
from mailflow.report.compared import Compared
from mailflow.report.sheet import NARROW, WIDE, Chart, Sheet, named
from mailflow.report.steps import steps
from mailflow.report.week_words import week_words

_MOST_ROWS = 12
_MOST_LATE = 40


def flow(told: Compared) -> Iterator[Chart]:
    if not told.nothing:
        yield _in_and_out(told)
        yield _backlog(told)


def _in_and_out(told: Compared) -> Chart:
    w, days = told.w, told.rows("days", DayRow)
    cut = steps([date.fromisoformat(row.date) for row in days], told.language)
    shown = [cut.sums([getattr(row, name) for row in days]) for name in ("opened", "closed", "answers")]
    series = [svg.Series(w("opened"), "s1", shown[0]), svg.Series(w("closed"), "s2", shown[1])]
    counts = {
        name: told.number(told.count(name)) for name in ("opened", "closed", "reopened", "discarded", "deflected")
    }
    rows = list(zip(cut.labels, *shown, strict=True))
    title = f"{w('opened')}, {w('closed').lower()}"
    wide, narrow = named(
        [svg.columns(series, cut.labels, width) for width in (WIDE, NARROW)], _said(told, title, shown[0])
    )
    return Chart(
        "days",
        title,
        w("in-out", **counts) + (f" {w(f'per-{cut.unit}')}" if cut.unit != "day" else ""),
        Sheet(title, [w(cut.unit), w("opened"), w("closed"), w("answers")], rows),
        wide,
        narrow,
        [("s1", w("opened")), ("s2", w("closed"))],
    )


def _backlog(told: Compared) -> Chart:
    w, rows = told.w, told.rows("backlog", BacklogRow)
    cut = steps([date.fromisoformat(row.day) for row in rows], told.language, weeks=False)
    values, labels = cut.lasts([row.open for row in rows]), cut.labels
    top = max(rows, key=lambda row: row.open)
    say = w("backlog-say", last=told.number(values[-1]), most=told.number(top.open), day=told.short_day(top.day))
    drawn = [svg.area(values, labels, width) for width in (WIDE, NARROW)]
    table = Sheet(told.name("backlog"), [w(cut.unit), w("open")], list(zip(labels, values, strict=True)))
    return Chart("backlog", told.name("backlog"), say, table, *named(drawn, _said(told, told.name("backlog"), values)))


def _said(told: Compared, name: str, values: Sequence[int]) -> str:
    span = numbers.span(told.period.since, told.period.until, told.period.zone, told.language)
    last = told.number(values[-1]) if values else "0"
    return told.w("in-chart", name=name, span=span, most=told.number(max(values, default=0)), last=last)


def speed(told: Compared) -> Iterator[Chart]:
    if any(told.part(key, "median") is not None for key in ("first_response", "resolution")):
        yield _lengths(told)
    if any(told.part("states", status) for status in GOING):
        yield _states(told)
    if told.part("promise", "kept") or told.part("promise", "broken") or told.count("breaches"):
        yield _late(told)


def _lengths(told: Compared) -> Chart:
    w = told.w
    head = [w("measure"), w("median"), w("previous"), w("p90"), w("previous")]
    rows = []
    for key in ("first_response", "resolution"):
        for prefix, kind in (("", "elapsed"), ("working_", "working")):
            parts = [(part, f"{prefix}{name}") for name in ("median", "p90") for part in (told.part, told.part_before)]
            said = told.hours if prefix else told.length
            rows.append([f"{told.name(key)}, {w(kind)}", *(said(part(key, name)) for part, name in parts)])
    return Chart("first_response", w("speed-of"), w("lengths-say"), Sheet(w("speed-of"), head, rows))


def _states(told: Compared) -> Chart:
    w = told.w
    names = {status: w("state-open" if status == "open" else status) for status in GOING}
    spent = {status: told.part("states", status) or 0 for status in GOING}
    total = sum(spent.values()) or 1
    bars = [
        svg.Bar(
            names[status],
            seconds,
            f"{told.length(seconds)} ({told.percent(seconds / total)})",
            told.part_before("states", status) or 0,
        )
        for status, seconds in spent.items()
    ]
    rows = [
        [names[status], told.length(spent[status]), told.percent(spent[status] / total),
         told.length(told.part_before("states", status))]
        for status in GOING
    ]  # fmt: skip
    table = Sheet(told.name("states"), [w("status"), told.name("states"), w("share"), w("previous")], rows)
    return _bars(told, "states", f"{w('states-say')} {w('mark')}", bars, table)


def _bars(told: Compared, key: str, say: str, bars: Sequence[svg.Bar], table: Sheet) -> Chart:
    listed = ", ".join(f"{bar.label} {bar.text}" for bar in bars[:_MOST_ROWS])
    drawn = [svg.bars(bars[:_MOST_ROWS], width) for width in (WIDE, NARROW)]
    return Chart(key, told.name(key), say, table, *named(drawn, told.w("bars-say", name=told.name(key), rows=listed)))


def _late(told: Compared) -> Chart:
    w = told.w
    kept, broken = told.part("promise", "kept") or 0, told.part("promise", "broken") or 0
    share = told.percent(kept / (kept + broken)) if kept + broken else ""
    parts = {"kept": told.number(kept), "all": told.number(kept + broken)}
    promises = f"{w('kept', share=share, **parts)}." if share else w("no-promise")
    breaches = w("breaches", count=told.number(told.count("breaches")), excused=told.number(told.count("excused")))
    rows = [_late_cells(told, row) for row in told.rows("late", LateRow)[:_MOST_LATE]]
    head = [w(key) for key in _LATE_HEAD]
    table = Sheet(told.name("late"), head, rows, words=range(1, len(head))) if rows else None
    worked = w("by-hours", hours=week_words(told.period.hours, told.language)) if rows and told.period.hours else ""
    return Chart("late", told.name("late"), f"{promises} {breaches}. {worked}".strip(), table)


_LATE_HEAD = ("ticket", "owner", "since", "promised", "due", "answered-at", "late-by", "excuse")


def _late_cells(told: Compared, row: LateRow) -> Sequence[str]:
    since, promised, due, answered = (
        numbers.short_moment(one, told.language) for one in (row.since, row.promised, row.due, row.answered)
    )
    late = _twice(told, row.late_by, row.working_late_by)
    limit = f"{due}: {_twice(told, row.allowed, row.working_allowed)}" if row.due else due
    return (row.number, row.operator, since, promised, limit, answered, late, row.excuse or "–")


def _twice(told: Compared, elapsed: int | None, working: int | None) -> str:
    """ "2 hari (18 jam kerja)"."""
    said = told.length(elapsed)
    return said if working is None else f"{said} ({told.w('worked', hours=told.hours(working))})"


def subjects(told: Compared) -> Iterator[Chart]:
    rows = told.rows("categories", CategoryRow)
    if rows:
        yield _categories(told, rows)
    if any(any(week) for week in _week(told)):
        yield _hours(told)


def _categories(told: Compared, rows: Sequence[CategoryRow]) -> Chart:
    w = told.w
    earlier = {row.category: row.opened for row in told.rows_before("categories", CategoryRow)}
    names = [row.category or w("uncategorised") for row in rows]
    bars = [
        svg.Bar(name, row.opened, told.number(row.opened), earlier.get(row.category, 0))
        for name, row in zip(names, rows, strict=True)
    ]
    cells = [
        (name, row.opened, earlier.get(row.category, 0), row.closed, Markup(svg.trend(row.trend)))
        for name, row in zip(names, rows, strict=True)
    ]
    head = [w("category"), w("opened"), w("previous"), w("closed"), w("trend")]
    table = Sheet(told.name("categories"), head, cells, words=(4,))
    say = w("categories-say", count=told.number(len(rows)), first=names[0])
    return _bars(told, "categories", f"{say} {w('mark')}", bars, table)


def _week(told: Compared) -> Sequence[Sequence[int]]:
    value = told.found["hours"]
    return [[int(n) for n in one] for one in value if isinstance(one, Sequence)] if isinstance(value, Sequence) else []


def _hours(told: Compared) -> Chart:
    w, week = told.w, _week(told)
    days = [numbers.weekday(i, told.language) for i in range(7)]
    most, day, hour = max((n, -i, -h) for i, one in enumerate(week) for h, n in enumerate(one))
    say = w("busiest", day=days[-day], hour=f"{-hour:02}", count=told.number(most))
    drawn = [svg.heat(list(zip(days, week, strict=True)), width) for width in (WIDE, NARROW)]
    rows = [[f"{at:02}", *(one[at] for one in week)] for at in range(24) if any(one[at] for one in week)]
    table = Sheet(told.name("hours"), [w("hour"), *(name[:3] for name in days)], rows)
    return Chart("hours", told.name("hours"), say, table, *named(drawn, f"{told.name('hours')}. {say}"))
