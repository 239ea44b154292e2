"""`mailflow demo`: the play, then what `list`, `show` and `report` say of it."""

from __future__ import annotations

import logging
import shlex
from pathlib import Path
from typing import Any

import click

from mailflow.cli.common import called, command, put, put_json

_PROLOGUE = """\
This is a whole support desk at work: real SMTP in and out on this machine's loopback, the daemon that runs in
production, and a clock that leaps. Nothing is configured and nobody outside gets mail.
"""
_EPILOGUE = """\
The desk's home folder is {home}
It is an ordinary one. Look around in it:

    {mailflow} --home {home} why 1
    {mailflow} --home {home} show 2
    {mailflow} --home {home} letters show closing-satisfied
    {mailflow} --home {home} verify
"""
_LOOKS = (("list", "--all"), ("show", "1"), ("report",))


@command("demo", "mailflow demo", "mailflow demo --folder /tmp/my-desk")
@click.option("--folder", type=click.Path(path_type=Path), help="Make the demo's home here; else in a new folder.")
def demo(folder: Path | None, as_json: bool) -> None:
    """Play the whole procedure: a race, a reminder, a conversation, a silence, and a PIC who closes.

    Takes a few seconds and leaves a home folder behind, to explore.
    """
    from mailflow.demo.play import play

    logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd tells every line of the conversation
    if as_json:
        story: list[str] = []
        home = play(story.append, folder)
        put_json({"home": str(home), "story": [piece.strip() for piece in story]})
        return
    put(_PROLOGUE)
    home = play(put, folder)
    put("EPILOGUE: what the PIC sees afterwards.\n")
    for look in _LOOKS:
        put(f"    $ mailflow {' '.join(look)}\n")
        _run("--home", str(home), *look)
        put()
    put(_EPILOGUE.format(mailflow=called(), home=shlex.quote(str(home))))


def _run(*words: str) -> Any:
    from mailflow.cli import cli

    return cli.main(list(words), prog_name="mailflow", standalone_mode=False)
