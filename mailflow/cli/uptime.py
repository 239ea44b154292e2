"""`mailflow uptime`: how much of each day the desk was there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mailflow.cli.common import command, home, put_json, tell
from mailflow.core.how_many import how_many

if TYPE_CHECKING:
    from mailflow.flow.health.uptime import Day


@command("uptime", "mailflow uptime", "mailflow uptime --days 90 --json")
@click.option("--days", default=30, show_default=True, type=click.IntRange(1, 400), help="So many, today included.")
@click.option("--within", default=120, show_default=True, type=click.IntRange(1, 240), help="Seconds a probe may take.")
def uptime(days: int, within: int, as_json: bool) -> None:
    """A table by day: checked every five minutes, 100 % when nothing was missed.

    A check is missed when no mailflow was alive, or when the last self-probe (`probe:` in rules.yaml) had not come back
    in time. Without probes the heartbeats of `mailflow run` alone are counted, and the table says so.
    """
    from mailflow.clock import machine_now
    from mailflow.flow.health.uptime import days as days_of
    from mailflow.flow.health.uptime import share
    from mailflow.view import viewing

    with viewing(home()) as view:
        found = days_of(view.db, view.zone, machine_now(), days, float(within))
    checks, missed = sum(day.checks for day in found), sum(day.missed for day in found)
    if as_json:
        rows = [
            {"day": day.day.isoformat(), "percent": day.percent, "checks": day.checks, "missed": day.missed,
             "by": day.by, "slowest_seconds": day.slowest} for day in found
        ]  # fmt: skip
        whole = share(checks, missed) if checks else None
        put_json({"days": rows, "percent": whole, "checks": checks, "missed": missed, "within_seconds": within})
        return
    if not found:
        tell("nothing has been checked yet: `mailflow run` must have been at work for five minutes")
        return
    _put_days(found)
    tell(f"{share(checks, missed):.2f} % of {how_many(checks, 'check')}, one every five minutes; {missed} missed")


def _put_days(found: list[Day]) -> None:
    from mailflow.cli.tables import Column, put_table

    titles = ("day", "%", "checks", "missed", "slowest", "by")
    columns = [Column(title, right=title not in ("day", "by")) for title in titles]
    rows = [(day.day, f"{day.percent:.2f}", day.checks, day.missed, _seconds(day.slowest), day.by) for day in found]
    put_table(columns, rows)


def _seconds(slowest: float | None) -> str:
    return "" if slowest is None else f"{slowest:.0f} s"
