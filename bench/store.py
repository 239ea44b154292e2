"""How fast the store is: `python -m bench.store [FOLDER]` from the root. Milliseconds per item, best of three.

Run it on the disk the desk will live on: commits wait for it (synchronous=FULL).
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mailflow.core.arrival import Arrival
from mailflow.core.counted import Counted, CountedEvent
from mailflow.core.figures import figures
from mailflow.core.finished import Finished
from mailflow.core.ladder import Ladder
from mailflow.core.message import Address, Message
from mailflow.core.ticket import Status, Ticket
from mailflow.store.desk import numbers, record, tickets
from mailflow.store.desk.record import OutboxEntry
from mailflow.store.engine.database import Database
from mailflow.store.engine.opening import open_database
from mailflow.store.health import workers
from mailflow.store.mail import arrivals, inbox, messages, outbox
from mailflow.store.read import reports
from mailflow.store.read.search import asked, search

START, DAY = datetime(2026, 11, 2, 1, 0, tzinfo=UTC), timedelta(days=1)
TEXT = (
    "Selamat pagi, pulsa 50.000 untuk nomor 0812-0000-0000 belum masuk sejak kemarin. Mohon dicek, terima kasih.\n" * 8
)
MAIL = b"Subject: pulsa belum masuk\r\nFrom: a@mail.example\r\n\r\n" + os.urandom(1500).hex().encode() + TEXT.encode()


def arrival(uid: str) -> Arrival:
    box = "imap://desk@mail.example/INBOX"
    return Arrival(box, "1", uid, START, MAIL, "a@mail.example", ("desk@desk.example",))


def open_request(db: Database, inbox_id: int, letters: list[OutboxEntry]) -> None:
    """What processing one new request writes: ticket, two events, two letters, the filed mail, the inbox row."""
    n = numbers.next_number(db)
    customer = Address(f"a{n}@mail.example", "Ani")
    after = Ticket(
        n=n, number=str(n), token="t" * 26, subject="pulsa belum masuk", requester=customer, customer=(customer.email,),
        question=TEXT[:200], opened_at=START, clocks={Ladder.CLAIM: START}, version=2,
    )  # fmt: skip
    occasion = record.journal(db, "mail-arrived", START, "rules", data={"inbox": inbox_id}, n=n)
    events = [("request-received", None, {"subject": "pulsa"}), ("categorised", None, {"category": "pulsa"})]
    stages = [CountedEvent("new", Counted()), CountedEvent("new")]
    record.record(db, Ticket(), record.Change(after, events, letters, START + timedelta(hours=24), stages), occasion)
    message_id, digest = f"<{n}@mail.example>", f"digest{n}"
    mail = Message(message_id, sender=customer, to=(Address("desk@desk.example"),), subject="pulsa", text=TEXT)
    messages.file_message(db, n, mail, at=START, inbox_id=inbox_id)
    messages.duplicate_of(db, message_id, digest)
    inbox.finish(db, inbox_id, "request", START, n, message_id=message_id, digest=digest)


def letters_for(name: str) -> list[OutboxEntry]:
    ani = Address("a@mail.example", "Ani")
    return [
        OutboxEntry(
            kind,
            Finished(f"<{name}.{kind}@desk.example>", "desk@desk.example", (ani.email,), MAIL, "[#1] pulsa", TEXT),
            (ani,),
            to_customer=kind == "acknowledgement",
        )
        for kind in ("acknowledgement", "announcement")
    ]


def timed(name: str, items: int, act: Callable[[], object]) -> None:
    start = time.perf_counter()
    act()
    each = (time.perf_counter() - start) / items * 1000
    BEST[name] = min(each, BEST.get(name, each))


BEST: dict[str, float] = {}


def once(db: Database, turn: int, size: int = 1000, batch: int = 200) -> None:
    worker = workers.register(db, 0.0)
    mails = [arrival(f"{turn}{i:05}") for i in range(size)]
    timed(
        "put (batches of 200)",
        size,
        lambda: [arrivals.put(db, mails[i : i + batch], START) for i in range(0, size, batch)],
    )
    taken: list[inbox.InboxRow] = []
    timed("take inbox", batch, lambda: taken.extend(inbox.take(db, worker, 0.0, batch)))
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
                occasion = record.journal(db, "mail-arrived", START, "rules", n=before.n)
                change = record.Change(
                    after, [("claimed", "Budi", {"operator": "Budi"})], stages=[CountedEvent("open", Counted("Budi"))]
                )
                record.record(db, before, change, occasion)

    timed("claim: 1 event (one transaction of 200)", batch, claims)
    timed("find 5 Message-IDs", batch, lambda: [tickets.find(db, [f"<{n}@mail.example>"] * 5) for n in numbers_known])
    due: list[outbox.DueLetter] = []
    timed("take outbox", batch, lambda: due.extend(outbox.take(db, worker, 0.0, batch)))

    def reported() -> None:
        with db.transaction():
            for one in due:
                outbox.report(db, one.id, dict.fromkeys(one.letter.recipients, ("sent", "250 ok")), START, 0.0)

    timed("report sent (one transaction of 200)", batch, reported)
    timed("list", 1, lambda: tickets.listing(db))
    timed(
        "report figures", 1, lambda: figures(reports.period(db, reports.Wanted(START - 30 * DAY, START + DAY, START)))
    )
    timed(
        "search all messages, per 1000 of them",
        db.value("SELECT count(*) FROM message") // 1000 or 1,
        lambda: search(db, asked(db, ["pulsa", "zzz"])),
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
