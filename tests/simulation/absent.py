"""Who has said that he is away: nobody announces new tickets to him (interfaces-2.md, `/absen`, `/hadir`)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from tests.simulation.entry import Entry, moment
from tests.simulation.renaming import plain

if TYPE_CHECKING:
    from tests.simulation.world import World

_WRITTEN = "SELECT created_at FROM letter WHERE id = ?"


class Absent:
    """Those who are away until they say otherwise; of whoever named a moment nothing is known here."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.since: dict[str, datetime] = {}
        self._until: set[str] = set()  # who has named a moment

    def said(self, entry: Entry) -> None:
        """A command-answered: what its author has been told of himself."""
        for _, result, *_ in entry.data["results"]:
            if result in ("away", "away-read"):
                self.since[plain(entry.actor)] = entry.recorded
                self.world.said["colleague: is away until he is back"] += 1
                self._until.discard(plain(entry.actor))
            elif result == "back" or result.startswith("away-until"):
                self.since.pop(plain(entry.actor), None)
                (self._until.discard if result == "back" else self._until.add)(plain(entry.actor))

    def says_elsewhere(self, name: str) -> None:
        """In a mail about no ticket, of which the log knows nothing: until his next word on one, nothing is known."""
        self.since.pop(plain(name), None)
        self._until.add(plain(name))

    def may_hear(self, kind: str, letter_id: int, who: str) -> None:
        """An announcement to one person; where all are away it must reach somebody."""
        people = [plain(p["name"]) for p in self.world.home.in_force["operators"]]
        person = self.world.person(who)
        if kind != "announcement" or person is None or person.name not in self.since:
            return
        written = moment(self.world.db.value(_WRITTEN, (letter_id,)))
        if self.world.check.tickets.is_behind:  # the others may have said since that they are away, too
            return
        if written > self.since[person.name] and any(self.is_here(name, written) for name in people):
            self.world.fail(f"{person.name} has been away since {self.since[person.name]}, and got {kind} of {written}")

    def is_here(self, name: str, then: datetime) -> bool:
        """For certain: he has said nothing else, and no program of his has written since he did himself,
        and that has been read."""
        own = [mail for mail in self.world.post.mails if self._name(mail.author) == name]
        heard = not own or (own[-1].kind not in ("vacation", "notice") and self.world.check.was_read(own[-1], then))
        return heard and name not in self.since and name not in self._until

    def _name(self, address: str) -> str:
        person = self.world.person(address)
        return person.name if person is not None else ""
