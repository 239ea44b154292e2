"""What an operator's words name that is another customer's: an address, a ticket, a name, a number (`hints:`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailflow.core.finders.phone_spellings import spoken_digits
from mailflow.core.hint_modes import OFF
from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.people import belongs, is_ours
from mailflow.core.ticket import Ticket
from mailflow.flow.parts import Parts
from mailflow.flow.ticket.others_numbers import numbers_of_others
from mailflow.store.desk import askers, tickets
from mailflow.store.read import said

_LONGEST = 20_000  # characters that are read
_MOST = 5  # things that are named
_MOST_KNOWN = 50_000  # characters, the newest
_DIGIT = LazyPattern(r"\d")
_LONG_NUMBER = LazyPattern(r"\d(?:[^\d\n]{0,3}\d){6}")
_ADDRESS = LazyPattern(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_TICKET = LazyPattern(
    r"\[#([\w./-]{1,30})\]|\b(?:tiket|ticket)(?:nya)?(?: (?:nomor|no\.?|number))? ?#?(\d[\w./-]{0,30})", re.IGNORECASE
)
# in names of offices, which many may write about
_OFFICE = frozenset(
    """bagian biro unit tim team layanan fakultas bank pt cv dept department admin support service services customer
    help helpdesk pusat kantor universitas university prodi sekretariat info kampus akademik keuangan desk
    office""".split()
)


def others_named(parts: Parts, ticket: Ticket | None, words: str) -> tuple[str, ...]:
    """As it is written there. Reads only."""
    if ticket is None or not words.strip() or parts.rules.hints.get("other-customer", OFF) == OFF:
        return ()
    text = words[:_LONGEST]
    found = (
        *_addresses(parts, ticket, text),
        *_tickets(parts, ticket, text),
        *_names(parts, ticket, text),
        *_numbers(parts, ticket, text),
    )
    return tuple(dict.fromkeys(found))[:_MOST]


def numbers_known(parts: Parts, ticket: Ticket | None, words: str) -> str:
    """What the customer has written so far, for an answer that has numbers in it. Reads only."""
    asked = ticket is not None and parts.rules.hints.get("private-data", OFF) != OFF
    return words_known(parts, ticket) if asked and ticket is not None and _DIGIT.search(words) else ""


def words_known(parts: Parts, ticket: Ticket) -> str:
    """What the customer has written so far, which is no secret to him. Reads only."""
    written = (one.text for one in said.on_ticket(parts.db, ticket.n) if one.by_customer)
    return "\n".join((ticket.question, *written))[-_MOST_KNOWN:]


def _addresses(parts: Parts, ticket: Ticket, text: str) -> Iterator[str]:
    for address in _ADDRESS.findall(text) if "@" in text else ():
        known = (
            is_ours(address, parts.rules)
            or belongs(ticket, address)
            or address.casefold() in words_known(parts, ticket).casefold()
        )
        if not known and tickets.has_asked(parts.db, address):
            yield address


def _tickets(parts: Parts, ticket: Ticket, text: str) -> Iterator[str]:
    for found in _TICKET.finditer(text):
        n = tickets.by_number(parts.db, (found[1] or found[2]).rstrip(".,/-"))
        other = tickets.load(parts.db, n) if n is not None and n != ticket.n and n not in ticket.linked else None
        if other is not None and other.requester is not None and not set(other.customer) & set(ticket.customer):
            yield found[0]


def _names(parts: Parts, ticket: Ticket, text: str) -> Iterator[str]:
    """Full names of two words and more, exactly as their owners write them."""
    own = {person.name for person in parts.rules.colleagues}
    own |= {address.name for address in (ticket.requester, ticket.answer_to, *ticket.participants) if address}
    asking = [(name.strip(), address) for name, address in askers.named_in(parts.db, text)]
    for name, address in asking:
        is_own = len(name.split()) < 2 or name in own or belongs(ticket, address)
        if is_own or _OFFICE & set(name.casefold().split()) or not _whole(name, text):
            continue
        if name not in words_known(parts, ticket):
            yield name


def _numbers(parts: Parts, ticket: Ticket, text: str) -> Iterator[str]:
    if _LONG_NUMBER.search(text) is not None or any(spoken_digits(text)):
        yield from numbers_of_others(parts, ticket, text, words_known(parts, ticket))


def _whole(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
