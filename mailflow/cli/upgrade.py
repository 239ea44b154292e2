"""`mailflow upgrade`: a desk of an earlier version, with a backup and a way back."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailflow import __version__
from mailflow.cli.common import called, command, home, put_json, say, tell
from mailflow.cli.progress import progress
from mailflow.cli.trouble import CANNOT
from mailflow.core.how_many import how_many
from mailflow.errors import CannotDo

if TYPE_CHECKING:
    from mailflow.flow.admin.upgrade import Ahead, Upgraded


@command("upgrade", "mailflow upgrade --check --home /srv/desk", "mailflow upgrade --home /srv/desk")
@click.option("--check", is_flag=True, help="Only say what it would do; exit status 1 when there is something to do.")
@click.option("--backed-up", "kept", is_flag=True, help="Without a backup: you have one (PostgreSQL: by pg_dump).")
@click.pass_context
def upgrade(ctx: click.Context, check: bool, kept: bool, as_json: bool) -> None:
    """Bring the desk to this version of mailflow: a backup first, then its tables, then a look at all of it.

    Do it after installing a new version, with the desk stopped. rules.yaml and letters are checked before anything is
    changed. A failure leaves everything as it was. The way back is said at the end.
    """
    from mailflow import app, config
    from mailflow.cli.backup import named
    from mailflow.clock import SystemClock, machine_now
    from mailflow.flow.admin import upgrade as upgrading

    settings = config.load(home(), need_secrets=False)  # all its faults, before anything is touched
    _, faults = app.open_templates(settings)
    if faults:
        raise CannotDo(f"{faults[0].place}: {faults[0].what}; mend it first, `mailflow check` tells all")
    if not app.has_database(settings.database):
        raise CannotDo("this desk has not begun: there is nothing to upgrade")
    if check:
        ahead = upgrading.look(settings.database, home(), machine_now())
        _foretell(ahead, as_json)
        ctx.exit(CANNOT if ahead.needed else 0)
    with progress("tickets") as seen:
        done = upgrading.upgrade(
            settings.database, home(), SystemClock().now(), machine_now(), named=named(home()), kept=kept, seen=seen
        )
    _tell(done, as_json)
    ctx.exit(CANNOT if done.wrong else 0)


def _foretell(ahead: Ahead, as_json: bool) -> None:
    if as_json:
        put_json({
            "version": __version__, "tables": ahead.found, "wanted": ahead.wanted, "needed": ahead.needed,
            "running": list(ahead.running),
        })  # fmt: skip
        return
    if not ahead.needed:
        tell(f"this desk is of this version: mailflow {__version__}, tables {ahead.found}")
        return
    tell(f"tables {ahead.found} would become {ahead.wanted}, after a backup; rules.yaml and letters are good")
    for one in ahead.running:
        tell(f"running: {one}; stop it before")


def _tell(done: Upgraded, as_json: bool) -> None:
    made = done.backup
    if as_json:
        put_json({
            "version": __version__, "tables": done.ahead.wanted, "before": done.ahead.found,
            "backup": str(made.file) if made else None, "wrong": list(done.wrong), "renewed": done.renewed,
        })  # fmt: skip
        return
    if done.renewed:
        tell("rules.schema.json, for editors: renewed")
    if not done.ahead.needed:
        tell(f"this desk is of this version: mailflow {__version__}, tables {done.ahead.found}")
        return
    if made:
        tickets, mails = how_many(made.holds.tickets, "ticket"), how_many(made.holds.mails, "mail")
        tell(f"{made.file}: a backup of before, {tickets}, {mails}")
    tell(f"tables {done.ahead.found} are {done.ahead.wanted} now")
    for words in done.wrong:
        say(words)
    tell("its log proves every ticket" if not done.wrong else "tickets differ from their log: see the way back")
    if made:
        say(_way_back(made.file))


def _way_back(file: Path) -> str:
    folder = shlex.quote(str(home()))
    return (
        "the way back: stop it, install the mailflow of before, then\n\n"
        f"    {called()} restore {shlex.quote(str(file))} --home {folder} --force\n"
        f"    {called()} --home {folder} unmute\n"
    )
