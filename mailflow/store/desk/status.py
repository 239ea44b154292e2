"""Which tickets are still going, as SQL sees it."""

from __future__ import annotations

GOING = "status NOT IN ('closed', 'merged', 'discarded')"  # not Status.over; as in the index ticket_going
