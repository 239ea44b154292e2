"""An edit that takes something away: `reload` accepts it, `doctor` tells of it, a start waits for it."""

from __future__ import annotations

import subprocess
import time

import pytest

from mailflow.flow.health import edits
from tests.cli.desk import Desk, process

SARI = "  - {name: Sari, address: sari@desk.example}  # deputy: Budi gets Sari's reminders while Sari is away\n"


def owned_by_sari(desk: Desk) -> None:
    desk.mail("ani", "Pulsa", "Belum masuk.")
    desk.once()
    desk.type("assign", "1", "Sari")
    desk.once()


def test_reload_says_what_the_edit_takes_away(desk: Desk) -> None:
    """With the tickets it gives back to all; the next start goes on at once."""
    owned_by_sari(desk)
    desk.edit(SARI, "")
    words = "The operator Sari is gone; tickets owned there (1: 1) go back to all operators."
    assert words in desk.type("doctor", "--offline").out
    assert desk.json("show", "1")["ticket"]["owner"] == "Sari"
    said = desk.type("reload")
    assert words in said.out
    assert "no `mailflow run` is running" in said.out
    began = time.monotonic()
    desk.once()
    assert time.monotonic() - began < 20
    assert desk.json("show", "1")["ticket"]["owner"] is None
    assert desk.json("reload") == {"running": False, "takes_away": []}


def test_a_start_waits_for_such_an_edit(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until it is a minute old (here: a second), and its admin hears of it."""
    monkeypatch.setattr(edits, "PATIENCE", 1.0)
    owned_by_sari(desk)
    desk.edit(SARI, "")
    said = desk.type("run", "--once")
    assert "waits for a minute, or for mailflow reload: The operator Sari is gone" in said.err
    assert "admin-alert" in desk.letters()
    assert desk.json("show", "1")["ticket"]["owner"] is None


def test_a_file_completed_while_a_start_waits(desk: Desk) -> None:
    """It goes on with the whole one, and nothing was taken away."""
    owned_by_sari(desk)
    whole = (desk.home / "rules.yaml").read_text(encoding="utf-8")
    desk.edit(SARI, "")
    child = process("--home", str(desk.home), "run", "--once", stderr=subprocess.PIPE)
    assert child.stderr is not None
    assert any(b"The operator Sari is gone" in line for line in child.stderr)
    (desk.home / "rules.yaml").write_text(whole, encoding="utf-8")
    child.communicate(timeout=30)
    assert child.returncode == 0
    assert desk.json("show", "1")["ticket"]["owner"] == "Sari"


def test_reload_of_a_broken_file(desk: Desk) -> None:
    """It is refused with the place, as by `check`."""
    desk.edit("operators:\n", "operatros:\n")
    assert "rules.yaml:" in desk.type("reload", status=2).err
