"""Enforces `limits.letters` of rules.yaml: how many letters nobody wrote may go to one mailbox or organisation outside.

A person's answers, and what a PIC's closing sends, are never limited.
"""

from __future__ import annotations

from mailflow.core import events as ev
from mailflow.core.letter import Letter
from mailflow.core.letter_kinds import Reader, kind_of
from mailflow.core.limits import Rate, mailbox
from mailflow.core.message import Address
from mailflow.core.people import is_customer
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket
from mailflow.flow.parts import Parts
from mailflow.mail.domains import organisational
from mailflow.store.mail import tally
from mailflow.store.mail.tally import Name

Limited = tuple[Name, Rate]

_ANSWERS, _OWN = "letters-to", "letters-later-to"  # in answer to a mail; later, by a clock or a claim: counted apart
_SETTING = {
    _ANSWERS: "addressee",
    _OWN: "addressee",
    "letters-to-domain": "domain",
    "letters-elsewhere": "elsewhere",
    "letters-by-domain": "domain",
}


def reached(parts: Parts, to: Address, asked_by: Address | None, group: str = _ANSWERS) -> str | None:
    """The first limit one more automatic letter to someone outside would exceed, in words for the admin; None when it
    is allowed. `asked_by`: the author whose mail causes it, when only the author vouches for the address; None when a
    form or a colleague does."""
    limited = _of_letter(parts.rules, to, asked_by, group)
    found = tally.counts(parts.db, [name for name, _ in limited], parts.clock.now())
    for ((what, _), rate), count in zip(limited, found, strict=True):
        if not rate.allows(*count):
            return f"limits.letters.{_SETTING[what]} ({rate.hour} an hour, {rate.day} a day) is reached"
    return None


def count_letter(parts: Parts, to: Address, asked_by: Address | None, group: str = _ANSWERS) -> None:
    """Writer. Count a letter that was written."""
    tally.add(parts.db, [name for name, _ in _of_letter(parts.rules, to, asked_by, group)], parts.clock.now())


def passes(parts: Parts, letter: Letter, event: ev.Event, ticket: Ticket) -> str | None:
    """Writer. Whether the letter may be written: None, and it is counted if it has a limit; else the limit reached.
    `ticket` is the one after the event."""
    if not _is_of_own_accord(letter, event, ticket):
        return None
    full = reached(parts, letter.to[0], None, _OWN)
    if full is None:
        count_letter(parts, letter.to[0], None, _OWN)
    return full


def _is_of_own_accord(letter: Letter, event: ev.Event, ticket: Ticket) -> bool:
    """To the customer, and because time has passed or a colleague took the ticket. What answers a mail is limited
    before it is decided."""
    by_clock = isinstance(event, ev.Rang | ev.Claimed | ev.Answered)
    by_clock = by_clock or (isinstance(event, ev.ClosingStated) and event.by == "automatic")
    if not by_clock or letter.auto is None or not is_customer(ticket, letter.to[0].email):
        return False
    return kind_of(letter.kind, to_customer=True).reader is Reader.CUSTOMER


def _of_letter(rules: Rules, to: Address, asked_by: Address | None, group: str) -> list[Limited]:
    limits, domain = rules.limits.letters, organisation(to.email)
    found = [
        ((group, mailbox(to.email)), limits.addressee),
        (("letters-to-domain", domain), limits.domain),
    ]
    if asked_by is not None and (author := organisation(asked_by.email)) != domain:
        found += [(("letters-elsewhere", author), limits.elsewhere), (("letters-by-domain", author), limits.domain)]
    return found


def prepare() -> None:
    """The list of public suffixes takes a tenth of a second to load: now, so that the first mail does not wait."""
    organisation("desk@desk.example")


def organisation(address: str) -> str:
    return organisational(address.rpartition("@")[2])
