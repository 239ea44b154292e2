"""Shared by `mailflow inbox` and `mailflow outbox`: which rows are meant, and acting on each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from mailflow.cli.common import home, put_json, say, tell
from mailflow.cli.trouble import CANNOT, first_error
from mailflow.errors import MailflowError
from mailflow.lazy_dataclasses import dataclass

if TYPE_CHECKING:
    from mailflow.store.engine.database import Database

EVERY = 1_000_000  # rows of a listing: no limit
row_id = click.IntRange(-(2**63), 2**63 - 1)  # what a database can count
some_ids = click.argument("ids", metavar="[ID...]", nargs=-1, type=row_id)
flood_option = click.option("--flood", metavar="N", type=row_id, help="All that is held of this flood.")
from_option = click.option("--from", "sender", metavar="ADDRESS", help="All that is held of this sender.")
ids_argument = click.argument("ids", metavar="ID...", nargs=-1, required=True, type=row_id)

Ids = Sequence[int] | Callable[["Database"], Sequence[int]]


def chosen(ids: Sequence[int], everything: bool, troubled: Callable[[Database], Sequence[int]]) -> Ids:
    """The named ids, or with --all those that have trouble: one of the two must be given."""
    if bool(ids) == everything:
        raise click.UsageError("name the IDs, or say --all" if not ids else "either IDs or --all, not both")
    return ids or troubled


def some_or_together(ids: Sequence[int], flood: int | None, sender: str | None) -> Ids:
    """What was named, or all that is held of one flood, or of one sender: one of the three must be said."""
    if sum((bool(ids), flood is not None, sender is not None)) != 1:
        raise click.UsageError("name the IDs, or one --flood, or one --from")
    if ids:
        return ids

    def found(db: Database) -> Sequence[int]:
        from mailflow.store.mail.held import Together, held_together

        return held_together(db, Together("sender", sender.casefold()) if sender else Together("flood_id", flood or 0))

    return found


@dataclass(frozen=True, slots=True)
class Errand:
    """What is done to each."""

    what: str  # mail | letter
    verb: str  # "retried": the key in JSON
    words: str  # "is due again"
    act: Callable[[Database, int], None]


def each(ids: Ids, errand: Errand, as_json: bool) -> None:
    """The errand to each mail or letter in a transaction of its own; the command fails if one of them does. What was
    not named but chosen, and a daemon has decided meanwhile, needs nothing any more."""
    what, verb = errand.what, errand.verb
    from mailflow.flow.health.heartbeat import daemon_is_alive
    from mailflow.view import viewing

    done: list[int] = []
    refused: dict[int, MailflowError] = {}
    with viewing(home()) as view:
        wanted = ids(view.db) if callable(ids) else ids
        for inbox_id in dict.fromkeys(wanted):
            try:
                with view.db.transaction():
                    errand.act(view.db, inbox_id)
                done.append(inbox_id)
            except MailflowError as error:
                if not callable(ids) or inbox_id in ids(view.db):
                    refused[inbox_id] = error
        idle = verb in ("retried", "released") and bool(done) and not daemon_is_alive(view.db)
    if as_json:
        told = {verb: done, "refused": [{"id": i, "why": str(why)} for i, why in refused.items()]}
        put_json(told | first_error(refused.values()))
    else:
        for inbox_id in done:
            tell(f"{what} {inbox_id} {errand.words}")
    for why in refused.values():
        say(f"mailflow: {why}")
    if not wanted:
        say(f"there is no {what} to be {verb}")
    if idle:
        say("no mailflow is running: `mailflow run` or `mailflow run --once` takes it up")
    if refused:
        click.get_current_context().exit(CANNOT)
