"""What a report costs: `python -m bench.figures [TICKETS …]` from the root; one JSON line for each size.

Fills a desk with tickets of three years and sums its days as the daemon does, then asks for any 30 days of them beside
the 30 before, and for a year: milliseconds of the processor, of the slowest of five periods and of three, and the peak
of the process in MB. `rows_ms`: the 30 days without sums. `intake_us`: what keeping the figures costs a ticket's whole
life of eight events.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from mailflow.core.counted import stage
from mailflow.core.figures import figures
from mailflow.core.period import before
from mailflow.core.rules import WorkingHours
from mailflow.core.ticket import Status, Ticket
from mailflow.flow.schedule.day_sums import KEEP, begin_days, sum_one
from mailflow.store.desk import counted
from mailflow.store.desk.counted import DAY
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import to_text
from mailflow.store.engine.opening import open_database
from mailflow.store.read import reports

START = datetime(2023, 11, 6, tzinfo=UTC)
DAYS = 1095
HOURS = WorkingHours(tuple([((480, 1020),)] * 5 + [()] * 2))
CATEGORIES = ("pulsa-tidak-masuk", "krs", "password", "beasiswa", None)
PEOPLE = ("Budi", "Sari", "Tono", "Wati")
STATE = json.dumps({"question": "Selamat pagi, pulsa saya belum masuk. " * 40, "customer": ["a@mail.example"]})
_TICKET = (
    "INSERT INTO ticket (n, number, token, status, subject, requester, requester_name, owner, category, opened_at, "
    "claimed_at, first_answered_at, closed_at, breaches, state, version, wake_rules) "
    "VALUES (?, ?, ?, ?, 'pulsa', ?, 'Ani', ?, ?, ?, ?, ?, ?, 0, ?, 8, 'r')"
)


def fill(db: Database, tickets: int) -> None:
    """Rows as record.py leaves them, without the mails."""
    chance = random.Random(1)
    step = timedelta(days=DAYS) / tickets
    for first in range(1, tickets + 1, 5000):
        with db.transaction():
            rows, happened, turns = [], [], []
            for n in range(first, min(first + 5000, tickets + 1)):
                for table, row in _of_ticket(n, START + step * n, chance):
                    {"ticket": rows, "counted": happened, "turn": turns}[table].append(row)
            db.many(_TICKET, rows)
            db.many(counted._COUNT, happened)
            db.many(counted._TURN, turns)
            db.many(counted._STAND, counted._moved(turns))  # type: ignore[arg-type]


def _of_ticket(n: int, opened: datetime, chance: random.Random) -> Iterator[tuple[str, tuple[object, ...]]]:
    who = chance.choice(PEOPLE)
    claimed = opened + timedelta(minutes=chance.randint(1, 600))
    answered = claimed + timedelta(minutes=chance.randint(1, 2000))
    stated = answered + timedelta(minutes=chance.randint(60, 6000))
    closed = stated + timedelta(minutes=chance.randint(5, 900))
    at = [int(moment.timestamp()) for moment in (opened, claimed, answered, stated, closed)]
    category = chance.choice(CATEGORIES)
    moments = [to_text(moment) for moment in (opened, claimed, answered, closed)]
    asks = f"a{chance.randint(1, 50_000)}@mail.example"
    yield "ticket", (n, str(n), "t" * 26, "closed", asks, who, category, *moments, STATE)
    yield "counted", ("request-received", at[0], n, 1, "", "", at[0] + 2 * DAY, 0)
    yield "counted", ("claimed", at[1], n, 2, who, "", None, 0)
    yield "counted", ("answered", at[2], n, 3, who, chance.choice(("", "answer-pulsa")), at[0], 0)
    yield "counted", ("answered", at[2] + 60, n, 5, who, "", None, 0)
    yield "counted", ("closed", at[4], n, 7, who, chance.choice(("", "answer-pulsa")), at[0], 1)
    if n % 3 == 0:
        yield "counted", ("vote-cast", at[4] + 600, n, 8, who, "", at[4], chance.randint(1, 5))
    states = ("", "new", "open", "waiting", "closing", "closed")
    for i, (gone, entered) in enumerate(pairwise(states)):
        yield "turn", (at[i], n, i + 1, gone, entered)


def asked(db: Database, since: datetime) -> float:
    """Milliseconds of both periods, arithmetic included."""
    until = since + timedelta(days=30)
    return sum(_asked(db, *span) for span in ((since, until), before(since, until, UTC)))


def _asked(db: Database, since: datetime, until: datetime) -> float:
    began = time.process_time()
    figures(reports.period(db, reports.Wanted(since, until, START + timedelta(days=DAYS), UTC, PEOPLE, HOURS)))
    return (time.process_time() - began) * 1000


def sum_days(db: Database) -> float:
    """Seconds."""
    began, end = time.process_time(), int((START + timedelta(days=DAYS)).timestamp()) // DAY - KEEP
    while begin_days(db, end) or sum_one(db):
        pass
    return time.process_time() - began


def intake(db: Database, lives: int = 300) -> float:
    """Microseconds that one ticket's life costs more."""
    moves = (
        ("request-received", Status.NEW), ("claimed", Status.OPEN), ("answered", Status.WAITING),
        ("customer-wrote", Status.OPEN), ("answered", Status.WAITING), ("closing-stated", Status.CLOSING),
        ("closed", Status.CLOSED), ("vote-cast", Status.CLOSED),
    )  # fmt: skip
    spent = 0.0
    with db.transaction():
        for n in range(10**8, 10**8 + lives):
            was = Ticket(n=n, opened_at=START)
            for i, (kind, status) in enumerate(moves):
                ticket = replace(was, status=status, version=i + 1)
                began = time.perf_counter()
                staged = stage(kind, {"operator": "Budi", "score": 5}, was, ticket)
                counted.count(db, was, n, [((kind, None, {}), START + timedelta(days=DAYS), staged)])
                spent += time.perf_counter() - began
                was = ticket
        for table in ("counted", "turn"):
            db.execute(f"DELETE FROM {table} WHERE ticket_n >= ?", (10**8,))
    return spent / lives * 1e6


