"""A ladder is one entry of core/ladder.py: everything else follows from it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import mailflow
from mailflow.core.ladder import LADDERS, OF_STATUS, Ladder

_NAME = '    SECOND_TIER = "second_tier"\n\n\nclass Step('
_ENTRY = """        Ladder.SECOND_TIER: LadderKind(
            Status.ESCALATED, "the second tier has it", (Step("48h", "reminder-answer", ("owner",)),)
        ),
    }
)
"""
_PROGRAM = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from mailflow import config
from mailflow.cli.why import reasons
from mailflow.core import events as ev
from mailflow.core.decide import decide
from mailflow.core.evolve import _entered, evolve
from mailflow.core.ladders import next_alarm
from mailflow.core.occasions import TimePassed
from mailflow.core.status import Status
from mailflow.core.ticket import Ticket
from mailflow.store.engine.fields import from_json, to_json

home = Path(sys.argv[1])
shipped = config.load(home, need_secrets=False).rules
text = (home / "rules.yaml").read_text()
rung = "  second_tier: [{after: 3h, letter: reminder-answer, to: pic}]"
(home / "rules.yaml").write_text(text.replace("reminders:\\n", f"reminders:\\n{rung}\\n", 1))
written = config.load(home, need_secrets=False).rules
began = datetime(2026, 11, 2, 2, tzinfo=UTC)
ticket = _entered(Ticket(n=1, number="1", opened_at=began, owner="Budi"), Status.ESCALATED, began)
assert from_json(Ticket, to_json(ticket)) == ticket
assert next_alarm(ticket, shipped) == began + timedelta(hours=48)
assert next_alarm(ticket, written) == began + timedelta(hours=3)
(rang,) = decide(ticket, TimePassed(), written, began + timedelta(hours=4))
assert isinstance(rang, ev.Rang) and (rang.ladder, rang.to) == ("second_tier", ("pic",))
assert next_alarm(evolve(ticket, rang, began), written) is None
assert [clock["ladder"] for clock in reasons(ticket, written, "en")["clocks"]] == ["second_tier"]
"""


def test_a_ladder_is_added_in_one_place(tmp_path: Path) -> None:
    """A name and an entry: rules.yaml takes its key, its rungs ring, `why` and the stored ticket know its clock."""
    shutil.copytree(Path(mailflow.__file__).parent, tmp_path / "mailflow", ignore=shutil.ignore_patterns("__pycache__"))
    table = tmp_path / "mailflow/core/ladder.py"
    text = table.read_text(encoding="utf-8")
    changed = text.replace("\n\nclass Step(", _NAME, 1).replace("    }\n)\n", _ENTRY, 1)
    assert changed.count("SECOND_TIER") == 2
    table.write_text(changed, encoding="utf-8")
    root, home = Path(mailflow.__file__).parent.parent, tmp_path / "home"
    shutil.copytree(root / "templates", home / "templates")
    shutil.copy(root / "rules.yaml", home)
    ran = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(home)], cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)},
        capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("ladder", Ladder)
def test_every_ladder_has_its_entry(ladder: Ladder) -> None:
    """One state each, where its clock starts by itself or by what is said there, and rungs."""
    assert (OF_STATUS[LADDERS[ladder].status] is ladder) is not LADDERS[ladder].by_event
    assert LADDERS[ladder].shipped
