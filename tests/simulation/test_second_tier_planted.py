"""The simulator finds what must never happen between desk, second tier and customer, when it is planted."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from mailflow.core import events as ev
from mailflow.core import party_letters, second_tier
from mailflow.core.addressing import relayed
from mailflow.core.letter import Letter
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket
from tests.simulation.world import World, Wrong

SEEDS = range(18, 24)  # the first of them that escalates shows it; another change of the simulator may need another


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """As for other years."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def _found(says: str) -> bool:
    for seed in SEEDS:
        try:
            World(seed, days=90).run()
        except Wrong as wrong:
            if re.search(says, str(wrong).split("\n", 1)[0]):  # below stand its last steps
                return True
    return False


def test_an_escalation_without_its_data(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is ever missing."""
    monkeypatch.setattr(second_tier, "missing_of", lambda *_: ())
    assert _found("was escalated without its data")


def test_the_customers_words_in_the_form(monkeypatch: pytest.MonkeyPatch) -> None:
    """The form quotes his question."""
    write = party_letters._form

    def quoting(ticket: Ticket, event: ev.Escalated, rules: Rules) -> list[Letter]:
        return [replace(one, facts={**one.facts, "text": ticket.question}) for one in write(ticket, event, rules)]

    monkeypatch.setattr(party_letters, "_form", quoting)
    assert _found("second-tier-form .* shows rooster@vendor.example the words of")


def test_the_second_tiers_answer_to_the_customer(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is passed on as if the owner had written it."""
    write = party_letters._answered

    def passing_on(ticket: Ticket, event: ev.PartyWrote, rules: Rules) -> list[Letter]:
        return [*write(ticket, event, rules), *relayed(ticket, "Budi", event.text, rules)]

    monkeypatch.setattr(party_letters, "_answered", passing_on)
    assert _found("shows .* the words of tier")


def test_its_receipt_as_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ticket system's own words lead the ticket back."""
    from mailflow.flow.settle import party_mail

    monkeypatch.setattr(party_mail, "_no_answer", lambda *_: "")
    assert _found("party-wrote by a mail of kind tier-auto|caused second-tier-answered|ended as")


def test_a_clock_that_does_not_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time with the second tier counts against the owner."""
    from mailflow.core import ladders

    monkeypatch.setattr(ladders, "pauses_of", lambda *_: ())
    assert _found("rang at .* it is due at|the breach is due|was due at")
