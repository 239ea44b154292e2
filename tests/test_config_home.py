"""The home folder: found, made, glanced at, watched."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from mailflow.config import Essentials, Watcher, essentials, find_home, load
from mailflow.config.init import make_home
from mailflow.errors import CannotDo, ConfigError
from tests.config_homes import home, loaded

ROOT = Path(__file__).resolve().parent.parent


def test_where_the_home_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--home, else $MAILFLOW_HOME, else the current folder."""
    monkeypatch.chdir(tmp_path)
    assert find_home("x", {"MAILFLOW_HOME": "/y"}) == tmp_path / "x"
    assert find_home(None, {"MAILFLOW_HOME": "/y"}) == Path("/y")
    assert find_home(None, {}) == tmp_path
    monkeypatch.setenv("MAILFLOW_HOME", "/z")
    assert find_home() == Path("/z")


def test_a_new_home_is_ready(tmp_path: Path) -> None:
    """init copies rules and letters and makes the Maildirs; the result passes without any environment."""
    folder = tmp_path / "desk"
    made = make_home(folder)
    assert (folder / "rules.yaml").read_bytes() == (ROOT / "rules.yaml").read_bytes()
    letters = {file.name for file in (ROOT / "templates/canned").iterdir()}
    assert {file.name for file in (folder / "templates/canned").iterdir()} == letters
    assert all((folder / "var" / box / part).is_dir() for box in ("in", "out") for part in ("cur", "new", "tmp"))
    assert folder / ".env.example" in made and folder / "rules.yaml" in made
    assert load(folder, {}).warnings == ()


def test_a_home_is_not_overwritten(tmp_path: Path) -> None:
    """A second init is refused; letters that are there already are kept."""
    (tmp_path / "templates/canned").mkdir(parents=True)
    (tmp_path / "templates/canned/closed.id.txt").write_text("mine", encoding="utf-8")
    make_home(tmp_path)
    assert (tmp_path / "templates/canned/closed.id.txt").read_text(encoding="utf-8") == "mine"
    (tmp_path / "rules.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(CannotDo, match="exists already"):
        make_home(tmp_path)
    assert (tmp_path / "rules.yaml").read_text(encoding="utf-8") == "mine"


def test_a_home_that_cannot_be_made(tmp_path: Path) -> None:
    """A file in the way is told in a sentence."""
    (tmp_path / "desk").write_text("", encoding="utf-8")
    with pytest.raises(CannotDo, match="cannot be written"):
        make_home(tmp_path / "desk")


def test_what_a_full_disk_leaves_of_a_home(tmp_path: Path) -> None:
    """The file that could not be written is named, and nothing half written is kept for the next try."""
    code = (
        "import resource, signal, sys; from pathlib import Path; from mailflow.config.init import make_home;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200));"
        "make_home(Path(sys.argv[1]))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=False)
    assert f"{tmp_path}/templates/canned/acknowledgement.en.txt cannot be written" in done.stderr
    assert list((tmp_path / "templates" / "canned").iterdir()) == []
    make_home(tmp_path)


def test_essentials(tmp_path: Path) -> None:
    """The four things `list` needs, from the file and the environment."""
    lines = "desk: {address: a@b.example, timezone: Asia/Makassar, number: '{n:05}', language: en}\ndatabase: ${DB}"
    (tmp_path / ".env").write_text("DB=sqlite:///x.db\n", encoding="utf-8")
    found = essentials(home(tmp_path, lines), {})
    assert found == Essentials(f"sqlite:///{tmp_path}/x.db", "Asia/Makassar", "{n:05}", "en")
    assert found == essentials(tmp_path, {"DB": "sqlite:///x.db"})


def test_essentials_agree_with_load(tmp_path: Path) -> None:
    """Two ways to the same four values."""
    settings = loaded(tmp_path)
    desk = settings.rules.desk
    assert essentials(tmp_path, {}) == Essentials(settings.database, desk.timezone, desk.number, desk.language)


def test_essentials_look_past_what_is_wrong(tmp_path: Path) -> None:
    """`list` works while rules.yaml is being mended; only an unreadable file or an unknown database stops it."""
    found = essentials(home(tmp_path, "desk: 5\nwrong: ${NOT_SET}\nmailboxes: x"), {})
    assert found == Essentials(f"sqlite:///{tmp_path}/mailflow.db")
    with pytest.raises(ConfigError, match=r"rules.yaml:\d+: \$\{DB\} is not set"):
        essentials(home(tmp_path, "database: ${DB}"), {})
    with pytest.raises(ConfigError, match="no such file"):
        essentials(tmp_path / "..", {})
    (tmp_path / "rules.yaml").write_text("a: [", encoding="utf-8")
    with pytest.raises(ConfigError, match="not YAML"):
        essentials(tmp_path, {})


def test_an_env_file_that_cannot_be_read_stops_only_who_needs_it(tmp_path: Path) -> None:
    """A .env is the daemon's; `list` works without, `run` says what is wrong."""
    (tmp_path / ".env").mkdir()  # even root cannot read it
    assert essentials(home(tmp_path), {}).language == "id"
    assert load(tmp_path, {}, need_secrets=False).secret is None
    with pytest.raises(ConfigError, match=r"\.env: cannot be read"):
        load(tmp_path, {})


@pytest.mark.parametrize(("mode", "named"), [(0o600, False), (0o640, False), (0o644, True), (0o604, True)])
def test_passwords_every_user_can_read_are_named(tmp_path: Path, mode: int, named: bool) -> None:
    """By `check` and `doctor`, with the command that mends it; a group that shares the desk may read them."""
    (tmp_path / ".env").write_text("X=y\n", encoding="utf-8")
    (tmp_path / ".env").chmod(mode)
    found = [str(warning) for warning in loaded(tmp_path).warnings if warning.place == ".env"]
    assert (
        found
        == [f".env: every user of this machine can read the passwords in it (chmod o-rwx {tmp_path}/.env)"][
            : int(named)
        ]
    )


@pytest.mark.parametrize(
    ("operators", "mailbox", "loud"),
    [
        ("from", "maildir: var/in", False),
        ("from", "imap: 'imaps://desk@mail.example', password: x", True),
        ("from", "lmtp: '127.0.0.1:8024'", True),
        ("aligned", "lmtp: '127.0.0.1:8024'", False),
    ],
)
def test_a_desk_that_believes_everybody_is_told_so(tmp_path: Path, operators: str, mailbox: str, loud: bool) -> None:
    """Where mail comes from a server; a folder is for trials."""
    more = f"trust: {{operators: {operators}, authserv: mail.example}}\nmailboxes: [{{{mailbox}}}]"
    found = [warning.what for warning in loaded(tmp_path, more).warnings]
    assert any("can act as any operator" in what for what in found) is loud


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ("x: " + "[" * 8 + "]" * 8, "rules.yaml:1: blocks stand in more than 5 others"),
        ("a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]", "more than 30 values"),
        ("x: " + "y" * 500, "is larger than 0 kB, which no rules are"),
    ],
)
def test_a_file_that_would_not_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: str, fault: str
) -> None:
    """Aliases count each time they stand for something; brackets in brackets have an end; so has the file."""
    monkeypatch.setattr("mailflow.config.tree.MOST", 30)
    monkeypatch.setattr("mailflow.config.tree.DEEPEST", 5)
    monkeypatch.setattr("mailflow.config.tree.LONGEST", 450)
    (tmp_path / "rules.yaml").write_text(more, encoding="utf-8")
    with pytest.raises(ConfigError, match=fault):
        load(tmp_path, {})


