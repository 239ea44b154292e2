"""A flood from one sender, from one organisation, with one Reply-To: tickets and letters as `limits:` say, and
everybody else as always. `bench/flood.py` says what it costs them."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.flow.conftest import Office

LIMITS = {
    "announce": "list",
    "limits": {
        "letters": {"addressee": {"hour": 3, "day": 3}, "domain": {"hour": 6, "day": 6}, "elsewhere": {"hour": 2}},
        "mails": {"sender": {"hour": 5, "day": 9}, "domain": {"hour": 8, "day": 9}},
    },
}
COUNT, OTHERS = 30, 10
HOUSE = "evil.example"
VICTIM = "korban@toko.example"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def name(i: int) -> str:
    return f"orang{_LETTERS[i % 26]}{_LETTERS[i // 26]}"


FLOODS = {
    "one sender": lambda i: (f"mallory@{HOUSE}", ""),
    "one sender under plus tags": lambda i: (f"mallory+{i}@{HOUSE}", ""),
    "one organisation": lambda i: (f"{name(i)}@sub{i % 3}.{HOUSE}", ""),
    "one Reply-To": lambda i: (f"x@{name(i)}.example", VICTIM),
    "one sender, a Reply-To each": lambda i: (f"mallory@{HOUSE}", f"x@{name(i)}.example"),
}
# tickets, acknowledgements, letters to the PIC
EXPECTED = {
    "one sender": (5, 3, 1),
    "one sender under plus tags": (5, 3, 1),
    "one organisation": (8, 6, 1),
    "one Reply-To": (COUNT, 3, 0),
    "one sender, a Reply-To each": (5, 2, 1),
}


@pytest.mark.parametrize("kind", FLOODS)
def test_a_flood_among_others(desk: Office, kind: str) -> None:
    """Each third mail of the flood is followed by somebody's question."""
    desk.write_rules(LIMITS)
    for i in range(COUNT):
        sender, reader = FLOODS[kind](i)
        heads = {"Reply-To": reader} if reader else {}
        desk.mail(sender, f"Promo {i}", f"Penawaran khusus hari ini, {name(i)}!", to="desk", **heads)
        if i % 3 == 0:
            desk.mail(f"{name(i)}@{name(i)}.org", f"Pertanyaan {name(i)}", f"Kapan loket {name(i)} buka?", to="desk")
    desk.look()
    tickets, acknowledged, told = EXPECTED[kind]
    outcomes = Counter(row["outcome"] for row in desk.rows())
    assert outcomes == Counter(request=tickets + OTHERS, quarantined=COUNT - tickets)
    to = Counter((letter.kind, letter.received.rcpts[0].endswith(".org")) for letter in desk.world)
    assert to["acknowledgement", True] == OTHERS
    assert to["acknowledgement", False] == acknowledged
    assert to["announcement", False] == tickets + OTHERS
    assert to["flood", False] == told
    assert sum(to.values()) == acknowledged + told + tickets + 2 * OTHERS
