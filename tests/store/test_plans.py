"""A desk grows for years: what runs for every mail, letter or tick must find its rows by an index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from mailflow.core.message import Address
from mailflow.core.ticket import Ticket
from mailflow.store.admin import chained_rows
from mailflow.store.desk import prefetch, tickets
from mailflow.store.desk.prefetch import Batch
from mailflow.store.desk.record import OutboxEntry
from mailflow.store.engine.database import Database
from mailflow.store.health import workers
from mailflow.store.mail import arrivals, awaited, endings, fences, inbox, messages, outbox, said, threads, waiting
from mailflow.store.mail.inbox import InboxRow
from mailflow.store.read import board, mirrored, proven, votes
from tests.store.desk import START, Mail, claim, letter, on_sqlite, request


def _writing(db: Database, act: Callable[[], None]) -> None:
    with db.transaction():
        act()


MINE = InboxRow(9, "box", START, START, None, (), 0, 1, 0, None, b"")
HOT: dict[str, Callable[[Database], Any]] = {
    "take inbox": lambda db: inbox.take(db, "w", 1.0),
    "fence": lambda db: fences.fence(db, "w", 1.0, [MINE]),
    "due_now": lambda db: inbox.due_now(db, 1.0),
    "known": lambda db: arrivals.known(db, "box", "7", ["1", "2"]),
    "highest": lambda db: arrivals.highest(db, "box", "7"),
    "put": lambda db: arrivals.put(db, [Mail("9")], START),
    "take outbox": lambda db: outbox.take(db, "w", 1.0),
    "next_due": lambda db: outbox.next_due(db, 1.0),
    "waiting letters": lambda db: outbox.waiting(db),
    "unsent answers": lambda db: [
        waiting.tickets(db),
        waiting.alone(db),
        waiting.next_due(db),
        waiting.due(db, START, 9),
    ],
    "left": lambda db: [inbox.waiting(db), inbox.parked(db), outbox.waiting(db)],
    "outbox": lambda db: outbox.listing(db),
    "inbox": lambda db: [inbox.listing(db), inbox.listing(db, outcome=inbox.QUARANTINED)],
    "by_message_id": lambda db: outbox.by_message_id(db, "<1@x>"),
    "flood limit": lambda db: outbox.sent_to_since(db, "acknowledgement", "a@x", START),
    "load": lambda db: tickets.load(db, 1),
    "by_number": lambda db: tickets.by_number(db, "77"),
    "find": lambda db: tickets.find(db, ["<1@x>", "<2@x>"]),
    "tickets of ids": lambda db: tickets.of_ids(db, ["<1@x>", "<2@x>"]),
    "due": lambda db: tickets.due(db, START),
    "next_alarm": lambda db: tickets.next_alarm(db),
    "stale_alarms": lambda db: tickets.stale_alarms(db, "r"),
    "stale_alarms of merged tickets": lambda db: tickets.stale_alarms(
        db, str(db.value("SELECT wake_rules FROM ticket WHERE n = 1"))
    ),
    "of a customer": lambda db: tickets.open_of_customer(db, "a@x"),
    "without operator": lambda db: tickets.owned_by_none_of(db, ["Budi"]),
    "duplicate": lambda db: messages.duplicate_of(db, "<1@x>", "d", START),
    "duplicate without id": lambda db: messages.duplicate_of(db, "", "d"),
    "is_known": lambda db: messages.is_known(db, "<1@x>"),
    "strangers": lambda db: _writing(
        db, lambda: prefetch.load(db, Batch(["<1@x>"], ["a@x"]), "acknowledgement", START)
    ),
    "other copy": lambda db: messages.other_copy(db, "<1@x>", Address("a@x"), START, "text"),
    "due again": lambda db: _writing(db, lambda: awaited.due_again(db, "why", "<1@x>")),
    "all sent": lambda db: _writing(db, lambda: outbox.all_sent(db, {1: {"a@x": ("sent", "250")}}, START)),
    "thread of the customer": lambda db: messages.of_customer(db, 1),
    "conversation": lambda db: threads.answering(db, ["<1@x>", "<2@x>"], "a@x"),
    "endings": lambda db: endings.of(db, "budi@x", 9, 8),
    "keep an ending": lambda db: _writing(db, lambda: endings.keep(db, "budi@x", 1, "budi@x", "Budi")),
    "said": lambda db: [said.on_ticket(db, 1), said.of_ids(db, 1, ["<1@x>"])],
    "the team's page": lambda db: [board.board(db, 30), board.todays(db, START), votes.votes(db, 18)],
    "chained": lambda db: [chained_rows.entries(db, ["e1.1", "m1", "l1"]), proven.letters_with_head(db)],
    "mirror": lambda db: [
        mirrored.newest_event(db),
        mirrored.newest_mail(db),
        mirrored.changed_since(db, 0, 9),
        mirrored.going_after(db, 0, 9),
        mirrored.settled_since(db, 0, "box"),
        mirrored.settled_of(db, [1], "box"),
        mirrored.decided_between(db, 0, 1),
        mirrored.mails_in(db, 1, "box"),
    ],
    "record": lambda db: claim(db, tickets.load(db, 1) or Ticket(), "Budi", START),
}


@on_sqlite
@pytest.mark.parametrize("name", HOT)
def test_no_table_is_read_from_end_to_end(db: Database, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite's own plan of every statement that ran; the handful of workers may be scanned."""
    letters: list[OutboxEntry] = [letter("<1@x>")]
    request(db, letters)
    worker = workers.register(db, 1.0)
    arrivals.put(db, [Mail("1")], START)
    inbox.take(db, worker, 1.0)
    ran: list[tuple[str, Any]] = []
    execute, many, each, rows = Database.execute, Database.many, Database.each, Database.rows
    whole = Database.all

    def spy(self: Database, sql: str, params: Any = ()) -> Any:
        ran.append((sql, params))
        return execute(self, sql, params)

    def spy_many(self: Database, sql: str, rows: Any) -> Any:
        ran.extend((sql, row) for row in rows)
        return many(self, sql, rows)

    def spy_each(self: Database, sql: str, rows: Any) -> Any:
        ran.extend((sql, row) for row in rows)
        return each(self, sql, rows)

    def spy_all(self: Database, sql: str, params: Any = ()) -> Any:
        ran.append((sql, params))
        return whole(self, sql, params)

    def spy_rows(self: Database, query: Any) -> Any:
        ran.append(query.sql())
        return rows(self, query)

    spies = {"execute": spy, "many": spy_many, "each": spy_each, "rows": spy_rows, "all": spy_all}
    for method, spying in spies.items():
        monkeypatch.setattr(Database, method, spying)
    HOT[name](db)
    monkeypatch.undo()
    assert ran
    partial = [
        name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'")
    ]
    for sql, params in ran:
        plan = [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}", params)]
        whole = [
            line for line in plan if line.startswith("SCAN") or "(mailbox=?)" in line
        ]  # one holds nearly all mails
        assert not [line for line in whole if not _allowed(line, sql, partial)], (sql, plan)
        assert not [line for line in plan if "ORDER BY" in line and "take" in name], (sql, plan)


def _allowed(line: str, sql: str, partial: Sequence[str]) -> bool:
    """A partial index read in order; the few workers and blocked senders; rows of constants; and what is compiled for
    deferred foreign keys but skipped. An index of all rows read from end to end is no better than the table."""
    few = any(words in line for words in ("worker", "sender_verdict", "CONSTANT ROW", "SCAN wanted"))
    few = few or any(f"INDEX {name}" in line for name in partial)
    return few or (line == "SCAN event" and "INTO occasion" in sql)
