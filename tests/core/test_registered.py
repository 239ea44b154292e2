"""Who may open tickets where only registered customers may."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from mailflow.core.conditions import customer_group
from mailflow.core.registered import CustomerStatus, Refusal, Registered, refusal
from mailflow.lazy_dataclasses import replace
from tests.core.test_conditions import MAIL, incoming

ANI = Registered(("ani@mail.example",))
WEEK, NONE = timedelta(days=7), timedelta(0)
LAST = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("customer", "local", "grace", "used", "why"),
    [
        (None, datetime(2026, 11, 30, tzinfo=UTC), WEEK, 0, "unknown"),
        (ANI, datetime(2026, 11, 30, tzinfo=UTC), NONE, 9, None),
        (Registered(("a",), status=CustomerStatus.INACTIVE), datetime(2026, 11, 30, tzinfo=UTC), WEEK, 0, "inactive"),
        (Registered(("a",), status=CustomerStatus.BLOCKED), datetime(2026, 11, 30, tzinfo=UTC), WEEK, 0, "blocked"),
        (Registered(("a",), valid_until=LAST), datetime(2026, 11, 30, 23, 59, tzinfo=UTC), NONE, 0, None),
        (Registered(("a",), valid_until=LAST), datetime(2026, 12, 1, 0, 0, tzinfo=UTC), NONE, 0, "lapsed"),
        (Registered(("a",), valid_until=LAST), datetime(2026, 12, 7, 23, 59, tzinfo=UTC), WEEK, 0, None),
        (Registered(("a",), valid_until=LAST), datetime(2026, 12, 8, 0, 0, tzinfo=UTC), WEEK, 0, "lapsed"),
        (Registered(("a",), valid_until=LAST), datetime(2026, 12, 1, 11, 59, tzinfo=UTC), timedelta(hours=12), 0, None),
        (Registered(("a",), allowance=2), datetime(2026, 11, 30, tzinfo=UTC), NONE, 1, None),
        (Registered(("a",), allowance=2), datetime(2026, 11, 30, tzinfo=UTC), NONE, 2, "used-up"),
        (Registered(("a",), allowance=0), datetime(2026, 11, 30, tzinfo=UTC), NONE, 0, "used-up"),
    ],
)
def test_who_may_open_a_ticket(
    customer: Registered | None, local: datetime, grace: timedelta, used: int, why: Refusal | None
) -> None:
    """The last day counts, in the desk's zone, and `grace` after it."""
    assert refusal(customer, local, grace, used) == why


@pytest.mark.parametrize(
    ("values", "group", "holds"),
    [
        (("vip",), "VIP", True),
        (("vip",), "non-vip", False),
        (("emas", "perak"), "perak", True),
        (("/^v/",), "vip", True),
        (("/^v/",), "emas", False),
        (("vip",), "", False),
        (("vip",), None, False),
    ],
)
def test_rules_ask_for_the_group(values: tuple[str, ...], group: str | None, holds: bool) -> None:
    """All of its name, whatever its case; or an expression."""
    customer = None if group is None else Registered(("ani@mail.example",), group=group)
    assert customer_group(values, replace(incoming(MAIL), registered=customer)) == holds
