"""The simulator finds what must never happen between desk and customer, when it is planted."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import partial

import pytest

from tests.simulation.world import World, Wrong

SEEDS = (16, 14, 15, 18)  # the first of them that shows it; another change of the simulator may need others


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


def test_two_answers_to_one_question(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever comes second is passed on as well, and nothing is held."""
    from mailflow.core import operators

    monkeypatch.setattr(operators, "held_back", lambda *_: "")
    monkeypatch.setattr(operators, "_by_another", partial(operators._by_owner, claims=False))
    assert _found("was not held")


def test_a_command_line_to_the_customer(monkeypatch: pytest.MonkeyPatch) -> None:
    """No line with a slash is taken for a command, so that all of them go along."""
    from mailflow.flow.settle import arrival
    from mailflow.mail.command_lines import CommandLines

    monkeypatch.setattr(arrival, "command_lines", lambda text, names=(): CommandLines(words=text))
    assert _found("a command line reached")
