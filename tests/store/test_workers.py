"""Who works on the desk: a heart that beats, and a process that is there."""

from __future__ import annotations

import subprocess
import sys

from mailflow.store.engine.database import Database
from mailflow.store.health import workers

NOW = 1_000_000.0


def _register_as(db: Database, pid: int) -> str:
    """A worker of this host and another process."""
    mine = workers.register(db, NOW)
    other = mine.replace(f":{mine.split(':')[1]}:", f":{pid}:")
    with db.transaction():
        db.execute("UPDATE worker SET id = ?, pid = ? WHERE id = ?", (other, pid, mine))
    return other


def _ended() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_who_was_killed_is_not_waited_for(db: Database) -> None:
    """The next daemon of the same machine sees that the process is gone, long before the heartbeat is old."""
    killed = _register_as(db, _ended())
    assert workers.is_alive(db, killed, NOW)
    next_one = workers.register(db, NOW + 1)
    assert not workers.is_alive(db, killed, NOW + 1)
    assert workers.is_alive(db, next_one, NOW + 1)


def test_a_process_that_runs_is_believed(db: Database) -> None:
    """Also another user's."""
    mine, first = workers.register(db, NOW), _register_as(db, 1)
    workers.register(db, NOW + 1)
    assert workers.is_alive(db, mine, NOW + 1)
    assert workers.is_alive(db, first, NOW + 1)


def test_processes_nobody_can_see_from_here_are_believed(db: Database) -> None:
    """A container's, or another host's, whatever their numbers."""
    pid = _ended()
    elsewhere = _register_as(db, pid)
    host, number, rest = elsewhere.split(":")
    container, abroad = f"{host}:{number}:f{rest}", f"other.{host}:{number}:{rest}"
    with db.transaction():
        db.execute("UPDATE worker SET id = ? WHERE id = ?", (container, elsewhere))
    away = _register_as(db, pid)
    with db.transaction():
        db.execute("UPDATE worker SET id = ?, host = ? WHERE id = ?", (abroad, f"other.{host}", away))
    workers.register(db, NOW + 1)
    assert workers.is_alive(db, container, NOW + 1)
    assert workers.is_alive(db, abroad, NOW + 1)
