"""`mailflow inbox`: mail that waits, is parked or quarantined, and what a person may do about it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import click

from mailflow.cli.boxes import (
    EVERY,
    Errand,
    chosen,
    each,
    flood_option,
    from_option,
    row_id,
    some_ids,
    some_or_together,
)
from mailflow.cli.common import as_option, command, group, home, login_name, put_json, say, titled
from mailflow.cli.tables import Column, put_table
from mailflow.core.plain import JsonObject
from mailflow.errors import CannotDo

if TYPE_CHECKING:
    from mailflow.store.engine.database import Database
    from mailflow.view import View


@group("inbox", "mailflow inbox", "mailflow inbox release 17", "mailflow inbox drop 18 --why spam")
@click.pass_context
def inbox(ctx: click.Context, as_json: bool) -> None:
    """Incoming mail that waits to be processed, is parked (something went wrong) or quarantined (not trusted)."""
    if ctx.invoked_subcommand is None:
        _list(None, as_json)


@command("list", "mailflow inbox list", "mailflow inbox list --outcome automatic", of=inbox)
@click.option("--outcome", metavar="O", help="Mails that ended so: request, claim, automatic, dropped, history …")
def list_(outcome: str | None, as_json: bool) -> None:
    """List what waits, is parked or quarantined, with the reason; or all mails that ended with one outcome."""
    _list(outcome, as_json)


def _list(outcome: str | None, as_json: bool) -> None:
    from mailflow.store.mail import inbox as rows
    from mailflow.view import viewing

    with viewing(home()) as view:
        if outcome is not None:
            found = rows.listing(view.db, outcome=outcome)
        else:
            found = rows.listing(view.db) + rows.listing(view.db, outcome=rows.QUARANTINED)
        mails = [_described(view, row) for row in sorted(found, key=lambda row: (row["arrived_at"], row["id"]))]
    if as_json:
        put_json({"mails": mails})
        return
    columns = (
        Column("id", right=True), Column("state"), Column("arrived", zone=view.zone, spare=True),
        Column("from", whole=False), Column("subject", whole=False), Column("reason", whole=False),
    )  # fmt: skip
    put_table(columns, [_row(mail, view.essentials.language) for mail in mails])
    if not mails:
        say("no mail waits, is parked or quarantined" if outcome is None else f"no mail ended as {outcome!r}")


def _described(view: View, row: JsonObject) -> JsonObject:
    """With who wrote it and about what, which the rows do not say before a mail is decided."""
    from datetime import datetime

    from mailflow.core.message import Message, OurAddresses
    from mailflow.mail.understand import understand
    from mailflow.store.mail import inbox as rows

    message = Message()
    if row["state"] == "done" or not row["deaths"]:  # else it may be what daemons die of
        with suppress(CannotDo):  # no longer kept
            message = understand(rows.raw(view.db, row["id"]), OurAddresses(()))
    arrived = datetime.fromisoformat(row["arrived_at"]).astimezone(view.zone).isoformat(timespec="seconds")
    sender = message.shown_sender.email if message.shown_sender else None
    return {**row, "arrived_at": arrived, "from": sender, "subject": message.subject}


def _row(mail: JsonObject, language: str) -> tuple[object, ...]:
    reason = (mail["reason"] or "").strip().split("\n")[-1]  # of a traceback the last line is what happened
    state = mail["outcome"] or mail["state"]
    return (mail["id"], state, mail["arrived_at"], mail["from"], titled(mail["subject"], language), reason)


@command("release", "mailflow inbox release 17 18 --as Dewi", "mailflow inbox release --flood 3", of=inbox)
@some_ids
@flood_option
@from_option
@as_option
def release(ids: tuple[int, ...], flood: int | None, sender: str | None, name: str | None, as_json: bool) -> None:
    """Let quarantined mails out, having read them. What looked like spam becomes a request, or joins its ticket.

    A mail as from a colleague who did not prove it is filed as a note with a warning: nobody sees from its words who
    wrote it. Nothing of it reaches a customer. A parked mail is decided again.
    """
    from mailflow.store.mail import inbox as rows

    def act(db: Database, inbox_id: int) -> None:
        rows.release(db, inbox_id, name or login_name())

    each(some_or_together(ids, flood, sender), Errand("mail", "released", "is let out", act), as_json)


@command("retry", "mailflow inbox retry 17 18", "mailflow inbox retry --all", of=inbox)
@some_ids
@click.option("--all", "everything", is_flag=True, help="Every parked mail, and those that wait for their next try.")
def retry(ids: tuple[int, ...], everything: bool, as_json: bool) -> None:
    """Judge mails again, now, as if they had just come: after an edit of rules.yaml, say. It vouches for nobody.

    --all leaves quarantined mail alone: `release` lets it out, after a look at each.
    """
    from mailflow.store.mail import inbox as rows

    def troubled(db: Database) -> list[int]:
        return [row["id"] for row in rows.listing(db, limit=EVERY) if row["state"] == "parked" or row["tries"]]

    each(chosen(ids, everything, troubled), Errand("mail", "retried", "is due again", rows.retry), as_json)


@command(
    "drop",
    "mailflow inbox drop 18 --why 'advertising'",
    "mailflow inbox drop --from ads@mail.example --why spam",
    of=inbox,
)
@some_ids
@flood_option
@from_option
@click.option("--why", metavar="TEXT", required=True, help="The reason, kept with the mail.")
@as_option
def drop(
    ids: tuple[int, ...], *, flood: int | None, sender: str | None, why: str, name: str | None, as_json: bool
) -> None:
    """Let nothing come of mails that wait, are parked or quarantined. Their bytes are kept; `retry` undoes it."""
    from mailflow.clock import SystemClock
    from mailflow.store.mail import inbox as rows

    now = SystemClock().now()

    def act(db: Database, inbox_id: int) -> None:
        rows.drop(db, inbox_id, f"{why} ({name or login_name()})", now)

    each(some_or_together(ids, flood, sender), Errand("mail", "dropped", "is dropped", act), as_json)


@command("show", "mailflow inbox show 17 > mail.eml", of=inbox)
@click.argument("inbox_id", metavar="ID", type=row_id)
def show(inbox_id: int, as_json: bool) -> None:
    """Write the mail to stdout, byte for byte as it came; --json wraps it (bytes that are no text replaced)."""
    from mailflow.store.mail import inbox as rows
    from mailflow.view import viewing

    with viewing(home()) as view:
        raw = rows.raw(view.db, inbox_id)
    if as_json:
        put_json({"id": inbox_id, "size": len(raw), "raw": raw.decode("utf-8", "replace")})
    else:
        click.echo(raw, nl=False)
