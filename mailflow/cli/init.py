"""`mailflow init`: a new home."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from mailflow.cli.common import called, command, home, put, put_json, say


@command("init", "mailflow init /srv/desk")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(file_okay=False, path_type=Path))
def init(folder: Path | None, as_json: bool) -> None:
    """Make DIR, or the current folder, a new home: a commented rules.yaml, the letters, folders for mail in and out.

    What is there already is kept; a home that has a rules.yaml is left alone.
    """
    from mailflow.config.init import make_home

    folder = folder.expanduser().absolute() if folder else home()
    made = make_home(folder)
    if as_json:
        put_json({"home": str(folder), "made": [str(path.relative_to(folder)) for path in made]})
        return
    put(f"{folder} is a home now: rules.yaml, the letters in templates/canned, mail in var/in and var/out")
    check = f"{called()} --home {shlex.quote(str(folder))} check"
    say(f"next: edit rules.yaml, where (1) to (5) are marked; then\n\n    {check}")
