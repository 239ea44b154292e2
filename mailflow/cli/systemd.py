"""`mailflow systemd install`: this desk as a service of the machine; `show` prints the unit."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailflow.cli.common import command, group, home, put, put_json, say, tell
from mailflow.errors import CannotDo

if TYPE_CHECKING:
    from mailflow.machine.unit import Service

UNITS = "/etc/systemd/system"
_NAME = re.compile(r"[a-z_][a-z0-9_-]{0,30}")  # as useradd accepts it


def _plain_name(_: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not _NAME.fullmatch(value):
        raise click.BadParameter("small letters, digits, - and _ make a name", param=param)
    return value


def _about_a_service(function: Callable[..., object]) -> Callable[..., object]:
    for decorate in (
        click.option("--name", metavar="NAME", default="mailflow", show_default=True, callback=_plain_name,
                     help="Of the unit: another for a second desk."),
        click.option("--group", "team", metavar="GROUP", callback=_plain_name,
                     help="Its members list, close and report under their own login."),
        click.option("--user", "account", metavar="USER", default="mailflow", show_default=True, callback=_plain_name,
                     help="Who it runs as; made if missing."),
    ):  # fmt: skip
        function = decorate(function)
    return function


@group("systemd", "mailflow systemd show", "mailflow systemd install --home /srv/desk")
@click.pass_context
def systemd(ctx: click.Context, as_json: bool) -> None:
    """The desk as a service that starts with the machine. Without a subcommand: show."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(show, account="mailflow", team=None, name="mailflow", as_json=as_json)


@command("show", "mailflow systemd show --home /srv/desk", of=systemd)
@_about_a_service
def show(account: str, team: str | None, name: str, as_json: bool) -> None:
    """Print the unit file that `install` would write. Nothing is changed."""
    from mailflow.machine.unit import unit

    text = unit(_service(account, team, name))
    if as_json:
        put_json({"name": f"{name}.service", "unit": text})
    else:
        put(text.rstrip("\n"))


@command(
    "install",
    "mailflow systemd install --home /srv/desk",
    "mailflow systemd install --home /srv/desk --group desk      (for PICs with a login of their own)",
    of=systemd,
)
@_about_a_service
@click.option(
    "--units",
    "into",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    default=UNITS,
    show_default=True,
    help="Where unit files lie.",
)
@click.option("--force", is_flag=True, help="Replace a unit that this command did not write.")
def install(*, account: str, team: str | None, name: str, into: Path, force: bool, as_json: bool) -> None:  # fmt: skip
    """Make the user, give it the home, write the unit. Nothing is started.

    The home is closed to others (0750). With --group it is open to the members of that group (2770). May be run again:
    after a Maildir outside the home came into rules.yaml, after an upgrade.
    """
    from mailflow.machine import accounts
    from mailflow.machine.unit import WRITTEN_BY_US, unit

    service = _service(account, team, name)
    _reachable(service)
    file = into / f"{name}.service"
    _ours(file, WRITTEN_BY_US, force=force)
    made = accounts.make_accounts(service)
    accounts.give_home(service)
    into.mkdir(parents=True, exist_ok=True)
    file.write_text(unit(service), encoding="utf-8")
    told = _told_systemd()
    if as_json:
        put_json({"unit": str(file), "made": made, "home": str(service.home), "reloaded": told})
        return
    for one in made:
        tell(f"made: {one}")
    tell(f"{service.home} belongs to {service.user}:{service.group} now")
    tell(f"{file}: written")
    if team:
        say(f"a PIC with a login of her own: usermod --append --groups {team} LOGIN, and `login: LOGIN` in rules.yaml")
    say(f"next: systemctl {'' if told else 'daemon-reload, then systemctl '}enable --now {name}")


def _service(account: str, team: str | None, name: str) -> Service:
    from mailflow import config
    from mailflow.machine.unit import Service, writes

    settings = config.load(home(), need_secrets=False)
    return Service(
        name, _program(), settings.home, account, team or account, shared=team is not None, writes=writes(settings)
    )


def _program() -> tuple[str, ...]:
    """The words that start this program from anywhere."""
    script = Path(shutil.which(sys.argv[0]) or sys.argv[0]).absolute()
    return (sys.executable, str(script)) if script.suffix == ".py" else (str(script),)


def _reachable(service: Service) -> None:
    from mailflow.machine.unit import out_of_reach

    if (file := out_of_reach(service.program)) is not None:
        raise CannotDo(
            f"a service cannot start {file}, which is within somebody's own folder; install it for all: "
            "python3 -m venv /opt/mailflow && /opt/mailflow/bin/pip install …, then /opt/mailflow/bin/mailflow "
            "systemd install"
        )


def _ours(file: Path, mark: str, *, force: bool) -> None:
    try:
        there = file.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return
    if mark not in there and not force:
        raise CannotDo(f"{file} is there and was written by somebody else (--force replaces it)")


def _told_systemd() -> bool:
    """Whether systemd runs here and has read the unit."""
    if not Path("/run/systemd/system").is_dir():
        return False
    return subprocess.run(["systemctl", "daemon-reload"], check=False, capture_output=True).returncode == 0
