"""One ticket's whole history, for people and for `verify`. Read only."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo

from mailflow.core.plain import JsonObject
from mailflow.core.votes import CountedVote
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.desk import register, tickets
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text, shown
from mailflow.store.engine.protocol import Row
from mailflow.store.read.tier_shown import tier_shown


@dataclass(frozen=True, slots=True)
class Recorded:
    """One event of the log; `mailflow verify` folds these into the ticket."""

    seq: int
    at: datetime  # when it happened; for a mail its arrival
    recorded_at: datetime  # when it was decided: the time `evolve` was given
    kind: str
    actor: str | None
    data: JsonObject
    occasion: int


def events_of(db: Database, n: int, kinds: Sequence[str] = (), last: int | None = None) -> list[Recorded]:
    """The ticket's event log, in order; `kinds`: only these; up to the event `last`."""
    some = f" AND e.kind IN ({', '.join('?' * len(kinds))})" if kinds else ""
    upto = "" if last is None else " AND e.seq <= ?"
    sql = (
        "SELECT e.seq, e.at, o.at, e.kind, e.actor, e.data, e.occasion_id FROM event e "
        f"JOIN occasion o ON o.id = e.occasion_id WHERE e.ticket_n = ?{some}{upto} ORDER BY e.seq"
    )
    asked: list[str | int] = [n, *kinds, *([] if last is None else [last])]
    return [
        Recorded(seq, from_text(at), from_text(recorded), kind, actor, json.loads(data), occasion)
        for seq, at, recorded, kind, actor, data, occasion in db.execute(sql, asked)
    ]


LogRow = tuple[str, str, str]  # kind, JSON, when it was recorded


def logs_of(db: Database, numbers: Sequence[int]) -> dict[int, list[LogRow]]:
    """{n: its event log in order} of these tickets, as the rows have it."""
    sql = (
        "SELECT e.ticket_n, e.kind, e.data, o.at FROM event e JOIN occasion o ON o.id = e.occasion_id "
        f"WHERE e.ticket_n IN ({', '.join('?' * len(numbers))}) ORDER BY e.ticket_n, e.seq"
    )
    found: dict[int, list[LogRow]] = {}
    for n, *row in db.execute(sql, numbers):
        found.setdefault(n, []).append((row[0], row[1], row[2]))
    return found


def texts_of(db: Database, n: int, inbox_id: int) -> tuple[str, ...]:
    """Subject and text of this mail as filed on ticket `n`, and what its events say of it."""
    filed = db.execute("SELECT subject, text FROM message WHERE ticket_n = ? AND inbox_id = ?", (n, inbox_id))
    said = (e.data.get("text") for e in events_of(db, n) if mails_of(db, n).get(e.occasion) == inbox_id)
    return tuple(str(text) for text in (*(one for row in filed for one in row), *said) if text)


def mails_of(db: Database, n: int) -> dict[int, int]:
    """{id of an occasion of ticket `n`: id in the inbox of the mail it was}."""
    sql = "SELECT id, data FROM occasion WHERE id IN (SELECT occasion_id FROM event WHERE ticket_n = ?)"
    found = {occasion: json.loads(data).get("inbox") for occasion, data in db.execute(sql, (n,))}
    return {occasion: inbox for occasion, inbox in found.items() if inbox is not None}


def show(db: Database, n: int, zone: tzinfo = UTC) -> JsonObject | None:
    """What `show --json` prints: {ticket, events, messages, letters}, each list oldest first; None when there is no
    such ticket.

    Timestamps are ISO 8601 in `zone`. messages are people's mails and the letters to the customer, letters those to
    colleagues.
    """
    with db.reading():
        ticket = tickets.one_shown(db, n, zone)
        if ticket is None:
            return None
        events = events_of(db, n)
        return {
            "ticket": ticket | _more(db, n, zone) | {"broadcast": _broadcast(events, zone)},
            "held": ticket["held"],
            "events": [_event(event, zone) for event in events],
            "messages": _messages(db, n, zone),
            "letters": _letters(db, n, zone),
        }


