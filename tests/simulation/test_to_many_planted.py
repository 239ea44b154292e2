"""The simulator finds what must never happen in letters to many and in the mirrored mailbox, when it is planted."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest

from mailflow.core.occasions import CommandGiven
from mailflow.flow.schedule import broadcasts, mailbox_mirror
from mailflow.flow.settle import broadcast_reply
from mailflow.flow.ticket.typed_command import carry_out
from mailflow.mail.mirror_imap import ImapMirror
from tests.simulation.world import World, Wrong

SEEDS = range(30, 60)  # the first of them that shows it; another change of the simulator may need another


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """As for other years."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def _found(says: str, first: int = 30, days: float = 40) -> bool:
    for seed in SEEDS[first - SEEDS[0] :]:
        try:
            World(seed, days).run()
        except Wrong as wrong:
            if re.search(says, str(wrong).split("\n", 1)[0]):  # below stand its last steps
                return True
    return False


def test_a_broadcast_doubled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the first letter to each customer nothing is noted, so that he gets another."""
    note, noted = broadcasts.broadcasts.written, set[tuple[int, int]]()

    def forgetting(db: Any, row: Any, message_id: str, now: Any) -> None:
        if (id(db), *row) in noted:
            note(db, row, message_id, now)
        noted.add((id(db), *row))  # type: ignore[arg-type]

    monkeypatch.setattr(broadcasts.broadcasts, "written", forgetting)
    assert _found("is a second letter of one broadcast")


def test_too_many_in_a_month(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a customer has had is not counted."""
    monkeypatch.setattr(broadcasts.broadcasts, "had", lambda *_: {})
    assert _found("was written to . times in", first=35, days=20)


def test_a_letter_to_who_has_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """He is told that he gets no more, and it is not noted."""
    monkeypatch.setattr(broadcast_reply.register, "unsubscribe", lambda *_: True)
    assert _found("who had left at", first=47)


def test_a_copy_doubled(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is in its folder already is not found there, and copied again."""
    monkeypatch.setattr(ImapMirror, "_is_in", lambda *_: False)
    assert _found(r"copies of <.*> are in", first=31, days=10)


def test_a_copy_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ticket goes on, and a copy stays in the folder of before."""
    monkeypatch.setattr(ImapMirror, "_taken_out", lambda *_: False)
    assert _found(r"copies of <.*> are in", first=31, days=10)


def test_a_mirror_that_changes_a_ticket(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who flags a mail by hand leaves a note on a ticket."""
    look = mailbox_mirror._Mirrored.look

    def noting(mirror: Any) -> int:
        box = next(box for box in mirror.world.boxes if box.name == mirror.box.name)
        if any("Penting" in words for words in box.keywords.values()):
            going = "SELECT max(number) FROM ticket WHERE status NOT IN ('closed', 'merged', 'discarded')"
            if number := mirror.world.db.value(going):
                carry_out(mirror._parts, number, CommandGiven("note", "mirror", {"text": "Penting"}))
        return look(mirror)

    monkeypatch.setattr(mailbox_mirror._Mirrored, "look", noting)
    assert _found("the mirror of .* changed a ticket")
