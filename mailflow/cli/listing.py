"""`mailflow list`: the desk at a glance."""

from __future__ import annotations

import click

from mailflow.cli.common import command, home, local, meant, put_json, say
from mailflow.cli.tables import Column, put_table

STATUSES = ("new", "open", "waiting", "escalated", "closing", "closed", "merged", "discarded")  # core.ticket.Status
_COLUMNS = (
    Column("number", right=True),
    Column("status"),
    Column("owner"),
    Column("opened"),
    Column("requester", whole=False),
    Column("subject", whole=False),
)


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
    """List tickets: what is not over yet, unless --all or --status says otherwise."""
    from mailflow import app
    from mailflow.store.desk import tickets

    with app.viewing(home()) as view:
        found = tickets.listing(view.db, status, owner, everything, view.zone)
        if owner and not found:
            _must_be_somebody(owner, tickets.owners(view.db))
    if as_json:
        put_json({"tickets": found})
        return
    put_table(
        _COLUMNS,
        [(t["number"], t["status"], t["owner"], local(t["opened_at"]), t["requester"], t["subject"]) for t in found],
    )
    if not found:
        say("no such tickets" if status or owner else "no tickets" if everything else "no tickets that go on")


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
