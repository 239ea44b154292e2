"""Whether the daemon of one host is at work: what a container's health check asks. Reads only the database."""

from __future__ import annotations

from mailflow.store.engine.database import Database
from mailflow.store.health import health, watching


def not_alive(db: Database, host: str, machine: float) -> str:
    """What is wrong with the daemons of `host` at machine time `machine`: there is none, a loop hangs; "" for nothing.

    A server that cannot be reached is no reason: the daemon waits for it, and a new one would do the same.
    """
    living = {worker.id for worker in health.living(db, machine) if worker.host == host}
    if not living:
        return f"no mailflow is running on {host}"
    hanging = [loop for loop in watching.loops(db, machine) if loop.daemon in living and loop.hangs]
    return ", ".join(f"{loop.name} hangs: nothing for {loop.age:.0f} s" for loop in hanging)