def _more(db: Database, n: int, zone: tzinfo) -> JsonObject:
    """Fields of a ticket that only `show --json` has."""
    ticket = tickets.load(db, n)
    until = ticket.snoozed[1] if ticket is not None and ticket.snoozed is not None else None
    customer = ticket.requester if ticket is not None else None
    registered = register.by_address(db, customer.email) if customer is not None else None
    return {
        "customer": registered.plain if registered is not None else None,
        "snoozed_until": until.astimezone(zone).isoformat(timespec="seconds") if until else None,
        "excused": ticket.excused if ticket is not None else 0,
        "second_tier": tier_shown(ticket, zone) if ticket is not None else None,
        "survey": _survey(ticket.vote if ticket is not None else None, zone),
        "imported": ticket is not None and ticket.imported,
        "merged_into": ticket.merged_into if ticket is not None else None,
        "merged_from": list(ticket.merged_from) if ticket is not None else [],
    }


def _survey(vote: CountedVote | None, zone: tzinfo) -> JsonObject | None:
    """The newest vote."""
    if vote is None:
        return None
    at = vote.at.astimezone(zone).isoformat(timespec="seconds")
    return {"score": vote.score, "comment": vote.comment, "road": vote.road, "at": at, "consent": vote.consent}


def _broadcast(events: Sequence[Recorded], zone: tzinfo) -> JsonObject | None:
    """The letter to many that the request replied to."""
    found = next((event.data.get("broadcast") for event in events if event.kind == "request-received"), None)
    if found is None:
        return None
    at = datetime.fromisoformat(found["sent_at"]).astimezone(zone)
    return {**found, "sent_at": at.isoformat(timespec="seconds")}


def _event(event: Recorded, zone: tzinfo) -> JsonObject:
    at = event.at.astimezone(zone).isoformat(timespec="seconds")
    return {**event.data, "seq": event.seq, "at": at, "kind": event.kind, "actor": event.actor}


def _messages(db: Database, n: int, zone: tzinfo) -> list[JsonObject]:
    sql = (
        "SELECT m.at, m.direction, m.sender, m.recipients, m.subject, m.message_id, m.text, m.attachments, m.inbox_id, "
        "i.outcome, l.kind, l.state FROM message m LEFT JOIN inbox i ON i.id = m.inbox_id "
        "LEFT JOIN letter l ON l.id = m.letter_id WHERE m.ticket_n = ? ORDER BY m.at, m.id"
    )
    return [_message(row, zone) for row in db.all(sql, (n,))]


def _message(row: Row, zone: tzinfo) -> JsonObject:
    at, direction, sender, recipients, subject, message_id, text, attachments, inbox, outcome, letter, state = row
    people = json.loads(recipients)
    return {
        "at": shown(at, zone),
        "direction": direction,
        "from": json.loads(sender)[0] if sender else None,
        "to": _addresses(people["to"]),
        "cc": _addresses(people["cc"]),
        "subject": subject,
        "message_id": message_id,
        "text": text,
        "attachments": json.loads(attachments),
        "inbox": inbox,  # id in the inbox, null for a letter
        "outcome": outcome,  # the mail's outcome
        "letter": letter,  # the letter's name, null for a mail
        "state": state,
    }


def _letters(db: Database, n: int, zone: tzinfo) -> list[JsonObject]:
    sql = (
        "SELECT id, created_at, kind, people, subject, message_id, text, state, sent_at, tries, results FROM letter "
        "WHERE ticket_n = ? AND id NOT IN (SELECT letter_id FROM message WHERE ticket_n = ? AND letter_id IS NOT NULL) "
        "ORDER BY id"
    )
    return [_letter(row, zone) for row in db.all(sql, (n, n))]


def _letter(row: Row, zone: tzinfo) -> JsonObject:
    letter_id, created_at, kind, people, subject, message_id, text, state, sent_at, tries, results = row
    addressed = json.loads(people)
    return {
        "id": letter_id,
        "at": shown(created_at, zone),
        "kind": kind,
        "to": _addresses(addressed["to"]),
        "cc": _addresses(addressed["cc"]),
        "subject": subject,
        "message_id": message_id,
        "text": text,
        "state": state,
        "sent_at": shown(sent_at, zone),
        "tries": tries,
        "results": json.loads(results),
    }


def _addresses(people: Sequence[Sequence[str]]) -> list[str]:
    return [person[0] for person in people]
