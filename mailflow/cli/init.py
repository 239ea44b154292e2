"""`mailflow init`: a new home."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

from mailflow.cli.common import called, command, home, put_json, say, tell


@command("init", "mailflow init /srv/desk", "mailflow init /srv/desk --yes")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Ask nothing: the shipped rules.yaml, to edit by hand.")
@click.option("--ask", is_flag=True, help="Ask, also when this is no terminal.")
def init(folder: Path | None, yes: bool, ask: bool, as_json: bool) -> None:
    """Make DIR, or the current folder, a new home: a commented rules.yaml, the letters, folders for mail in and out.

    At a terminal it asks a few questions (address, login, people, hours), finds the servers, tries them at once, sends
    a first mail to the desk and learns from it whom to believe. What is there already is kept; a home that has a
    rules.yaml is left alone.
    """
    from mailflow.config.init import make_home

    folder = folder.expanduser().absolute() if folder else home()
    if ask or (sys.stdin.isatty() and not yes and not as_json):
        _asked(folder)
        return
    made = make_home(folder)
    if as_json:
        put_json({"home": str(folder), "made": [str(path.relative_to(folder)) for path in made]})
        return
    tell(f"{folder} is a home now: rules.yaml, the letters in templates/canned, mail in var/in and var/out")
    check = f"{called()} --home {shlex.quote(str(folder))} check"
    say(f"next: edit rules.yaml, where (1) to (5) are marked; then\n\n    {check}")


def _asked(folder: Path) -> None:
    from mailflow.cli.wizard import Questions
    from mailflow.config.init import keep_secrets, make_home, refuse_a_home
    from mailflow.setup.answers import env_lines, rules_text

    refuse_a_home(folder)
    questions = Questions(folder)
    found = questions.all()
    keep_secrets(folder, env_lines(found.login))
    make_home(folder, lambda text: rules_text(text, found))
    questions.ready(found)
