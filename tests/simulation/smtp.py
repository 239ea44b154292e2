"""The way out: a server that refuses, defers, goes down, loses its own answer; and the post that carries letters on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mailflow.core.finished import Finished
from mailflow.errors import GiveUp, TryLater
from mailflow.mail.transports import Outcome, Sent

if TYPE_CHECKING:
    from tests.simulation.daemons import SimDaemon
    from tests.simulation.world import World


@dataclass
class Accepted:
    """One letter the server has taken for one recipient."""

    daemon: SimDaemon
    answer_lost: bool


class FaultyTransport:
    """As SmtpTransport: one letter after the other; a connection that dies ends the batch."""

    name = "simulated"
    at_once = 1

    def __init__(self, world: World, daemon: SimDaemon) -> None:
        self._world, self._daemon = world, daemon

    def send(self, letter: Finished) -> Sent:
        world = self._world
        world.point("before a letter is sent", self._daemon)
        if world.smtp_down:
            raise TryLater("connection refused")
        world.maybe_fail("smtp", "421 try again later")
        if world.trouble("malformed"):
            raise GiveUp("554 this server takes no such letters")
        outcomes = {who: self._one(letter, who) for who in letter.recipients}
        taken = [who for who, outcome in outcomes.items() if outcome.state == "sent"]
        lost = bool(taken) and world.trouble("answer lost")
        for who in taken:
            world.accept(letter, who, Accepted(self._daemon, lost))
        self._daemon.in_flight.add(letter.message_id)
        world.point("after a letter was taken", self._daemon)
        if lost:
            world.say(f"the server took {letter.message_id}, its answer is lost")
            raise TryLater("connection lost after DATA")
        return Sent(outcomes)

    def _one(self, letter: Finished, who: str) -> Outcome:
        world = self._world
        if who in world.refused:
            return Outcome("failed", "550 no such user")
        if who in world.deferred or world.trouble("deferred"):
            return Outcome("later", "450 mailbox busy")
        return Outcome("sent", "250 ok")

    def send_many(self, letters: list[Finished]) -> list[Sent | Exception]:
        results: list[Sent | Exception] = []
        for letter in letters:
            try:
                results.append(self.send(letter))
            except GiveUp as error:
                results.append(error)
            except TryLater as error:
                results.extend([error] * (len(letters) - len(results)))
                break
        return results

    def probe(self) -> str:
        return self.name

    def close(self) -> None:
        """Nothing to end."""
