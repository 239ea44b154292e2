"""Somebody outside is asked, and nothing of the customer's goes along."""

from __future__ import annotations

import pytest

from mailflow.core.parties import PartyKind
from mailflow.core.third_party import address_in
from tests.core.desk import ANA, SARI, Story, closed, new, opened

BANK = "cs@bank.example"


@pytest.mark.parametrize(
    ("written", "address"),
    [
        (BANK, BANK),
        ("Bank <CS@bank.example>", BANK),
        ("<mailto:cs@bank.example>", BANK),
        (f"{BANK} <mailto:{BANK}>", BANK),
        ("cs@bank.example.", BANK),
        ("bank mandiri", ""),
        ("a@b.example c@d.example", ""),
        ("cs@bank", ""),
        ("", ""),
    ],
)
def test_one_address_is_meant(written: str, address: str) -> None:
    """However a mail program writes it."""
    assert address_in(written) == address


@pytest.mark.parametrize(
    ("story", "to", "text", "why"),
    [
        (opened(), "bank", "Ada gangguan?", "ask-no-address"),
        (opened(), SARI, "Ada gangguan?", "ask-ours"),
        (opened(), "noreply@bank.example", "Ada gangguan?", "ask-robot"),
        (opened(), ANA, "Ada gangguan?", "ask-customer"),
        (opened(), BANK, " ", "ask-no-words"),
        (new(), BANK, "Ada gangguan?", "ask-nobody-has-it"),
        (closed(), BANK, "Ada gangguan?", "is-closed"),
    ],
)
def test_who_cannot_be_asked(story: Story, to: str, text: str, why: str) -> None:
    """Nothing is sent."""
    step = story.command("ask", 6, to=to, text=text)
    assert [event.why for event in step.events] == [why]  # type: ignore[union-attr]


def test_the_question_goes_to_him_alone() -> None:
    """Clocks and state stay; asked again, it is the same party with the newer words."""
    story = opened()
    before = story.ticket
    step = story.command("ask", 3, to=BANK, text="Ada gangguan?")
    assert step.sent == [("ask-third-party", BANK)]
    assert (story.ticket.status, story.ticket.clocks) == (before.status, before.clocks)
    story.command("ask", 4, to="CS@Bank.example", text="Sudah selesai?")
    (party,) = story.ticket.parties
    assert (party.kind, party.asked, party.address) == (PartyKind.THIRD_PARTY, "Sudah selesai?", BANK)
