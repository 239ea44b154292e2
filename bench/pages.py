"""What the team's page costs: `python -m bench.pages [TICKETS [GOING]]` from the root; one JSON line.

Fills a desk with that many tickets, of which GOING are not over, then asks for the pages over a real port: milliseconds
to the first byte, the median and the slowest of 40, and of the very first one (`cold`). `ticket_ms`: a ticket's page.
"""

from __future__ import annotations

import http.client
import json
import random
import statistics
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from waitress.server import create_server

from mailflow import app
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import to_text
from mailflow.web import pages
from mailflow.web.site import prepare

RULES = """
desk: {name: Desk, address: desk@desk.example, language: id, timezone: Asia/Jakarta}
mailboxes: [{maildir: var/in}]
outgoing: {maildir: var/out}
operators: [{name: Budi, address: budi@desk.example}, {name: Sari, address: sari@desk.example}]
pic: [{name: Dewi, address: dewi@desk.example}]
web: {url: "https://desk.example", header: X-User, from: 127.0.0.1, public: true}
"""
GOING_STATES = ("new", "open", "open", "waiting", "waiting", "waiting", "escalated", "closing")
TICKET = (
    "INSERT INTO ticket (n, number, token, status, subject, requester, requester_name, owner, category, opened_at, "
    "claimed_at, first_answered_at, closed_at, breaches, state, version, wake_at, wake_rules) "
    "VALUES (?, ?, 'token', ?, ?, 'ani@mail.example', 'Ani', ?, 'pulsa', ?, ?, ?, ?, 0, ?, 8, ?, 'r')"
)
COUNT = "INSERT INTO counted (kind, at, ticket_n, seq, who, what, against, score) VALUES (?, ?, ?, ?, ?, '', ?, ?)"
EVENT = "INSERT INTO event (ticket_n, seq, at, kind, actor, data, occasion_id) VALUES (?, ?, ?, ?, ?, ?, 1)"


def fill(db: Database, tickets: int, going: int) -> None:
    chance, now = random.Random(1), datetime.now(UTC)
    state = {"rung": [], "priority": "normal", "question": "Selamat pagi, pulsa saya belum masuk. " * 40}
    every = max(1, tickets // max(1, going))
    with db.transaction():
        db.execute("INSERT INTO occasion (id, at, kind, data, rules) VALUES (1, ?, 'x', '{}', 'r')", (to_text(now),))
    for first in range(1, tickets + 1, 5000):
        with db.transaction():
            rows, counts, events = [], [], []
            for n in range(first, min(first + 5000, tickets + 1)):
                at = now - timedelta(minutes=6 * (tickets - n))
                status = chance.choice(GOING_STATES) if n % every == 0 else "closed"
                owner = None if status == "new" else chance.choice(("Budi", "Sari"))
                late = chance.random() < 0.2 and status in ("new", "open")
                rung = [f"{'claim' if status == 'new' else 'answer'}:24h"] if late else []
                wake = None if status == "closed" or late else to_text(now + timedelta(minutes=chance.randrange(3000)))
                text, moment = (
                    json.dumps(state | {"rung": rung, "opened_at": at.isoformat(), "n": n, "status": status}),
                    to_text(at),
                )
                rows.append((n, str(n), status, f"Pulsa {n}", owner, moment, moment, moment, moment, text, wake))
                second = int(at.timestamp())
                counts += [
                    ("request-received", second, n, 1, "", None, 0),
                    ("answered", second + 900, n, 3, "", second, 0),
                ]
                vote = {"at": moment, "sender": ["a@b.example", ""], "score": 4, "comment": "", "road": "mail",
                        "closed_at": moment}  # fmt: skip
                events.append((n, 1, moment, "vote-cast", "a@b.example", json.dumps(vote)))
            db.many(TICKET, rows)
            db.many(COUNT, counts)
            db.many(EVENT, events)
    with db.transaction():
        slot = int(now.timestamp()) // 300
        db.many("INSERT INTO pulse (slot) VALUES (?)", [(one,) for one in range(slot - 288 * 30, slot)])


def asked(port: int, path: str) -> float:
    """Milliseconds to the first byte of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    begun = time.perf_counter()
    connection.request("GET", path, headers={"X-User": "dewi"})
    answer = connection.getresponse()
    answer.read(1)
    took = (time.perf_counter() - begun) * 1000
    assert answer.status == 200, (path, answer.status)
    answer.read()
    connection.close()
    return took


def measured(port: int, path: str) -> dict[str, float]:
    cold, warm = asked(port, path), [asked(port, path) for _ in range(40)]
    return {"cold": round(cold, 1), "median": round(statistics.median(warm), 1), "slowest": round(max(warm), 1)}


def main(tickets: int = 100_000, going: int = 3_000) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "rules.yaml").write_text(RULES)
        parts = app.open_parts(home)
        fill(parts.db, tickets, going)
        watch: Any = SimpleNamespace(noted=list)
        prepare()
        server = create_server(pages(parts, watch), host="127.0.0.1", port=0, threads=4)
        threading.Thread(target=server.run, daemon=True).start()
        port = server.effective_port
        found = {"tickets": tickets, "going": going, "dashboard_ms": measured(port, "/")}
        found |= {"public_ms": measured(port, "/public"), "ticket_ms": measured(port, f"/ticket/{tickets}")}
        server.close()
        parts.db.close()
        return found


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:]))))
