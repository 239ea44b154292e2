"""`mailflow backup` and `mailflow restore`: the desk as one file, made while it works, and a home made of it again."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailflow.cli.common import command, home, local, put_json, say, tell
from mailflow.cli.progress import progress
from mailflow.core.how_many import how_many
from mailflow.errors import CannotDo

if TYPE_CHECKING:
    from mailflow.store.admin.backup import Holds

_file = click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))


@command(
    "backup",
    "mailflow backup desk-2026-11-21.tar.gz",
    "mailflow backup /backup/desk.tar.gz --force      (from cron)",
    "mailflow backup /backup/desk-tue.tar.gz --since /backup/desk-mon.tar.gz",
    "mailflow backup /backup/desk.tar.gz.age --encrypt-to age1…      (or a file with keys)",
)
@_file
@click.option(
    "--encrypt-to",
    "--recipient",
    "keys",
    metavar="KEY",
    multiple=True,
    help="Encrypt with age, for this public key (age1…, ssh-…) or those in this file; may be repeated.",
)
@click.option(
    "--since",
    metavar="BACKUP",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Only what is new since this backup, in the same folder, which restore needs too.",
)
@click.option("--force", is_flag=True, help="Replace FILE when it exists.")
def backup(file: Path, keys: tuple[str, ...], since: Path | None, force: bool, as_json: bool) -> None:
    """Write a complete, consistent backup of the desk into one .tar.gz, while the daemon runs.

    In it: the database, rules.yaml, templates/, and the calendars and certificates rules.yaml names, wherever they lie.
    Not in it: .env and the mailboxes. It is read back before it counts. It holds everybody's mail: keep it where only
    you can read it, or encrypt it (pip install 'mailflow[encrypt]'); then only who has the private key can restore it.
    """
    from mailflow import app
    from mailflow.clock import SystemClock
    from mailflow.flow.admin import backup as packing

    with app.viewing(home()) as view:
        if not app.has_database(view.essentials.database):
            raise CannotDo("this desk has not begun: there is no database yet, and the rest are your own files")
        rest, now = named(home()), SystemClock().now()
        with progress("backup"):
            made = packing.make(
                view.db, home(), file.absolute(), now, named=rest, encrypt_to=keys, since=since, force=force
            )
    if as_json:
        put_json({
            "file": str(made.file), "size": made.size, "files": list(made.files), "holds": asdict(made.holds),
            "pages": made.pages, "pages_in_it": made.changed,
        })  # fmt: skip
    else:
        for name in made.missing:
            say(f"not in it: {name}, which rules.yaml names and which is not there")
        how = "without .env" + ("; encrypted" if keys else "")
        if since is not None:
            how += f"; {made.changed} of {made.pages} pages, the rest is in {since.name}: keep both"
        tell(f"{made.file}: {made.size / 1e6:.1f} MB, {_held(made.holds)}, {how_many(len(made.files), 'file')}; {how}")


@command(
    "restore",
    "mailflow restore desk-2026-11-21.tar.gz --home /srv/desk",
    "mailflow restore desk.tar.gz.age --identity key.txt --home /srv/desk",
)
@_file
@click.option(
    "--identity",
    "-i",
    metavar="KEYFILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file with the private key, for an encrypted backup.",
)
@click.option("--force", is_flag=True, help="Although there is a desk: it is put aside, not deleted.")
def restore(file: Path, identity: Path | None, force: bool, as_json: bool) -> None:
    """Restore a backup into a home, after checking it. An existing desk is not replaced without --force.

    The home is muted: it works, but its letters wait, and mailboxes stay as they are, until `mailflow unmute`. So a
    copy of a desk that goes on reaches nobody.

    What came in since is read again from mailboxes that keep their mail (`after: keep`). Letters that waited when the
    backup was made are sent after that, with their old Message-ID: drop those that have been sent since.
    """
    from mailflow.clock import SystemClock, machine_now
    from mailflow.flow.admin import backup as packing

    into, now = home(), SystemClock().now()
    with progress("restore"):
        done = packing.restore(file.absolute(), into, machine_now(), now, identity=identity, force=force)
    if as_json:
        put_json({
            "home": str(done.home), "made_at": done.made_at, "files": list(done.files), "aside": list(done.aside),
            "holds": asdict(done.holds),
        })  # fmt: skip
    else:
        tell(f"{done.home}: the desk of {local(done.made_at, UTC)}, {_held(done.holds)}")
        for name in done.aside:
            tell(f"put aside: {name}")
    for words in _hints(done.home, done.holds.waiting):
        say(words)


def _held(holds: Holds) -> str:
    counts = (holds.tickets, "ticket"), (holds.mails, "mail"), (holds.letters, "letter")
    return ", ".join(how_many(*count) for count in counts)


def named(folder: Path) -> list[Path]:
    """Further files of the home that rules.yaml speaks of; a broken one names none."""
    from mailflow import config
    from mailflow.errors import ConfigError

    try:
        settings = config.load(folder, need_secrets=False)
    except ConfigError:
        say("rules.yaml is broken: calendars and certificates it may name are not in it; see `mailflow check`")
        return []
    for warning in settings.warnings:
        if "a password stands in rules.yaml" in warning.what:
            say(f"{warning.place}: {warning.what}, and so does it in the backup ({warning.remedy})")
    servers = (*settings.mailboxes, settings.outgoing, settings.alarm)
    certificates = [getattr(server, key, None) for server in servers for key in ("cafile", "certfile")]
    return [*settings.watched, *(path for path in certificates if path is not None)]


def _lay_elsewhere(copies: Path) -> list[str]:
    """Files from outside the old home, but for those that are still where rules.yaml looks for them."""
    found = [(copy, Path("/") / copy.relative_to(copies)) for copy in sorted(copies.rglob("*")) if copy.is_file()]
    return [
        f"{before} lay outside the home: put it back there, or mend rules.yaml; its copy is {copy}"
        for copy, before in found
        if not (before.is_file() and before.read_bytes() == copy.read_bytes())
    ]


def _hints(folder: Path, waiting: int) -> list[str]:
    from mailflow import config
    from mailflow.errors import ConfigError
    from mailflow.flow.admin import backup as packing

    found = ["it is muted: nothing is sent until `mailflow unmute`; stop the desk it is a copy of before"]
    if not (folder / ".env").exists():
        found.append(f"there is no .env in it: put the secrets into {folder / '.env'}, then `mailflow check --connect`")
    found += _lay_elsewhere(folder / packing.ELSEWHERE)
    if waiting:
        found.append(
            f"{how_many(waiting, 'letter')} waited to be sent at that moment: see `mailflow outbox` before you run it"
        )
    try:
        place = config.essentials(folder).database
    except ConfigError:
        place = ""
    lies = folder / packing.database_of(folder)
    if place != f"sqlite:///{lies}":
        found.append(f"rules.yaml names another database than {lies}, where this one lies: mend it")
    return found
