"""Any text at all: finders answer, and what they found stands where they say."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from mailflow.core.finders.table import FINDERS, find
from tests.core.finders.test_judged import ARRIVAL

PIECES = (
    "0812",
    "62",
    "+",
    "-",
    ".",
    " ",
    "(",
    ")",
    "Rp",
    "50",
    "rb",
    "ribu",
    "kemarin",
    "jam",
    "12/11/26",
    "31/02",
    "SN",
    ":",
)
texts = st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=12).map("".join))


@example("10/11/00KMARIN;10/11/00")  # the first again, behind another
@given(texts)
def test_finders_answer_any_text(text: str) -> None:
    """No text raises, and each finding lies within the text, in order."""
    for finder in FINDERS:
        found = find(finder, text, ARRIVAL)
        assert all(0 <= one.start < one.end <= len(text) for one in found)
        assert [one.start for one in found] == sorted(one.start for one in found)


@given(texts)
def test_phones_have_one_form(text: str) -> None:
    """A telephone number is a plus and eight to fifteen digits."""
    assert all(re.fullmatch(r"\+[1-9]\d{7,14}", one.value) for one in find("phone", text, ARRIVAL))


def test_expression_takes_the_named_part() -> None:
    """An admin's expression gives its part `value`, else its first brackets, else all of it."""
    text = "kode AB-123\nkode CD-456"
    assert [one.value for one in find(r"/kode (?P<value>\w+)-/", text, ARRIVAL)] == ["AB", "CD"]
    assert [one.value for one in find(r"/kode \w+-(\d+)/", text, ARRIVAL)] == ["123", "456"]
    assert [one.value for one in find(r"/CD-\d+/", text, ARRIVAL)] == ["CD-456"]
