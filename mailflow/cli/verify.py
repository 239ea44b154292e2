"""`mailflow verify`: the event log proves the ticket rows."""

from __future__ import annotations

from dataclasses import asdict

import click

from mailflow.cli.common import command, home, put, put_json
from mailflow.cli.progress import progress
from mailflow.cli.trouble import CANNOT


@command("verify", "mailflow verify", "mailflow verify --json")
@click.pass_context
def verify(ctx: click.Context, as_json: bool) -> None:
    """Build every ticket again from its event log and compare it with its row; exit status 1 if any differs."""
    from mailflow.flow.admin.verify import verify as differences_of
    from mailflow.store.desk import tickets
    from mailflow.view import viewing

    with viewing(home()) as view:
        count = len(tickets.all_numbers(view.db))
        with progress("tickets") as seen:
            found = list(differences_of(view.db, seen))
    if as_json:
        put_json({"ok": not found, "tickets": count, "differences": [asdict(difference) for difference in found]})
    else:
        for one in found:
            put(f"#{one.number} {one.field}: the row says {one.stored}, the log {one.proven}")
        wrong = len({one.n for one in found})
        put(f"{wrong} of {count} tickets differ from their log" if found else f"the log proves all {count} tickets")
    ctx.exit(CANNOT if found else 0)
