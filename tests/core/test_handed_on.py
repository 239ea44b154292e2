"""Answers that were scheduled, and a ticket that changes hands: in which cases they stay as they are."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mailflow.core import events as ev
from mailflow.core.holding import UnsentAnswer
from mailflow.core.status import Status
from mailflow.core.ticket import Ticket
from mailflow.core.unsent import HANDED_ON, handed_on
from mailflow.lazy_dataclasses import replace
from tests.core.desk import rules

NOW = datetime(2026, 11, 2, 5, tzinfo=UTC)
BUDIS = Ticket(n=1, number="1", version=3, status=Status.OPEN, owner="Budi")
ASSIGNED = ev.Assigned(operator="Sari", actor="Budi", at=NOW, before="Budi")


def waiting(operator: str) -> Ticket:
    return replace(BUDIS, unsent=(UnsentAnswer(3, operator, "Sudah masuk.", NOW + timedelta(days=1)),))


@pytest.mark.parametrize(
    ("operator", "held"), [("Budi", True), ("Sari", False), ("Joko", True)], ids=["last owner", "new owner", "nobody"]
)
def test_what_the_last_owner_scheduled_is_held(operator: str, held: bool) -> None:
    """So is what somebody scheduled who is no operator any more; the new owner's own stays."""
    before = waiting(operator)
    found = handed_on(before, replace(before, owner="Sari"), [ASSIGNED], rules(), NOW)
    assert [type(event).__name__ for event in found] == (["AnswerTakenBack", "AnswerHeld"] if held else [])
    assert all(event.why == HANDED_ON for event in found if isinstance(event, ev.AnswerHeld))


def test_a_desk_that_holds_nothing_sends_it() -> None:
    """`hold: false`."""
    before = waiting("Budi")
    after = replace(before, owner="Sari")
    assert handed_on(before, after, [ASSIGNED], replace(rules(), hold=False), NOW) == []
