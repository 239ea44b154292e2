"""Which tickets are still open: for SQL, and for a ticket at hand."""

from __future__ import annotations

from mailflow.core.status import Status

OVER = frozenset(status for status in Status if status.over)

# = not Status.over; the same condition as in the index ticket_going
GOING = "status NOT IN ('closed', 'merged', 'discarded')"
