"""`mailflow why`: the clocks of a ticket, and the arithmetic behind each of their moments."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from mailflow.cli.common import command, home, local, put, put_json
from mailflow.core.plain import JsonObject

if TYPE_CHECKING:
    from mailflow.core.ladder import Ladder
    from mailflow.core.ladders import RunningClock
    from mailflow.core.rules import Rules
    from mailflow.core.ticket import Ticket


@command("why", "mailflow why 12", "mailflow why 12 --language en")
@click.argument("number", metavar="N")
@click.option("--language", type=click.Choice(("id", "en")), help="Of the arithmetic; else the desk's, as in letters.")
def why(number: str, language: str | None, as_json: bool) -> None:
    """Explain ticket N's clocks: since when each runs, when its reminders are due and how that was computed."""
    from mailflow import config
    from mailflow.view import viewing

    folder = home()
    rules = config.load(folder, need_secrets=False).rules
    with viewing(folder) as view:
        ticket = view.ticket(number)
    told = reasons(ticket, rules, language or rules.desk.language)
    if as_json:
        put_json(told)
    else:
        _tell(told, ZoneInfo(rules.desk.timezone))


def reasons(ticket: Ticket, rules: Rules, language: str) -> JsonObject:
    """What `why --json` prints; moments ISO 8601 in the desk's zone, `arithmetic` lines in `language`."""
    from mailflow.core import ladders
    from mailflow.core.claim_expiry import expires_at

    zone = ZoneInfo(rules.desk.timezone)

    def shown(moment: datetime | None) -> str | None:
        return moment.astimezone(zone).isoformat(timespec="seconds") if moment else None

    running = ladders.running(ticket, rules)
    clocks = [_clock(ticket, running, rules, language, shown)] if running else []
    return {
        "number": ticket.number,
        "n": ticket.n,
        "status": ticket.status.value,
        "clocks": clocks,
        "stopped": [
            {"ladder": ladder.value, "since": shown(since), "left": _left(ticket, ladder, rules, language)}
            for ladder, since in ticket.clocks.items()
            if not running or ladder is not running.ladder
        ],
        "breach": {"due": shown(ladders.breach_due(ticket, rules)), "counted": ticket.breached},
        "claim_expires": shown(expires_at(ticket, rules)),
        "breaches": ticket.breaches,
        "next_alarm": shown(ladders.next_alarm(ticket, rules)),
    }


def _left(ticket: Ticket, ladder: Ladder, rules: Rules, language: str) -> str | None:
    """What is left until its first reminder, for the answer clock that stands while the second tier has the ticket."""
    from mailflow.core import pauses
    from mailflow.core.ladder import Ladder

    since = ticket.answer_since
    if ladder is not Ladder.ANSWER or ticket.escalated_at is None or since is None or not rules.reminders[ladder]:
        return None
    after = rules.reminders[ladder][0].after
    left = pauses.left_at(ticket.escalated_at, since, after, rules.working_hours, ticket.pauses)
    return None if left is None else f"{rules.reminders[ladder][0].letter}: {pauses.left_words(left, after, language)}"


def _clock(
    ticket: Ticket, clock: RunningClock, rules: Rules, language: str, shown: Callable[[datetime | None], str | None]
) -> JsonObject:
    from mailflow.core import pauses

    return {
        "ladder": clock.ladder.value,
        "since": shown(clock.since),
        "rungs": [
            {
                "after": rung.after.text,
                "letter": rung.letter,
                "to": list(rung.to),
                "due": shown(due),
                "rung": f"{clock.ladder}:{rung.after.text}" in ticket.rung,
                "arithmetic": pauses.explain(clock.since, rung.after, rules.working_hours, language, clock.pauses),
            }
            for rung, due in clock.rungs
        ],
    }


def _tell(told: JsonObject, zone: ZoneInfo) -> None:
    from mailflow.core.ladder import LADDERS, Ladder

    said = partial(local, zone=zone)
    put(f"#{told['number']} is {told['status']}")
    if not told["clocks"]:
        put("  no clock runs" + (": it is over" if told["status"] in ("closed", "merged", "discarded") else ""))
    for clock in told["clocks"]:
        waits = LADDERS[Ladder(clock["ladder"])].waits
        put(f"  the {clock['ladder']} clock runs since {said(clock['since'])}: {waits}")
        for rung in clock["rungs"]:
            state = "has rung" if rung["rung"] else "is due"
            put(f"    {rung['letter']} to {', '.join(rung['to'])} after {rung['after']} {state}: {said(rung['due'])}")
            for line in rung["arithmetic"]:
                put(f"      {line}")
        if not clock["rungs"]:
            put("    it has no reminders (rules.yaml, `reminders:`)")
    for clock in told["stopped"]:
        put(f"  the {clock['ladder']} clock stands; should it go on, it counts from {said(clock['since'])}")
        if clock["left"]:
            put(f"    it stands while the second tier has the ticket; left until {clock['left']}")
    if told["breach"]["due"]:
        put(f"  counts as a breach from {said(told['breach']['due'])}")
    elif told["breach"]["counted"]:
        put("  has been counted as a breach")
    if told["claim_expires"]:
        put(f"  unanswered, it is everybody's again from {said(told['claim_expires'])} (rules.yaml, `claim_expires:`)")
    put(f"  next alarm: {said(told['next_alarm']) or 'none'}")
