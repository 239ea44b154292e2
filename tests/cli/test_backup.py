"""backup and restore: the whole desk as one file, and back."""

from __future__ import annotations

import io
import itertools
import json
import re
import stat
import sys
import tarfile
from pathlib import Path
from typing import Any

import pyrage
import pytest

from mailflow.clock import machine_now
from mailflow.flow.admin import archive
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
    assert names == [
        "backup.json",
        "mailflow.db.pages",
        "mailflow.db",
        "rules.yaml",
        "templates/canned/closed.id.txt",
        "campus.ics",
    ]
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
    assert "1 ticket, 1 mail, 3 letters" in said.out
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


def test_files_outside_the_home_go_along(asked: Desk, tmp_path: Path) -> None:
    """A certificate with its whole path, one by `..`, a letter that is a link: restored below the new home, which says
    where they lay."""
    home = asked.home
    own, beside, shared = tmp_path / "etc" / "own.pem", tmp_path / "beside.pem", tmp_path / "shared.txt"
    own.parent.mkdir()
    own.write_text("own")
    beside.write_text("beside")
    shared.write_text("Subject: Re: {{ ticket.subject }}\n\nSelesai.\n")
    (home / "templates" / "canned" / "closed.id.txt").symlink_to(shared)
    (home / "templates" / "canned" / "closed.en.txt").hardlink_to(shared)
    box = "mailboxes:\n  - {{imap: 'imaps://desk@mail.example/INBOX', password: x, cafile: {0}}}\n"
    asked.edit("mailboxes:\n", box.format(own))
    asked.edit("# alarm_after: 15m", "alarm: {smtp: 'smtp://u@relay.example', password: x, cafile: ../beside.pem}\n#")
    asked.type("backup", str(tmp_path / "desk.tar.gz"))
    own.unlink()
    other = Desk(tmp_path / "other" / "desk")
    said = other.type("restore", str(tmp_path / "desk.tar.gz"))
    copy = other.home / "elsewhere" / own.relative_to("/")
    assert f"{own} lay outside the home: put it back there, or mend rules.yaml; its copy is {copy}" in said.err
    assert (copy.read_text(), (other.home / "elsewhere" / beside.relative_to("/")).read_text()) == ("own", "beside")
    assert f"{beside} lay" not in said.err
    letters = other.home / "templates" / "canned"
    assert [(letters / f"closed.{tongue}.txt").read_text() for tongue in ("id", "en")] == [shared.read_text()] * 2


def test_what_is_not_there_is_named(asked: Desk, tmp_path: Path) -> None:
    """rules.yaml names a certificate that nobody has."""
    box = "  - {imap: 'imaps://desk@mail.example/INBOX', password: x, cafile: gone.pem}\n"
    asked.edit("mailboxes:\n", f"mailboxes:\n{box}")
    said = asked.type("backup", str(tmp_path / "desk.tar.gz"))
    assert f"not in it: {asked.home / 'gone.pem'}, which rules.yaml names" in said.err


def test_a_backup_is_read_back(asked: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the disk made of it is compared with what was put in; a bad one never takes the place of a good one."""
    file = tmp_path / "desk.tar.gz"
    file.write_bytes(b"the last good one")
    written = archive.write

    def badly(out: Any, manifest: dict[str, Any], wanted: dict[str, Path]) -> None:
        wanted["rules.yaml"].write_bytes(b"# something else\n")
        written(out, manifest, wanted)

    monkeypatch.setattr(archive, "write", badly)
    said = asked.type("backup", str(file), "--force", status=1)
    assert "could not be read back: rules.yaml is not what was put into it" in said.err
    assert file.read_bytes() == b"the last good one"


def test_a_restored_desk_sends_nothing(asked: Desk, saved: Path, tmp_path: Path) -> None:
    """The desk it is a copy of goes on: letters of the copy wait, its mailboxes stay as they are, until `unmute`."""
    other = Desk(tmp_path / "elsewhere" / "desk", itertools.count(10))
    other.home.parent.mkdir()
    assert "it is muted: nothing is sent until `mailflow unmute`" in other.type("restore", str(saved)).err
    (other.home / "var" / "in" / "new").mkdir(parents=True)
    other.edit("  - maildir: var/in ", "  - {maildir: var/in, after: delete} #")
    mail = other.mail("ani", "Kuota", "Kuota saya hilang.")
    said = other.type("run", "--once")
    assert "muted: letters wait until `mailflow unmute`" in said.err
    assert list(other.json("list")["tickets"]) != list(asked.json("list")["tickets"])
    waiting = [letter["kind"] for letter in other.json("outbox")["letters"]]
    assert waiting == ["acknowledgement", "announcement", "announcement"]
    assert not (other.home / "var" / "out" / "new").exists()
    assert mail.exists()
    findings = [finding["what"] for finding in other.json("doctor", "--offline")["findings"]]
    assert any(re.search(r"muted since \w+, \d+ \w+ \d{4} at \d\d:\d\d WIB: letters wait", one) for one in findings)
    assert "3 letters wait and are sent" in other.type("unmute").out
    other.once()
    assert len(list((other.home / "var" / "out" / "new").iterdir())) == 3
    assert not mail.exists()
    assert "was not muted" in other.type("unmute").out


def test_what_waits_can_be_dropped_when_unmuted(saved: Path, tmp_path: Path) -> None:
    """The other desk has sent it meanwhile."""
    other = Desk(tmp_path / "elsewhere" / "desk", itertools.count(10))
    other.home.parent.mkdir()
    other.type("restore", str(saved))
    (other.home / "var" / "in" / "new").mkdir(parents=True)
    other.mail("ani", "Kuota", "Kuota saya hilang.")
    other.once()
    assert other.json("unmute", "--drop") == {"was_muted": True, "waiting": 0, "dropped": 3}
    other.once()
    assert not (other.home / "var" / "out" / "new").exists()


def test_a_muted_run(desk: Desk) -> None:
    """`run --mute`: everything but sending, for this once."""
    desk.mail("ani", "Pulsa", "Belum masuk.")
    said = desk.type("run", "--once", "--mute")
    assert "muted: letters wait until mailflow runs without --mute" in said.err
    assert "3 letters waiting" in said.out
    assert list((desk.home / "var" / "out" / "new").iterdir()) == []
    desk.once()
    assert len(list((desk.home / "var" / "out" / "new").iterdir())) == 3


@pytest.mark.live
def test_a_database_on_a_server_is_the_servers_to_copy(desk: Desk, request: pytest.FixtureRequest) -> None:
    """The message names the tool, and no password."""
    url = request.getfixturevalue("postgres").new_desk()
    desk.edit("# database: sqlite:///mailflow.db", f"database: {url}\n#")
    open_database(url).close()
    said = desk.type("backup", str(desk.home.parent / "a.tar.gz"), status=1)
    assert "pg_dump" in said.err


# -- encrypted


@pytest.fixture
def keys(tmp_path: Path) -> tuple[str, Path]:
    """(public key, file with the private one), as age-keygen makes them."""
    identity = pyrage.x25519.Identity.generate()
    file = tmp_path / "key.txt"
    file.write_text(f"# created: 2026-11-29T20:00:00+07:00\n# public key: {identity.to_public()}\n{identity}\n")
    return str(identity.to_public()), file


def test_an_encrypted_backup_shows_nothing_and_is_restored_with_the_key(
    asked: Desk, keys: tuple[str, Path], tmp_path: Path
) -> None:
    """Its owner's alone; nothing of the plain one stays beside it or in the home."""
    public, private = keys
    file = tmp_path / "out" / "desk.tar.gz.age"
    file.parent.mkdir()
    before = set(asked.home.rglob("*"))
    assert "encrypted" in asked.type("backup", str(file), "--encrypt-to", public).out
    assert file.read_bytes().startswith(b"age-encryption.org/v1")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]
    assert {path for path in set(asked.home.rglob("*")) - before if "mailflow.db-" not in path.name} == set()
    other = Desk(tmp_path / "restored", itertools.count(10))
    other.type("restore", str(file), "--identity", str(private))
    assert other.json("list") == asked.json("list")
    assert other.json("verify")["ok"]


