"""What a webhook tells of an event. By default nothing a customer wrote, and no address of his: numbers, states,
moments, colleagues' names. `show:` adds more, one by one.

Only the names below ever leave: a field that a later version adds to an event is told once it stands here.
"""

from __future__ import annotations

from datetime import datetime

from mailflow.core.event_words import sentence
from mailflow.core.plain import JsonObject
from mailflow.core.rules import Desk
from mailflow.core.ticket import Ticket
from mailflow.webhooks.hook import Webhook
from mailflow.webhooks.words import ToldEvent

_FIELDS = (
    "operator", "pic", "category", "priority", "group", "ladder", "letter", "closing", "score", "road", "after",
    "since", "due", "number", "before", "language", "promised_at", "meaning", "source", "mails",
)  # fmt: skip
_OF_SHOWN = {"text": ("text", "why", "comment"), "customer": ("sender", "to", "recipient")}
_WITHHELD = "…"


def facts(told: ToldEvent, hook: Webhook, desk: Desk, pages: str) -> JsonObject:
    """As JSON has them. `pages`: `web.url`, or "" without."""
    event = _event(told, hook)
    spoken = {**_spoken(told, hook), "kind": told.kind, "actor": event["actor"]}
    number = f"[#{told.ticket.number}] " if told.ticket.number else ""
    return {
        "type": told.kind,
        "timestamp": _moment(told.at),
        "data": {
            "text": number + sentence(spoken, hook.language),
            "desk": {"name": desk.name, "address": desk.address},
            "event": event,
            "ticket": _ticket(told.ticket, hook, pages),
        },
    }


def fields_of(hook: Webhook) -> list[str]:
    """The fields of events that it is told, where an event has them."""
    return [*_FIELDS, *(name for part in hook.show for name in _OF_SHOWN.get(part, ()))]


def _event(told: ToldEvent, hook: Webhook) -> JsonObject:
    known = {name: told.data[name] for name in fields_of(hook) if told.data.get(name) not in (None, "", [], ())}
    return {"seq": told.seq, "actor": _actor(told, hook), **known}


def _spoken(told: ToldEvent, hook: Webhook) -> JsonObject:
    """The fields a sentence may name: what is not shown is a mark, and a text is left out."""
    hidden = {name for part, names in _OF_SHOWN.items() if part not in hook.show for name in names}
    texts = set(_OF_SHOWN["text"])
    return {
        name: ("" if name in texts else _WITHHELD) if name in hidden else value for name, value in told.data.items()
    }


def _actor(told: ToldEvent, hook: Webhook) -> str:
    """A colleague's name; of everybody else what he is, or, if shown, the address."""
    outside = "@" in told.actor
    return told.actor if not outside or "customer" in hook.show else "customer"


def _ticket(ticket: Ticket, hook: Webhook, pages: str) -> JsonObject:
    found: JsonObject = {
        "n": ticket.n,
        "number": ticket.number,
        "status": ticket.status.value,
        "owner": ticket.owner,
        "category": ticket.category,
        "priority": ticket.priority,
        "group": ticket.group or None,
        "opened_at": _moment(ticket.opened_at),
        "first_answered_at": _moment(ticket.first_answered_at),
        "closed_at": _moment(ticket.closed_at),
        "breaches": ticket.breaches,
        "url": f"{pages}/ticket/{ticket.n}" if pages else None,
    }
    if "subject" in hook.show:
        found["subject"] = ticket.subject
    if "customer" in hook.show:
        who = ticket.requester
        found["customer"] = {"address": who.email, "name": who.name} if who is not None else None
    return found


def _moment(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at is not None else None
