"""Who works on this desk. A worker is one loop (of whatever process) that claims rows of the inbox or the outbox; while
its heart beats, nobody else takes what it holds. All times are machine time, so that a desk clock that jumps disturbs
nothing.

register, beat and forget are steps: they open their own transaction.
"""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Sequence

from mailflow.store.database import Database

FRESH = 20.0  # seconds a heartbeat counts; with a beat every 5 what a killed process held is free in good time (30 s)
# bounded from above too: a clock set back must not keep the dead alive
LIVE = "(SELECT id FROM worker WHERE heartbeat BETWEEN ? AND ?)"


def live(now: float) -> tuple[float, float]:
    """The parameters of LIVE."""
    return (now - FRESH, now + FRESH)


def register(db: Database, now: float) -> str:
    """A new worker's id, readable: host:pid:random. Forgets those dead for more than an hour."""
    host, pid = socket.gethostname(), os.getpid()
    worker = f"{host}:{pid}:{secrets.token_hex(3)}"
    with db.transaction():
        db.execute("DELETE FROM worker WHERE heartbeat < ?", (now - 3600,))
        db.execute("INSERT INTO worker (id, host, pid, heartbeat) VALUES (?, ?, ?, ?)", (worker, host, pid, now))
    return worker


def beat(db: Database, workers: Sequence[str], now: float) -> None:
    """Every 5 s or so, from a thread of its own: a loop may be busy for longer than a heartbeat counts."""
    with db.transaction():
        db.many(
            "INSERT INTO worker (id, host, pid, heartbeat) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET heartbeat = excluded.heartbeat",
            [(worker, socket.gethostname(), os.getpid(), now) for worker in workers],
        )


def seen_alive(db: Database, worker: str, now: float) -> None:
    """Writer. Who takes work is alive, also without a thread that beats for him (`run --once`)."""
    db.execute("UPDATE worker SET heartbeat = ? WHERE id = ? AND heartbeat < ?", (now, worker, now))


def is_alive(db: Database, worker: str, now: float) -> bool:
    return db.value(f"SELECT 1 FROM worker WHERE id = ? AND id IN {LIVE}", (worker, *live(now))) is not None


def forget(db: Database, workers: Sequence[str]) -> None:
    """At a clean stop: what they still hold is free at once."""
    with db.transaction():
        for worker in workers:
            db.execute("UPDATE inbox SET worker = NULL WHERE worker = ? AND state = 'waiting'", (worker,))
            db.execute("UPDATE letter SET worker = NULL WHERE worker = ? AND state = 'waiting'", (worker,))
            db.execute("DELETE FROM worker WHERE id = ?", (worker,))
