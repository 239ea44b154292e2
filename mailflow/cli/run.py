"""`mailflow run`: the daemon, or with --once one round for cron."""

from __future__ import annotations

import gc
import logging
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from mailflow.cli.common import command, home, put_json, say, tell
from mailflow.cli.trouble import CANNOT
from mailflow.core.how_many import how_many

if TYPE_CHECKING:
    from mailflow.flow.parts import Parts

log = logging.getLogger("mailflow")

WAIT_SECONDS = 2.0  # between two tries to open a database that is locked
_STOPS = (signal.SIGTERM, signal.SIGINT)


@command("run", "mailflow run --home /srv/desk", "mailflow run --once --quiet      (from cron)")
@click.option("--once", is_flag=True, help="One round: take in what waits, ring what is due, send, exit.")
@click.option(
    "--log-format",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="Of the lines on stderr.",
)
@click.option("--mute", is_flag=True, help="Everything but sending: letters wait, mailboxes stay as they are.")
@click.option("--quiet", is_flag=True, help="Only warnings and errors.")
@click.pass_context
def run(ctx: click.Context, *, once: bool, log_format: str, mute: bool, quiet: bool, as_json: bool) -> None:
    """Receive mail, send reminders and letters, until SIGTERM or Ctrl-C. Edits of rules.yaml count at once.

    With --once the exit status is 1 when a mailbox or the mail server could not be reached.
    """
    if as_json and not once:
        raise click.UsageError("--json needs --once; --log-format json is what a daemon has")
    with _nothing_collected():
        from mailflow import app
        from mailflow.cli.logs import log_to_stderr
        from mailflow.flow.health import edits

        parts = _opened(once, mute)
    ended = True  # nobody else uses the database: closing it under a thread that hangs would crash the process
    try:
        log_to_stderr(parts.rules.desk.timezone, log_format, quiet=quiet)
        edits.wait_at_start(parts)
        _say_if_muted(parts)
        _say_if_open(parts)
        if once:
            troubles = app.once(parts)
            _tell(parts, troubles, as_json)
            ctx.exit(CANNOT if troubles else 0)
        ended = _until_stopped(parts)
    finally:
        if ended:
            parts.db.close()


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """What is loaded stays, so the collector of cycles need not look through it while it grows, nor afterwards: 0.95
    of the time of a round without mail (2026-11-30)."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # before it is enabled, which would go through all of it at once
        gc.enable()


def _opened(once: bool, mute: bool) -> Parts:
    """A daemon waits for a database that is locked, or not up yet: it would be started again only to find the same.
    With --once the next run does that."""
    from mailflow import app
    from mailflow.cli.logs import log_to_stderr
    from mailflow.errors import TryLater

    told = False
    while True:
        try:
            return app.open_parts(home(), need_secrets=True, mute=mute)
        except TryLater as why:
            if once:
                raise
            if not told:
                log_to_stderr("UTC")
                log.warning("waiting: %s", why)
            told = True
            time.sleep(WAIT_SECONDS)


def _say_if_muted(parts: Parts) -> None:
    from mailflow.store.desk import meta

    if parts.mute:
        log.warning("muted: letters wait until mailflow runs without --mute; mailboxes are read and left as they are")
    elif meta.muted(parts.db):
        log.warning("muted: letters wait until `mailflow unmute`; mailboxes are read and left as they are")


def _say_if_open(parts: Parts) -> None:
    """Loudly, at every start: nothing else shows it before somebody has made use of it."""
    from mailflow.config.warn import EVERYBODY

    for warning in parts.policy.settings.warnings:
        if warning.what == EVERYBODY:
            log.warning("OPEN TO EVERYBODY: %s", warning)


def _until_stopped(parts: Parts) -> bool:
    """Whether every loop ended.

    Signals are waited for, not handled: a handler would run in the middle of anything. Threads inherit the mask.
    """
    from mailflow import app

    daemon = app.daemon(parts)
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
    try:
        daemon.start()
        signal.sigwait(_STOPS)
    finally:
        ended = daemon.stop()
        while signal.sigtimedwait(_STOPS, 0):
            pass  # asked twice: it is stopping already, and ends as it should
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)
    return ended


def _tell(parts: Parts, troubles: list[str], as_json: bool) -> None:
    from mailflow.store.mail import inbox, outbox

    for words in troubles:
        say(f"mailflow: {words}")
    if as_json:
        mails, letters = inbox.counts(parts.db), {"waiting": 0, **outbox.counts(parts.db)}
        put_json({"ok": not troubles, "troubles": troubles, "inbox": mails, "outbox": letters})
        return
    waiting, parked, unsent = inbox.waiting(parts.db), inbox.parked(parts.db), outbox.waiting(parts.db)
    if waiting or parked or unsent:
        left = f"{how_many(waiting, 'mail')} waiting, {parked} parked"
        tell(f"left: {left}, {how_many(unsent, 'letter')} waiting")
