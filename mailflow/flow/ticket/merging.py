"""The two tickets of a merge: finding the other one, and telling it what it took in."""

from __future__ import annotations

from mailflow.core.merging import MergeTarget, new_readers
from mailflow.core.ticket import Status, Ticket
from mailflow.store.desk import tickets
from mailflow.store.engine.database import Database

_MOST = 20  # length of a chain of merged tickets that is followed


def last_of(db: Database, ticket: Ticket) -> Ticket:
    """Where a merged ticket's conversation goes on; a ticket that was not merged itself."""
    for _ in range(_MOST):
        if ticket.status is not Status.MERGED or ticket.merged_into is None:
            break
        ticket = tickets.load(db, ticket.merged_into) or ticket
    return ticket


def target(db: Database, n: int) -> MergeTarget:
    """Of a ticket that exists."""
    into = tickets.load(db, n)
    assert into is not None
    return MergeTarget(into, last_of(db, into))


def act_args(ticket: Ticket, into: MergeTarget) -> tuple[str, dict[str, str]]:
    """(name, args) of the act that is asked back; another name where it brings the other ticket new readers."""
    args = {"tickets": str(ticket.n), "numbers": ticket.number, **into.args()}
    args |= {"subject": ticket.subject, "into_subject": into.ticket.subject}
    readers = ", ".join(one.email for one in new_readers(ticket, into.ticket))
    return ("merge-readers", {**args, "readers": readers}) if readers else ("merge", args)
