"""`mailflow demo`: the play, then what `list`, `show` and `report` say of it."""

from __future__ import annotations

import contextlib
import io
import logging
import shlex
from pathlib import Path

import click

from mailflow.cli.common import called, command, put, put_json

_LOOKS = (("list", "--all"), ("show", "1"), ("report",))
_LINES = 4  # of each of them


@command("demo", "mailflow demo", "mailflow demo --language id", "mailflow demo --folder /tmp/my-desk")
@click.option("--folder", type=click.Path(path_type=Path), help="Make the demo's home here; else in a new folder.")
@click.option("--language", type=click.Choice(("en", "id")), default="en", show_default=True, help="Of all words.")
def demo(folder: Path | None, language: str, as_json: bool) -> None:
    """Play the whole procedure: a race, a reminder, a conversation, a silence, and a PIC who closes.

    Takes a few seconds and leaves a home folder behind, to explore.
    """
    from mailflow.demo.play import play
    from mailflow.demo.words import WORDS

    logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd tells every line of the conversation
    if as_json:
        story: list[str] = []
        home, web = play(story.append, folder, language)
        put_json({"home": str(home), "web": web, "story": [piece.strip() for piece in story]})
        return
    words = WORDS[language]
    put(words.prologue)
    home, web = play(put, folder, language)
    put(words.afterwards)
    page = home / "report.html"
    _said("--home", str(home), "report", "--format", "html", "--language", language, "--output", str(page))
    named = {"mailflow": called(), "home": shlex.quote(str(home)), "page": page.resolve().as_uri(), "web": web}
    for look in _LOOKS:
        put(f"    $ mailflow {' '.join(look)}\n")
        lines = _said("--home", str(home), *look)
        put("\n".join(lines[:_LINES]))
        if len(lines) > _LINES:
            put("…")
        put()
    put(words.epilogue.format(**named))
    if web:
        put(words.team_page.format(**named))


def _said(*words: str) -> list[str]:
    from mailflow.cli import cli

    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        cli.main(list(words), prog_name="mailflow", standalone_mode=False)
    return out.getvalue().splitlines()
