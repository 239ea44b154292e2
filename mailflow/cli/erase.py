"""`mailflow erase-customer ADDRESS`: a person's data go, the figures stay."""

from __future__ import annotations

from dataclasses import asdict

import click

from mailflow.cli.common import command, home, put, put_json
from mailflow.cli.progress import progress


@command(
    "erase-customer", "mailflow erase-customer ani@mail.example --dry-run", "mailflow erase-customer ani@mail.example"
)
@click.argument("address", metavar="ADDRESS")
@click.option("--dry-run", is_flag=True, help="Only count what would be erased.")
def erase_customer(address: str, dry_run: bool, as_json: bool) -> None:
    """Take a customer out of the desk: names, addresses, subjects, texts, mails, letters. It cannot be undone.

    Number, status, category, operators, moments and outcomes of the tickets stay: report and verify say what they said.
    All his tickets must be closed. Out of reach are the mailboxes themselves, colleagues' own mail, backups and logs;
    with `after: keep` delete his mails there, or a new database would read them again.
    """
    from mailflow import app
    from mailflow.flow.admin import erase

    parts = app.open_parts(home(), create=False)
    try:
        with progress("tickets") as seen:
            found = erase.erase(parts, address, dry_run, seen)
    finally:
        parts.db.close()
    if as_json:
        put_json({"dry_run": dry_run, **asdict(found), "tickets": list(found.tickets)})
        return
    verb = "would be erased" if dry_run else "erased"
    numbers = f" ({', '.join(map(str, found.tickets))})" if found.tickets else ""
    put(f"{verb}: {address} in {len(found.tickets)} tickets{numbers}, {found.mails} mails, {found.letters} letters")
