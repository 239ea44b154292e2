"""The SQL condition of tickets that are still open."""

from __future__ import annotations

# = not Status.over; the same condition as in the index ticket_going
GOING = "status NOT IN ('closed', 'merged', 'discarded')"
