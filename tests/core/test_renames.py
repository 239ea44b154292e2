"""Who an operator of old is in rules.yaml now."""

from __future__ import annotations

import pytest

from mailflow.core.renames import now_called
from mailflow.core.rules import Person

BUDI, SARI = Person("Budi", "budi@x"), Person("Sari Dewanti", "sari@x", ("sd@x",))


@pytest.mark.parametrize(
    ("name", "addresses", "now"),
    [
        ("Budi", {"budi@x"}, "Budi"),
        ("budi", {"budi@x"}, "Budi"),
        ("Sari", {"sari@x"}, "Sari Dewanti"),
        ("Sari", {"old@x", "sd@x"}, "Sari Dewanti"),
        ("Budi", {"old@x"}, "Budi"),
        ("Budi", set(), "Budi"),
        ("Budi", {"sari@x"}, "Sari Dewanti"),
        ("Budi", {"sari@x", "budi@x"}, "Budi"),
        ("Tono", {"tono@x"}, None),
        ("Tono", set(), None),
    ],
)
def test_by_address_before_name(name: str, addresses: set[str], now: str | None) -> None:
    """Either will do; where they point at two people, the address says who it is."""
    assert now_called(name, addresses, (BUDI, SARI)) == now
