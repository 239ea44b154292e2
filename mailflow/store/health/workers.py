"""Workers and their heartbeats. A worker is one loop of one process that claims rows of the inbox or the outbox; while
its heartbeat is fresh, no other worker takes the rows it has claimed. All times are machine time, so that a jump of
desk time disturbs nothing; where daemons run on several hosts it is the database server's (`Database.lease_time`).

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

FRESH = 20.0  # seconds a heartbeat is fresh; with one every 5 s the rows of a killed process are free within 30 s


def live(db: Database, now: float) -> tuple[str, tuple[float, ...]]:
    """The ids of living workers as a sub-select, with its parameters. Also bounded from above: after the clock was set
    back, heartbeats from the future must not keep dead workers alive."""
    time, params = db.lease_time(now)
    return f"(SELECT id FROM worker WHERE heartbeat BETWEEN {time} - {FRESH} AND {time} + {FRESH})", params * 2


def register(db: Database, now: float) -> str:
    """Register a new worker; returns its id, host:pid:random. Deletes workers dead for more than an hour. Workers of
    processes that no longer exist on this machine are marked dead at once, which frees their claims."""
    host, pid = socket.gethostname(), os.getpid()
    worker = f"{host}:{pid}:{_processes()}{secrets.token_hex(8)}"
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
    """Workers of this host whose process no longer exists: killed, or crashed."""
    kin = _processes()
    found = db.execute("SELECT id, pid FROM worker WHERE host = ?", (host,)).fetchall()
    return [worker for worker, pid in found if kin and worker.split(":")[-1].startswith(kin) and not _runs(pid)]


@cache
def _processes() -> str:
    """Identifies the process-id namespace this process can see: boot id and PID namespace (several hosts may have the
    same name; a container sees only its own processes). "" where it cannot be determined."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip().replace("-", "")
        return f"{boot[:12]}{Path('/proc/self/ns/pid').stat().st_ino:x}."
    except (OSError, ValueError):
        return ""


def _runs(pid: int) -> bool:
    """Whether a process with this id exists."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # EPERM: it exists and belongs to another user
        return True
    return True


def beat(db: Database, workers: Sequence[str], now: float) -> None:
    """Step. Renew the heartbeats of these workers; called about every 5 s from a thread of its own, because a loop may
    be busy for longer than a heartbeat is fresh."""
    time, params = db.lease_time(now)
    with db.transaction(exclusive=False, quiet=True, durable=False):
        db.many(
            f"INSERT INTO worker (id, host, pid, heartbeat) VALUES (?, ?, ?, {time}) "
            "ON CONFLICT (id) DO UPDATE SET heartbeat = excluded.heartbeat",
            [(worker, socket.gethostname(), os.getpid(), *params) for worker in workers],
        )


def seen_alive(db: Database, worker: str, now: float) -> None:
    """Writer. Claiming rows counts as a heartbeat, also without a heartbeat thread (`run --once`)."""
    time, params = db.lease_time(now)
    sql = f"UPDATE worker SET heartbeat = {time} WHERE id = ? AND heartbeat < {time}"
    db.execute(sql, (*params, worker, *params))


def is_alive(db: Database, worker: str, now: float) -> bool:
    """Whether this worker's heartbeat is fresh."""
    living, params = live(db, now)
    return db.value(f"SELECT 1 FROM worker WHERE id = ? AND id IN {living}", (worker, *params)) is not None


def forget(db: Database, workers: Sequence[str]) -> None:
    """Step. At a clean shutdown: unregister the workers and free their claims."""
    with db.transaction():
        for worker in workers:
            db.execute("UPDATE inbox SET worker = NULL WHERE worker = ? AND state = 'waiting'", (worker,))
            db.execute("UPDATE letter SET worker = NULL WHERE worker = ? AND state = 'waiting'", (worker,))
            db.execute("DELETE FROM worker WHERE id = ?", (worker,))
