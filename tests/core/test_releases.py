"""The lines of a reply to the digest that ask for something."""

from __future__ import annotations

import pytest

from mailflow.core.releases import MOST_IDS, Asked
from mailflow.core.releases import asked as lines_asking

WORDS = ("lepas", "lepaskan", "release", "ulangi", "retry", "buang", "drop", "blokir", "block", "percayai", "trust")


def asked(text: str) -> list[Asked]:
    return lines_asking(text, WORDS)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("lepas 17", [("lepas", 17, "")]),
        ("Lepaskan 17.", [("lepaskan", 17, "")]),
        ("  RELEASE 17, 18 and 19", [("release", 17, ""), ("release", 18, ""), ("release", 19, "")]),
        ("tolong lepas 17 dan 18 ya", [("lepas", 17, "ya"), ("lepas", 18, "ya")]),
        ("Oke, lepas nomor 17", [("lepas", 17, "")]),
        ("please release mail no. 17", [("release", 17, "")]),
        ("lepas 17 dan 18", [("lepas", 17, ""), ("lepas", 18, "")]),
        ("lepas 17-19", [("lepas", 17, ""), ("lepas", 18, ""), ("lepas", 19, "")]),
        ("lepas 17 – 18, #21", [("lepas", 17, ""), ("lepas", 18, ""), ("lepas", 21, "")]),
        ("lepas 17, buang 18 iklan", [("lepas", 17, ""), ("buang", 18, "iklan")]),
        ("release 17 and drop 18; retry 19", [("release", 17, ""), ("drop", 18, ""), ("retry", 19, "")]),
        ("lepas 17 lalu buang 18", [("lepas", 17, ""), ("buang", 18, "")]),
        ("buang 17 30 hari", [("buang", 17, "30 hari")]),
        ("buang 17 18 31 Desember", [("buang", 17, "31 Desember"), ("buang", 18, "31 Desember")]),
        ("buang 17, sudah 2 kali", [("buang", 17, "sudah 2 kali")]),
        ("buang 17 iklan, nomor 18 jangan", [("buang", 17, "iklan, nomor 18 jangan")]),
        ("/lepas #17", [("lepas", 17, "")]),
        ("blokir domain 17", [("blokir", 17, "domain")]),
        ("percayai domain 17 sampai besok", [("percayai", 17, "domain sampai besok")]),
        ("blokir seluruh domain dari nomor 17", [("blokir", 17, "domain")]),
        ("Block the whole domain of 17, 18", [("block", 17, "domain"), ("block", 18, "domain")]),
        ("trust the sender of mail 17", [("trust", 17, "")]),
        ("percayai pengirim 17 30 hari", [("percayai", 17, "30 hari")]),
        ("lepas 17, blokir domainnya nomor 18", [("lepas", 17, ""), ("blokir", 18, "domain")]),
        ("lepas nomor 17 dan buang nomor 18", [("lepas", 17, ""), ("buang", 18, "")]),
        ("- retry: 4", [("retry", 4, "")]),
        ("buang 17 iklan saja", [("buang", 17, "iklan saja")]),
        ("drop 17 18 spam, sent twice", [("drop", 17, "spam, sent twice"), ("drop", 18, "spam, sent twice")]),
    ],
)
def test_a_line_that_asks(line: str, expected: list[tuple[str, int, str]]) -> None:
    """Either language, one or many, with the punctuation people write."""
    assert [(one.word, one.id, one.why) for one in asked(line)] == expected


@pytest.mark.parametrize(
    "line",
    [
        "lepas",
        "lepas semua",
        "blokir domain",
        "jangan blokir domain 17",
        "block all 17",
        "release all",
        "jangan lepas 17",
        "tolong jangan lepas 17",
        "please do not release 17",
        "sudah saya lepas 17",
        "melepas 17",
        "releases 17",
        "17",
        "> lepas 17",
        "lepas tangan 17",
        "lepas 17?",
        "lepas 19-17",
        "lepas 1-900",
    ],
)
def test_a_line_that_asks_for_nothing(line: str) -> None:
    """A sentence is no order, and nothing is released without its number."""
    assert asked(line) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("lepas 17 semua", ("lepas", 17, "", "sender")),
        ("release 17 all.", ("release", 17, "", "sender")),
        ("buang 17 semuanya, iklan", ("buang", 17, "iklan", "sender")),
        ("drop 17 allegedly spam", ("drop", 17, "allegedly spam", "mail")),
        ("lepas banjir 3", ("lepas", 3, "", "flood")),
        ("drop flood #3 advertisements", ("drop", 3, "advertisements", "flood")),
    ],
)
def test_a_line_about_many(line: str, expected: tuple[str, int, str, str]) -> None:
    """All that is held of a mail's sender, or a flood."""
    assert [(one.word, one.id, one.why, one.scope) for one in asked(line)] == [expected]


@pytest.mark.parametrize("line", ["lepas", "Release.", "lepas semua", "release all"])
def test_a_word_alone_is_about_what_the_letter_told_of(line: str) -> None:
    """In reply to a letter about floods one word lets them out; nowhere else does it anything."""
    assert [(one.id, one.scope) for one in lines_asking(line, WORDS, [3, 4])] == [(3, "flood"), (4, "flood")]
    assert lines_asking(line, WORDS) == []


def test_other_lines_are_passed_over() -> None:
    """Greeting and thanks need not be taken away."""
    text = "Halo,\n\nlepas 3\nbuang 4 iklan\n\nTerima kasih\nDewi\n"
    assert [(one.line, one.id) for one in asked(text)] == [("lepas 3", 3), ("buang 4 iklan", 4)]


def test_an_endless_list_is_cut() -> None:
    """One mail cannot keep the desk busy."""
    assert len(asked("lepas " + " ".join(map(str, range(5000))))) == MOST_IDS
    assert asked("lepas " + "9" * 400) == []
