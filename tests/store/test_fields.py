"""Columns: instants sort as text, values of the core survive JSON, and no text is refused."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.core.ladder import Ladder
from mailflow.core.message import Address
from mailflow.core.ticket import Status, Ticket
from mailflow.store.engine.fields import DUMPING, from_json, from_text, pack, shown, storable, to_json, to_text, unpack

zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(*(datetime(year, 1, 1) for year in (1971, 2200)), timezones=zones)  # noqa: DTZ001
addresses = st.builds(Address, st.text(max_size=20), st.text(max_size=20))


@settings(deadline=None)
@given(moments)
def test_a_moment_comes_back_as_the_same_instant(moment: datetime) -> None:
    """Whatever its zone, an instant is stored in UTC and comes back equal."""
    assert from_text(to_text(moment)) == moment


@settings(deadline=None)
@given(moments, moments)
def test_text_order_is_time_order(one: datetime, other: datetime) -> None:
    """Comparing columns compares instants, also across zones."""
    assert (to_text(one) < to_text(other)) == (one < other)


def test_a_naive_datetime_is_refused() -> None:
    """Nobody knows when a naive datetime is."""
    with pytest.raises(ValueError, match="naive"):
        to_text(datetime(2026, 11, 2, 8, 0))  # noqa: DTZ001


@pytest.mark.parametrize("text", ["", "2026-11-02", "2026-11-02T08:00:00+07:00", "2026-11-02T08:00:00Z"])
def test_only_stored_moments_are_read(text: str) -> None:
    """A moment of another width would sort wrongly: it is a fault, not a variant."""
    with pytest.raises(ValueError, match="stored moment"):
        from_text(text)


def test_shown_names_the_offset() -> None:
    """Outside callers get ISO 8601 with the offset of the zone asked for."""
    assert shown("2026-11-02T01:00:00.250000Z", timezone(timedelta(hours=7))) == "2026-11-02T08:00:00+07:00"
    assert shown(None) is None


tickets = st.builds(
    Ticket,
    **{
        "n": st.integers(1, 10**9),
        "status": st.sampled_from(Status),
        "subject": st.text(max_size=50),
        "requester": st.none() | addresses,
        "participants": st.lists(addresses, max_size=3).map(tuple),
        "customer": st.lists(st.text(max_size=10), max_size=3).map(tuple),
        "linked": st.lists(st.integers(1, 99), max_size=3).map(tuple),
        "owner": st.none() | st.text(max_size=10),
        "merged_into": st.none() | st.integers(1, 99),
        "breached": st.booleans(),
        **{name: st.none() | moments for name in ("opened_at", "closed_at", "customer_wrote_at")},
        "clocks": st.dictionaries(st.sampled_from(Ladder), moments),
    },
)


@settings(deadline=None)
@given(tickets)
def test_a_ticket_survives_json(ticket: Ticket) -> None:
    """The state column gives back exactly the ticket that was recorded."""
    assert from_json(Ticket, to_json(ticket)) == ticket


def test_every_field_of_a_ticket_has_a_known_type() -> None:
    """A Ticket with every field set to something comes back; a field of a new kind fails here first."""
    ticket = from_json(Ticket, to_json(Ticket()))
    assert [getattr(ticket, f.name) for f in fields(Ticket)] == [getattr(Ticket(), f.name) for f in fields(Ticket)]


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text() | moments,
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner) | st.tuples(inner, addresses),
    max_leaves=12,
)


@settings(deadline=None)
@given(plain | tickets)
def test_json_is_what_the_library_writes(value: object) -> None:
    """Encoded by the library's C part alone, or by all of it."""
    assert to_json(value) == storable(DUMPING.encode(value))


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_a_number_that_json_does_not_know_is_refused(number: float) -> None:
    """As by the library."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        to_json([number])


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Inner:
    day: date
    pair: tuple[int, str]


@dataclass(frozen=True)
class Outer:
    inner: Inner
    colour: Colour
    several: tuple[Inner, ...] = ()
    newer: int = 5


def test_values_in_values_survive_json() -> None:
    """Dataclasses, dates, enums and pairs nest."""
    outer = Outer(Inner(date(2026, 11, 2), (1, "a")), Colour.RED, (Inner(date(2026, 1, 1), (2, "b")),))
    assert from_json(Outer, to_json(outer)) == outer


def test_an_older_text_takes_defaults_and_a_newer_one_is_read_without_its_news() -> None:
    """Both directions of an upgrade: a field that is missing, a field nobody knows."""
    text = '{"inner":{"day":"2026-11-02","pair":[1,"a"]},"colour":"red","unheard":1}'
    assert from_json(Outer, text) == Outer(Inner(date(2026, 11, 2), (1, "a")), Colour.RED)


def test_what_has_no_plain_form_is_refused() -> None:
    """An object that would come back as something else is a fault of the caller."""
    with pytest.raises(TypeError, match="no plain form"):
        to_json({"socket": object()})


@settings(deadline=None)
@given(st.text(st.characters(), max_size=50))
def test_any_text_can_be_stored(text: str) -> None:
    """Mail can contain anything; UTF-8 databases take neither half surrogates nor NUL."""
    stored = storable(text)
    assert "\0" not in stored
    stored.encode()
    assert storable(stored) == stored


@settings(deadline=None)
@given(st.binary(max_size=2000))
def test_bytes_survive_packing(data: bytes) -> None:
    """What is unpacked is what was packed, to the byte; the library's own zlib reads and writes the same."""
    assert unpack(pack(data)) == data
    assert zlib.decompress(pack(data)) == unpack(zlib.compress(data)) == data


def test_aware_utc_stays() -> None:
    """The common case reads as expected at three in the morning."""
    assert to_text(datetime(2026, 11, 2, 1, 0, tzinfo=UTC)) == "2026-11-02T01:00:00.000000Z"
