"""Kills at exact points: the daemon counts where it passes (tests/live/killable.py) and dies there."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from bench.kills.desk import Desk
from tests.live.dovecot import Dovecot
from tests.live.killable import STATEMENT, Daemons
from tests.postgres import Postgres


def points_of(desk: Desk) -> list[str]:
    """Every point a daemon passes in one conversation, from its first start on a new desk, in order."""
    trace = desk.base / "trace"
    desk.people.begin()
    desk.outbound.handed_over()
    life = desk.start(trace=trace)
    wrong = desk.finish(life)
    life.kill(signal.SIGTERM)
    if wrong:
        raise RuntimeError(wrong[0])
    return trace.read_text().splitlines()


def chosen(points: Sequence[str], every: int) -> list[str]:
    """Of each kind of point the first, and then each so-manieth; of statements, which are many and all alike to the
    database, a tenth of that."""
    kinds: Counter[str] = Counter()
    found = []
    for point in points:
        kind = point.rpartition(" ")[0]
        if kinds[kind] % (every * 10 if kind == STATEMENT and every > 1 else every) == 0:
            found.append(point)
        kinds[kind] += 1
    return found


@dataclass(frozen=True)
class Tried:
    """What became of one point."""

    point: str
    life: int  # the daemon that should die there
    reached: bool  # how often a loop beats in a conversation, the clock decides
    wrong: list[str]

    @property
    def kind(self) -> str:
        return self.point.rpartition(" ")[0]

    def about_doubles(self, doubled: Container[int]) -> list[str]:
        """In the window a double is certain, elsewhere in the loop that sends there is none; the other loops know
        nothing of it."""
        if self.reached and self.kind in IN_THE_WINDOW and self.life not in doubled:
            return [f"{self.point}: on record before it was sent"]
        if self.reached and self.kind in BEFORE_OR_AFTER_IT and self.life in doubled:
            return [f"{self.point}: doubled outside the window"]
        return []


IN_THE_WINDOW = ("after DATA", "before commit flow.deliver._hand_over in deliver")
BEFORE_OR_AFTER_IT = (
    "before commit store.mail.outbox.take in deliver",
    "after commit store.mail.outbox.take in deliver",
    "before DATA",
    "after commit flow.deliver._hand_over in deliver",
)


def exact_kills(dovecot: Dovecot, daemons: Daemons, server: Postgres | None, every: int) -> dict[str, Any]:
    """Each chosen point in turn. Those of a new desk's first start get a new desk each, the others one together."""
    began = time.monotonic()

    def desk() -> Desk:
        return Desk(dovecot, daemons, server.new_desk() if server else "", 0, exact=True)

    with desk() as first:
        points = chosen(points_of(first), every)
        fresh = [point for point in points if "migrations" in point]
        tried = [killed_at(first, point) for point in points if point not in fresh]
        figures = [_judged(first, tried)]
    for point in fresh:
        with desk() as new:
            tried.append(killed_at(new, point))
            figures.append(_judged(new, tried[-1:]))
    return _summed(figures, tried) | {"seconds": round(time.monotonic() - began)}


def killed_at(desk: Desk, point: str) -> Tried:
    """One conversation, in which the first daemon is killed exactly there and a second ends the work."""
    desk.people.begin()
    desk.outbound.handed_over()
    life, wrong = desk.start(kill=point), []
    while not life.ended(0.02) and not desk.quiet():
        pass
    by_itself = life.ended()
    if not by_itself:
        life.kill(signal.SIGTERM)  # some points lie on the way out
    number, reached = desk.lives, f"killed {point}\n".encode() in desk.said()
    if reached:
        desk.killed.add(number)
        life = desk.start()
        wrong = [f"{point}: {words}" for words in desk.finish(life)]
        life.kill(signal.SIGTERM)
    elif by_itself:
        wrong = [f"{point}: ended by itself: {desk.said().decode(errors='replace')[-3000:]}"]
    return Tried(point, number, reached, wrong)


def _judged(desk: Desk, tried: Sequence[Tried]) -> dict[str, Any]:
    life = desk.start()
    wrong = desk.finish(life)
    found = desk.judge()
    for one in tried:
        wrong += one.wrong + one.about_doubles(found.doubles)
    life.kill(signal.SIGTERM)
    return desk.figures(found, wrong)


def _summed(figures: Sequence[dict[str, Any]], tried: Sequence[Tried]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "points": len(tried),
        "kills": sum(one.reached for one in tried),
        "of them": dict(Counter(one.kind for one in tried if one.reached)),
        "not reached": [one.point for one in tried if not one.reached],
    }
    for name, value in figures[0].items():
        if isinstance(value, int):
            told[name] = sum(one[name] for one in figures)
    return told | {"wrong": [words for one in figures for words in one["wrong"]]}
