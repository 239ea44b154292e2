"""Gives each mail that comes in its turn (core/turns.py), by what its header says, before it is stored.

In memory: another process, or this one after a start, knows nothing of it, and gives turns by arrival until it does.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

from mailflow.core.arrival import Arrival
from mailflow.core.limits import mailbox
from mailflow.core.message import Address, OurAddresses
from mailflow.core.turns import OF_HOUSE, OF_PERSON, Name, Pace, turn
from mailflow.lazy_dataclasses import replace
from mailflow.mail import addresses, authentication, headers, nature
from mailflow.mail.domains import organisation
from mailflow.mail.headers import Headers
from mailflow.mail.ids import message_ids
from mailflow.mail.understand import author

log = logging.getLogger("mailflow")

_MOST = 20_000  # names, and Message-IDs, that are remembered
_MOST_IDS = 50  # of one mail
_BUSY = OF_PERSON.seconds * OF_PERSON.ahead / 2  # seconds that mails of all may come ahead of a person's pace


class Turns:
    """Whose mail came lately, and which conversations wait for a later turn."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._next_at: dict[Name, float] = {}
        self._all_at = 0.0  # when the next mail of all is to be expected
        self._waiting: dict[str, float] = {}  # Message-ID of a conversation → the turn of its last mail

    def given(self, batch: Sequence[Arrival], ours: OurAddresses, now: float) -> list[Arrival]:
        """The same mails; those that let others go first have `not_before`, in machine time like `now`."""
        with self._lock:
            return [self._given(arrival, ours, now) for arrival in batch]

    def _given(self, arrival: Arrival, ours: OurAddresses, now: float) -> Arrival:
        at = arrival.arrived_at.timestamp()
        if self._few_come(at) and not self._waiting:
            return arrival
        try:
            its = self._turn(headers.split(arrival.raw, 0, len(arrival.raw))[0], ours, at)
        except Exception:  # a mail must not close its mailbox: the last line of defence; reaching it is a bug
            log.exception("could not see who wrote a mail of %d bytes", len(arrival.raw))
            return arrival
        return arrival if its <= at else replace(arrival, not_before=now + its - at)

    def _few_come(self, at: float) -> bool:
        """So few mails come at all that nobody can be beyond his pace: no header need be read."""
        self._all_at = min(max(self._all_at, at) + OF_PERSON.seconds, at + 2 * _BUSY)
        return self._all_at <= at + _BUSY

    def _turn(self, fields: Headers, ours: OurAddresses, at: float) -> float:
        """Its own, but not before that of the conversation it belongs to."""
        ids = (*message_ids(fields.get("in-reply-to")), *message_ids(fields.get("references")))[-_MOST_IDS:]
        own = turn(self._next_at, _names(fields, ours), at)
        its = max(own, *(self._waiting.get(one, at) for one in ids), at)
        if its > at:
            for one in (*message_ids(fields.get("message-id")), *ids):
                self._waiting[one] = max(its, self._waiting.pop(one, its))
        self._forget(at)
        return its

    def _forget(self, at: float) -> None:
        """What has no effect any more; and the oldest, when there is too much."""
        if len(self._next_at) > _MOST:
            kept = [(name, one) for name, one in self._next_at.items() if one > at]
            self._next_at = dict(kept[-_MOST // 2 :])
        if len(self._waiting) > _MOST or (self._waiting and max(_last(self._waiting), at) <= at):
            still = [(one, its) for one, its in self._waiting.items() if its > at]
            self._waiting = dict(still[-_MOST // 2 :])


def _last(waiting: dict[str, float]) -> float:
    return waiting[next(reversed(waiting))]


def _names(fields: Headers, ours: OurAddresses) -> list[tuple[Name, Pace]]:
    """The narrowest first. What a stranger says he is and what is proven have turns of their own: a forger does not
    use up what the real one may send."""
    sender = author(fields, nature.list_ids(fields), ours).sender
    sure = "proven" if authentication.of(fields, ours).aligned else "said to be"
    answers = [one for one in addresses.parse(fields.get("reply-to"))[:1] if one != sender]
    people = [((mailbox(one.email), sure), OF_PERSON) for one in (*answers, *_known(sender))]
    return [*people, ((f"@{organisation(sender)}", sure), OF_HOUSE)]


def _known(sender: Address | None) -> tuple[Address, ...]:
    return () if sender is None else (sender,)
