"""How fast the store is: `python -m bench.store [FOLDER]` from the root. Milliseconds per item, best of three.

Run it on the disk the desk will live on: commits wait for it (synchronous=FULL).
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mailflow.core.message import Address
from mailflow.core.ticket import Status, Ticket
from mailflow.store.desk import numbers, record, tickets
from mailflow.store.engine.database import Database
from mailflow.store.engine.opening import open_database
from mailflow.store.health import workers
from mailflow.store.mail import inbox, messages, outbox
from mailflow.store.read import reports
from mailflow.store.read.search import search

START = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
TEXT = (
    "Selamat pagi, pulsa 50.000 untuk nomor 0812-0000-0000 belum masuk sejak kemarin. Mohon dicek, terima kasih.\n" * 8
)
MAIL = b"Subject: pulsa belum masuk\r\nFrom: a@mail.example\r\n\r\n" + os.urandom(1500).hex().encode() + TEXT.encode()


@dataclass(frozen=True)
class Mail:
    uid: str
    mailbox: str = "imap://desk@mail.example/INBOX"
    uidvalidity: str = "1"
    arrived_at: datetime = START
    raw: bytes = MAIL
    envelope_from: str | None = "a@mail.example"
    envelope_to: tuple[str, ...] = ("desk@desk.example",)
    oversize: int = 0


@dataclass(frozen=True)
class Finished:
    message_id: str
    sender: str
    recipients: tuple[str, ...]
    data: bytes


def open_request(db: Database, inbox_id: int, letters: list[record.OutboxEntry]) -> None:
    """What processing one new request writes: ticket, two events, two letters, the filed mail, the inbox row."""
    n = numbers.next_number(db)
    customer = Address(f"a{n}@mail.example", "Ani")
    after = Ticket(
        n=n, number=str(n), token="t" * 26, subject="pulsa belum masuk", requester=customer, customer=(customer.email,),
        question=TEXT[:200], opened_at=START, claim_since=START, version=2,
    )  # fmt: skip
    occasion = record.journal(db, "mail-arrived", START, "rules", {"inbox": inbox_id}, n)
    events = [("request-received", None, {"subject": "pulsa"}), ("categorised", None, {"category": "pulsa"})]
    record.record(db, Ticket(), after, events, letters, START + timedelta(hours=24), occasion, START, "rules")
    messages.file_message(
        db,
        n,
        START,
        customer,
        (Address("desk@desk.example"),),
        (),
        "pulsa",
        f"<{n}@mail.example>",
        TEXT,
        inbox_id=inbox_id,
    )
    messages.duplicate_of(db, f"<{n}@mail.example>", f"digest{n}")
    inbox.finish(db, inbox_id, "request", START, n, message_id=f"<{n}@mail.example>", digest=f"digest{n}")


def letters_for(name: str) -> list[record.OutboxEntry]:
    return [
        record.outgoing(
            kind,
            Finished(f"<{name}.{kind}@desk.example>", "desk@desk.example", ("a@mail.example",), MAIL),
            [Address("a@mail.example", "Ani")], subject="[#1] pulsa", text=TEXT, to_customer=kind == "acknowledgement",
        )
        for kind in ("acknowledgement", "announcement")
    ]  # fmt: skip


def timed(name: str, items: int, act: Callable[[], object]) -> None:
    start = time.perf_counter()
    act()
    each = (time.perf_counter() - start) / items * 1000
    BEST[name] = min(each, BEST.get(name, each))


BEST: dict[str, float] = {}


def once(db: Database, turn: int, size: int = 1000, batch: int = 200) -> None:
    worker = workers.register(db, 0.0)
    arrivals = [Mail(f"{turn}{i:05}") for i in range(size)]
    timed(
        "put (batches of 200)",
        size,
        lambda: [arrivals.put(db, arrivals[i : i + batch], START) for i in range(0, size, batch)],
    )
    taken: list[inbox.InboxRow] = []
    timed("take inbox", batch, lambda: taken.extend(inbox.take(db, worker, 0.0, batch)))
    timed("letters compressed (2)", batch, lambda: [letters_for(f"{turn}.x.{row.id}") for row in taken])
    ready = [letters_for(f"{turn}.{row.id}") for row in taken]

    def requests() -> None:
        with db.transaction():
            for row, letters in zip(taken, ready, strict=True):
                with db.savepoint():
                    open_request(db, row.id, letters)

    timed("new request: 2 events, 2 letters, mail, outcome (one transaction of 200)", batch, requests)
    lone = inbox.take(db, worker, 0.0, 1)[0]
    prepared = letters_for(f"{turn}.{lone.id}")

    def alone() -> None:
        with db.transaction():
            open_request(db, lone.id, prepared)

    timed("new request, alone (one commit)", 1, alone)
    numbers_known = tickets.all_numbers(db)[-batch:]
    loaded = [tickets.load(db, n) for n in numbers_known]
    timed("load ticket", batch, lambda: [tickets.load(db, n) for n in numbers_known])

    def claims() -> None:
        with db.transaction():
            for before in loaded:
                assert before is not None
                after = replace(before, status=Status.OPEN, owner="Budi", claimed_at=START, version=before.version + 1)
                occasion = record.journal(db, "mail-arrived", START, "rules", {}, before.n)
                record.record(
                    db, before, after, [("claimed", "Budi", {"operator": "Budi"})], [], None, occasion, START, "rules"
                )

    timed("claim: 1 event (one transaction of 200)", batch, claims)
    timed("find 5 Message-IDs", batch, lambda: [tickets.find(db, [f"<{n}@mail.example>"] * 5) for n in numbers_known])
    due: list[outbox.DueLetter] = []
    timed("take outbox", batch, lambda: due.extend(outbox.take(db, worker, 0.0, batch)))

    def reported() -> None:
        with db.transaction():
            for letter in due:
                outbox.report(db, letter.id, dict.fromkeys(letter.recipients, ("sent", "250 ok")), START, 0.0)

    timed("report sent (one transaction of 200)", batch, reported)
    timed("list", 1, lambda: tickets.listing(db))
    timed("report figures", 1, lambda: reports.figures(db, START - timedelta(days=30), START + timedelta(days=1)))
    timed(
        "search all messages, per 1000 of them",
        db.value("SELECT count(*) FROM message") // 1000 or 1,
        lambda: search(db, ["pulsa", "zzz"]),
    )
    workers.forget(db, [worker])
    with db.transaction():
        for row in inbox.listing(db, ["waiting"]):
            inbox.drop(db, row["id"], "bench", START)


def main(folder: str | None) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as place:
        db = open_database("sqlite:///bench.db", Path(place))
        for turn in (1, 2, 3):
            once(db, turn)
        db.close()
    for name, each in BEST.items():
        print(f"{each:9.3f} ms  {name}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
