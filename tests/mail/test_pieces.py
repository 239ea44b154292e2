"""Which variables a piece of a letter shows whatever they are."""

from __future__ import annotations

import pytest

from mailflow.mail.pieces import Piece


@pytest.mark.parametrize(
    ("source", "needed"),
    [
        ("Halo {{ recipient.name }},", {"recipient"}),
        ("{{ ticket.subject }}", {"ticket"}),
        ("{% if operator %}{{ operator }}{% endif %}", set()),
        ("{% if operator %}{{ operator }}{% else %}{{ owner }}{% endif %}", {"owner"}),
        ("{% if a %}{% elif b %}{{ b }}{{ c }}{% endif %}", {"c"}),
        ("{% if ticket.owner %}{{ ticket.owner }}{% endif %}", set()),
        ("{{ operator or desk.name }}", {"desk"}),
        ("{{ operator if operator else owner }}", {"owner"}),
        ("{{ operator if operator }}", set()),
        ("{% for one in files %}{{ one }}{% endfor %}", {"files"}),
        ("{% set x = 1 %}{{ x }}", set()),
        ("{{ since | moment }}", {"since"}),
    ],
)
def test_what_is_shown_without_being_asked_for(source: str, needed: set[str]) -> None:
    """A condition that names a variable asks whether it is there."""
    assert set(Piece(source, 1, "x.id.txt").needed()) == needed


def test_where_it_stands() -> None:
    """The line of the file, for the message."""
    assert Piece("a\nb {{ ticket }}", 3, "x.id.txt").needed() == {"ticket": 4}
