"""What a person means who names a ticket by anything that stands on it, or a customer. Read only."""

from __future__ import annotations

from datetime import UTC, tzinfo
from typing import NamedTuple

from mailflow.core.plain import JsonObject
from mailflow.errors import CannotDo, NoSuchTicket
from mailflow.store.desk import register, tickets
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import storable
from mailflow.store.read.search import asked, search

_FEWEST_DIGITS = 4  # of a number that may stand in a text; shorter ones are tickets'
_NAMED = 10  # tickets an error names


class Meant(NamedTuple):
    """A ticket, or a customer's address."""

    n: int | None = None
    customer: str = ""


def meant(db: Database, text: str) -> Meant:
    """By a ticket's number, a Message-ID, a customer's address, or another number (telephone, receipt) that stands on
    one ticket. Raises NoSuchTicket; CannotDo where it stands on several."""
    n = tickets.by_number(db, text)
    if n is not None:
        return Meant(n)
    if "@" in text:
        return _by_address(db, text.strip())
    if sum(map(str.isdigit, text)) >= _FEWEST_DIGITS:
        return Meant(_by_words(db, text))
    return Meant(tickets.named(db, text))


def _by_address(db: Database, text: str) -> Meant:
    address = text.strip("<>").casefold()
    if register.by_address(db, address) is not None:
        return Meant(customer=address)
    if db.value("SELECT 1 FROM customer WHERE address = ? LIMIT 1", (address,)) is not None:
        return Meant(customer=address)
    message_id = text if text.startswith("<") else f"<{text}>"
    sql = "SELECT ticket_n FROM thread WHERE message_id = ? ORDER BY ticket_n DESC LIMIT 1"
    n = db.value(sql, (storable(message_id),))
    if n is None and _is_program(db, address):
        return Meant(customer=address)
    if n is None:
        raise NoSuchTicket(f"no customer and no mail has the address {text}; `mailflow search` finds parts of one")
    return Meant(int(n))


def _is_program(db: Database, address: str) -> bool:
    """Whether receipts came from there that a rule filed: they stand on no ticket."""
    sql = "SELECT 1 FROM inbox WHERE outcome = 'transaction' AND lower(sender) = ? LIMIT 1"
    return db.value(sql, (address,)) is not None


def _by_words(db: Database, text: str) -> int:
    query = asked(db, [text])
    found = search(db, query, limit=1000) if query.asks else None
    numbers = {hit["n"]: hit["number"] for hit in found.hits} if found else {}
    if not numbers:
        return tickets.named(db, text)
    if len(numbers) > 1:
        some = ", ".join(f"#{number}" for number in list(numbers.values())[:_NAMED])
        raise CannotDo(f"{text} stands on several tickets ({some}); name one of them, or see `mailflow search`")
    return int(next(iter(numbers)))


def customer(db: Database, address: str, zone: tzinfo = UTC) -> JsonObject:
    """{customer: {addresses, name}, tickets}: the rows of all tickets of this customer, newest first; of a registered
    one from all of his addresses, with what the register says of him."""
    registered = register.by_address(db, address)
    if registered is not None:
        return {"customer": registered.plain, "tickets": tickets.of_addresses(db, registered.addresses, zone)}
    found = tickets.of_addresses(db, (address,), zone)
    sql = (
        "SELECT requester_name FROM ticket WHERE n IN (SELECT ticket_n FROM customer WHERE address = ?) "
        "AND lower(requester) = ? AND requester_name <> '' ORDER BY n DESC LIMIT 1"
    )
    return {"customer": {"addresses": [address], "name": db.value(sql, (address, address)) or ""}, "tickets": found}