def test_letters_of_the_home_are_known(tmp_path: Path) -> None:
    """An admin's own letter can be used in a reminder; shipped ones stand in for what is missing."""
    (tmp_path / "templates/canned").mkdir(parents=True)
    (tmp_path / "templates/canned/my-letter.id.txt").write_text("Subject: x\n\nx", encoding="utf-8")
    settings = loaded(tmp_path, "reminders: {closing: {after: 1h, letter: my-letter, to: pic}}")
    assert {"my-letter", "closed", "reminder-claim"} <= settings.letters
    assert settings.templates == tmp_path / "templates/canned"
    assert settings.shipped_templates == ROOT / "templates/canned"


def test_the_watcher_sees_each_edit_once(tmp_path: Path) -> None:
    """rules.yaml, .env, letters and calendars: written, edited in place, replaced, removed."""
    canned = tmp_path / "templates/canned"
    canned.mkdir(parents=True)
    other = tmp_path / "elsewhere.txt"
    watcher = Watcher(home(tmp_path), also=(other,))

    def changed() -> bool:
        watcher.hurry()
        return watcher.changed()

    assert not changed()
    for file in (tmp_path / "rules.yaml", tmp_path / ".env", canned / "closed.id.txt", tmp_path / "campus.ics", other):
        file.write_text("1", encoding="utf-8")
        assert changed(), file
        assert not changed(), file
        os.utime(file, ns=(1, 1))
        assert changed(), file
        new = tmp_path / "new"
        new.write_text("2", encoding="utf-8")
        os.utime(new, ns=(1, 1))  # same size, same time: an editor's backup put back
        new.replace(file)
        assert changed(), file
        file.unlink()
        assert changed(), file
    (tmp_path / "notes.md").write_text("x", encoding="utf-8")
    assert not changed()
