"""A desk that a daemon runs and a PIC uses under her own login: two users of the system, and a third who is nobody.

Made with numbers alone, so that no account is created; becoming another user needs root.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailflow.config.init import make_home
from tests.cli.desk import ROOT

pytestmark = pytest.mark.live

DAEMON, PIC, STRANGER = 54321, 54322, 54323
GROUP = 54320


@pytest.fixture
def home() -> Iterator[Path]:
    """As docs/admin.md has it: the daemon's, with a group that is handed on; .env is the daemon's alone."""
    if os.geteuid() != 0:
        pytest.fail("becoming another user needs root")
    folder = Path(tempfile.mkdtemp(prefix="mailflow-logins-"))
    folder.chmod(0o755)
    home = folder / "desk"
    make_home(home)
    (home / ".env").write_text("IMAP=geheim\n")
    rules = home / "rules.yaml"
    rules.write_text(rules.read_text().replace("operators: aligned", "operators: from"))
    for path in (home, *home.rglob("*")):
        os.chown(path, DAEMON, GROUP)
        path.chmod(0o2770 if path.is_dir() else 0o660)
    (home / ".env").chmod(0o600)
    yield home
    shutil.rmtree(folder)


def typed(who: int, home: Path, *words: str, umask: int = 0o022, status: int = 0) -> str:
    """What `mailflow WORDS` says on either stream when this user types it; the daemon and the PIC are in the group."""
    python = interpreter()
    done = subprocess.run(
        [python, str(ROOT / "cli.py"), *words, "--home", str(home)],
        cwd="/", user=who, group=who, extra_groups=[GROUP] if who != STRANGER else [], umask=umask,
        env={"PYTHONPATH": os.pathsep.join(sys.path[1:]), "LOGNAME": "dewi" if who == PIC else f"u{who}"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == status, done.stdout
    return done.stdout


def interpreter() -> str:
    """A Python anybody may run: ours may lie in root's own folder, which others may not enter."""
    ours = Path(sys.executable).resolve()
    same = f"python3.{sys.version_info.minor}"
    if all(folder.stat().st_mode & stat.S_IXOTH for folder in ours.parents):
        return sys.executable
    found = shutil.which(same, path="/usr/bin:/usr/local/bin")
    if found is None:
        pytest.fail(f"{ours} is root's alone, and there is no other {same}")
    return found


def ask(home: Path) -> None:
    mail = home / "var" / "in" / "new" / "1.1.test"
    mail.write_bytes(
        b"From: Ani <ani@mail.example>\r\nTo: iduhelp@desk.example\r\nSubject: Pulsa\r\n\r\nBelum masuk.\r\n"
    )
    os.chown(mail, DAEMON, GROUP)
    typed(DAEMON, home, "run", "--once", "--quiet")


def test_the_group_reads_the_desk_and_closes(home: Path) -> None:
    """The PIC under her own login, whichever of the two made which file, whatever their umask."""
    ask(home)
    assert "Pulsa" in typed(PIC, home, "list", umask=0o077)
    assert "Belum masuk." in typed(PIC, home, "show", "1")
    assert "closed #1" in typed(PIC, home, "close", "1", "--force")
    typed(DAEMON, home, "run", "--once", "--quiet", umask=0o077)
    assert json.loads(typed(PIC, home, "outbox", "--json")) == {"letters": []}
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in home.glob("mailflow.db*")}
    assert set(modes.values()) == {0o660}, modes


def test_a_database_from_before_is_opened_to_the_group(home: Path) -> None:
    """The daemon makes it so at its next start, once the folder is shared."""
    home.chmod(0o700)
    ask(home)
    assert stat.S_IMODE((home / "mailflow.db").stat().st_mode) == 0o600
    home.chmod(0o2770)
    typed(PIC, home, "list", status=1)
    typed(DAEMON, home, "run", "--once", "--quiet")
    assert "Pulsa" in typed(PIC, home, "list")


def test_a_folder_of_ones_own_stays_closed(home: Path) -> None:
    """0600 without the sign, also where the group may write the folder."""
    home.chmod(0o770)
    ask(home)
    assert stat.S_IMODE((home / "mailflow.db").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "words", ["list", "check", "doctor --offline", "run --once", "close 1", "letters", "backup /x"]
)
def test_a_stranger_is_told_whose_it_is(home: Path, words: str) -> None:
    """The place, whose it is, who he is and what helps; it is no fault of mailflow."""
    ask(home)
    said = typed(STRANGER, home, *words.split(), status=2 if words[0] in "bl" else 1)
    assert f"{home} belongs to uid {DAEMON}:gid {GROUP} (mode 2770), you are uid {STRANGER}: join the group" in said
    assert "fault of mailflow" not in said
    assert "unexpected" not in said


def test_who_may_not_read_the_secret_signs_nothing(home: Path) -> None:
    """Looking is free; a letter signed with another key than the daemon's would be answered in vain."""
    (home / ".env").write_text("MAILFLOW_SECRET=abcdefghijklmnop\n")
    rules = home / "rules.yaml"
    rules.write_text("secret: ${MAILFLOW_SECRET}\n" + rules.read_text())
    ask(home)
    assert "Pulsa" in typed(PIC, home, "list")
    assert "secret: ${MAILFLOW_SECRET} is not known to" in typed(PIC, home, "close", "1", "--force", status=2)
