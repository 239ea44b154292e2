"""`mailflow simulate`: what would have gone differently under other rules."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from mailflow.cli.common import command, home, local, put, put_json
from mailflow.cli.happenings import with_moments
from mailflow.core.how_many import how_many
from mailflow.errors import ConfigError
from mailflow.lazy_dataclasses import replace

if TYPE_CHECKING:
    from mailflow.config.settings import Settings
    from mailflow.flow.admin.simulate import Otherwise

_DAYS = re.compile(r"(\d{1,4})d", re.ASCII)


@command("simulate", "mailflow simulate --rules new.yaml --since 90d")
@click.option(
    "--rules", "file", metavar="F", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--since", metavar="D", default="90d", help="90d, a first day (2026-11-01), or a moment in ISO 8601.")
def simulate(file: Path, since: str, as_json: bool) -> None:
    """Replay what happened since a day under the rules of another file, and list what would have gone differently:
    outcome, category, owner, reminders, letters. Nothing is sent or written.

    A ticket is followed until the first thing that differs.
    """
    from mailflow import app
    from mailflow.cli.progress import progress
    from mailflow.flow.admin.simulate import simulate as simulated

    folder = home()
    settings = _settings(folder, file)
    parts = app.open_parts(folder, create=False)
    try:
        zone = ZoneInfo(parts.rules.desk.timezone)
        begin = _begin(since, parts.clock.now(), zone)
        with progress("occasions") as seen:
            found = simulated(parts, parts.policy.under(settings), begin, seen)
    finally:
        parts.db.close()
    if as_json:
        put_json({
            "since": begin.isoformat(timespec="seconds"), "mails": found.mails, "occasions": found.occasions,
            "left_out": found.left_out, "differences": [_row(one) for one in found.differences],
        })  # fmt: skip
        return
    for one in found.differences:
        where = f"ticket {one.n}" if one.n else f"mail {one.mail}"
        told = f"{where}, {one.at.isoformat()}: {one.what}: {one.then} | under {file.name}: {one.under}"
        put(with_moments(told, partial(local, zone=zone)))
    more = f"; {how_many(found.left_out, 'ticket')} cannot be replayed" if found.left_out else ""
    replayed = f"{how_many(found.mails, 'mail')} and {how_many(found.occasions, 'occasion')}"
    put(f"{replayed}, {how_many(len(found.differences), 'difference')}{more}")


def _row(one: Otherwise) -> dict[str, object]:
    moment = one.at.isoformat(timespec="seconds")
    return {"ticket": one.n or None, "mail": one.mail, "at": moment, "what": one.what, "then": one.then,
            "under": one.under}  # fmt: skip


def _settings(folder: Path, file: Path) -> Settings:
    """The other rules, with everything else of this home beside them. Raises ConfigError."""
    import tempfile

    from mailflow import config

    with tempfile.TemporaryDirectory(prefix="mailflow-rules-") as beside:
        for path in folder.iterdir():
            if path.name != "rules.yaml":
                (Path(beside) / path.name).symlink_to(path.absolute())
        (Path(beside) / "rules.yaml").write_bytes(file.read_bytes())
        try:
            return config.load(Path(beside), need_secrets=False)
        except ConfigError as error:  # its places name the file that was given
            faults = [replace(fault, place=fault.place.replace("rules.yaml", file.name)) for fault in error.faults]
            raise ConfigError(faults) from None


def _begin(since: str, now: datetime, zone: ZoneInfo) -> datetime:
    days = _DAYS.fullmatch(since.strip())
    if days is not None:
        return now - timedelta(days=int(days[1]))
    try:
        found = datetime.fromisoformat(since.strip())
    except ValueError:
        raise click.UsageError(f"--since {since}: write 90d, a day such as 2026-11-01, or a moment") from None
    return found if found.tzinfo else found.replace(tzinfo=zone)
