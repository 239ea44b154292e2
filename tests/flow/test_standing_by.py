"""Two daemons, one mailbox: whoever stands by for its reader rings nothing while that one cannot reach it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mailflow.core.arrival import Arrival
from mailflow.errors import StandBy, TryLater
from mailflow.flow.intake.receive import MailboxLock, Receiver
from tests.flow.conftest import Office


class Unsteady:
    """A mailbox that is empty, and sometimes out of reach."""

    name = "maildir:var/in"

    def __init__(self) -> None:
        self.down = False

    def fetch(self) -> Iterator[list[Arrival]]:
        if self.down:
            raise TryLater("connection refused")
        return iter(())

    def done(self, batch: list[Arrival]) -> None: ...
    def wait(self, seconds: float) -> bool:
        return False

    def stop(self) -> None: ...
    def probe(self) -> str:
        return self.name

    def close(self) -> None: ...


def look(receiver: Receiver) -> None:
    """One round, as `run` guards it."""
    try:
        receiver._round(lambda: None)
    except StandBy as why:
        receiver._down(str(why), stands_by=True)
    except TryLater as why:
        receiver._down(str(why))


def test_who_stands_by_is_behind_while_the_reader_is(desk: Office, tmp_path: Path) -> None:
    """Until the reader has read the mailbox to its end; again when it is out of reach; and when the reader is gone."""
    source = Unsteady()
    reader = Receiver(desk.parts, source, MailboxLock(tmp_path, "one"), 1.0)
    other = Receiver(desk.parts, Unsteady(), MailboxLock(tmp_path, "one"), 1.0)
    told = []
    for down in (True, False, True, True, False):
        source.down = down
        look(reader)
        look(other)
        told.append((reader.behind, other.behind))
    assert told == [(True, True), (False, False), (True, True), (True, True), (False, False)]
    reader._leave()
    look(other)
    assert (other.behind, other.stands_by) == (False, "")
    other._leave()
