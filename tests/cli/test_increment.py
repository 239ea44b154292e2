"""A backup of what is new since another one, and a home made of all of them."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pyrage
import pytest

from tests.cli.desk import ROOT, Desk, typed

CLI = ROOT / "cli.py"


@pytest.fixture
def folder(asked: Desk) -> Path:
    """Where the backups lie: monday.tar.gz is complete, tuesday.tar.gz and wednesday.tar.gz are not."""
    place = asked.home.parent / "backups"
    place.mkdir()
    asked.type("backup", str(place / "monday.tar.gz"))
    for before, day, subject in (("monday", "tuesday", "Modem"), ("tuesday", "wednesday", "Tagihan")):
        asked.mail("ani", subject, f"{subject} saya belum jalan sejak {day}.")
        asked.once()
        asked.type("backup", str(place / f"{day}.tar.gz"), "--since", str(place / f"{before}.tar.gz"))
    return place


def restored(file: Path, home: Path) -> Desk:
    desk = Desk(home, itertools.count(10))
    home.parent.mkdir(exist_ok=True)
    desk.type("restore", str(file))
    return desk


def test_each_restores_the_desk_of_its_moment(asked: Desk, folder: Path, tmp_path: Path) -> None:
    """One, two and three requests; the log proves each, and the last is word for word what there is."""
    for count, day in enumerate(("monday", "tuesday", "wednesday"), 1):
        desk = restored(folder / f"{day}.tar.gz", tmp_path / "restored" / day)
        assert len(desk.json("list")["tickets"]) == count
        assert desk.json("verify")["ok"]
        assert desk.json("doctor", "--offline")["ok"]
        if day == "wednesday":
            assert desk.json("list") == asked.json("list")
            assert desk.json("show", "3") == asked.json("show", "3")


def test_only_changed_pages_are_in_it(asked: Desk, folder: Path) -> None:
    """Nothing happened in between: the first page alone, which counts copies; and it is said."""
    said = asked.json("backup", str(folder / "idle.tar.gz"), "--since", str(folder / "wednesday.tar.gz"))
    assert said["pages_in_it"] <= 1 < said["pages"]
    with tarfile.open(folder / "idle.tar.gz") as tar:
        assert tar.getnames()[:3] == ["backup.json", "mailflow.db.pages", "mailflow.db.changed"]
        assert "rules.yaml" in tar.getnames()
        assert "mailflow.db" not in tar.getnames()
    told = asked.type("backup", str(folder / "again.tar.gz"), "--since", str(folder / "idle.tar.gz")).out
    assert "the rest is in idle.tar.gz: keep both" in told


def test_a_database_that_became_smaller_is_restored(asked: Desk, folder: Path, tmp_path: Path) -> None:
    """Pages at its end are gone."""
    connection = sqlite3.connect(asked.home / "mailflow.db")
    connection.execute("CREATE TABLE filler AS SELECT randomblob(400000) AS it")
    connection.commit()
    asked.type("backup", str(folder / "large.tar.gz"), "--since", str(folder / "wednesday.tar.gz"))
    connection.execute("DROP TABLE filler")
    connection.commit()
    connection.execute("VACUUM")
    connection.close()
    asked.type("backup", str(folder / "small.tar.gz"), "--since", str(folder / "large.tar.gz"))
    desk = restored(folder / "small.tar.gz", tmp_path / "restored" / "home")
    assert desk.json("list") == asked.json("list")
    assert desk.json("verify")["ok"]


def test_restore_says_what_it_lacks(asked: Desk, folder: Path, tmp_path: Path) -> None:
    """The one before is missing, is another of that name, or damaged: nothing is changed."""
    home = tmp_path / "new"
    monday = folder / "monday.tar.gz"
    kept = monday.read_bytes()
    monday.unlink()
    said = typed("restore", str(folder / "wednesday.tar.gz"), "--home", str(home))
    assert said.status == 1
    assert "tuesday.tar.gz holds only what is new since monday.tar.gz of " in said.err
    assert "put that beside it" in said.err
    asked.type("backup", str(monday))
    said = typed("restore", str(folder / "tuesday.tar.gz"), "--home", str(home))
    assert "was made since another monday.tar.gz than the one beside it" in said.err
    monday.write_bytes(kept[: len(kept) // 2])
    said = typed("restore", str(folder / "tuesday.tar.gz"), "--home", str(home))
    assert "monday.tar.gz cannot be read as a backup" in said.err
    assert list(home.rglob("*")) == []


def test_what_cannot_be_built_upon_is_refused(asked: Desk, folder: Path, tmp_path: Path) -> None:
    """In another folder, encrypted, not there, no backup, or of a mailflow that wrote down no pages."""
    key = str(pyrage.x25519.Identity.generate().to_public())
    asked.type("backup", str(folder / "secret.age"), "--encrypt-to", key)
    shutil.copy(folder / "monday.tar.gz", tmp_path / "far.tar.gz")
    (folder / "none.tar.gz").write_bytes(b"hello")
    with tarfile.open(folder / "monday.tar.gz") as tar:
        tar.extract("backup.json", tmp_path / "opened")
    manifest = tmp_path / "opened" / "backup.json"
    manifest.write_text(manifest.read_text().replace("mailflow.db.pages", "mailflow.db.other"))
    with tarfile.open(folder / "old.tar.gz", "w:gz") as tar:
        tar.add(manifest, "backup.json")
    refused = {
        tmp_path / "far.tar.gz": "put both into one folder",
        folder / "secret.age": "is encrypted",
        folder / "gone.tar.gz": "there is no file",
        folder / "none.tar.gz": "cannot be read as a backup",
        folder / "old.tar.gz": "older mailflow",
    }
    for file, words in refused.items():
        said = asked.type("backup", str(folder / "new.tar.gz"), "--since", str(file), status=1)
        assert words in said.err
        assert not (folder / "new.tar.gz").exists()


def test_an_encrypted_one_may_follow_one_that_is_not(asked: Desk, folder: Path, tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    (tmp_path / "key").write_text(str(identity))
    file = folder / "thursday.tar.gz.age"
    since = str(folder / "wednesday.tar.gz")
    asked.type("backup", str(file), "--since", since, "--encrypt-to", str(identity.to_public()))
    other = Desk(tmp_path / "other", itertools.count(10))
    other.type("restore", str(file), "--identity", str(tmp_path / "key"))
    assert other.json("list") == asked.json("list")


@pytest.mark.parametrize("when", ["mailflow.db", "mailflow.db.changed", "backup"])
def test_killed_at_any_step_it_leaves_whole_backups(asked: Desk, folder: Path, tmp_path: Path, when: str) -> None:
    """kill -9 as soon as that file is begun: a new one is there whole or not at all, the others as they were, and the
    next one clears away what was left."""
    file, since = folder / "thursday.tar.gz", folder / "wednesday.tar.gz"
    known = {path: path.read_bytes() for path in folder.iterdir()}
    command = [sys.executable, str(CLI), "--home", str(asked.home), "backup", str(file), "--since", str(since)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ})
    until = time.monotonic() + 60
    while process.poll() is None and not any(folder.glob(f".mailflow-backup-*/{when}")):
        assert time.monotonic() < until
    process.send_signal(signal.SIGKILL)
    process.wait()
    if file.exists():
        restored(file, tmp_path / "restored" / "first")
    asked.type("backup", str(file), "--since", str(since), "--force")
    assert {path: path.read_bytes() for path in folder.iterdir() if path != file} == known
    desk = restored(file, tmp_path / "restored" / "home")
    assert desk.json("list") == asked.json("list")
