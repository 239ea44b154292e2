"""`mailflow list`: the desk at a glance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import click

from mailflow.cli.common import command, home, local, meant, put, say, titled
from mailflow.cli.documents import put_json_list
from mailflow.cli.error_words import lengths, said
from mailflow.cli.language import language
from mailflow.cli.presence import away_line, who_is_away
from mailflow.cli.tables import Column, put_table
from mailflow.core.moments import rounded_length
from mailflow.core.wording import in_language

if TYPE_CHECKING:
    from mailflow.store.desk.tickets import Due
    from mailflow.view import View

STATUSES = ("new", "open", "waiting", "escalated", "closing", "closed", "merged", "discarded")  # core.ticket.Status


@command("list", "mailflow list", "mailflow list --status closing --json", "mailflow list --owner Budi --all")
@click.option(
    "--status",
    metavar="S",
    type=click.Choice(STATUSES, case_sensitive=False),
    help=f"Only these: {', '.join(STATUSES)}.",
)
@click.option("--owner", metavar="NAME", help="Only this operator's.")
@click.option("--all", "everything", is_flag=True, help="Also those that are over.")
def list_(status: str | None, owner: str | None, everything: bool, as_json: bool) -> None:  # fmt: skip
    """List tickets: what is not over yet, unless --all or --status says otherwise.

    "next due": when the next reminder is sent. "late": one to us has been sent already. `why N` shows the arithmetic.
    """
    from mailflow.clock import SystemClock
    from mailflow.store.desk import tickets
    from mailflow.view import viewing

    with viewing(home()) as view:
        each = tickets.each_shown(view.db, status, owner, everything, view.zone)
        first = list(islice(each, 1))
        if owner and not first:
            _must_be_somebody(owner, tickets.owners(view.db))
        away = who_is_away(view)
        if as_json:
            put_json_list("tickets", chain(first, each), {"away": away})
            return
        found, dues = [*first, *each], tickets.dues(view.db)
    _put(found, dues, SystemClock().now(), view)
    if not found:
        say("no such tickets" if status or owner else "no tickets" if everything else "no open tickets")
    for one in away:
        put(away_line(one, partial(local, zone=view.zone)))


def _put(found: Sequence[Mapping[str, Any]], dues: Mapping[int, Due], now: datetime, view: View) -> None:
    columns = (
        Column("number", right=True), Column("status"), Column("owner", whole=False),
        Column("opened", spare=True, zone=view.zone), Column("age", right=True), Column("next due"),
        Column("requester", whole=False), Column("subject", whole=False),
    )  # fmt: skip
    rows = [
        (t["number"], _status(t), t["owner"], t["opened_at"], _age(t, now), _next(dues.get(t["n"]), now),
         t["requester"], titled(t["subject"], view.essentials.language))
        for t in found
    ]  # fmt: skip
    put_table(columns, rows)


def _status(ticket: Mapping[str, Any]) -> str:
    """With its priority, where it is not the ordinary one, and the number of answers that wait for their authors:
    "open, high, 2 held"."""
    words = [ticket["status"]]
    words += [ticket["priority"]] if ticket["priority"] != "normal" else []
    words += [said(f"{len(ticket['held'])} held")] if ticket["held"] else []
    return ", ".join(words)


def _age(ticket: Mapping[str, Any], now: datetime) -> str:
    """Since it was opened; of what is closed, how long it took."""
    until = datetime.fromisoformat(ticket["closed_at"]) if ticket["closed_at"] else now
    opened = ticket["opened_at"]
    return lengths(rounded_length(until - datetime.fromisoformat(opened))) if opened else ""


def _next(due: Due | None, now: datetime) -> str:
    """When its next reminder rings: "in 5 h", after one of ours has rung "late, in 20 h", "now" while it should."""
    if due is None:
        return ""
    ahead = "" if due.at is None else said("now") if due.at <= now else _ahead(due.at - now)
    return ", ".join(word for word in (said("late") if due.late else "", ahead) if word)


def _ahead(length: timedelta) -> str:
    """ "in 5 h", in the user's language."""
    return in_language(("{} lagi", "in {}"), language()).format(lengths(rounded_length(length)))


def _must_be_somebody(owner: str, owners: list[str]) -> None:
    """A name that is no operator's and never owned a ticket is a slip, not an operator without work."""
    from mailflow import config
    from mailflow.errors import CannotDo, ConfigError

    try:
        people = [person.name for person in config.load(home(), need_secrets=False).rules.operators]
    except ConfigError:  # one may look while rules.yaml is broken
        return
    known = sorted({*people, *owners}, key=str.casefold)
    if owner.casefold() not in (name.casefold() for name in known):
        raise CannotDo(f"there is no operator {owner!r}: {meant(owner, known)}")
