"""Workers and their heartbeats. A worker is one loop (of whatever process) that claims rows of the inbox or the outbox;
while its heartbeat is fresh, no other takes what it holds. All times are machine time, so that a desk clock that jumps
disturbs nothing; where daemons of several hosts share a database it is that of the database (`Database.lease_time`).

register, beat and forget are steps: they open their own transaction.
"""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from mailflow.store.engine.database import Database

FRESH = 20.0  # seconds a heartbeat counts; with a beat every 5 what a killed process held is free in good time (30 s)


def live(db: Database, now: float) -> tuple[str, tuple[float, ...]]:
    """The ids of the living as a sub-select, with its parameters. Bounded from above too: a clock set back must not
    keep the dead alive."""
    time, params = db.lease_time(now)
    return f"(SELECT id FROM worker WHERE heartbeat BETWEEN {time} - {FRESH} AND {time} + {FRESH})", params * 2


def register(db: Database, now: float) -> str:
    """A new worker's id, readable: host:pid:random. Deletes workers dead for more than an hour; the claims of those
    whose process is gone are free at once."""
    host, pid = socket.gethostname(), os.getpid()
    worker = f"{host}:{pid}:{_processes()}{secrets.token_hex(3)}"
    time, params = db.lease_time(now)
    with db.transaction():
        db.execute(f"DELETE FROM worker WHERE heartbeat < {time} - 3600", params)
        stopped = (
            f"UPDATE worker SET heartbeat = {time} - {FRESH} - 1 WHERE id = ? AND heartbeat > {time} - {FRESH} - 1"
        )
        db.many(stopped, [(*params, gone, *params) for gone in _gone(db, host)])
        sql = f"INSERT INTO worker (id, host, pid, heartbeat) VALUES (?, ?, ?, {time})"
        db.execute(sql, (worker, host, pid, *params))
    return worker


def _gone(db: Database, host: str) -> list[str]:
    """Workers of processes that would be seen from here if they were still there: killed, or crashed."""
    kin = _processes()
    found = db.execute("SELECT id, pid FROM worker WHERE host = ?", (host,)).fetchall()
    return [worker for worker, pid in found if kin and worker.split(":")[-1].startswith(kin) and not _runs(pid)]


@cache
def _processes() -> str:
    """Which processes can be seen from here: those of one start of one machine (hosts may bear the same name), and in a
    container only its own. "" where that cannot be told."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip().replace("-", "")
        return f"{boot[:12]}{Path('/proc/self/ns/pid').stat().st_ino:x}."
    except (OSError, ValueError):
        return ""


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # another user's
        return True
    return True


def beat(db: Database, workers: Sequence[str], now: float) -> None:
    """Every 5 s or so, from a thread of its own: a loop may be busy for longer than a heartbeat counts."""
    time, params = db.lease_time(now)
    with db.transaction(exclusive=False, quiet=True, durable=False):
        db.many(
            f"INSERT INTO worker (id, host, pid, heartbeat) VALUES (?, ?, ?, {time}) "
            "ON CONFLICT (id) DO UPDATE SET heartbeat = excluded.heartbeat",
            [(worker, socket.gethostname(), os.getpid(), *params) for worker in workers],
        )


def seen_alive(db: Database, worker: str, now: float) -> None:
    """Writer. A worker that claims is alive, also without a heartbeat thread (`run --once`)."""
    time, params = db.lease_time(now)
    sql = f"UPDATE worker SET heartbeat = {time} WHERE id = ? AND heartbeat < {time}"
    db.execute(sql, (*params, worker, *params))


def is_alive(db: Database, worker: str, now: float) -> bool:
    living, params = live(db, now)
    return db.value(f"SELECT 1 FROM worker WHERE id = ? AND id IN {living}", (worker, *params)) is not None


def forget(db: Database, workers: Sequence[str]) -> None:
    """At a clean stop: what they still hold is free at once."""
    with db.transaction():
        for worker in workers:
            db.execute("UPDATE inbox SET worker = NULL WHERE worker = ? AND state = 'waiting'", (worker,))
            db.execute("UPDATE letter SET worker = NULL WHERE worker = ? AND state = 'waiting'", (worker,))
            db.execute("DELETE FROM worker WHERE id = ?", (worker,))
