"""`mailflow doctor`: what is wrong with this desk, or soon will be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from mailflow.cli.common import command, home, put, put_json, tell
from mailflow.cli.error_words import said
from mailflow.cli.language import language
from mailflow.cli.progress import progress
from mailflow.cli.trouble import CANNOT
from mailflow.errors import ConfigError, Fault
from mailflow.lazy_dataclasses import replace

if TYPE_CHECKING:
    from mailflow.flow.admin.doctor import Patient


@command(
    "doctor", "mailflow doctor", "mailflow doctor --offline --json", "mailflow doctor --alive      (a health check)"
)
@click.option("--offline", is_flag=True, help="Leave the mailboxes and the mail server alone.")
@click.option("--alive", is_flag=True, help="Only whether a daemon works on this host and no loop of it hangs.")
@click.option("--thorough", is_flag=True, help="Read every page of the database, also of a large one.")
@click.pass_context
def doctor(ctx: click.Context, *, offline: bool, alive: bool, thorough: bool, as_json: bool) -> None:
    """Look for lost, stuck or failed mail, and for what could cause it: servers, clock, disk, rules, daemons.

    Faults make the exit status 1; notes do not. Nothing is changed.
    """
    if alive:
        ctx.exit(_alive(as_json))
    from mailflow.flow.admin import doctor as practice

    with _patient() as found, progress("checks") as seen:
        patient = replace(found, thorough=thorough, language="en" if as_json else language())
        findings = practice.examine(patient, connect=not offline, seen=seen)
    ok = practice.is_ok(findings)
    if as_json:
        put_json({"ok": ok, "findings": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            put(f"{said(_LEVELS[finding.level])}  {said(finding.check)}: {said(finding.what)}")
        tell("this desk is well" if ok else "this desk needs looking after")
    ctx.exit(0 if ok else CANNOT)


def _alive(as_json: bool) -> int:
    """The exit status."""
    import socket

    from mailflow import app
    from mailflow.clock import machine_now
    from mailflow.flow.health.alive import not_alive

    with app.viewing(home()) as view:
        wrong = not_alive(view.db, socket.gethostname(), machine_now())
    if as_json:
        put_json({"ok": not wrong, "words": wrong})
    else:
        tell(wrong or "a daemon is at work here")
    return CANNOT if wrong else 0


_LEVELS = {"fault": "FAULT", "note": "note "}


@contextmanager
def _patient() -> Iterator[Patient]:
    """The desk as far as its rules.yaml can be read: doctor is called when things are broken."""
    from mailflow import app
    from mailflow.clock import SystemClock, machine_now
    from mailflow.flow.admin.doctor import PROBE_SECONDS, Patient

    now, machine = SystemClock().now(), machine_now()
    faults: tuple[Fault, ...] = ()
    try:
        parts = app.open_parts(home(), need_secrets=True, create=False)
    except ConfigError as wrong:
        faults = wrong.faults
        with app.viewing(home()) as view:  # raises when even that is impossible
            yield Patient(view.db, home(), now, machine, faults=faults)
        return
    try:
        boxes = tuple(app.mailboxes(parts, PROBE_SECONDS, looking=True))
        ways = app.transport(parts, PROBE_SECONDS), faults, app.alarm_transport(parts, PROBE_SECONDS)
        yield Patient(parts.db, home(), now, machine, parts, boxes, *ways)
    finally:
        parts.db.close()
