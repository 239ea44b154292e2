"""`mailflow send` and `undo`, and a held answer that is to leave later."""

from __future__ import annotations

import pytest

from tests.core.desk import BUDI, SARI, Story, at, closed, new, opened

HELD = "held"


@pytest.mark.parametrize(
    ("story", "actor", "kinds"),
    [(opened(), "Budi", ["answered"]), (new(), "Budi", ["claimed", "answered"])],
)
def test_an_answer_is_typed(story: Story, actor: str, kinds: list[str]) -> None:
    """Its author becomes the owner of a ticket that nobody has."""
    step = story.command("send", 3, actor=actor, text="Sudah kami isi ulang.")
    assert step.kinds == kinds
    assert ("answer", "ana@customer.example") in step.sent


def test_it_may_leave_later() -> None:
    """It stops no clock before."""
    story = opened()
    step = story.command("send", 3, actor="Budi", text="Sudah.", until=at(9).isoformat())
    assert step.kinds == ["answer-scheduled"]
    assert story.ticket.answer_since is not None


@pytest.mark.parametrize(
    ("story", "actor", "text", "why"),
    [
        (closed(), "Budi", "Sudah.", "is-closed"),
        (opened(), "Nobody", "Sudah.", "only-operator"),
        (opened(), "Sari", "Sudah.", "not-yours"),
        (opened(), "Budi", " ", "no-text"),
    ],
)
def test_what_is_not_sent(story: Story, actor: str, text: str, why: str) -> None:
    """As by mail."""
    step = story.command("send", 9, actor=actor, text=text)
    assert [event.why for event in step.events] == [why]  # type: ignore[union-attr]


def held() -> Story:
    """Sari's answer on Budi's ticket is held."""
    story = opened()
    story.mail(SARI, "Coba matikan data seluler dulu.", 2)
    return story


def later(story: Story, moment: str, sender: str = SARI) -> list[str]:
    return story.mail(sender, "", 4, answers=HELD, commands=(("kirim", moment),)).kinds


def test_a_held_answer_leaves_later() -> None:
    """And is held no more."""
    story = held()
    assert later(story, "besok 09.00") == ["answer-scheduled", "command-answered"]
    assert (story.ticket.held, len(story.ticket.unsent)) == ((), 1)


@pytest.mark.parametrize("moment", ["30 Februari", "minggu depan", "kemarin"])
def test_an_unclear_moment_sends_nothing(moment: str) -> None:
    """It stays held."""
    story = held()
    assert later(story, moment) == ["command-answered"]
    assert len(story.ticket.held) == 1


def test_only_ones_own_held_answer() -> None:
    """Nobody else's, and none that is gone."""
    assert later(held(), "besok 09.00", BUDI) == ["answer-returned"]


def test_what_the_customer_has_written_since_holds_it_once_more() -> None:
    """Whenever it was to leave."""
    story = held()
    story.mail("ana@customer.example", "Masih belum masuk, kenapa?", 3, answers="announcement")
    assert later(story, "besok 09.00") == ["answer-held"]
