"""Fair order: who writes much in a short time waits behind all others, and nobody waits for ever.

Each key (a Reply-To, a sender, an organisation) has turns at a steady pace, and some in advance. A mail beyond them is
given a turn later than its arrival. A turn is an order, not a permission: while nothing else is due, it is settled
before its turn (inbox.take).
"""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence

from mailflow.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """One mail every `seconds`, and `ahead` at once."""

    seconds: float
    ahead: int


# More than one person writes, and less than a machine; an organisation may be a provider with many customers of ours.
OF_PERSON = Pace(1.0, 30)
OF_HOUSE = Pace(0.5, 60)
LONGEST = 3600.0  # seconds between a mail and its turn

Name = tuple[str, str]  # what writes, and whether it is proven: ("@mail.example", "proven")


def turn(next_at: MutableMapping[Name, float], names: Sequence[tuple[Name, Pace]], at: float) -> float:
    """The turn of a mail that came at `at` (seconds): `at`, or later for the first of its names that is beyond its
    pace; the names after it are not charged: who floods does not use up the turns of his whole provider.

    `next_at`: when the next mail of each name is to be expected; is changed (GCRA, the generic cell rate algorithm, ITU
    I.371).
    """
    for name, pace in names:
        ahead = pace.ahead * pace.seconds
        expected = min(max(next_at.get(name, at), at), at + LONGEST + ahead)
        next_at[name] = expected + pace.seconds
        its = expected - ahead
        if its > at:
            return its
    return at
