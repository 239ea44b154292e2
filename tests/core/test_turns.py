"""Turns: who writes much lets others go first, in proportion, and for an hour at most."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mailflow.core.turns import LONGEST, Name, Pace, turn

ANI: Name = ("ani@mail.example", "said to be")
HOUSE: Name = ("@mail.example", "said to be")
PACE = Pace(2.0, 3)


def test_who_keeps_his_pace_never_waits() -> None:
    """One mail every two seconds, and three more at any time."""
    known: dict[Name, float] = {}
    assert [turn(known, [(ANI, PACE)], at) for at in (0, 0, 0, 0, 2, 4, 4.5, 6)] == [0, 0, 0, 0, 2, 4, 6, 8]


def test_a_flood_gets_its_turns_at_the_pace() -> None:
    """However fast it comes."""
    known: dict[Name, float] = {}
    assert [turn(known, [(ANI, PACE)], 10.0) for _ in range(8)] == [10, 10, 10, 10, 12, 14, 16, 18]


def test_a_flood_does_not_use_up_its_providers_turns() -> None:
    """Only mails within the sender's own pace are charged to the organisation."""
    known: dict[Name, float] = {}
    for _ in range(100):
        turn(known, [(ANI, PACE), (HOUSE, Pace(1.0, 10))], 0.0)
    assert turn(known, [(HOUSE, Pace(1.0, 10))], 0.0) == 0.0


def test_nobody_waits_for_ever() -> None:
    """The turn after any number of mails is at most an hour away."""
    known: dict[Name, float] = {}
    assert max(turn(known, [(ANI, PACE)], 5.0) for _ in range(5_000)) == 5.0 + LONGEST


@given(st.lists(st.tuples(st.floats(0, 100), st.sampled_from([ANI, HOUSE])), max_size=60))
def test_order_within_a_name_is_kept(come: list[tuple[float, Name]]) -> None:
    """Of two mails of one name, the one that came first has the earlier turn."""
    known: dict[Name, float] = {}
    turns = [(name, turn(known, [(name, PACE)], at)) for at, name in sorted(come)]
    for name in (ANI, HOUSE):
        own = [its for whose, its in turns if whose == name]
        assert own == sorted(own)
