"""`mailflow import`: old mails become closed tickets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailflow.cli.common import command, home, put, put_json
from mailflow.cli.progress import progress
from mailflow.cli.trouble import CANNOT

if TYPE_CHECKING:
    from mailflow.flow.admin.importing import Archives, ImportCounts
    from mailflow.mail.archives.found import LeftOut
    from mailflow.mail.archives.place import Archive

# what is no loss: a person has thrown it away, or has to ask for it
_MEANT = frozenset({"aside", "deleted", "draft", "spam", "not-mail", "empty"})


@command(
    "import", "mailflow import arsip.mbox --dry-run", "mailflow import ~/Maildir surat-lama/ --numbers",
    "mailflow import ekspor/ --from zammad --numbers",
)  # fmt: skip
@click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--from", "desk", type=click.Choice(("rt", "zammad")), help="PATH has what that desk's REST API gave (JSON)."
)
@click.option("--numbers", is_flag=True, help="Tickets keep the number that stands in their subjects, as [#12].")
@click.option("--spam", is_flag=True, help="Also mails that a filter has marked as spam.")
@click.option("--dry-run", "dry", is_flag=True, help="Look, count, and bring in nothing.")
@click.pass_context
def import_(
    ctx: click.Context, *, paths: Sequence[Path], desk: str | None, numbers: bool, spam: bool, dry: bool, as_json: bool
) -> None:
    """Bring in the history of before: mbox files, Maildirs, folders of .eml (also .gz), another desk's tickets.

    Each conversation becomes a closed ticket that can be found, shown and exported. No letter is sent, and the figures
    count it as imported only; when its customer writes again, that opens a new ticket linked with it. What is here
    already is left out, so the command may be repeated, and goes on where it was ended. Exit status 1 if a mail could
    not be brought in.
    """
    from mailflow import app
    from mailflow.flow.admin import importing

    if missing := [str(path) for path in paths if not path.exists()]:
        raise click.UsageError(f"there is no file or folder {', '.join(missing)}")

    parts = app.open_parts(home(), create=not dry)
    try:
        wish = importing.Wish(numbers=numbers, spam=spam, dry=dry)
        with progress("mails found") as look, progress("brought in") as bring:
            counts = importing.bring_in_all(parts, _archives(paths, desk), wish, look, bring)
    finally:
        parts.db.close()
    lost = [one for one in counts.named if one.why not in _MEANT]
    if as_json:
        put_json(_shape(counts, dry))
    else:
        _tell(counts, dry)
    ctx.exit(CANNOT if lost else 0)


def _archives(paths: Sequence[Path], desk: str | None) -> Archives:
    from mailflow.mail.archives import found, other_desk

    def look(scratch: Path) -> Iterator[Archive | LeftOut]:
        return other_desk.archives(desk, paths, scratch) if desk else found.archives(paths, scratch)

    return look


def _shape(counts: ImportCounts, dry: bool) -> dict[str, object]:
    return {
        "dry_run": dry, "mails": counts.mails, "conversations": counts.conversations, "imported": counts.imported,
        "tickets": counts.tickets, "known": counts.known, "undated": counts.undated,
        "left_out": dict(counts.left_out), "named": [{"name": one.name, "why": one.why} for one in counts.named],
    }  # fmt: skip


def _tell(counts: ImportCounts, dry: bool) -> None:
    from mailflow.mail.archives.found import WHY

    for one in counts.named:
        put(f"{one.name}: {WHY[one.why]}")
    if len(counts.named) < counts.left_out.total():
        put(f"… and {counts.left_out.total() - len(counts.named)} more")
    if dry:
        put(f"mails {counts.mails}, conversations {counts.conversations}; nothing was brought in")
        return
    brought = f"mails brought in {counts.imported} of {counts.mails}"
    put(f"{brought}, new tickets {counts.tickets}, here already {counts.known}")
    if counts.undated:
        put(f"{counts.undated} say nowhere when they were written: they have the time of their file, or of the archive")