def measured(folder: str, tickets: int) -> dict[str, object]:
    """In this process, on a desk that is already full."""
    db = open_database("sqlite:///bench.db", Path(folder))
    spread = [START + timedelta(days=35 + i * (DAYS - 70) // 4) for i in range(5)]
    rows = max(asked(db, since) for since in spread)
    summed = sum_days(db)
    times = sorted(asked(db, since) for since in spread)
    begun = [START + timedelta(days=n) for n in (0, 365, 700)]
    years = [_asked(db, since, since + timedelta(days=365)) for since in begun]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = {
        "tickets": tickets,
        "in_a_month": tickets * 30 // DAYS,
        "two_months_ms": round(times[-1]),
        "median_ms": round(times[2]),
        "year_ms": round(max(years)),
        "rows_ms": round(rows),
        "sums_s": round(summed, 1),
        "peak_mb": round(peak),
        "intake_us": round(intake(db)),
        "file_mb": round((Path(folder) / "bench.db").stat().st_size / 2**20),
    }
    db.close()
    return found


def main() -> None:
    if sys.argv[1:2] == ["--of"]:
        print(json.dumps(measured(sys.argv[2], int(sys.argv[3]))))
        return
    for tickets in map(int, sys.argv[1:] or ("10000", "1000000")):
        with tempfile.TemporaryDirectory() as folder:
            db = open_database("sqlite:///bench.db", Path(folder))
            fill(db, tickets)
            db.close()
            subprocess.run([sys.executable, "-m", "bench.figures", "--of", folder, str(tickets)], check=True)


if __name__ == "__main__":
    main()
