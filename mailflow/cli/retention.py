"""`mailflow retention`: what `retention:` in rules.yaml asks for, now instead of once a day."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import click

from mailflow.cli.common import command, home, put_json, tell
from mailflow.cli.progress import progress
from mailflow.core.how_many import how_many

WORDS = {
    "raw": ("mail", "mails"),
    "automatic": ("automatic mail", "automatic mails"),
    "spam": ("mail taken for spam", "mails taken for spam"),
    "letters": ("letter", "letters"),
}


def _tell(seen: Callable[[int, int], None], of: int, done: int) -> None:
    seen(done, max(of, done))


@command("retention", "mailflow retention --dry-run", "mailflow retention --json")
@click.option("--dry-run", is_flag=True, help="Only count.")
def retention(dry_run: bool, as_json: bool) -> None:
    """Remove the bytes of mails and letters that have been kept as long as `retention:` says.

    Rows, outcomes, the texts on tickets and the figures stay; mail of open tickets is kept until they are closed. What
    they leave behind inside an SQLite file is given back to the disk. The daemon does this by itself once a day.
    """
    from mailflow import app
    from mailflow.flow.schedule import retention as keeping

    parts = app.open_parts(home(), create=False)
    try:
        kinds = [kind for kind in keeping.KINDS if kind in parts.policy.settings.retention]
        done = {}
        for kind in kinds:
            with progress(WORDS[kind][1]) as seen:
                of = keeping.due(parts, kind)
                done[kind] = of if dry_run else keeping.carry_out(parts, kind, partial(_tell, seen, of))
        with progress("giving back to the disk"):
            freed = 0 if dry_run else keeping.give_back(parts)
    finally:
        parts.db.close()
    if as_json:
        put_json({"dry_run": dry_run, "removed": done, "disk": freed})
        return
    for kind, count in done.items():
        whose = "its bytes" if count == 1 else "their bytes"
        tell(f"{how_many(count, *WORDS[kind])} {'would lose' if dry_run else 'lost'} {whose}")
    if freed:
        tell(f"{freed / 1e6:.1f} MB given back to the disk")
    if not done:
        tell("rules.yaml has no retention: everything is kept")
