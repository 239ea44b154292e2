"""`mailflow report`: the PIC's figures for a period (core/figures.py), printed or written (cli/report_shapes.py)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import click

from mailflow.cli.common import command, home, meant, put, put_json, say
from mailflow.cli.days import DAY, midnight, moment
from mailflow.errors import CannotDo, ConfigError

if TYPE_CHECKING:
    from mailflow.core.period import Period
    from mailflow.core.rules import WorkingHours

_DAYS = 30  # without dates, today included
_FORMS = ("table", "json", "csv", "html")


@command("report", "mailflow report --since 2026-11-01 --until 2026-11-30", "mailflow report --explain closed")
@click.option("--since", metavar="D", help="First day (2026-11-01), or a moment in ISO 8601.")
@click.option("--until", metavar="D", help="Last day, itself included; or a moment, itself not.")
@click.option("--compare", is_flag=True, help="Beside the period of the same length before it.")
@click.option("--format", "form", type=click.Choice(_FORMS), default="table", show_default=True)
@click.option("--excel", is_flag=True, help="CSV begins with a byte order mark, so that Excel reads it as UTF-8.")
@click.option("--language", type=click.Choice(("id", "en")), help="Of the page; else the desk's, as in letters.")
@click.option("--explain", "figure", metavar="FIGURE", help="What a figure counts, and what not; all: every one.")
@click.option("--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Instead of stdout.")
def report(
    *,
    since: str | None,
    until: str | None,
    compare: bool,
    form: str,
    excel: bool,
    language: str | None,
    figure: str | None,
    output: Path | None,
    as_json: bool,
) -> None:
    """The PIC's figures for a period: without dates the last 30 days including today, in the desk's time zone.

    html is one page with charts, to read, print or send: it compares by itself. CSV has one figure in each line:
    section,name,figure,value. Lengths of time are in seconds.
    """
    from mailflow.cli import report_shapes as shapes
    from mailflow.core.figures import figures
    from mailflow.report.definitions import listing

    if figure == "all":
        return _write(listing(), output)
    if figure is not None:
        return _explain(figure, as_json)
    form = "json" if as_json else "csv" if excel else form
    periods, desk = _read(since, until, compare or form == "html")
    values = [figures(one) for one in periods]
    if form == "html":
        from mailflow.report.page import page

        return _write(page(periods[0], values[0], values[1], desk.name, language or desk.language), output)
    previous = values[1] if compare else None
    if output is None and form == "table":
        return shapes.put_tables(periods[0], values[0], previous)
    said = shapes.SHAPES[form](periods[0], values[0], previous)
    return _write(f"\ufeff{said}" if excel else said, output)


def _read(since: str | None, until: str | None, compare: bool) -> tuple[list[Period], _OfRules]:
    """The period, with `compare` the one before it too; and what rules.yaml says."""
    from mailflow.clock import SystemClock
    from mailflow.core.period import before
    from mailflow.store.read import reports
    from mailflow.view import viewing

    with viewing(home()) as view:
        now, zone = SystemClock().now(), view.zone
        begin, end = period(since, until, now, zone)
        desk = _desk(home())
        spans = [(begin, end), *([before(begin, end, zone)] if compare else [])]
        wanted = [reports.Wanted(*span, now, zone, desk.operators, desk.hours) for span in spans]
        return [reports.period(view.db, one) for one in wanted], desk


def _explain(figure: str, as_json: bool) -> None:
    from mailflow.core.figures import FIGURES

    known = {one.key: one for one in FIGURES}
    if figure not in known:
        raise click.UsageError(f"--explain: there is no figure {figure!r}; {meant(figure, known)}")
    one = known[figure]
    indonesian, english = one.definition
    if as_json:
        put_json({"figure": figure, "unit": one.unit, "definition": {"id": indonesian, "en": english}})
    else:
        put(f"{figure} ({one.title('en')}, in {one.unit}): {english}\n\n{one.title('id')}: {indonesian}")


class _OfRules(NamedTuple):
    """What figures need of rules.yaml."""

    operators: Sequence[str] = ()  # also those who did nothing
    hours: WorkingHours | None = None
    language: str = "id"
    name: str = ""


def _desk(folder: Path) -> _OfRules:
    """Figures can be had while rules.yaml is broken: then without working time."""
    from mailflow import config

    try:
        rules = config.load(folder, need_secrets=False).rules
    except ConfigError:
        return _OfRules()
    return _OfRules(
        [person.name for person in rules.operators], rules.working_hours, rules.desk.language, rules.desk.name
    )


# -- the period


def period(since: str | None, until: str | None, now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From the first moment up to but without the second. UsageError when a date is none, or they are turned round."""
    today = now.astimezone(zone).date()
    end = moment("--until", until, zone, DAY) if until else midnight(today + DAY, zone)
    last = (end - timedelta(microseconds=1)).astimezone(zone).date()
    begin = moment("--since", since, zone) if since else midnight(last - (_DAYS - 1) * DAY, zone)
    if begin >= end:
        raise click.UsageError("--since is not before --until")
    return begin, end


# -- where it goes


def _write(text: str, output: Path | None) -> None:
    if output is None:
        return click.echo(text, nl=False)
    try:
        output.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise CannotDo(f"{output} cannot be written: {error.strerror}") from error
    return say(f"written to {output}")
