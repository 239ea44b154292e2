"""`mailflow erase-customer ADDRESS`: a person's data go, the figures stay."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from mailflow.cli.common import command, home, put_json, tell
from mailflow.cli.progress import progress
from mailflow.core.how_many import how_many
from mailflow.errors import CannotDo

if TYPE_CHECKING:
    from mailflow.flow.admin.erase import Erased


@command(
    "erase-customer",
    "mailflow erase-customer ani@mail.example --dry-run",
    "mailflow erase-customer ani@mail.example --yes",
)
@click.argument("address", metavar="ADDRESS")
@click.option("--dry-run", is_flag=True, help="Only count what would be erased.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase_customer(address: str, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Erase a customer: names, addresses, subjects, texts, mails, letters. It cannot be undone.

    Says what it found and asks, unless --yes. An address of which nothing is here is an error.

    Number, status, category, operators, moments and outcomes of the tickets stay: report and verify say what they said.
    All his tickets must be closed. Out of reach are the mailboxes themselves, colleagues' own mail, backups and logs;
    with `after: keep` delete his mails there, or a new database would read them again.
    """
    from mailflow import app
    from mailflow.flow.admin import erase

    parts = app.open_parts(home(), create=False)
    try:
        found = erase.erase(parts, address, dry_run=True)
        if not (found.tickets or found.mails or found.letters or found.registered):
            raise erase.unknown(parts, address)
        if not (dry_run or yes):
            _ask(address, found, as_json)
        if not dry_run:
            with progress("tickets") as seen:
                found = erase.erase(parts, address, dry_run=False, seen=seen)
    finally:
        parts.db.close()
    if as_json:
        put_json({"dry_run": dry_run, **asdict(found), "tickets": list(found.tickets)})
        return
    tell(f"{'would be erased' if dry_run else 'erased'}: {_counted(address, found)}")


def _ask(address: str, found: Erased, as_json: bool) -> None:
    """Raises CannotDo unless a person says yes. A program is not asked: it says --yes."""
    sure = False
    if not as_json:
        with suppress(click.Abort):  # nobody is there to answer
            sure = click.confirm(f"to be erased: {_counted(address, found)}. It cannot be undone. Erase?", err=True)
    if not sure:
        raise CannotDo("nothing was erased; say --yes to erase without being asked")


def _counted(address: str, found: Erased) -> str:
    numbers = f" ({', '.join(map(str, found.tickets))})" if found.tickets else ""
    tickets = how_many(len(found.tickets), "ticket")
    rest = f"{how_many(found.mails, 'mail')}, {how_many(found.letters, 'letter')}"
    return f"{address} in {tickets}{numbers}, {rest}"
