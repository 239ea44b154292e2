"""The daily digest to the PIC: what is parked, quarantined, overdue or undelivered. Nothing to list, no letter."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from mailflow.core.holding import HeldAnswer
from mailflow.core.ladder import LADDERS
from mailflow.core.ladders import ladder_of
from mailflow.core.letter import Letter
from mailflow.core.message import Address
from mailflow.core.stand_ins import reads_for
from mailflow.core.ticket import Status, Ticket
from mailflow.flow.parts import Parts
from mailflow.flow.schedule import daily
from mailflow.flow.settle import held_page
from mailflow.flow.settle.held_page import KIND, MOST
from mailflow.flow.ticket.render import post_alone
from mailflow.flow.ticket.rules_now import rules_now
from mailflow.store.desk import counted, register
from mailflow.store.engine import chain_links
from mailflow.store.mail import letter_about
from mailflow.store.read import digest

log = logging.getLogger("mailflow")

# what it is written for; who has merely not answered yet is told along
_REASONS = ("parked", "quarantined", "answers", "overdue", "undelivered", "chats")
_LAST = "digest"  # key in meta: the local date of the last digest


def write_if_due(parts: Parts) -> int:
    """Queue today's digest, once among all daemons; returns how many letters. Opens its own transaction."""
    return parts.parsed.run(lambda: _write(parts)) if _is_due(parts) else 0


def _write(parts: Parts) -> int:
    with parts.db.transaction():
        if not _is_due(parts):  # another daemon has just written it
            return 0
        daily.note(parts, _LAST)
        facts = digest_facts(parts)
        if not any(facts[name] for name in _REASONS):
            return 0
        for person in parts.rules.pic:
            language = person.language or parts.rules.desk.language
            letter = Letter(KIND, (Address(person.address, person.name),), language=language, facts=facts)
            message_id = post_alone(parts, letter)
            letter_about.note(parts.db, message_id, letter_about.PAGE, [0])
            letter_about.note(parts.db, message_id, letter_about.MAIL, held_page.listed(facts))
    log.info("digest to=%s", ", ".join(person.address for person in parts.rules.pic))
    return len(parts.rules.pic)


def _is_due(parts: Parts) -> bool:
    return daily.is_due(parts, _LAST, parts.rules.digest)


def digest_facts(parts: Parts) -> Mapping[str, object]:
    """What the letter shows. Reads only."""
    held = held_page.facts(parts, 0)
    lost, lost_count = digest.undelivered(parts.db, MOST)
    going = list(digest.going(parts.db))
    late = [ticket for ticket in going if _is_late(ticket)]
    waiting = [_answer(ticket, held) for ticket in going for held in ticket.held]
    # a question that costs a look through the inbox: only where rules know small talk
    chats, chat_count = digest.chats(parts.db, MOST) if "kind" in parts.rules.rule_words else ([], 0)
    counts = counted.by_status(parts.db)
    asked, asked_count = register.unverified(parts.db, MOST)
    return {
        **held,
        "overdue": tuple(_ticket(ticket) for ticket in late[:MOST]),
        "answers": tuple(waiting[:MOST]),
        "chats": tuple(held_page.shown(parts, chats)),
        "undelivered": tuple(
            {
                "id": letter.id,
                "letter": letter.kind,
                "number": letter.number or "",
                "to": letter.recipients,
                "words": letter.words[:300],
            }
            for letter in lost
        ),
        "more": {
            **held["more"],
            "overdue": max(0, len(late) - MOST),
            "answers": max(0, len(waiting) - MOST),
            "undelivered": lost_count - len(lost),
            "chats": chat_count - len(chats),
            "unconfirmed": asked_count - len(asked),
        },
        "unconfirmed": tuple(asked),
        "away": _away(parts),
        "head": str(chain_links.head(parts.db)),
        "counts": tuple({"status": s.value, "count": counts[s]} for s in Status if not s.over and counts.get(s)),
    }


def _away(parts: Parts) -> tuple[dict[str, object], ...]:
    """Who is away, and who reads for him."""
    rules = rules_now(parts)
    people = {person.name: person for person in rules.colleagues if person.name in rules.absent}
    readers = {name: reads_for(person, rules) for name, person in people.items()}
    return tuple(
        {
            "name": name,
            "until": rules.absent[name].last(rules.desk.timezone),
            "deputy": reader.name if reader else "",
        }
        for name, reader in readers.items()
    )


def _is_late(ticket: Ticket) -> bool:
    """Whether a reminder of the running clock has fired, and it is our turn: customers may take as long as they
    like."""
    ladder = ladder_of(ticket)
    return ladder is not None and LADDERS[ladder].ours and any(r.startswith(f"{ladder}:") for r in ticket.rung)


def _answer(ticket: Ticket, held: HeldAnswer) -> dict[str, object]:
    """An answer that waits for its author's word."""
    return {"number": ticket.number, "subject": ticket.subject[:100], "operator": held.operator, "since": held.at}


def _ticket(ticket: Ticket) -> dict[str, object]:
    return {
        "number": ticket.number,
        "subject": ticket.subject[:100],
        "owner": ticket.owner or "",
        "status": ticket.status.value,
        "since": ticket.clocks[ladder] if (ladder := ladder_of(ticket)) else None,
    }
