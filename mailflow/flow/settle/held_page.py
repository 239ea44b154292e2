"""Quarantined and parked mail as letters list it, page by page: likely persons first, one line per sender."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mailflow.core.message import Message
from mailflow.core.preview import harmless, preview
from mailflow.core.registered import REASONS
from mailflow.flow.parts import Parts
from mailflow.flow.settle.quarantine import SPAM
from mailflow.flow.settle.release import UNREGISTERED, becomes
from mailflow.lazy_dataclasses import replace
from mailflow.store.desk import tickets
from mailflow.store.read import digest
from mailflow.store.read.digest import Held

KIND = "digest"
MOST = 50  # lines of each list; a letter stays a letter on a day of trouble


def facts(parts: Parts, page: int) -> Mapping[str, Any]:
    """Page `page`, from 0, of both lists; empty beyond their ends. Reads only."""
    parked, parked_count = digest.parked(parts.db, MOST, page * MOST)
    held, held_count = digest.quarantined(parts.db, MOST, page * MOST)
    lines = shown(parts, [*parked, *held])
    return {
        "parked": tuple(lines[: len(parked)]),
        "quarantined": tuple(lines[len(parked) :]),
        "more": {
            "parked": max(0, parked_count - (page + 1) * MOST),
            "quarantined": max(0, held_count - (page + 1) * MOST),
        },
    }


def alone(parts: Parts, page: int) -> Mapping[str, Any]:
    """The facts of a digest that only continues the list."""
    found = facts(parts, page)
    others = ("overdue", "undelivered", "answers", "chats", "unconfirmed")
    more = {**found["more"], **dict.fromkeys(others, 0)}
    return {**found, **dict.fromkeys((*others, "counts"), ()), "more": more}


# reasons the templates have words for
_WHY = {SPAM: "spam", UNREGISTERED: "unregistered"} | {words: f"not-admitted-{why}" for why, words in REASONS.items()}


def _is_unproven(parts: Parts, message: Message) -> bool:
    return message.sender is not None and parts.rules.may_be_proven(message.sender.email)


def listed(facts: Mapping[str, Any]) -> list[int]:
    """The quarantined mails, and small talk, that a letter with these facts shows."""
    return [mail["id"] for mail in (*facts["quarantined"], *facts["chats"])]


def shown(parts: Parts, mails: Sequence[Held]) -> list[dict[str, Any]]:
    """These mails as letters show them."""
    raws = {mail.id: mail.raw for mail in mails}
    parsed = dict(zip(raws, parts.parsed.messages(parts.db, parts.policy.ours, raws), strict=True))
    return [_mail(parts, mail, parsed[mail.id]) for mail in mails]


def _mail(parts: Parts, mail: Held, message: Message) -> dict[str, Any]:
    """Author, subject, first words, and what `release` would make of it. It may be spam, so nothing in it is made
    clickable."""
    sender = message.shown_sender
    ticket = tickets.load(parts.db, mail.ticket) if mail.ticket is not None else None
    return {
        "id": mail.id,
        "sender": str(replace(sender, name=harmless(sender.name))) if sender else "",
        "subject": preview(message.subject, 100),
        "arrived_at": mail.arrived_at,
        "reason": mail.reason[:300],
        "why": _WHY.get(mail.reason, "unproven" if _is_unproven(parts, message) else ""),
        "preview": preview(message.reply_text or message.text),
        "others": mail.others,
        "becomes": becomes(parts, message, mail.ticket, mail.reason),
        "number": ticket.number if ticket else "",
    }
