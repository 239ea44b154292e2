"""One ticket's whole story, for people and for `verify`. Read only."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any

from mailflow.store import tickets
from mailflow.store.database import Database
from mailflow.store.fields import from_text, shown
from mailflow.store.tables import Inbox, Letter, Message


@dataclass(frozen=True, slots=True)
class Recorded:
    """One event as the log holds it; `mailflow verify` folds these."""

    seq: int
    at: datetime  # when it happened: a mail's arrival
    recorded_at: datetime  # when it was decided: what `evolve` was told
    kind: str
    actor: str | None
    data: dict[str, Any]
    occasion: int


def events_of(db: Database, n: int) -> list[Recorded]:
    """The ticket's log, in order."""
    sql = (
        "SELECT e.seq, e.at, o.at, e.kind, e.actor, e.data, e.occasion_id FROM event e "
        "JOIN occasion o ON o.id = e.occasion_id WHERE e.ticket_n = ? ORDER BY e.seq"
    )
    return [
        Recorded(seq, from_text(at), from_text(recorded), kind, actor, json.loads(data), occasion)
        for seq, at, recorded, kind, actor, data, occasion in db.execute(sql, (n,))
    ]


def show(db: Database, n: int, zone: tzinfo = UTC) -> dict[str, Any] | None:
    """What `show --json` prints: {ticket, events, messages, letters}, each list oldest first; None without such a
    ticket.

    Moments are ISO 8601 in `zone`. messages are the mails of people and the letters to the customer, letters those to
    colleagues.
    """
    with db.reading():
        ticket = tickets.one_shown(db, n, zone)
        if ticket is None:
            return None
        return {
            "ticket": ticket,
            "events": [_event(event, zone) for event in events_of(db, n)],
            "messages": _messages(db, n, zone),
            "letters": _letters(db, n, zone),
        }


def _event(event: Recorded, zone: tzinfo) -> dict[str, Any]:
    at = event.at.astimezone(zone).isoformat(timespec="seconds")
    return {**event.data, "seq": event.seq, "at": at, "kind": event.kind, "actor": event.actor}


def _messages(db: Database, n: int, zone: tzinfo) -> list[dict[str, Any]]:
    query = (
        Message.select(
            Message.at,
            Message.direction,
            Message.sender,
            Message.recipients,
            Message.subject,
            Message.message_id,
            Message.text,
            Message.attachments,
            Message.inbox.alias("inbox"),
            Inbox.outcome,
            Letter.kind,
            Letter.state,
        )
        .left_outer_join(Inbox, on=(Message.inbox == Inbox.id))
        .switch(Message)
        .left_outer_join(Letter, on=(Message.letter == Letter.id))
        .where(Message.ticket == n)
        .order_by(Message.at, Message.id)
    )
    return [_message(row, zone) for row in db.rows(query)]


def _message(row: dict[str, Any], zone: tzinfo) -> dict[str, Any]:
    people = json.loads(row["recipients"])
    return {
        "at": shown(row["at"], zone),
        "direction": row["direction"],
        "from": json.loads(row["sender"])[0] if row["sender"] else None,
        "to": _addresses(people["to"]),
        "cc": _addresses(people["cc"]),
        "subject": row["subject"],
        "message_id": row["message_id"],
        "text": row["text"],
        "attachments": json.loads(row["attachments"]),
        "inbox": row["inbox"],  # its row in the inbox, null for a letter
        "outcome": row["outcome"],  # what the mail was taken for
        "letter": row["kind"],  # the letter's name, null for a mail
        "state": row["state"],
    }


def _letters(db: Database, n: int, zone: tzinfo) -> list[dict[str, Any]]:
    filed = Message.select(Message.letter).where(Message.letter.is_null(False), Message.ticket == n)
    query = Letter.select().where(Letter.ticket == n, Letter.id.not_in(filed)).order_by(Letter.id)
    return [_letter(row, zone) for row in db.rows(query)]


def _letter(row: dict[str, Any], zone: tzinfo) -> dict[str, Any]:
    people = json.loads(row["people"])
    return {
        "id": row["id"],
        "at": shown(row["created_at"], zone),
        "kind": row["kind"],
        "to": _addresses(people["to"]),
        "cc": _addresses(people["cc"]),
        "subject": row["subject"],
        "message_id": row["message_id"],
        "text": row["text"],
        "state": row["state"],
        "sent_at": shown(row["sent_at"], zone),
        "tries": row["tries"],
        "results": json.loads(row["results"]),
    }


def _addresses(people: Sequence[Sequence[str]]) -> list[str]:
    return [person[0] for person in people]
