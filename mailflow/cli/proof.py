"""`mailflow proof`: one ticket as a zip that proves itself."""

from __future__ import annotations

from pathlib import Path

import click

from mailflow.cli.common import command, home, put_json, say
from mailflow.cli.progress import progress
from mailflow.cli.trouble import CANNOT
from mailflow.core.how_many import how_many
from mailflow.errors import CannotDo


@command("proof", "mailflow proof 12 --output 12.zip")
@click.argument("number", metavar="N")
@click.option("--output", required=True, metavar="FILE.zip", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_context
def proof(ctx: click.Context, number: str, output: Path, as_json: bool) -> None:
    """Write what proves ticket N to both sides into one zip: the mails as they came, the letters as they left with the
    servers' words, every step with its time and arithmetic, the rules, a page in Indonesian and English, the hash chain
    up to a head that was mailed, and verify.py, which needs only Python. Of other tickets it holds digests only; the
    letters to colleagues are in it. Exit status 1 if something was changed; it is written all the same."""
    from mailflow import config
    from mailflow.cli.happenings import sentence
    from mailflow.clock import SystemClock
    from mailflow.flow.admin import proof as proofs
    from mailflow.proof import verify
    from mailflow.view import viewing

    folder = home()
    rules = config.load(folder, need_secrets=False).rules
    with viewing(folder) as view, progress("proof"):
        made = proofs.make(view.db, view.ticket(number), rules, SystemClock().now(), sentence)
    try:
        output.write_bytes(made.data)
    except OSError as error:
        raise CannotDo(f"{output} cannot be written: {error.strerror}") from error
    found = verify.changed(verify.read(output))
    if as_json:
        told = {"output": str(output), "files": list(made.files), "mailed_head": made.mailed}
        put_json({"ok": not found, **told, "covered": made.covered, "changed": found})
    else:
        for words in found:
            say(words)
        if not made.covered:
            say("no head after the last of it was mailed yet: make it again after the next digest")
        say(f"written to {output}: {how_many(len(made.files) + 1, 'file')}")  # and manifest.json, which lists them
    ctx.exit(CANNOT if found else 0)
