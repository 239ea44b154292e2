"""Mails the desk never received, known from the mails that reply to them: they connect a conversation whose first mail
went elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mailflow.store.desk import prefetch
from mailflow.store.desk.prefetch import ANSWERED
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import storable

_KIND = "answered"
_MOST = 6  # tickets of one conversation that are returned: one more than are ever linked


def index_key(thread_index: str) -> str:
    """The key under which a mail's Thread-Index is filed beside the Message-IDs; no Message-ID looks like it."""
    return f"thread-index:{thread_index}"


def answered(db: Database, n: int, message_ids: Iterable[str]) -> None:
    """Writer. Mails filed on ticket `n` reply to these Message-IDs; no row is written for those that are filed
    themselves."""
    keys = [storable(message_id) for message_id in message_ids]
    prefetch.mails_answered(db, keys)
    db.many(
        "INSERT INTO thread (message_id, ticket_n, kind) SELECT ?, ?, ? "
        "WHERE NOT EXISTS (SELECT 1 FROM thread WHERE message_id = ?) ON CONFLICT DO NOTHING",
        [(ANSWERED + key, n, _KIND, key) for key in keys],
    )


def answering(db: Database, message_ids: Sequence[str], customer: str) -> list[tuple[str, int]]:
    """(Message-ID, n) of tickets whose mails reply to one of these: first those of this customer, then the newest."""
    wanted = [ANSWERED + storable(one) for one in message_ids if one and not prefetch.has_no_replies(db, storable(one))]
    if not wanted:
        return []
    marks = ", ".join("?" * len(wanted))
    of_customer = (
        f"SELECT t.message_id, t.ticket_n FROM thread t JOIN customer c ON c.ticket_n = t.ticket_n "
        f"WHERE t.message_id IN ({marks}) AND c.address = ? ORDER BY t.ticket_n DESC LIMIT {_MOST}"
    )
    newest = (
        f"SELECT message_id, ticket_n FROM thread WHERE message_id IN ({marks}) ORDER BY ticket_n DESC LIMIT {_MOST}"
    )
    rows = db.all(newest, wanted)
    if rows:  # the customer's are among all of them
        rows = [*db.all(of_customer, (*wanted, customer.casefold())), *rows]
    found = {n: message_id.removeprefix(ANSWERED) for message_id, n in reversed(rows)}
    return [(found[n], n) for n in dict.fromkeys(n for _, n in rows)]