def test_keys_may_stand_in_a_file_and_each_of_them_opens_it(
    asked: Desk, keys: tuple[str, Path], tmp_path: Path
) -> None:
    """As age's own recipients files: one a line, with remarks; age and SSH keys."""
    public, private = keys
    second = pyrage.x25519.Identity.generate()
    listed = tmp_path / "keys.txt"
    listed.write_text(f"# Dewi\n{second.to_public()}\n\n")
    file = tmp_path / "desk.age"
    asked.type("backup", str(file), "--recipient", str(listed), "--encrypt-to", public)
    (tmp_path / "second.txt").write_text(f"{second}\n")
    for name, key in (("a", private), ("b", tmp_path / "second.txt")):
        opened = Desk(tmp_path / name, itertools.count(10))
        opened.type("restore", str(file), "-i", str(key))
        assert opened.json("list") == asked.json("list")


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("age1xyz", "is no key"),
        ("ssh-ed25519 AAAA", "is no key"),
        ("nowhere.txt", "neither a key nor a file"),
        ("private", "this is a private key"),
        ("empty", "no key to encrypt to"),
    ],
)
def test_what_is_no_key_is_said_and_nothing_is_written(
    asked: Desk, keys: tuple[str, Path], tmp_path: Path, key: str, said: str
) -> None:
    """A backup nobody could read is worse than none; a private key is never shown."""
    (tmp_path / "empty").write_text("# nobody\n")
    named = {"private": str(keys[1]), "empty": str(tmp_path / "empty")}.get(key, key)
    told = asked.type("backup", str(tmp_path / "x.age"), "--encrypt-to", named, status=1)
    assert said in told.err
    assert "AGE-SECRET" not in told.err
    assert not (tmp_path / "x.age").exists()


def test_without_the_key_with_another_or_cut_off_it_is_not_restored(
    asked: Desk, keys: tuple[str, Path], tmp_path: Path
) -> None:
    """And the home stays as it was."""
    file = tmp_path / "desk.age"
    asked.type("backup", str(file), "--encrypt-to", keys[0])
    other = Desk(tmp_path / "new", itertools.count(10))
    assert "--identity FILE" in other.type("restore", str(file), status=1).err
    (tmp_path / "wrong.txt").write_text(str(pyrage.x25519.Identity.generate()))
    assert "cannot be decrypted" in other.type("restore", str(file), "-i", str(tmp_path / "wrong.txt"), status=1).err
    (tmp_path / "none.txt").write_text("# nothing\n")
    assert "no private key" in other.type("restore", str(file), "-i", str(tmp_path / "none.txt"), status=1).err
    file.write_bytes(file.read_bytes()[:-100])
    assert "is the file whole" in other.type("restore", str(file), "-i", str(keys[1]), status=1).err
    assert not other.home.exists()


def test_without_the_extra_the_remedy_is_told(
    asked: Desk, keys: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pyrage is not needed for anything else."""
    monkeypatch.setitem(sys.modules, "pyrage", None)
    told = asked.type("backup", str(tmp_path / "x.age"), "--encrypt-to", keys[0], status=1)
    assert "pip install 'mailflow[encrypt]'" in told.err
    assert not (tmp_path / "x.age").exists()
