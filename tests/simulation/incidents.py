"""Many customers, one problem (`incidents:`): nothing is bound together before a PIC has said yes, and later ones join
only what is bound."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.simulation import mails
from tests.simulation.entry import Entry, wrong
from tests.simulation.mails import Mail
from tests.simulation.model import Model
from tests.simulation.words import YES

if TYPE_CHECKING:
    from tests.simulation.world import World


_JOINED = "SELECT data FROM event WHERE kind = 'incident-joined' AND ticket_n = ?"
_TOLD = "SELECT count(*) FROM event WHERE kind IN ('incident-joined', 'incident-proposed') AND ticket_n = ?"


def to_all(world: World, mail: Mail, n: int) -> bool:
    """The answer `mail` may go to ticket `n` as well: both are one incident, and its author has said yes."""
    firsts = [{json.loads(data)["first"] for (data,) in world.db.execute(_JOINED, (one,))} for one in (mail.about, n)]
    author = world.person(mail.author)  # whichever of his addresses he writes from
    agreed = any(
        one.kind == "consent" and world.person(one.author) is author and one.id > mail.id for one in world.post.mails
    )
    return agreed and bool(firsts[0] & firsts[1])


class Incidents:
    """A method for each kind of event."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._bound: set[int] = set()  # first tickets of those that a PIC has said yes to

    def incident_proposed(self, model: Model, entry: Entry) -> None:
        """Asked about three customers or more, each of whom has a ticket of his own."""
        tickets = entry.data["tickets"]
        askers = {self.world.check.asked(n) for n in tickets}
        if tickets and len(askers) < self.world.home.by_fingerprint[entry.rules]["incidents"]["customers"]:
            wrong(self.world, entry, f"only {askers} have asked")
        self.world.said["an incident is proposed"] += bool(tickets)

    def incident_joined(self, model: Model, entry: Entry) -> None:
        first = entry.data["first"]
        if entry.actor == "Dewi":
            self._agreed(entry, first)
            self._bound.add(first)
        elif first not in self._bound:
            wrong(self.world, entry, f"nobody has said yes to incident {first}")

    def incident_declined(self, model: Model, entry: Entry) -> None:
        if entry.actor != "Dewi":
            wrong(self.world, entry, "only a PIC says no")

    def incident_left(self, model: Model, entry: Entry) -> None:
        if self.world.db.value(_TOLD, (entry.n,)) == 0:
            wrong(self.world, entry, "it is part of none")

    def _agreed(self, entry: Entry, first: int) -> None:
        asked = {letter.ours for letter in self.world.post.letters.values() if letter.kind == "incident-proposed"}
        said = [mail for mail in self.world.post.mails if mail.kind == "consent" and mail.answers in asked]
        lines = {line.strip().casefold() for mail in said for line in mails.read(mail.raw).text.splitlines()}
        if not lines & YES:
            wrong(self.world, entry, f"the PIC has said nothing like yes to incident {first}")
