"""Heartbeats: a living worker renews its own every few seconds; the claims of a worker without one are free for
others."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from mailflow.clock import machine_now
from mailflow.errors import MailflowError
from mailflow.store.engine.database import Database
from mailflow.store.health import health, watching, workers

BEAT_SECONDS = 5.0  # a worker counts as dead after 20 s without one (store.health.workers.FRESH)


def daemon_is_alive(db: Database) -> bool:
    """Whether a daemon with a fresh heartbeat will send what waits."""
    return bool(health.living(db, machine_now()))


@contextmanager
def beating(db: Database) -> Iterator[str]:
    """Register a worker and keep its heartbeat fresh as long as the context lasts, however long a batch takes. Yields
    its id."""
    worker = workers.register(db, machine_now())
    watching.pulse(db, machine_now())
    over = threading.Event()

    def beat() -> None:
        while not over.wait(BEAT_SECONDS):
            try:
                workers.beat(db, [worker], machine_now())
            except MailflowError:
                continue  # busy or full: the loop meets the same error and reports it
        db.close_thread()

    heart = threading.Thread(target=beat, name="heartbeat", daemon=True)
    heart.start()
    try:
        yield worker
    finally:
        over.set()
        heart.join()
        workers.forget(db, [worker])
