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
@click.option(
    "--language", type=click.Choice(("id", "en")), help="Of what it prints; else English, and in JSON the desk's."
)
def why(number: str, language: str | None, as_json: bool) -> None:
    """Explain ticket N's clocks: since when each runs, when its reminders are due and how that was computed."""
    from mailflow import config
    from mailflow.view import viewing

    folder = home()
    rules = config.load(folder, need_secrets=False).rules
    with viewing(folder) as view:
        ticket = view.ticket(number)
    if as_json:
        put_json(reasons(ticket, rules, language or rules.desk.language))
    else:
        _tell(reasons(ticket, rules, language or "en"), ZoneInfo(rules.desk.timezone), language or "en")


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


# the text, in Indonesian and English: everything `why` prints is in one language
_WORDS = {
    "is": ("#{number}: {status}", "#{number} is {status}"),
    "over": ("tidak ada jam yang berjalan: tiketnya sudah berakhir", "no clock runs: it is over"),
    "none": ("tidak ada jam yang berjalan", "no clock runs"),
    "runs": ("jam {ladder} berjalan sejak {since}: {waits}", "the {ladder} clock runs since {since}: {waits}"),
    "has-rung": (
        "{letter} kepada {to} setelah {after} sudah dikirim: {due}", "{letter} to {to} after {after} has rung: {due}",
    ),
    "is-due": (
        "{letter} kepada {to} setelah {after} jatuh tempo: {due}", "{letter} to {to} after {after} is due: {due}",
    ),
    "no-reminders": (
        "jam ini tidak punya pengingat (rules.yaml, `reminders:`)", "it has no reminders (rules.yaml, `reminders:`)",
    ),
    "stands": (
        "jam {ladder} berhenti; kalau berjalan lagi, dihitung dari {since}",
        "the {ladder} clock stands; should it go on, it counts from {since}",
    ),
    "left": (
        "berhenti selama tiketnya di lini kedua; sisanya sampai {left}",
        "it stands while the second tier has the ticket; left until {left}",
    ),
    "breach": ("dihitung sebagai keterlambatan sejak {due}", "counts as a breach from {due}"),
    "breached": ("sudah dihitung sebagai keterlambatan", "has been counted as a breach"),
    "expires": (
        "tanpa jawaban, tiketnya kembali ke semua operator pada {due} (rules.yaml, `claim_expires:`)",
        "unanswered, it is everybody's again from {due} (rules.yaml, `claim_expires:`)",
    ),
    "alarm": ("alarm berikutnya: {due}", "next alarm: {due}"),
    "no-alarm": ("alarm berikutnya: tidak ada", "next alarm: none"),
}  # fmt: skip


def _tell(told: JsonObject, zone: ZoneInfo, language: str) -> None:
    from mailflow.core.ladder import LADDERS, Ladder
    from mailflow.core.state_words import STATUS_WORDS
    from mailflow.core.status import Status
    from mailflow.core.wording import in_language

    at = partial(local, zone=zone)

    def say(indent: int, name: str, **facts: str) -> None:
        put(" " * indent + in_language(_WORDS[name], language).format(**facts))

    status = STATUS_WORDS[Status(told["status"])][0] if language == "id" else told["status"]
    say(0, "is", number=told["number"], status=status)
    if not told["clocks"]:
        say(2, "over" if Status(told["status"]).over else "none")
    for clock in told["clocks"]:
        waits = in_language(LADDERS[Ladder(clock["ladder"])].waits, language)
        say(2, "runs", ladder=clock["ladder"], since=at(clock["since"]), waits=waits)
        for rung in clock["rungs"]:
            facts = {"letter": rung["letter"], "to": ", ".join(rung["to"]), "after": rung["after"]}
            say(4, "has-rung" if rung["rung"] else "is-due", **facts, due=at(rung["due"]))
            for line in rung["arithmetic"]:
                put(f"      {line}")
        if not clock["rungs"]:
            say(4, "no-reminders")
    for clock in told["stopped"]:
        say(2, "stands", ladder=clock["ladder"], since=at(clock["since"]))
        if clock["left"]:
            say(4, "left", left=clock["left"])
    if told["breach"]["due"]:
        say(2, "breach", due=at(told["breach"]["due"]))
    elif told["breach"]["counted"]:
        say(2, "breached")
    if told["claim_expires"]:
        say(2, "expires", due=at(told["claim_expires"]))
    say(2, "alarm" if told["next_alarm"] else "no-alarm", due=at(told["next_alarm"]))
