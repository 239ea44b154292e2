"""Kills at random moments, most of them soon after the daemon runs, while work is always waiting."""

from __future__ import annotations

import signal
import time
from random import Random
from typing import Any

from bench.kills.desk import PATIENCE, Desk
from tests.live.killable import Life

AT_WORK = 12  # conversations at once
STARTING = 0.2  # of the kills hit a daemon that starts, perhaps
START_SECONDS = 0.1
WORK_SECONDS = 1.0  # the others hit it within so many seconds after it runs, every second one within a quarter of that
LOOKED_AFTER = 20  # kills; then a person looks what is parked
SOON = 12.0  # seconds a daemon that is not killed has for what is due
TAKEOVER = 120.0  # what the last killed daemon held is free after 20 s, a mail put off after 60 more


def random_kills(desk: Desk, kills: int, seed: int, *, patient: bool = True) -> dict[str, Any]:
    """As many kills at random moments, while work is always waiting; then somebody ends it. `patient`: in real time,
    which frees what the killed one held only when its heartbeat is old."""
    rng, began, by_itself = Random(seed), time.monotonic(), []
    for number in range(kills):
        while desk.people.unfinished < AT_WORK:
            desk.people.begin()
        life = desk.start()
        if rng.random() < STARTING:
            ended = life.ended(rng.random() * START_SECONDS)
        else:
            ended = not desk.runs(life) or life.ended(rng.random() ** 2 * WORK_SECONDS)
        if ended:
            by_itself.append(f"ended by itself: {desk.said().decode(errors='replace')[-3000:]}")
        desk.kill(life)
        if number % LOOKED_AFTER == 0:
            desk.mend()
    killing = time.monotonic() - began
    life, wrong = _in_real_time(desk) if patient else _soon(desk)
    figures = desk.figures(desk.judge(), by_itself + wrong)
    life.kill(signal.SIGTERM)
    return {"kills": kills, **figures, "seconds": round(time.monotonic() - began), "of them killing": round(killing)}


def _in_real_time(desk: Desk) -> tuple[Life, list[str]]:
    life = desk.start(aged=False)
    return life, desk.finish(life, PATIENCE + TAKEOVER)


def _soon(desk: Desk) -> tuple[Life, list[str]]:
    """With each start, time has gone by for what was put off."""
    for last in (*[False] * 9, True):
        life = desk.start()
        wrong = desk.finish(life, SOON)
        if not wrong or life.ended() or last:
            return life, wrong
        life.kill(signal.SIGTERM)
    raise AssertionError("unreachable: the last start returns")
