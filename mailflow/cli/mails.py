"""Commands about one mail of a ticket: it becomes a ticket of its own, or loses words."""

from __future__ import annotations

import click

from mailflow.cli.common import actor, as_option, command, home, put_json, tell, titled
from mailflow.core.how_many import how_many

_number = click.argument("number", metavar="N")


@command("split", "mailflow split 5 --mail 31")
@_number
@click.option("--mail", metavar="ID", type=int, required=True, help="The mail, as `mailflow show N --json` names it.")
@as_option
def split(number: str, *, mail: int, name: str | None, as_json: bool) -> None:
    """Make a mail of ticket N a ticket of its own, with its original arrival. The customer is told the new number."""
    from mailflow import app
    from mailflow.flow.settle.splitting import split_typed

    parts = app.open_parts(home())
    try:
        new = split_typed(parts, number, mail, actor(parts, name))
    finally:
        parts.db.close()
    if as_json:
        put_json({"ticket": new.n, "number": new.number, "mail": mail})
    else:
        tell(f"mail {mail} is ticket #{new.number} now ({titled(new.subject, parts.rules.desk.language)})")


@command("redact", "mailflow redact 5 --mail 31 --words 482913")
@_number
@click.option("--mail", metavar="ID", type=int, required=True, help="The mail, as `mailflow show N --json` names it.")
@click.option("--words", metavar="TEXT", multiple=True, required=True, help="What must go; again for each.")
@click.argument("more", nargs=-1)
@as_option
def redact(
    number: str, *, mail: int, words: tuple[str, ...], more: tuple[str, ...], name: str | None, as_json: bool
) -> None:
    """Remove a PIN or password from a mail of ticket N, and from every mail, letter and record that has it.

    Rows, order and digests stay, and `verify` still proves the ticket. Nobody can bring the words back. What mailflow
    cannot reach: mailboxes, colleagues' mail clients, older backups, the history of your shell.
    """
    from mailflow import app
    from mailflow.flow.settle.redacting import Removal, remove_typed

    parts = app.open_parts(home())
    try:
        wanted = Removal(0, mail, (*words, *more), actor(parts, name))
        gone = remove_typed(parts, number, wanted)
    finally:
        parts.db.close()
    if as_json:
        put_json({"mails": gone.mails, "letters": gone.letters, "events": gone.events, "tickets": list(gone.tickets)})
    else:
        mails, letters = how_many(gone.mails, "mail"), how_many(gone.letters, "letter")
        tell(f"gone from {mails}, {letters} and {how_many(gone.events, 'event')} of #{number}")
