"""What the mailed report says: facts of the letter `report`, its pictures, and the page that is attached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mailflow.core.figure_rows import AnomalyRow, BacklogRow, CategoryRow, DayRow
from mailflow.core.figures import Period, Value
from mailflow.core.period import before
from mailflow.core.sparkline import sparkline
from mailflow.lazy_dataclasses import dataclass
from mailflow.report import numbers, picture, svg, tiles
from mailflow.report.compared import Compared
from mailflow.report.page import page
from mailflow.report.unusual import sentences

_WIDTH = 400  # pixels: still to be read when a phone shows it at 310
_MOST = 8  # categories in a picture
_COLUMN = 18  # characters of a name before a sparkline


@dataclass(frozen=True, slots=True)
class Picture:
    name: str
    title: str
    alt: str  # says what it shows
    png: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class MailedReport:
    """`facts` of the letter without the pictures' addresses in the mail."""

    facts: Mapping[str, object]
    pictures: Sequence[Picture]
    page: str  # "" when nothing happened
    page_name: str


def mailed(
    period: Period, found: Mapping[str, Value], previous: Mapping[str, Value], desk: str, language: str
) -> MailedReport:
    told = Compared(period, found, previous, language)
    span = numbers.span(period.since, period.until, period.zone, language)
    name = f"{told.w('file')}-{period.since.astimezone(period.zone):%Y-%m-%d}.html"
    if told.nothing:
        return MailedReport({"period": span, "nothing": True}, (), "", name)
    earlier = numbers.span(*before(period.since, period.until, period.zone), period.zone, language)
    facts = {
        "period": span,
        "nothing": False,
        "beside": told.w("beside", span=earlier),
        "figures": tuple({"name": one.name, "value": one.value, "more": one.more} for one in tiles.tiles(told)),
        "unusual": tuple(sentences(list(told.rows("anomalies", AnomalyRow)), language)),
        "sparks": tuple(_sparks(told)),
        "attached": name,
    }
    pictures = _pictures(told) if picture.is_possible() else ()
    return MailedReport(facts, pictures, page(period, found, previous, desk, language), name)


def _sparks(told: Compared) -> list[dict[str, str]]:
    days, backlog = told.rows("days", DayRow), told.rows("backlog", BacklogRow)
    lines = [
        (told.w("opened"), [row.opened for row in days], sum(row.opened for row in days)),
        (told.w("closed"), [row.closed for row in days], sum(row.closed for row in days)),
        (told.w("open"), [row.open for row in backlog], backlog[-1].open),
    ]
    return [
        {"name": name.ljust(_COLUMN), "line": sparkline(values), "last": told.number(last)}
        for name, values, last in lines
        if len(values) > 1
    ]


def _pictures(told: Compared) -> Sequence[Picture]:
    days, backlog = told.rows("days", DayRow), told.rows("backlog", BacklogRow)
    rows = told.rows("categories", CategoryRow)[:_MOST]
    labels, w = [told.short_day(row.date) for row in days], told.w
    found = []
    if len(days) > 1:
        series = [
            svg.Series(w("opened"), "s1", [row.opened for row in days]),
            svg.Series(w("closed"), "s2", [row.closed for row in days]),
        ]
        said = {key: told.number(told.count(key)) for key in ("opened", "closed")}
        found.append(("days", w("title-days"), w("picture-days", **said), svg.columns(series, labels, _WIDTH)))
        values = [row.open for row in backlog]
        said = {"last": told.number(values[-1]), "most": told.number(max(values))}
        drawn = svg.area(values, labels[: len(values)], _WIDTH, 160)
        found.append(("backlog", told.name("backlog"), w("picture-backlog", **said), drawn))
    if rows:
        names = [row.category or w("uncategorised") for row in rows]
        bars = [svg.Bar(name, row.opened, told.number(row.opened)) for name, row in zip(names, rows, strict=True)]
        listed = ", ".join(f"{bar.label} {bar.text}" for bar in bars)
        name = told.name("categories")
        found.append(("categories", name, f"{name}: {listed}.", svg.bars(bars, _WIDTH)))
    return [_picture(*one) for one in found]


def _picture(name: str, title: str, alt: str, drawn: str) -> Picture:
    width, height = (int(float(drawn.partition(f' {side}="')[2].partition('"')[0])) for side in ("width", "height"))
    return Picture(name, title, alt, picture.png(drawn), width, height)
