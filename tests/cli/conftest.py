"""A home that works on two folders, and a person at its command line."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailflow.config.init import make_home
from tests.cli.desk import Desk


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A home as `init` makes it, whose operators are believed by their From."""
    monkeypatch.delenv("MAILFLOW_HOME", raising=False)
    monkeypatch.delenv("MAILFLOW_DEBUG", raising=False)
    monkeypatch.setenv("USER", "dewi")
    monkeypatch.setenv("LOGNAME", "dewi")
    home = tmp_path / "desk"
    make_home(home)
    desk = Desk(home)
    for letter in (home / "templates" / "canned").iterdir():  # the shipped ones stand in, and are read but once
        letter.unlink()
    desk.edit("  operators: aligned\n  authserv: mail.example", "  operators: from")
    desk.edit("undo_within: 60s", "undo_within: 0s")
    yield desk
    for handler in list(logging.getLogger().handlers):  # `run` writes to the stderr of its own call
        if type(handler) is logging.StreamHandler:
            logging.getLogger().removeHandler(handler)
    logging.getLogger("mailflow").setLevel(logging.NOTSET)


@pytest.fixture
def asked(desk: Desk) -> Desk:
    """Ani has asked; her ticket is new and its letters are sent."""
    desk.mail("ani", "Pulsa belum masuk", "Pulsa saya belum masuk.")
    desk.once()
    return desk


@pytest.fixture
def answered(asked: Desk) -> Desk:
    """Budi has answered Ani, the desk in copy."""
    asked.mail("budi", "Re: Pulsa belum masuk", "Sudah kami proses.", to="ani@mail.example, iduhelp@desk.example",
               answers="<1@ani>", message_id="<2@budi>")  # fmt: skip
    asked.once()
    return asked
