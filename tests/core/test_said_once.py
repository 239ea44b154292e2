"""What other rooms say by the core alone: lengths of time, names of mailboxes, plain forms of values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

import pytest

from mailflow.core.mailbox_name import imap_name, listener_name, maildir_name
from mailflow.core.message import Address
from mailflow.core.moments import rough_length, short_length
from mailflow.core.plain import reader, to_plain

AT = datetime(2026, 11, 2, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "short", "rough"),
    [
        (0, "0 s", "0 minutes"),
        (-5, "0 s", "0 minutes"),
        (20, "20 s", "0 minutes"),
        (240, "4 min", "4 minutes"),
        (3 * 3600 + 12 * 60 + 5, "3 h 12 min", "3 hours"),
        (27 * 3600, "1 d 3 h", "27 hours"),
        (3 * 86_400 + 60, "3 d 1 min", "3 days"),
    ],
)
def test_lengths(seconds: int, short: str, rough: str) -> None:
    """Two units for tables, one for a sentence; a clock that went back is no length."""
    assert short_length(timedelta(seconds=seconds)) == short
    assert rough_length(timedelta(seconds=seconds)) == rough


def test_names_of_mailboxes() -> None:
    """The same whatever security the address asks for; a port that is not usual is part of the name."""
    assert imap_name("desk", "mail.example", 993, "INBOX") == imap_name("desk", "mail.example", 143, "INBOX")
    assert imap_name("desk", "mail.example", 10143, "INBOX") == "imap://desk@mail.example:10143/INBOX"
    assert maildir_name("var/in") == "maildir:var/in"
    assert listener_name("lmtp", "127.0.0.1:8024") == "lmtp:127.0.0.1:8024"


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Inner:
    one: int


@dataclass(frozen=True)
class Value:
    day: date
    at: datetime | None
    colour: Colour
    inner: Inner
    people: tuple[Address, ...]
    pair: tuple[int, date]
    either: int | str
    extra: str = "default"


PLAIN: Mapping[str, Any] = {
    "day": "2026-11-02",
    "at": "2026-11-02T08:00:00+00:00",
    "colour": "red",
    "inner": {"one": 1},
    "people": [["ani@x.example", "Ani"]],
    "pair": [1, "2026-11-03"],
    "either": "words",
    "unknown": "of a newer version",
}


def test_a_value_is_read() -> None:
    """What is missing takes its default, what is unknown is left out."""
    read = reader(Value)(PLAIN)
    assert read == Value(
        date(2026, 11, 2),
        AT,
        Colour.RED,
        Inner(1),
        (Address("ani@x.example", "Ani"),),
        (1, date(2026, 11, 3)),
        "words",
    )
    assert reader(Value)({**PLAIN, "at": None}).at is None


def test_a_value_is_written() -> None:
    """One step at a time; what has no plain form is refused."""
    value = reader(Value)(PLAIN)
    plain = to_plain(value, datetime.isoformat)
    assert plain["pair"] == (1, date(2026, 11, 3))
    assert to_plain(value.day, datetime.isoformat) == "2026-11-02"
    assert to_plain(value.at, datetime.isoformat) == PLAIN["at"]
    assert to_plain(value.people[0], datetime.isoformat) == ["ani@x.example", "Ani"]
    assert to_plain(Inner(1), datetime.isoformat) == {"one": 1}
    assert to_plain(PLAIN, datetime.isoformat) == dict(PLAIN)
    assert to_plain(frozenset({2, 1}), datetime.isoformat) == [1, 2]
    with pytest.raises(TypeError, match="no plain form for object"):
        to_plain(object(), datetime.isoformat)
