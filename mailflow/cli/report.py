"""`mailflow report`: the PIC's figures for a period (core/figures.py), printed or written (cli/report_shapes.py)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from mailflow.cli.common import command, home, meant, put, put_json, say
from mailflow.errors import CannotDo, ConfigError

_DAYS = 30  # without dates, today included
_DAY = timedelta(days=1)


@command("report", "mailflow report --since 2026-11-01 --until 2026-11-30", "mailflow report --explain closed")
@click.option("--since", metavar="D", help="First day (2026-11-01), or a moment in ISO 8601.")
@click.option("--until", metavar="D", help="Last day, itself included; or a moment, itself not.")
@click.option("--format", "form", type=click.Choice(("table", "json", "csv")), default="table", show_default=True)
@click.option("--explain", "figure", metavar="FIGURE", help="What a figure counts, and what not.")
@click.option("--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Instead of stdout.")
def report(
    *, since: str | None, until: str | None, form: str, figure: str | None, output: Path | None, as_json: bool
) -> None:
    """The PIC's figures for a period: without dates the last 30 days including today, in the desk's time zone.

    CSV has one figure in each line: section,name,figure,value. Lengths of time are in seconds.
    """
    from mailflow.cli import report_shapes as shapes
    from mailflow.clock import SystemClock
    from mailflow.core.figures import figures
    from mailflow.store.read import reports
    from mailflow.view import viewing

    if figure is not None:
        return _explain(figure, as_json)
    with viewing(home()) as view:
        begin, end = period(since, until, SystemClock().now(), view.zone)
        about = reports.period(view.db, begin, end, view.zone, _operators(home()))
    form = "json" if as_json else form
    if output is None and form == "table":
        return shapes.put_tables(about, figures(about))
    return _write(shapes.SHAPES[form](about, figures(about)), output)


def _explain(figure: str, as_json: bool) -> None:
    from mailflow.core.figures import FIGURES

    known = {one.key: one.definition for one in FIGURES}
    if figure not in known:
        raise click.UsageError(f"--explain: there is no figure {figure!r}; {meant(figure, known)}")
    indonesian, english = known[figure]
    if as_json:
        put_json({"figure": figure, "definition": {"id": indonesian, "en": english}})
    else:
        put(f"{figure}: {english}\n\n{indonesian}")


def _operators(folder: Path) -> list[str]:
    """Those of rules.yaml, also those who did nothing; figures can be had while rules.yaml is broken."""
    from mailflow import config

    try:
        return [person.name for person in config.load(folder, need_secrets=False).rules.operators]
    except ConfigError:
        return []


# -- the period


def period(since: str | None, until: str | None, now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From the first moment up to but without the second. UsageError when a date is none, or they are turned round."""
    today = now.astimezone(zone).date()
    end = _moment("--until", until, zone, _DAY) if until else _midnight(today + _DAY, zone)
    last = (end - timedelta(microseconds=1)).astimezone(zone).date()
    begin = _moment("--since", since, zone) if since else _midnight(last - (_DAYS - 1) * _DAY, zone)
    if begin >= end:
        raise click.UsageError("--since is not before --until")
    return begin, end


def _moment(option: str, text: str, zone: ZoneInfo, add: timedelta = timedelta(0)) -> datetime:
    """A date is its first midnight (plus `add`); a moment without offset is the desk's."""
    try:
        if len(text.strip()) <= len("2026-11-01"):
            return _midnight(date.fromisoformat(text.strip()) + add, zone)
        moment = datetime.fromisoformat(text.strip())
    except (ValueError, OverflowError):
        raise click.UsageError(f"{option}: {text!r} is no date; write it as 2026-11-01") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


# -- where it goes


def _write(text: str, output: Path | None) -> None:
    if output is None:
        return click.echo(text, nl=False)
    try:
        output.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise CannotDo(f"{output} cannot be written: {error.strerror}") from error
    return say(f"written to {output}")
