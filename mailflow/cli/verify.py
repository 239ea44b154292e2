"""`mailflow verify`: the event log proves the ticket rows, and the hash chain the log, the mails and the letters."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path

import click

from mailflow.cli.common import command, home, put, put_json, tell
from mailflow.cli.progress import progress
from mailflow.cli.trouble import CANNOT
from mailflow.core.how_many import how_many
from mailflow.errors import CannotDo


@command("verify", "mailflow verify", "mailflow verify --heads digest.eml", "mailflow verify --since 41207 --json")
@click.option(
    "--heads", "kept", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False), multiple=True,
    help="A mail or text somebody has kept, with a line `head N …`: the chain must have had that head.",
)  # fmt: skip
@click.option(
    "--since", metavar="N", default=0, type=click.IntRange(0),
    help="Only what came after head N, which an earlier `verify` has printed, and the tickets it was about.",
)  # fmt: skip
@click.pass_context
def verify(ctx: click.Context, kept: tuple[Path, ...], since: int, as_json: bool) -> None:
    """Build every ticket again from its event log and compare it with its row; check by the hash chain that no event,
    mail, letter, moment or their order was changed, and the chain by the heads that were mailed. Exit status 1 if
    anything differs.

    A large desk takes long: each night --since the head of the night before, and everything now and then.
    """
    from mailflow.flow.admin.verify import verify as differences_of
    from mailflow.flow.admin.verify_apart import WORTH, verified_apart
    from mailflow.flow.admin.verify_chain import tickets_since, verify_chain
    from mailflow.store.desk import tickets
    from mailflow.store.engine import chain_links
    from mailflow.view import viewing

    with viewing(home()) as view:
        chosen = tickets_since(view.db, since) if since else tickets.all_numbers(view.db)
        count = len(chosen)
        links = (since + 1, chain_links.head(view.db).number)
        begun = verified_apart(view.essentials.database, home(), links, chosen) if count >= WORTH else nullcontext()
        with begun as apart:
            with progress("links") as seen:
                looked = apart.links(seen) if apart else ()
            with progress("links") as seen:
                faults = list(verify_chain(view.db, _heads(kept), seen, since=since, looked=looked))
            with progress("tickets") as seen:
                found = list(apart.tickets(seen) if apart else differences_of(view.db, seen, chosen))
        head = str(chain_links.head(view.db))
    if as_json:
        differences = [asdict(difference) for difference in found]
        chain = {"head": head, "since": since, "faults": [asdict(fault) for fault in faults]}
        put_json({"ok": not found and not faults, "tickets": count, "differences": differences, "chain": chain})
    else:
        after = f" of which something was chained after head {since}" if since else ""
        for one in found:
            tell(f"#{one.number} {one.field}: the row says {one.stored}, the log {one.proven}")
        wrong = len({one.n for one in found})
        differ = f"{wrong} of {how_many(count, 'ticket')}{after} {'differs' if wrong == 1 else 'differ'} from the log"
        tell(differ if found else f"the log proves {'all ' if count > 1 else ''}{how_many(count, 'ticket')}{after}")
        for fault in faults:
            tell(f"{fault.where}: {fault.words}")
        changed = f"{how_many(len(faults), 'thing is', 'things are')} not as chained"
        proven = f"what came after head {since}" if since else "the log, the mails and the letters"
        tell(changed if faults else f"the hash chain proves {proven}")
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
