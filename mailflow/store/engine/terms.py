"""Terms: under which leader's reign the desk is decided. The first to decide on a server that was promoted writes a
new term beside its decision, in the same transaction.

Before that it compares the database with what this desk has seen committed (seen.py). When that has gone back, a
standby was promoted that did not have everything: numbers of tickets go on after the last one that was given out, and
what is lost is counted, kept for `doctor`, and said.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Protocol

from mailflow.clock import machine_now
from mailflow.core.how_many import how_many
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.engine.seen import HEAD, LOST, NEXT_N, TERM
from mailflow.store.engine.statements import Cursor, Params, Reign, Row

log = logging.getLogger("mailflow")

_GONE = "lost-numbers"  # key of meta: ranges of n whose tickets were lost, 17-19 25-25


class _Database(Protocol):
    """What is needed of database.py, which imports this."""

    def all(self, sql: str, params: Params = ()) -> list[Row]: ...
    def value(self, sql: str, params: Params = ()) -> str | None: ...
    def execute(self, sql: str, params: Params = ()) -> Cursor: ...
    def remember(self, key: str, value: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Reigned:
    """As meta holds it: `NUMBER SYSTEM TIMELINE SECONDS SERVER`."""

    number: int
    system: int  # identifier of the cluster; 0: not known
    timeline: int
    began: float  # machine time where it was written
    server: str  # host:port

    def __str__(self) -> str:
        return f"{self.number} {self.system} {self.timeline} {self.began:.0f} {self.server}"

    @property
    def at(self) -> datetime:
        return datetime.fromtimestamp(self.began, UTC)


@dataclass(frozen=True, slots=True)
class LostCommits:
    """What a promoted server did not have: `SECONDS COMMITS FIRST LAST`."""

    at: datetime
    commits: int  # at least
    first: int  # numbers of tickets that were given out and are not there; last < first: none
    last: int

    def __str__(self) -> str:
        return f"{self.at.timestamp():.0f} {self.commits} {self.first} {self.last}"

    @property
    def words(self) -> str:
        """A sentence's end."""
        tickets = ""
        if self.last >= self.first:
            tickets = f"; so are the tickets with n from {self.first} to {self.last}, whose numbers stay unused"
        one, more = "commit that had been confirmed is gone", "commits that had been confirmed are gone"
        return how_many(self.commits, one, more) + tickets


def term(db: _Database) -> Reigned | None:
    """None on SQLite, and before the first decision."""
    return term_of(db.value("SELECT value FROM meta WHERE key = ?", (TERM,)))


def loss(db: _Database) -> LostCommits | None:
    """The newest, None when nothing was ever lost."""
    return loss_of(db.value("SELECT value FROM meta WHERE key = ?", (LOST,)))


def lost_numbers(db: _Database) -> list[range]:
    """n of tickets that are not there because a server lost them."""
    text = db.value("SELECT value FROM meta WHERE key = ?", (_GONE,)) or ""
    ends = [one.partition("-") for one in text.split()]
    return [range(int(first), int(last) + 1) for first, _, last in ends]


def enter(db: _Database, reign: Reign) -> None:
    """Writer; the first thing it does on a new connection. `reign`: whose server that is, and what was seen there."""
    sql = "SELECT key, value FROM meta WHERE key IN (?, ?, ?, ?)"
    facts: dict[str, str] = dict(db.all(sql, (HEAD, NEXT_N, TERM, LOST)))
    before = term_of(facts.get(TERM))
    now = Reigned(before.number + 1 if before else 1, reign.system, reign.timeline, machine_now(), reign.server)
    if before is not None and (before.system, before.timeline) == (now.system, now.timeline):
        now = before
    else:
        _put(db, TERM, str(now))
    db.remember(TERM, str(now))
    if HEAD in facts:
        _compare(db, reign.seen, facts, now)


def _compare(db: _Database, seen: Mapping[str, str], facts: Mapping[str, str], now: Reigned) -> None:
    """No alarm for what is new here, only for what was there and is gone."""
    there, next_n = _head(facts[HEAD]), int(facts[NEXT_N])
    known, known_n = _head(seen.get(HEAD, "0 ")), int(seen.get(NEXT_N, "0"))
    lost = known[0] - there[0]
    if lost <= 0 and known[0] and db.value("SELECT head FROM link WHERE n = ?", (known[0],)) != known[1]:
        lost = 1  # others have gone on with the same numbers: at least the last one is another
    if known_n > next_n:
        _put(db, NEXT_N, str(known_n))
        _put(db, _GONE, f"{db.value('SELECT value FROM meta WHERE key = ?', (_GONE,)) or ''} {next_n}-{known_n - 1}")
        db.remember(NEXT_N, str(known_n))
    if lost > 0:
        found = LostCommits(datetime.fromtimestamp(machine_now(), UTC), lost, next_n, known_n - 1)
        earlier = loss_of(facts.get(LOST))
        if earlier is not None and earlier.at >= now.at:  # of this term, and another daemon has counted more
            found = max(found, earlier, key=lambda one: one.commits)
        _put(db, LOST, str(found))
        db.remember(LOST, str(found))
        db.remember(HEAD, facts[HEAD])


def _put(db: _Database, key: str, value: str) -> None:
    sql = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
    db.execute(sql, (key, value))


def _head(text: str) -> tuple[int, str]:
    number, _, digest = text.partition(" ")
    return int(number), digest


def loss_of(text: str | None) -> LostCommits | None:
    if text is None:
        return None
    at, commits, first, last = map(int, text.split())
    return LostCommits(datetime.fromtimestamp(at, UTC), commits, first, last)


def reigned(facts: Mapping[str, str]) -> tuple[int, int]:
    """(identifier of the cluster, timeline) of the newest leader seen; zeros when none was."""
    known = term_of(facts.get(TERM))
    return (known.system, known.timeline) if known is not None else (0, 0)


def say(place: str, before: Mapping[str, str], facts: Mapping[str, str]) -> None:
    """Log what has been committed now, if it is news to a process that had seen `before`."""
    known, now = term_of(before.get(TERM)), term_of(facts.get(TERM))
    if known is not None and now is not None and now.number > known.number:
        log.warning("%s has another leader: %s, timeline %d, term %d", place, now.server, now.timeline, now.number)
    if lost := loss_of(facts.get(LOST)):
        log.critical("%s went back: %s; `mailflow doctor` says what to do", place, lost.words)


def term_of(text: str | None) -> Reigned | None:
    if text is None:
        return None
    number, system, timeline, began, server = text.split(" ", 4)
    return Reigned(int(number), int(system), int(timeline), float(began), server)
