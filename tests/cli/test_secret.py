"""`mailflow secret`: rotated at once or not at all, and never shown."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from mailflow import app
from mailflow.mail import identity
from tests.cli.desk import Desk, typed


def test_killed_at_the_end_of_a_rotation_the_desk_opens(asked: Desk) -> None:
    """kill -9 within the transaction: the next process signs with the old secret, and may rotate."""
    script = (
        "import os, signal, sys; from datetime import UTC, datetime, timedelta; from pathlib import Path\n"
        "from mailflow import app; from mailflow.store.desk import keyring\n"
        "with app.viewing(Path(sys.argv[1])) as view, view.db.transaction():\n"
        "    keyring.rotate(view.db, 'e' * 64, datetime.now(UTC), timedelta(1))\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert subprocess.run([sys.executable, "-c", script, str(asked.home)], check=False).returncode == -9
    assert len(asked.json("secret")["secrets"]) == 1
    asked.type("secret", "rotate")
    assert len(asked.json("secret")["secrets"]) == 2


def test_the_command_says_until_when_and_shows_no_secret(asked: Desk) -> None:
    """Also `doctor`."""
    said = asked.type("secret", "rotate", "--valid", "30d")
    assert "signs from" in said.out and "counts until" in said.out
    listed = asked.json("secret", "list")["secrets"]
    assert [row["until"] is None for row in listed] == [False, True]
    doctor = json.dumps(asked.json("doctor", "--offline"))
    assert "counts until" in doctor
    with sqlite3.connect(asked.home / "mailflow.db") as db:
        kept = dict(db.execute("SELECT key, value FROM meta"))
    shown = said.out + asked.type("secret").out + doctor
    assert kept["secret"] not in shown
    assert all(one["secret"] not in shown for one in json.loads(kept["secrets"]))


@pytest.mark.parametrize("valid", ["soon", "2wd", "24wh", "99999d"])
def test_a_time_that_is_none_is_wrong_usage(asked: Desk, valid: str) -> None:
    """Working days make no sense for a secret."""
    assert "--valid" in asked.type("secret", "rotate", "--valid", valid, status=2).err
    assert len(asked.json("secret", "list")["secrets"]) == 1


def test_a_secret_of_rules_yaml_is_rotated_there(asked: Desk) -> None:
    """It is said, and nothing changes."""
    asked.edit("admin:", "secret: abcdefghijklmnopqrstuvwxyz0123456789\nadmin:")
    assert "secret: [NEW, OLD]" in asked.type("secret", "rotate", status=1).err
    assert len(asked.json("secret")["secrets"]) == 1


def test_rotated_in_rules_yaml(asked: Desk) -> None:
    """The first of `secret:` signs, and what the others have signed counts as long as they stand there."""
    old, new = (letter * 40 for letter in "on")
    asked.edit("admin:", f"secret: [{new}, {old}]\nadmin:")
    parts, _ = app.open_dry_run(asked.home)
    minted = [identity.mint(one.encode(), 7, "abc", "desk.example") for one in (new, old, "x" * 40)]
    assert [identity.verify(parts.secret, one) for one in minted] == [7, 7, None]
    assert identity.mint(parts.secret, 7, "abc", "desk.example") == minted[0]
    assert old not in asked.type("check").out + asked.type("show", "1").out


def test_a_desk_that_has_not_begun_has_none(tmp_path: Path) -> None:
    """It is made with the database."""
    typed("init", str(tmp_path / "new"))
    assert typed("secret", "rotate", "--home", str(tmp_path / "new")).status == 1
