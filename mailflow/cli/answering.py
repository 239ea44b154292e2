"""The commands of an operator at a terminal: an answer to the customer, and taking back."""

from __future__ import annotations

import sys

import click

from mailflow.cli.act import act
from mailflow.cli.common import as_option, command

_number = click.argument("number", metavar="N")


@command("send", "mailflow send 12 'Your balance is topped up.'", "mailflow send 12 - --at 'Monday 08:00' < answer.txt")
@_number
@click.argument("text", nargs=-1, required=True)
@click.option("--at", "when", metavar="WHEN", help="When it leaves, as people write it; now, if missing.")
@click.option("--force", is_flag=True, help="Although a rule of `hints:` holds it.")
@as_option
def send(number: str, text: tuple[str, ...], *, when: str | None, force: bool, name: str | None, as_json: bool) -> None:
    """Answer the customer of ticket N, as its owner, from the desk's address. TEXT - is read from stdin.

    It can be taken back until it leaves: `mailflow undo N`.
    """
    words = (sys.stdin.read() if text == ("-",) else " ".join(text)).strip()
    if not words:
        raise click.UsageError("the answer is empty")
    act("send", [number], {"text": words, **({"when": when} if when else {})}, name, as_json, force=force)


@command("undo", "mailflow undo 12 --as Budi")
@_number
@as_option
def undo(number: str, name: str | None, as_json: bool) -> None:
    """Take back your answer on ticket N that has not left yet, or your last command, if nothing has changed since."""
    act("undo", [number], {}, name, as_json)
