"""Desk-years in the test run: 40, or as many as MAILFLOW_SEEDS says, and every seed that ever found something.
(CI plays 200 by `make simulate`, in several processes.)"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from random import Random

import pytest

from mailflow.clock import machine_now, machine_time
from tests.postgres import Postgres
from tests.simulation.calendar import Calendar
from tests.simulation.home import draw
from tests.simulation.kept import KEPT
from tests.simulation.schemas import schema
from tests.simulation.world import World, Wrong

SEEDS = range(1000, 1000 + int(os.environ.get("MAILFLOW_SEEDS", "40")))


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """A year of log lines belongs to nobody."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_year_of_a_desk(seed: int) -> None:
    """Nothing that must never happen happens, whatever breaks."""
    World(seed).run()


@pytest.mark.parametrize("seed", KEPT, ids=[f"{seed}: {story}"[:80] for seed, story in KEPT.items()])
def test_what_once_failed(seed: int) -> None:
    """A seed that found a fault finds none any more."""
    World(seed).run()


def test_a_seed_is_one_history() -> None:
    """The same seed plays the same year, step by step: a failure can be looked at again."""
    first, second = World(7, days=60), World(7, days=60)
    first.run()
    second.run()
    assert first.trace == second.trace
    assert len(first.trace) > 20


@pytest.mark.live
@pytest.mark.parametrize("seed", [3, 9])
def test_a_history_is_the_same_on_postgresql(seed: int, postgres: Postgres) -> None:
    """Step by step what happened on SQLite, whatever breaks on the way; only mails and customers are numbered
    otherwise, since what is rolled back there leaves a gap."""
    on_sqlite = World(seed, days=40)
    on_sqlite.run()
    with schema(postgres.url("{}"), seed) as url:
        on_postgres = World(seed, days=40, url=url)
        on_postgres.run()
    assert _without_ids(on_postgres.trace) == _without_ids(on_sqlite.trace)


def _without_ids(trace: list[str]) -> list[str]:
    ids = re.compile(r"(?<=mail )\d+ (?=\(|has ended)|(?<=unsubscribe )\d+-\d+-\w+")
    return [ids.sub("", line) for line in trace]


def test_the_simulator_sees_a_lost_mail() -> None:
    """A mail that never gets into the inbox is found at the end."""
    world = World(7, days=60)
    with pytest.raises(Wrong, match="is in the inbox 0 times"):
        _with_a_hole(world)


def _with_a_hole(world: World) -> None:
    begin = world._begin

    def begin_and_hide() -> None:
        begin()
        box = world.boxes[0]
        put = box.put

        def put_and_lose(*args: object) -> None:
            put(*args)  # type: ignore[arg-type]
            if box.last_uid == 2:
                box.uids.remove(2)

        box.put = put_and_lose  # type: ignore[method-assign,assignment]

    world._begin = begin_and_hide  # type: ignore[method-assign]
    world.run()


def test_machine_time_is_given_back() -> None:
    """The simulator's own machine time ends with it."""
    before = machine_now()
    with machine_time(lambda: 5.0):
        assert machine_now() == 5.0
    assert machine_now() >= before


def test_the_calendar_is_its_own() -> None:
    """Spot checks of the simulator's arithmetic, from procedure.md: Friday 20:00 + 2wd is Wednesday 08:00."""
    from datetime import datetime
    from zoneinfo import ZoneInfo

    rules = draw(Random(1))
    rules["desk"]["timezone"] = "Asia/Jakarta"
    calendar, zone = Calendar(rules), ZoneInfo("Asia/Jakarta")
    friday = datetime(2026, 6, 5, 20, 0, tzinfo=zone)
    assert calendar.after(friday, "2wd") == datetime(2026, 6, 9, 8, 0, tzinfo=zone)  # Saturday is a working day here
    assert calendar.after(friday, "5wh") == datetime(2026, 6, 8, 9, 0, tzinfo=zone)
    assert calendar.after(friday, "24h") == datetime(2026, 6, 6, 20, 0, tzinfo=zone)
