"""What `/daftar` costs in a desk of 100,000 tickets: `python -m bench.listing [TICKETS]` from the root. Prints JSON.

Milliseconds from the stored mail to its letter in the outbox, the slowest of five, with a thousand tickets that go on,
and with all of them. Goal: under 300 ms.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.desk import mail, make_desk
from mailflow import app
from mailflow.clock import machine_now
from mailflow.core.arrival import Arrival
from mailflow.flow.parts import Parts
from mailflow.flow.settle import worker
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import to_text
from mailflow.store.health import workers
from mailflow.store.mail import arrivals

TICKETS, GOING, TIMES = 100_000, 1_000, 5
START = datetime(2026, 11, 2, tzinfo=UTC)
STATE = {"question": "Selamat pagi, pulsa saya belum masuk. " * 20, "customer": ["a@mail.example"]}
_TICKET = (
    "INSERT INTO ticket (n, number, token, status, subject, requester, requester_name, owner, opened_at, wake_at, "
    "breaches, state, version, wake_rules) VALUES (?, ?, ?, ?, 'Pulsa belum masuk', ?, 'Ani', ?, ?, ?, 0, ?, 8, 'r')"
)
WHICH = ("saya", "baru", "terlambat", "semua")


def main(count: int = TICKETS) -> dict[str, object]:
    return {"tickets": count} | {f"{going} go on": _asked(count, going) for going in (min(GOING, count), count)}


def _asked(count: int, going: int) -> dict[str, float]:
    home = Path(tempfile.mkdtemp(prefix="mailflow-bench-"))
    try:
        make_desk(home, "[{maildir: var/in, since: all}]", "{maildir: var/out}")
        parts = app.open_parts(home)
        try:
            fill(parts.db, count, going)
            return {which: round(max(_once(parts, which, i) for i in range(TIMES)), 1) for which in WHICH}
        finally:
            parts.db.close()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def fill(db: Database, count: int, going: int) -> None:
    """The last `going` of them are not over."""
    chance = random.Random(1)
    for first in range(1, count + 1, 5_000):
        with db.transaction():
            db.many(_TICKET, [_row(n, n > count - going, chance) for n in range(first, min(first + 5_000, count + 1))])


def _row(n: int, goes_on: bool, chance: random.Random) -> tuple[object, ...]:
    status = chance.choice(("new", "open", "open", "waiting")) if goes_on else "closed"
    opened = START + timedelta(minutes=n)
    rung = ["answer:24h"] if status == "open" and n % 3 == 0 else []
    state = STATE | {"priority": chance.choice(("normal", "normal", "high")), "rung": rung}
    owner = None if status == "new" else f"Op{chance.randint(0, 1)}"
    wake = to_text(opened + timedelta(days=2)) if goes_on else None
    packed = json.dumps(state, separators=(",", ":"))
    return n, str(n), "t" * 26, status, f"a{n}@mail.example", owner, to_text(opened), wake, packed


def _once(parts: Parts, which: str, i: int) -> float:
    raw = mail("Op0 <op0@desk.example>", "tiket", f"/daftar {which}\n", f"<{which}.{i}@desk.example>")
    at = parts.clock.now()
    arrivals.put(parts.db, [Arrival("maildir:in", "1", f"{which}{i}", at, raw, "op0@desk.example", ())], at)
    name = workers.register(parts.db, machine_now())
    begin = time.perf_counter()
    assert worker.drain(parts, name) == 1
    spent = (time.perf_counter() - begin) * 1000
    assert next(_letters(parts)) == "ticket-list"
    return spent


def _letters(parts: Parts) -> Iterator[str]:
    yield from (kind for (kind,) in parts.db.execute("SELECT kind FROM letter ORDER BY id DESC LIMIT 1"))


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:2])), indent=2))
