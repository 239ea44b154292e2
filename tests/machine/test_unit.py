"""The unit file: read by systemd itself where it is installed, whose exit status passes a misspelt line."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from mailflow import config
from mailflow.machine.unit import Service, out_of_reach, unit, writes
from tests.cli.desk import typed

SERVICE = Service("mailflow", ("/usr/bin/true",), Path("/srv/desk"), "daemon", "daemon")
needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")


def verified(text: str, folder: Path) -> str:
    """What `systemd-analyze verify` prints about a unit; of others it needs, it may say something, too."""
    file = folder / "mailflow.service"
    file.write_text(text, encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", str(file)], capture_output=True, text=True, check=False)
    said = (done.stdout + done.stderr).splitlines(keepends=True)
    return "".join(line for line in said if not line.startswith("/") or line.startswith(str(file)))


@needs_systemd
@pytest.mark.parametrize(
    "service",
    [
        SERVICE,
        replace(SERVICE, shared=True, group="mail"),
        replace(SERVICE, home=Path("/srv/meja bantuan")),
        replace(SERVICE, home=Path("/home/dewi/100% $HOME"), writes=(Path("/var/mail/it's"), Path('/srv/"a"\\b'))),
    ],
    ids=["plain", "shared", "blank", "every-sign"],
)
def test_systemd_reads_every_line(service: Service, tmp_path: Path) -> None:
    """It prints nothing: no unknown key, no value it ignores."""
    assert verified(unit(service), tmp_path) == ""


@needs_systemd
def test_a_misspelt_line_would_be_seen(tmp_path: Path) -> None:
    """The test above can fail, though systemd's own exit status is 0."""
    assert "ProtectHme" in verified(unit(SERVICE).replace("ProtectHome", "ProtectHme"), tmp_path)


def lines(text: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith("#"))


def test_every_place_is_filled() -> None:
    """No @PLACE@ is left, and what differs from desk to desk stands where systemd looks for it."""
    found = lines(unit(replace(SERVICE, group="desk", shared=True, writes=(Path("/var/mail/desk"),))))
    assert (found["User"], found["Group"], found["UMask"]) == ("daemon", "desk", "0007")
    assert found["ReadWritePaths"] == "/srv/desk /var/mail/desk"
    assert found["ExecStart"] == "/usr/bin/true --home /srv/desk run"
    assert {key: value for key, value in found.items() if "@" in value} == {"SystemCallFilter": "@system-service"}


def test_a_percent_and_a_dollar_are_no_specifiers() -> None:
    """systemd expands both in a command."""
    found = lines(unit(replace(SERVICE, home=Path("/srv/100%/$HOME/a b"))))
    assert found["ExecStart"] == '/usr/bin/true --home "/srv/100%%/$$HOME/a b" run'
    assert found["WorkingDirectory"] == "/srv/100%%/$HOME/a b"
    assert found["ReadWritePaths"] == '"/srv/100%%/$HOME/a b"'


def test_a_desk_in_somebodys_home_is_not_hidden_from_itself() -> None:
    """ProtectHome= would."""
    assert lines(unit(SERVICE))["ProtectHome"] == "yes"
    assert lines(unit(replace(SERVICE, home=Path("/home/dewi/desk"))))["ProtectHome"] == "no"
    assert lines(unit(replace(SERVICE, writes=(Path("/home/dewi/Maildir"),))))["ProtectHome"] == "no"


def test_it_may_write_what_rules_yaml_names_outside_the_home(tmp_path: Path) -> None:
    """Maildirs in and out, copies of what was sent, the database; what is inside the home is written anyway."""
    home = tmp_path / "desk"
    assert typed("init", str(home)).status == 0
    assert writes(config.load(home, need_secrets=False)) == ()
    rules = (home / "rules.yaml").read_text(encoding="utf-8")
    changed = rules.replace("maildir: var/in", f"maildir: {tmp_path}/in").replace(
        "maildir: var/out", f"maildir: {tmp_path}/out"
    )
    changed += f"\nsent_folder: {{maildir: {tmp_path}/sent}}\ndatabase: sqlite:///{tmp_path}/db/mailflow.db\n"
    (home / "rules.yaml").write_text(changed, encoding="utf-8")
    found = writes(config.load(home, need_secrets=False))
    assert found == tuple(tmp_path / name for name in ("in", "out", "sent", "db"))


def test_a_program_in_a_closed_folder_cannot_be_a_service(tmp_path: Path) -> None:
    """`pipx install` as root puts it below /root: the service's user would not get there. Symbolic links as well."""
    assert out_of_reach(("/usr/bin/env",)) is None
    assert out_of_reach(("/root/.local/bin/mailflow",)) == Path("/root/.local/bin/mailflow")
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    (closed / "mailflow").touch()
    (tmp_path / "link").symlink_to(closed / "mailflow")
    assert out_of_reach((str(tmp_path / "link"),)) is not None


def test_show_prints_what_install_would_write(tmp_path: Path) -> None:
    """Nothing is changed by it; a name that is none is refused."""
    assert typed("init", str(tmp_path / "desk")).status == 0
    home = ("--home", str(tmp_path / "desk"))
    shown = typed("systemd", "show", "--user", "meja", *home)
    assert lines(shown.out)["User"] == lines(shown.out)["Group"] == "meja"
    assert typed("systemd", *home, "--json").json["name"] == "mailflow.service"
    assert typed("systemd", "show", "--user", "a b", *home).status == 2


def test_a_unit_somebody_else_wrote_stays(tmp_path: Path) -> None:
    """A hand-made mailflow.service is not replaced without --force."""
    assert typed("init", str(tmp_path / "desk")).status == 0
    (tmp_path / "mailflow.service").write_text("[Service]\n", encoding="utf-8")
    said = typed("systemd", "install", "--units", str(tmp_path), "--home", str(tmp_path / "desk"))
    assert said.status == 1
    assert (tmp_path / "mailflow.service").read_text(encoding="utf-8") == "[Service]\n"
