"""Who gets a letter to many, who does not and why, and how many at a time."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mailflow.core.broadcasts import (
    BroadcastRules,
    LeftOut,
    Situation,
    key_in,
    language_of,
    left_out,
    month_of,
    reached_at,
    room,
)
from mailflow.core.registered import CustomerStatus, Registered
from mailflow.lazy_dataclasses import replace

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
HERE = Situation("vip", NOW, 0, ("id",), "id")
ANI = Registered(("ani@mail.example", "ani@kantor.example"), "Ani", group="vip", id=1)
RULES = BroadcastRules()
BLOCKED, INACTIVE = CustomerStatus.BLOCKED, CustomerStatus.INACTIVE
BOTH_FAILED = tuple((one, "550") for one in ANI.addresses)


@pytest.mark.parametrize(
    ("customer", "here", "why"),
    [
        (ANI, HERE, None),
        (replace(ANI, unsubscribed_at=NOW), HERE, "unsubscribed"),
        (replace(ANI, status=BLOCKED), HERE, "blocked"),
        (replace(ANI, status=BLOCKED, unsubscribed_at=NOW), HERE, "blocked"),
        (replace(ANI, status=INACTIVE), HERE, "inactive"),
        (replace(ANI, valid_until=date(2026, 11, 29)), HERE, "lapsed"),
        (replace(ANI, valid_until=date(2026, 11, 30)), HERE, None),  # the last day counts
        (replace(ANI, failures=BOTH_FAILED), HERE, "unreachable"),
        (replace(ANI, failures=BOTH_FAILED[:1]), HERE, None),
        (replace(ANI, language="en"), HERE, "language"),
        (ANI, replace(HERE, languages=("en",)), "language"),
        (replace(ANI, group="umum"), HERE, "moved"),
        (replace(ANI, group="umum"), replace(HERE, group=""), None),
        (ANI, replace(HERE, had=3), None),
        (ANI, replace(HERE, had=4), "enough"),
    ],
)
def test_who_is_left_out(customer: Registered, here: Situation, why: LeftOut | None) -> None:
    """One reason each, the one that a person would name first."""
    assert left_out(customer, here, RULES) == why


def test_the_first_address_that_mail_reaches() -> None:
    assert reached_at(ANI) == "ani@mail.example"
    assert reached_at(replace(ANI, failures=BOTH_FAILED[:1])) == "ani@kantor.example"


def test_the_language_entered_for_him_or_the_desks() -> None:
    assert (language_of(ANI, "id"), language_of(replace(ANI, language="en"), "id")) == ("id", "en")


def test_a_month_begins_at_its_first_midnight() -> None:
    assert month_of(NOW) == datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("lately", "unsent", "steady", "may"),
    [
        (0, 0, False, 60),
        (0, 0, True, 1),
        (59, 0, False, 1),
        (60, 0, True, 0),
        (0, 60, False, 0),  # they lie in the outbox: the server does not take them
        (90, 0, False, 0),  # `per_minute` was made smaller
    ],
)
def test_how_many_now(lately: int, unsent: int, steady: bool, may: int) -> None:
    """Never more in a minute than allowed, however often it is asked."""
    assert room(RULES, lately, unsent, steady=steady) == may
    assert room(BroadcastRules(per_minute=90), 0, 0, steady=True) == 2


@pytest.mark.parametrize(
    ("subject", "key"),
    [
        ("unsubscribe 3-17-abcdefghijklmnopqrstuvwx", "3-17-abcdefghijklmnopqrstuvwx"),
        ("Unsubscribe: 3-17-ABCDEFGHIJKLMNOPQRSTUVWX", "3-17-abcdefghijklmnopqrstuvwx"),
        ("[EXT] unsubscribe 3-17-abcdefghijklmnopqrstuvwx ", "3-17-abcdefghijklmnopqrstuvwx"),
        ("unsubscribe 3-17-abcdefghijklmnopqrstuvwxy", ""),
        ("unsubscribe", ""),
        ("3-17-abcdefghijklmnopqrstuvwx", ""),
    ],
)
def test_the_key_in_a_subject(subject: str, key: str) -> None:
    """As mail programs write it from the header, and mail servers add to it."""
    assert key_in(subject) == key
