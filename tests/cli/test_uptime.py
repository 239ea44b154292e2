"""uptime: a table by day."""

from __future__ import annotations

from mailflow.clock import machine_now, machine_time
from mailflow.store.engine.opening import open_database
from mailflow.store.health import watching
from tests.cli.desk import Desk


def test_nothing_to_tell_before_the_first_run(desk: Desk) -> None:
    """Looking creates nothing."""
    assert "nothing has been checked yet" in desk.type("uptime").out
    assert desk.json("uptime")["percent"] is None
    assert not (desk.home / "mailflow.db").exists()


def test_days_are_counted(asked: Desk) -> None:
    """By heartbeats, which are said to be what was counted."""
    now = machine_now()
    db = open_database("sqlite:///mailflow.db", asked.home)
    for minutes in (5, 10, 20):
        watching.pulse(db, now - minutes * 60)
    db.close()
    with machine_time(lambda: now):
        found = asked.json("uptime", "--days", "3")
        said = asked.type("uptime").out
    assert (found["checks"], found["missed"], found["percent"]) == (4, 1, 75.0)
    assert {day["by"] for day in found["days"]} == {"heartbeats"}
    assert "heartbeats" in said
    assert "75.00 % of 4 checks" in said
