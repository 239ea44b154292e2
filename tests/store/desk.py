"""Values for the store's tests: mails as a source yields them, tickets, finished letters; and other processes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mailflow.core.arrival import Arrival
from mailflow.core.counted import CountedEvent, stage
from mailflow.core.finished import Finished
from mailflow.core.message import Address
from mailflow.core.ticket import Status, Ticket
from mailflow.store.desk import numbers
from mailflow.store.desk.record import Change, Happened, OutboxEntry, journal, record
from mailflow.store.engine.database import Database

on_sqlite = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)  # a test of what only SQLite has
START = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)  # Monday 08:00 in Jakarta
ANI = Address("ani@mail.example", "Ani")
BUDI = Address("budi@desk.example", "Budi")


_RAW = b"Subject: pulsa\r\n\r\nbelum masuk\r\n"


def Mail(uid: str, arrived_at: datetime = START, raw: bytes = _RAW, **more: Any) -> Arrival:
    """A mail as its mailbox holds it."""
    box = {"mailbox": "imap://desk@mail.example/INBOX", "uidvalidity": "7"}
    return Arrival(uid=uid, arrived_at=arrived_at, raw=raw, **{**box, **more})


def letter(message_id: str, kind: str = "acknowledgement", to: Sequence[Address] = (ANI,), **more: Any) -> OutboxEntry:
    """A letter to the customer, or with another `to` to colleagues."""
    return OutboxEntry(kind, finished(message_id, to=to), tuple(to), to_customer=to[0] == ANI, **more)


def finished(message_id: str, files: bytes = b"", to: Sequence[Address] = (ANI,)) -> Finished:
    own = b"Subject: [#1] pulsa\r\n\r\nterima kasih\r\n"
    readers = tuple(person.email for person in to)
    return Finished(message_id, "desk@desk.example", readers, own, "[#1] pulsa", "terima kasih", files)


def request(
    db: Database,
    letters: Sequence[OutboxEntry] = (),
    at: datetime = START,
    alarm: datetime | None = None,
    **fields: Any,
) -> Ticket:
    """Open a ticket, in a transaction of its own unless there is one."""
    with _transaction(db):
        n = numbers.next_number(db)
        blank = Ticket(n=n, number=f"{n:04}", token="k" * 16)
        state: dict[str, Any] = {
            "subject": "pulsa",
            "requester": ANI,
            "customer": (ANI.key,),
            "opened_at": at,
            **fields,
        }
        after = replace(blank, version=1, **state)
        data = {"at": at, "category": after.category}
        occasion = journal(db, "mail-arrived", at, "rules-1", data={"inbox": 1}, n=n)
        events: list[Happened] = [("request-received", ANI.email, data)]
        stages = stages_of(blank, after, events)
        record(db, blank, Change(after, events, letters, alarm, stages), occasion)
    return after


def stages_of(before: Ticket, after: Ticket, events: Sequence[Happened]) -> list[CountedEvent]:
    """Where only the last of the events changes the ticket."""
    tickets = [*[before] * len(events), after]
    return [stage(kind, data, *tickets[i : i + 2]) for i, (kind, _, data) in enumerate(events)]


def change(
    db: Database,
    before: Ticket,
    *events: Happened,
    at: datetime = START,
    alarm: datetime | None = None,
    letters: Sequence[OutboxEntry] = (),
    **fields: Any,
) -> Ticket:
    """What `events` made of the ticket, in a transaction of its own unless there is one."""
    after = replace(before, version=before.version + len(events), **fields)
    with _transaction(db):
        occasion = journal(db, "command-given", at, "rules-1", n=before.n)
        record(db, before, Change(after, events, letters, alarm, stages_of(before, after, events)), occasion)
    return after


def _transaction(db: Database) -> AbstractContextManager[None]:
    return nullcontext() if db.in_transaction else db.transaction()


def claim(db: Database, ticket: Ticket, operator: str, at: datetime) -> Ticket:
    data = {"operator": operator, "at": at}
    return change(db, ticket, ("claimed", operator, data), at=at, status=Status.OPEN, owner=operator, claimed_at=at)


def answer(db: Database, ticket: Ticket, operator: str, at: datetime) -> Ticket:
    first = ticket.first_answered_at is None
    data: Mapping[str, Any] = {"operator": operator, "at": at, "first": first}
    moment = ticket.first_answered_at or at
    return change(db, ticket, ("answered", operator, data), at=at, status=Status.WAITING, first_answered_at=moment)


def close(db: Database, ticket: Ticket, at: datetime) -> Ticket:
    data = {"actor": "Dewi", "operator": ticket.owner, "at": at}
    return change(db, ticket, ("closed", "Dewi", data), at=at, status=Status.CLOSED, closed_at=at)


def later(**length: float) -> datetime:
    return START + timedelta(**length)


def process(script: str, folder: Path) -> subprocess.Popen[str]:
    """Another process that runs `script` with `db` open on the database of the fixture `url`; talk to it by lines."""
    begin = (
        "import sys\nfrom pathlib import Path\nfrom mailflow.store.engine.opening import open_database\n"
        "from tests.store.desk import *\n"
        "home = Path(sys.argv[1])\n"
        "db = open_database((home / 'url').read_text(), home, START)\n"
        "def say(words): print(words, flush=True)\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", begin + script, str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip


def ended(child: subprocess.Popen[str]) -> str:
    """Wait for the end of a process that ends by itself; what it said."""
    words, _ = child.communicate(timeout=60)
    assert child.returncode == 0, words
    return words
