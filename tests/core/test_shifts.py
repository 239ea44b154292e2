"""`shifts:`: who is on duty when, and who comes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from mailflow.core.absence import Absence
from mailflow.core.rules import Shift
from mailflow.core.shifts import change_at, ended_between, next_duty, on_duty
from mailflow.core.stand_ins import hearing, rules_at
from tests.core.desk import OPERATORS, SARI, Story, at, rules

ZONE = "Asia/Jakarta"
DAY = Shift("pagi", (((420, 840),),) * 5 + ((), ()), ("Budi",))  # Monday to Friday 07:00-14:00
NIGHT = Shift(
    "malam", (((840, 1440),), *(((0, 120), (840, 1440)),) * 4, ((0, 120),), ()), ("Sari", "Tono")
)  # Monday to Friday 14:00-02:00
ALWAYS = Shift("selalu", (((0, 1440),),) * 7, ("Budi",))
TWO = (DAY, NIGHT)


def there(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}+07:00")


@pytest.mark.parametrize(
    ("moment", "names"),
    [
        ("02T06:59", set()),
        ("02T07:00", {"Budi"}),
        ("02T13:59", {"Budi"}),
        ("02T14:00", {"Sari", "Tono"}),
        ("03T01:59", {"Sari", "Tono"}),
        ("03T02:00", set()),
        ("07T01:00", {"Sari", "Tono"}),  # the night from Friday
        ("07T12:00", set()),
    ],
)
def test_on_duty(moment: str, names: set[str]) -> None:
    """The end belongs to the next."""
    assert on_duty(TWO, there(moment), ZONE) == names


@pytest.mark.parametrize(
    ("moment", "begins"), [("02T09:00", "02T09:00"), ("03T03:00", "03T07:00"), ("07T03:00", "09T07:00")]
)
def test_the_next_duty(moment: str, begins: str) -> None:
    """Now, or after the weekend."""
    assert next_duty(TWO, there(moment), ZONE) == there(begins)


def test_without_shifts_nothing_changes() -> None:
    """Now is as good as ever."""
    assert next_duty((), there("02T09:00"), ZONE) == there("02T09:00")
    assert ended_between((), there("02T09:00"), there("09T09:00"), ZONE) == ()


def test_a_night_ends_once() -> None:
    """Midnight is no end; nor is it for who is always there."""
    ends = ended_between(TWO, there("02T14:00"), there("03T14:00"), ZONE)
    assert ends == (there("03T02:00"), there("03T14:00"))
    assert ended_between((ALWAYS,), there("02T00:00"), there("09T00:00"), ZONE) == ()


def test_who_goes_and_who_comes() -> None:
    """The next to begin, when nobody follows at once; nobody who was there already."""
    change = change_at(TWO, there("02T14:00"), ZONE)
    assert (change.going, change.coming) == ({"Budi"}, {"Sari", "Tono"})
    change = change_at(TWO, there("03T02:00"), ZONE)
    assert (change.going, change.coming) == ({"Sari", "Tono"}, {"Budi"})
    alone = change_at((DAY,), there("02T14:00"), ZONE)
    assert (alone.going, alone.coming) == ({"Budi"}, set())


def test_who_hears() -> None:
    """Those on duty who are here; else who is here; else all."""
    desk = rules(shifts=(ALWAYS,))
    now = rules_at(desk, {}, at(0))
    assert [one.name for one in hearing(OPERATORS, now)] == ["Budi"]
    budi = replace(now, absent={"Budi": Absence("Budi", at(0))})
    assert [one.name for one in hearing(OPERATORS, budi)] == ["Sari"]
    nobody = replace(now, absent={name: Absence(name, at(0)) for name in ("Budi", "Sari")})
    assert hearing(OPERATORS, nobody) == OPERATORS


def test_who_was_not_asked_hears_that_it_is_taken() -> None:
    """He may look for work when his shift begins."""
    desk = rules_at(rules(shifts=(ALWAYS,), announce_taken=True), {}, at(0))
    story = Story(desk)
    story.asks()
    assert ("claim-taken", SARI) in story.mail(OPERATORS[0].address, "", 1).sent


def test_a_shift_without_hours_is_never_worked() -> None:
    """As one that is written and not yet filled in."""
    assert on_duty((Shift("kosong", ((),) * 7, ("Budi",)),), at(0), ZONE) == frozenset()
