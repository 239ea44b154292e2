"""A list that holds our letters is one trouble: told once, shown until a week has passed without a notice."""

from __future__ import annotations

from datetime import timedelta

from mailflow.flow.health.list_holds import hold_words, tell_of_holds
from mailflow.store.desk import list_holds
from tests.flow.conftest import Office

LIST = "operator@lists.desk.example"


def alerts(desk: Office) -> int:
    return int(desk.parts.db.value("SELECT count(*) FROM letter WHERE kind = 'admin-alert'"))


def held(desk: Office) -> None:
    with desk.parts.db.transaction():
        list_holds.note(desk.parts.db, LIST, desk.clock.now())
    tell_of_holds(desk.parts)


def test_told_once_and_shown(desk: Office) -> None:
    """Further notices only count; `doctor` has their number, and since when."""
    assert hold_words(desk.parts.db, desk.clock.now()) == ""
    held(desk)
    desk.clock.advance(timedelta(days=2))
    held(desk)
    assert alerts(desk) == 1
    words = hold_words(desk.parts.db, desk.clock.now())
    assert words.startswith(f"{LIST} has held 2 of the desk's letters for its moderator (the first 2 days ago)")


def test_what_is_over_is_told_again_when_it_comes_back(desk: Office) -> None:
    """After a week without a notice it is another trouble."""
    held(desk)
    desk.clock.advance(timedelta(days=8))
    assert hold_words(desk.parts.db, desk.clock.now()) == ""
    held(desk)
    assert alerts(desk) == 2
