"""backup and restore: the whole desk as one file, and back."""

from __future__ import annotations

import io
import itertools
import json
import stat
import tarfile
from pathlib import Path

import pytest

from mailflow.clock import machine_now
from mailflow.store.engine.opening import open_database
from mailflow.store.health import workers
from tests.cli.desk import Desk, typed


@pytest.fixture
def saved(asked: Desk) -> Path:
    """A backup of the desk where Ani has asked; the desk has letters of its own, a calendar, and secrets."""
    (asked.home / "campus.ics").write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    asked.edit("holidays: ID}", "holidays: [ID, campus.ics]}")
    own = asked.home / "templates" / "canned" / "closed.id.txt"
    own.write_text("Subject: Re: {{ ticket.subject }}\n\nSelesai.\n", encoding="utf-8")
    (asked.home / ".env").write_text("MAILFLOW_SECRET=not-to-be-copied-anywhere\n")
    file = asked.home.parent / "desk.tar.gz"
    asked.type("backup", str(file))
    return file


def test_a_backup_is_the_whole_desk_without_its_secrets(asked: Desk, saved: Path) -> None:
    """Database, rules, letters, the calendar rules.yaml names; not .env, not the mailboxes. Its owner's alone."""
    with tarfile.open(saved) as tar:
        names = tar.getnames()
    assert names == ["backup.json", "mailflow.db", "rules.yaml", "templates/canned/closed.id.txt", "campus.ics"]
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert [path.name for path in saved.parent.iterdir() if path.name.startswith(".")] == []
    told = asked.json("backup", str(saved), "--force")
    assert told["holds"] | {"schema": 0} == {"schema": 0, "tickets": 1, "mails": 1, "letters": 3, "waiting": 0}
    assert "exists already" in asked.type("backup", str(saved), status=1).err


def test_a_home_made_of_a_backup_works_on(asked: Desk, saved: Path, tmp_path: Path) -> None:
    """Same tickets, proven by their log; mail in the new home's mailbox finds its ticket."""
    other = Desk(tmp_path / "elsewhere" / "desk", itertools.count(10))
    other.home.parent.mkdir()
    said = other.type("restore", str(saved))
    assert "1 tickets, 1 mails, 3 letters" in said.out
    assert "there is no .env in it" in said.err
    assert other.json("list") == asked.json("list")
    assert other.json("show", "1") == asked.json("show", "1")
    assert other.json("verify")["ok"]
    assert other.json("doctor", "--offline")["ok"]
    assert (other.home / "campus.ics").is_file()
    (other.home / "var" / "in" / "new").mkdir(parents=True)
    acknowledgement = other.json("show", "1")["messages"][1]["message_id"]
    other.mail("ani", "Re: Pulsa", "Halo?", answers=acknowledgement)
    other.once()
    assert len(other.json("list")["tickets"]) == 1
    assert len(other.json("show", "1")["messages"]) == 3


def test_a_desk_that_is_there_is_kept(asked: Desk, saved: Path) -> None:
    """Refused without --force; with it the old desk lies beside the new one."""
    asked.mail("ani", "Lagi", "Satu lagi.")
    asked.once()
    assert "holds rules.yaml and mailflow.db already" in asked.type("restore", str(saved), status=1).err
    assert len(asked.json("list")["tickets"]) == 2
    done = asked.json("restore", str(saved), "--force")
    assert len(asked.json("list")["tickets"]) == 1
    [old] = [name for name in done["aside"] if name.startswith("mailflow.db.")]
    before = open_database(f"sqlite:///{old}", asked.home)
    assert before.value("SELECT count(*) FROM ticket") == 2
    before.close()
    asked.once()  # the mailbox keeps its mail: what came in since is read again
    assert len(asked.json("list")["tickets"]) == 2


def test_a_running_desk_is_never_replaced(asked: Desk, saved: Path) -> None:
    """Not even with --force: two daemons would work on two files."""
    db = open_database("sqlite:///mailflow.db", asked.home)
    workers.register(db, machine_now())
    db.close()
    assert "stop it first" in asked.type("restore", str(saved), "--force", status=1).err


def test_a_damaged_backup_changes_nothing(saved: Path, tmp_path: Path) -> None:
    """Cut short, tampered with, no backup, or a way out of the folder: refused, and the home stays as it was."""
    whole = saved.read_bytes()
    bad = {"short": whole[: len(whole) // 2], "none": b"hello", "tampered": tampered(saved), "outside": outside()}
    for name, data in bad.items():
        file = tmp_path / f"{name}.tar.gz"
        file.write_bytes(data)
        home = tmp_path / f"home-{name}"
        said = typed("restore", str(file), "--home", str(home))
        assert said.status == 1, name
        assert list(home.rglob("*")) == [], name
    assert not (tmp_path / "evil").exists()
    assert "there is no file" in typed("restore", str(tmp_path / "x"), "--home", str(tmp_path / "y")).err


def tampered(saved: Path) -> bytes:
    """The same backup with another rules.yaml."""
    out = io.BytesIO()
    with tarfile.open(saved) as old, tarfile.open(fileobj=out, mode="w:gz") as new:
        for entry in old:
            source = old.extractfile(entry)
            assert source is not None
            data = source.read()
            if entry.name == "rules.yaml":
                data += b"# mine\n"
            entry.size = len(data)
            new.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def outside() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as tar:
        for name, data in (("backup.json", json.dumps({"format": 1, "files": {}}).encode()), ("../evil", b"x")):
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def test_a_failed_restore_leaves_no_folder(tmp_path: Path) -> None:
    """Neither the home nor those above it; one that was there stays as it was."""
    (tmp_path / "no.tar.gz").write_bytes(b"no backup at all")
    (tmp_path / "there").mkdir()
    for file in ("no.tar.gz", "none.tar.gz"):
        for home in ("new", "new/and/below", "there"):
            assert typed("restore", str(tmp_path / file), "--home", str(tmp_path / home)).status == 1
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["no.tar.gz", "there"]


def test_a_desk_that_has_not_begun_has_nothing_to_copy(desk: Desk) -> None:
    """An empty backup would only look like one."""
    assert "has not begun" in desk.type("backup", str(desk.home.parent / "a.tar.gz"), status=1).err


@pytest.mark.live
def test_a_database_on_a_server_is_the_servers_to_copy(desk: Desk, request: pytest.FixtureRequest) -> None:
    """The message names the tool, and no password."""
    url = request.getfixturevalue("postgres").new_desk()
    desk.edit("# database: sqlite:///mailflow.db", f"database: {url}\n#")
    open_database(url).close()
    said = desk.type("backup", str(desk.home.parent / "a.tar.gz"), status=1)
    assert "pg_dump" in said.err
