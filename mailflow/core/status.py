"""Whose turn it is on a ticket (procedure.md, "States")."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Whose turn it is (procedure.md, "States")."""

    NEW = "new"  # any operator's: it has no owner
    OPEN = "open"  # the owner's
    WAITING = "waiting"  # the customer's
    ESCALATED = "escalated"  # the second tier's
    CLOSING = "closing"  # the PIC's
    CLOSED = "closed"
    MERGED = "merged"
    DISCARDED = "discarded"

    @property
    def over(self) -> bool:
        """A final state. A ticket in any other state is *open* in the wider sense."""
        return self in (Status.CLOSED, Status.MERGED, Status.DISCARDED)
