"""Letters to many customers, a few at a time: whoever is next gets his, or is left out for a reason.

A customer's row and his letter are written in one transaction: whenever the daemon is killed, he has neither or both.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from mailflow.core.broadcasts import A_MINUTE, LeftOut, Situation, language_of, left_out, month_of, reached_at, room
from mailflow.core.letter import Letter
from mailflow.core.letter_kinds import BROADCAST
from mailflow.core.message import Address
from mailflow.core.registered import Registered
from mailflow.flow.parts import Parts
from mailflow.flow.ticket.render import post_alone
from mailflow.mail.unsubscribing import leaving
from mailflow.store.desk import broadcasts, register
from mailflow.store.desk.broadcasts import Broadcast, BroadcastMail

log = logging.getLogger("mailflow")

_AT_ONCE = 200  # customers looked at in one transaction
_LETTERS = 20  # letters written in one
_TURNS = 500  # transactions of one call


def write(parts: Parts, *, steady: bool) -> int:
    """As many letters as `broadcast.per_minute` lets go now; returns how many. `steady`: it is called each second."""
    if not broadcasts.listing(parts.db, broadcasts.RUNNING) or parts.is_silent():
        return 0
    count, most = 0, _room(parts, steady=steady)
    for _ in range(_TURNS):
        if count >= most:
            break
        with parts.db.transaction():
            rows = broadcasts.due(parts.db, _AT_ONCE)  # locks the broadcast: what has room is counted after that
            written = _next(parts, rows, min(most - count, _LETTERS, _room(parts, steady=steady)))
        count += written
        if not rows:
            break
    return count


def _room(parts: Parts, *, steady: bool) -> int:
    now = parts.clock.now()
    lately = broadcasts.written_between(parts.db, now - A_MINUTE, now)
    return room(parts.rules.broadcast, lately, broadcasts.unsent(parts.db), steady=steady)


def _next(parts: Parts, rows: Sequence[BroadcastMail], most: int) -> int:
    """Writer. At most so many letters to the customers of these rows, which are of one broadcast."""
    found = broadcasts.by_id(parts.db, rows[0].broadcast) if rows else None
    if found is None:
        return 0
    languages = tuple(parts.templates.languages(found.letter))
    if not languages:
        broadcasts.stop(parts.db, found.id, f"there is no letter {found.letter!r} any more")
        log.error("broadcast %d stops: there is no letter %r any more", found.id, found.letter)
        return 0
    customers = register.by_ids(parts.db, [row.customer for row in rows])
    situations = situations_of(parts, found.group, languages, list(customers))
    written = 0
    for row in rows:
        customer = customers.get(row.customer)
        if customer is None:
            broadcasts.forget(parts.db, row.customer)
            continue
        if written == most:
            break
        written += _to(parts, found, row, customer, situations[row.customer])
    if broadcasts.end_if_done(parts.db, found.id, parts.clock.now()):
        log.info("broadcast %d (%s) is done", found.id, found.letter)
    return written


def situations_of(
    parts: Parts, group: str, languages: tuple[str, ...], customers: Sequence[int]
) -> Mapping[int, Situation]:
    """What decides about each of these customers, at most 500."""
    local = parts.rules.desk.local(parts.clock.now())
    had = broadcasts.had(parts.db, customers, month_of(local))
    desks = parts.rules.desk.language
    return {one: Situation(group, local, had.get(one, 0), languages, desks) for one in customers}


def _to(parts: Parts, found: Broadcast, row: BroadcastMail, customer: Registered, now: Situation) -> int:
    """Writer. How many letters were written: 1, or 0 where he is left out."""
    why: LeftOut | None = left_out(customer, now, parts.rules.broadcast)
    message_id = "" if why else post_alone(parts, letter_to(parts, found.letter, row, customer))
    if message_id:
        broadcasts.written(parts.db, row, message_id, parts.clock.now())
        return 1
    broadcasts.leave_out(parts.db, [(row, why or "unwritten")])
    return 0


def letter_to(parts: Parts, name: str, row: BroadcastMail, customer: Registered) -> Letter:
    """The canned letter `name` to this customer."""
    web = parts.policy.settings.web
    to = Address(reached_at(customer) or customer.addresses[0], customer.name)
    way = leaving(parts.secret, row, web.url if web else "")
    language = language_of(customer, parts.rules.desk.language)
    return Letter(BROADCAST, (to,), language=language, canned=name, files="mail", leaving=way)  # its `attach:`
