"""Who the customer is, for the operators who get the announcement: group, until when, earlier tickets, note."""

from __future__ import annotations

from collections.abc import Mapping

from mailflow.core.letter import Letter
from mailflow.core.moments import date_words
from mailflow.core.registered import Registered, is_over
from mailflow.core.ticket import Ticket
from mailflow.flow.parts import Parts
from mailflow.flow.ticket.files import MailInHand
from mailflow.lazy_dataclasses import replace
from mailflow.store.desk import register, tickets

_NEWEST = 3  # earlier tickets that are named
_LONGEST_NOTE = 500  # characters


def with_customer(parts: Parts, letter: Letter, ticket: Ticket, mail: MailInHand | None) -> Letter:
    """The letter with what the register says of its ticket's customer; unchanged where he is not in it."""
    if ticket.requester is None:
        return letter
    if mail is not None and mail.sought is not None and mail.sought.address == ticket.requester.email:
        found = mail.sought.found
    else:
        found = register.by_address(parts.db, ticket.requester.email)
    if found is None:
        return letter
    language = parts.rules.desk.spoken(letter.language)
    return replace(letter, facts={**letter.facts, "customer": _shown(parts, found, ticket, language)})


def _shown(parts: Parts, found: Registered, ticket: Ticket, language: str) -> Mapping[str, object]:
    earlier = [n for n in register.tickets_of(parts.db, found) if n != ticket.n]
    newest = (tickets.load(parts.db, n) for n in reversed(earlier[-_NEWEST:]))
    local = parts.rules.desk.local(parts.clock.now())
    return {
        "name": found.name,
        "group": found.group,
        "status": found.status.value,
        "valid_until": date_words(found.valid_until, language) if found.valid_until else "",
        "over": is_over(found, local),
        "tickets": len(earlier),
        "newest": tuple(one.number for one in newest if one is not None),
        "allowance": found.allowance,
        "used": register.used(parts.db, found) if found.allowance is not None else 0,
        "note": found.note[:_LONGEST_NOTE],
    }
