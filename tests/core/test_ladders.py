"""The table of ladders is whole. How one is added is tried by tests/test_how_to_add.py."""

from __future__ import annotations

import pytest

from mailflow.core.ladder import LADDERS, OF_STATUS, Ladder


@pytest.mark.parametrize("ladder", Ladder)
def test_every_ladder_has_its_entry(ladder: Ladder) -> None:
    """One state each, where its clock starts by itself or by what is said there, and rungs."""
    assert (OF_STATUS[LADDERS[ladder].status] is ladder) is not LADDERS[ladder].by_event
    assert LADDERS[ladder].shipped
