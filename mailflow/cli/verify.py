"""`mailflow verify`: the event log proves the ticket rows, and the hash chain the log, the mails and the letters."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from mailflow.cli.common import command, home, put, put_json
from mailflow.cli.progress import progress
from mailflow.cli.trouble import CANNOT
from mailflow.errors import CannotDo


@command("verify", "mailflow verify", "mailflow verify --heads digest.eml", "mailflow verify --json")
@click.option(
    "--heads", "kept", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False), multiple=True,
    help="A mail or text somebody has kept, with a line `head N …`: the chain must have had that head.",
)  # fmt: skip
@click.pass_context
def verify(ctx: click.Context, kept: tuple[Path, ...], as_json: bool) -> None:
    """Build every ticket again from its event log and compare it with its row; check by the hash chain that no event,
    mail, letter, moment or their order was changed, and the chain by the heads that were mailed. Exit status 1 if
    anything differs."""
    from mailflow.flow.admin.verify import verify as differences_of
    from mailflow.flow.admin.verify_chain import verify_chain
    from mailflow.store.desk import tickets
    from mailflow.store.engine import chain_links
    from mailflow.view import viewing

    with viewing(home()) as view:
        count = len(tickets.all_numbers(view.db))
        with progress("tickets") as seen:
            found = list(differences_of(view.db, seen))
        with progress("links") as seen:
            faults = list(verify_chain(view.db, _heads(kept), seen))
        head = str(chain_links.head(view.db))
    if as_json:
        differences = [asdict(difference) for difference in found]
        chain = {"head": head, "faults": [asdict(fault) for fault in faults]}
        put_json({"ok": not found and not faults, "tickets": count, "differences": differences, "chain": chain})
    else:
        for one in found:
            put(f"#{one.number} {one.field}: the row says {one.stored}, the log {one.proven}")
        wrong = len({one.n for one in found})
        put(f"{wrong} of {count} tickets differ from their log" if found else f"the log proves all {count} tickets")
        for fault in faults:
            put(f"{fault.where}: {fault.words}")
        changed = f"{len(faults)} things are not as they were chained"
        put(changed if faults else "the hash chain proves the log, the mails and the letters")
        put(f"head {head}")
    ctx.exit(CANNOT if found or faults else 0)


def _heads(files: tuple[Path, ...]) -> dict[int, str]:
    """Those named in these files; raises CannotDo for a file without."""
    from mailflow.mail.all_texts import all_texts
    from mailflow.store.engine.hash_chain import heads_in

    found: dict[int, str] = {}
    for file in files:
        try:
            heads = heads_in(all_texts(file.read_bytes()))
        except OSError as error:
            raise CannotDo(f"{file} cannot be read: {error.strerror}") from error
        if not heads:
            raise CannotDo(f"{file} has no line `head N …` with the 64 digits behind it")
        found |= heads
    return found
