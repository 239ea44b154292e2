"""`mailflow erase-customer`: a customer's data are deleted, figures stay, and the log still proves the tickets.

What remains of a ticket: number, status, category, operators, every time, every kind of event, letter and outcome. What
mailflow cannot reach: the mailboxes themselves, colleagues' mail clients, backups, log files.
"""

from __future__ import annotations

from collections.abc import Callable

from mailflow.core import eventlog
from mailflow.core.evolve import evolve
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket
from mailflow.errors import CannotDo
from mailflow.flow.parts import Parts
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.understand import understand
from mailflow.store.admin import erase as store_erase
from mailflow.store.desk import register, search_index, tickets
from mailflow.store.read import archive
from mailflow.suggest import nearest


@dataclass(frozen=True, slots=True)
class Erased:
    """What was found of the customer, and deleted unless it was a dry run."""

    tickets: tuple[int, ...]
    mails: int
    letters: int
    registered: bool = False  # his address stood in the register


def erase(
    parts: Parts, address: str, dry_run: bool, seen: Callable[[int, int], None] = lambda done, of: None
) -> Erased:
    """One transaction per ticket. Raises CannotDo while a ticket of the customer is open or a letter waits, and for the
    address of a colleague."""
    rules, db = parts.rules, parts.db
    if "@" not in address or address.casefold() in _colleagues(rules):
        raise CannotDo(f"{address} is no customer's address")
    numbers = store_erase.tickets_of(db, address)
    _refuse(parts, numbers, address)
    mails = [i for n in numbers for i in store_erase.mails_of(db, n)]
    stray = _strays(parts, address)
    alone = store_erase.letters_alone(db, address)
    letters = [i for n in numbers for i in store_erase.letters_of(db, n)]
    known = register.by_address(db, address) is not None
    found = Erased(tuple(numbers), len(mails) + len(stray), len(letters) + len(alone), known)
    if dry_run:
        return found
    store_erase.overwrite_what_is_deleted(db)
    keep = _colleagues(rules)
    for done, n in enumerate(numbers, 1):
        with db.transaction():
            _erase_ticket(parts, n, keep)
        seen(done, len(numbers))
    with db.transaction():
        store_erase.mails(db, stray, parts.clock.now())
        store_erase.letters(db, alone, parts.clock.now(), keep)
        store_erase.questions(db, address)
        register.remove_address(db, address)
    search_index.purge_all(db)
    return found


def unknown(parts: Parts, address: str) -> CannotDo:
    """The message when nothing was found: suggests the most similar customer."""
    near = nearest(address, store_erase.addresses_like(parts.db, address))
    return CannotDo(f"nothing here is of {address}" + (f": did you mean '{near}'?" if near else ""))


def _refuse(parts: Parts, numbers: list[int], address: str) -> None:
    going = [n for n in numbers if (ticket := tickets.load(parts.db, n)) and not ticket.status.over]
    if going:
        said = ", ".join(map(str, going))
        raise CannotDo(
            f"tickets still go on: {said}; close or discard them first"
            if len(going) > 1
            else f"ticket {said} still goes on; close or discard it first"
        )
    if store_erase.unsent_to(parts.db, address):
        raise CannotDo("a letter to this address waits to be sent; see `mailflow outbox`")
    if waiting := [n for n in numbers if store_erase.unsent(parts.db, n)]:
        said = ", ".join(map(str, waiting))
        raise CannotDo(
            f"letters of tickets {said} wait to be sent; see `mailflow outbox`"
            if len(waiting) > 1
            else f"letters of ticket {said} wait to be sent; see `mailflow outbox`"
        )


def _erase_ticket(parts: Parts, n: int, keep: frozenset[str]) -> None:
    """Scrub the log first; the row is then folded from it."""
    db, at = parts.db, parts.clock.now()
    before = tickets.load(db, n)
    if before is None:
        return
    if not before.status.over:  # just reopened
        raise CannotDo(f"ticket {n} goes on again")
    store_erase.events(db, n, keep, at)
    folded = Ticket(n=n, number=before.number, token=before.token)
    for recorded in archive.events_of(db, n):
        folded = evolve(folded, eventlog.from_json(recorded.kind, recorded.data), recorded.recorded_at)
    store_erase.ticket(db, folded)
    store_erase.messages(db, n, keep)
    store_erase.mails(db, store_erase.mails_of(db, n), at)
    store_erase.letters(db, store_erase.letters_of(db, n), at, keep)


def _strays(parts: Parts, address: str) -> list[int]:
    """The customer's mails on no ticket: spam, notices, history. Parses every such mail that contains the address."""
    wanted = address.casefold()
    found = []
    for inbox_id, raw in store_erase.mails_of_no_ticket(parts.db):
        if wanted.encode() in raw.lower():
            sender = understand(raw, parts.policy.ours).sender
            if sender is not None and sender.key == wanted:
                found.append(inbox_id)
    return found


def _colleagues(rules: Rules) -> frozenset[str]:
    """Every address that is not a customer's: colleagues, desk, list, admin."""
    ours = (*rules.desk.addresses, rules.desk.list or "", rules.admin or "")
    return rules.colleague_addresses.union(address.casefold() for address in ours if address)
