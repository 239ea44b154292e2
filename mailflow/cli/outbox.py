"""`mailflow outbox`: letters that wait or failed, and what a person may do about them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import click

from mailflow.cli.boxes import EVERY, Errand, chosen, each, ids_argument, row_id, some_ids
from mailflow.cli.common import as_option, command, group, home, login_name, put_json, say, tell
from mailflow.cli.tables import Column, put_table
from mailflow.core.plain import JsonObject

if TYPE_CHECKING:
    from mailflow.store.engine.database import Database
    from mailflow.view import View

STATES = ("waiting", "failed", "sent", "dropped")


@group("outbox", "mailflow outbox", "mailflow outbox retry 40", "mailflow outbox list --state sent")
@click.pass_context
def outbox(ctx: click.Context, as_json: bool) -> None:
    """Letters that wait to be sent, and those that could not be."""
    if ctx.invoked_subcommand is None:
        _list((), as_json)


@command("list", "mailflow outbox list", "mailflow outbox list --state failed --json", of=outbox)
@click.option(
    "--state",
    "states",
    metavar="S",
    multiple=True,
    type=click.Choice(STATES),
    help=f"Only these: {', '.join(STATES)}. May be given twice.",
)
@click.option("--broadcast", "number", metavar="ID", type=row_id, help="The letters of this broadcast.")
def list_(states: tuple[str, ...], number: int | None, as_json: bool) -> None:  # fmt: skip
    """List letters that wait or failed, with the server's last words; those of a broadcast in one line."""
    _list(states, as_json, number)


def _list(states: Sequence[str], as_json: bool, number: int | None = None) -> None:
    from mailflow.store.desk import broadcasts
    from mailflow.store.mail import outbox as rows
    from mailflow.store.mail import waiting
    from mailflow.view import viewing

    wanted = tuple(states) or ("waiting", "failed")
    with viewing(home()) as view:
        letters = [_local(view, row) for row in rows.listing(view.db, wanted, broadcast=number)]
        many = broadcasts.letters(view.db, wanted) if number is None else []
        later = waiting.alone(view.db) if number is None and "waiting" in wanted else 0
    if as_json:
        put_json({"letters": letters} | ({"broadcasts": [one._asdict() for one in many]} if many else {}))
        return
    columns = (
        Column("id", right=True), Column("state"), Column("written", zone=view.zone, spare=True),
        Column("ticket", right=True), Column("letter", whole=False), Column("to", whole=False),
        Column("tries", right=True), Column("last words", whole=False),
    )  # fmt: skip
    put_table(columns, [_row(letter) for letter in letters])
    for broadcast, found in groupby(many, key=lambda one: one.broadcast):
        counts = ", ".join(f"{one.letters} {one.state}" for one in found)
        tell(f"broadcast {broadcast}: {counts}; `mailflow outbox list --broadcast {broadcast}` lists them")
    if later:
        tell(f"verify-address: {later} leave one after the other")
    if not letters and not many and not later:
        say("no letters are " + " or ".join(states or ("waiting", "failed")))


def _local(view: View, row: JsonObject) -> JsonObject:
    from datetime import datetime

    moments = {
        name: datetime.fromisoformat(row[name]).astimezone(view.zone).isoformat(timespec="seconds")
        for name in ("created_at", "sent_at")
        if row[name]
    }
    return {**row, **moments}


def _row(letter: JsonObject) -> tuple[object, ...]:
    words = "; ".join(dict.fromkeys(r["words"] for r in letter["results"].values() if r.get("words")))
    return (
        letter["id"],
        letter["state"],
        letter["created_at"],
        letter["ticket"],
        letter["kind"],
        ", ".join(letter["to"]),
        letter["tries"],
        words,
    )


@command("retry", "mailflow outbox retry 40 41", "mailflow outbox retry --all", of=outbox)
@some_ids
@click.option("--all", "everything", is_flag=True, help="Every letter that failed or waits for its next try.")
def retry(ids: tuple[int, ...], everything: bool, as_json: bool) -> None:
    """Send letters now, to all who have not got them; also those that failed or were dropped.

    --all leaves dropped ones alone, and those of a broadcast that have failed.
    """
    from mailflow.store.mail import outbox as rows

    def troubled(db: Database) -> list[int]:
        return [row["id"] for row in rows.listing(db, limit=EVERY) if row["state"] == "failed" or row["results"]]

    each(chosen(ids, everything, troubled), Errand("letter", "retried", "is due again", rows.retry), as_json)


@command("drop", "mailflow outbox drop 40 --why 'she has called'", of=outbox)
@ids_argument
@click.option("--why", metavar="TEXT", default="", help="The reason, kept with the letter.")
@as_option
def drop(ids: tuple[int, ...], why: str, name: str | None, as_json: bool) -> None:
    """Give letters up that have not been sent. They are kept; `retry` undoes it."""
    from mailflow.store.mail import outbox as rows

    words = f"{why or 'dropped'} ({name or login_name()})"

    def act(db: Database, letter_id: int) -> None:
        rows.drop(db, letter_id, words)

    each(ids, Errand("letter", "dropped", "is dropped", act), as_json)


@command("show", "mailflow outbox show 40 > letter.eml", of=outbox)
@click.argument("letter_id", metavar="ID", type=row_id)
def show(letter_id: int, as_json: bool) -> None:
    """Write the letter to stdout, byte for byte as it is sent; --json wraps it."""
    from mailflow.store.mail import outbox as rows
    from mailflow.view import viewing

    with viewing(home()) as view:
        data = rows.data(view.db, letter_id)
    if as_json:
        put_json({"id": letter_id, "size": len(data), "raw": data.decode("utf-8", "replace")})
    else:
        click.echo(data, nl=False)
