"""`mailflow report`: the PIC's figures, as a table, JSON or CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from mailflow.cli.common import command, home, put, put_json, say
from mailflow.cli.tables import Column, put_table
from mailflow.errors import CannotDo, ConfigError

_DAYS = 30  # without dates, today included
_DAY = timedelta(days=1)


@command("report", "mailflow report --since 2026-11-01 --until 2026-11-30", "mailflow report --format csv")
@click.option("--since", metavar="D", help="First day (2026-11-01), or a moment in ISO 8601.")
@click.option("--until", metavar="D", help="Last day, itself included; or a moment, itself not.")
@click.option("--format", "form", type=click.Choice(("table", "json", "csv")), default="table", show_default=True)
@click.option("--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Instead of stdout.")
def report(since: str | None, until: str | None, form: str, output: Path | None, as_json: bool) -> None:
    """The PIC's figures for a period: without dates the last 30 days including today, in the desk's time zone.

    CSV has one figure in each line: section,name,figure,value. Lengths of time are in seconds.
    """
    from mailflow import app
    from mailflow.clock import SystemClock
    from mailflow.store import reports

    with app.viewing(home()) as view:
        begin, end = period(since, until, SystemClock().now(), view.zone)
        figures = {
            "since": begin.isoformat(timespec="seconds"),
            "until": end.isoformat(timespec="seconds"),
            **reports.figures(view.db, begin, end, view.zone, _operators(home())),
        }
    if as_json or form == "json":
        _put(figures, output)
    elif form == "csv" or output is not None:
        _write(as_csv(figures) if form == "csv" else as_text(figures), output)
    else:
        _tables(figures)


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


# -- printing


def _put(figures: Mapping[str, Any], output: Path | None) -> None:
    if output is None:
        put_json(figures)
        return
    import json

    _write(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", output)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise CannotDo(f"{output} cannot be written: {error.strerror}") from error
    say(f"written to {output}")


def as_csv(figures: Mapping[str, Any]) -> str:
    """Tidy: section,name,figure,value; one figure a line, an empty value where there is none."""
    file = io.StringIO()
    out = csv.writer(file)
    out.writerow(("section", "name", "figure", "value"))
    out.writerows(_cells(figures))
    return file.getvalue()


def _cells(figures: Mapping[str, Any]) -> Iterator[tuple[str, str, str, Any]]:
    yield "period", "", "since", figures["since"]
    yield "period", "", "until", figures["until"]
    yield "total", "", "opened", figures["opened"]
    yield "total", "", "closed", figures["closed"]
    for status, count in figures["open_now"].items():
        yield "open_now", status, "tickets", count
    for section, key in (("operators", "name"), ("categories", "category"), ("days", "date")):
        for row in figures[section]:
            for figure, value in row.items():
                if figure != key and not isinstance(value, dict | list):
                    yield section, row[key] or "", figure, value
    for hour, count in enumerate(figures["hours"]):
        yield "hours", f"{hour:02}", "opened", count
    survey = figures["survey"]
    if isinstance(survey, Mapping):
        for figure, value in survey.items():
            if not isinstance(value, dict | list):
                yield "survey", "", figure, value


def as_text(figures: Mapping[str, Any]) -> str:
    """The tables as a file holds them."""
    import contextlib

    file = io.StringIO()
    with contextlib.redirect_stdout(file):
        _tables(figures)
    return file.getvalue()


def _tables(figures: Mapping[str, Any]) -> None:
    put(f"{figures['since'][:16].replace('T', ' ')} to {figures['until'][:16].replace('T', ' ')}")
    going = ", ".join(f"{count} {status}" for status, count in figures["open_now"].items())
    put(f"opened {figures['opened']}, closed {figures['closed']}; now: {going}\n")
    number = {"right": True}
    columns = [Column("operator"), *(Column(name, **number) for name in _OPERATOR)]
    rows = [
        (o["name"], o["claims"], o["answers"], length(o["median_first_response"]), length(o["p90_first_response"]),
         o["breaches"], o["closed"])
        for o in figures["operators"]
    ]  # fmt: skip
    put_table(columns, rows)
    if figures["categories"]:
        put()
        columns = [Column("category", whole=False), Column("opened", **number), Column("closed", **number)]
        put_table(columns, [(c["category"] or "(none)", c["opened"], c["closed"]) for c in figures["categories"]])
    put()
    columns = [Column("day"), Column("opened", **number), Column("closed", **number), Column("answers", **number)]
    busy = [d for d in figures["days"] if d["opened"] or d["closed"] or d["answers"]]
    put_table(columns, [(d["date"], d["opened"], d["closed"], d["answers"]) for d in busy])
    busiest = [(count, hour) for hour, count in enumerate(figures["hours"]) if count]
    if busiest:
        count, hour = max(busiest, key=lambda pair: (pair[0], -pair[1]))
        put(f"\nbusiest hour: {hour:02}:00 to {hour + 1:02}:00 ({count} of {figures['opened']} requests)")


_OPERATOR = ("claims", "answers", "first response (median)", "(p90)", "breaches", "closed")


def length(seconds: int | None) -> str:
    """2 d 3 h, 3 h 12 min, 4 min, 20 s; "" for None."""
    if seconds is None:
        return ""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = ((days, "d"), (hours, "h"), (minutes, "min"), (rest, "s"))
    said = [f"{count} {unit}" for count, unit in parts if count]
    return " ".join(said[:2]) or "0 s"
