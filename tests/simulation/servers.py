"""What real servers and hands do to a desk: mails that cannot be had, accounts that may send no more, relays that give
letters another Message-ID, a rules.yaml that is only half there. Drawn from the seed like all troubles."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from tests.simulation.imap import POISONS, Poison
from tests.simulation.people import HOUR
from tests.simulation.smtp import ENOUGH, NEXT_PLEASE, Reply, renamed

if TYPE_CHECKING:
    from tests.simulation.world import World

TOLD_AFTER = 900.0  # seconds of an outage after which the admin hears (`alarm_after`)
_SLACK = 2 * HOUR  # a letter that waits is tried again within the hour
_LOOKS = (60.0, 700.0, 2600.0, 6300.0, *(28000.0 * n for n in range(1, 12)))  # the polls while a mail cannot be had


class Servers:
    """`enough`, `next_please`, `most_letters` and `relay` are asked by the connections."""

    def __init__(self, world: World, dice: Random) -> None:
        self.world, self.dice = world, dice
        self.most_letters = dice.choice((0, 0, 1, 2, 5))  # of one connection; 0: as many as you like
        self.next_please = dice.choice(NEXT_PLEASE)
        self.relay = dice.random() < 0.4  # it gives every letter a Message-ID of its own
        self.enough: tuple[str, Reply] | None = None  # of our account, for a while
        self.refusals: set[str] = set()  # everything it ever said in that case
        self._refused_since: float | None = None
        self._kills = 0

    def faults(self) -> tuple[tuple[Callable[[], None], int], ...]:
        """Each with how often at most it happens in a year."""
        return ((self.poison, 8), (self.account_limit, 5), (self.half_written, 2))

    def _somebody_asks(self) -> None:
        self.world.later(self.dice.choice((5.0, 60.0, 600.0)), self.dice.choice(self.world.customers).ask)

    # -- mails that cannot be had

    def poison(self) -> None:
        """The next mail of a mailbox is one its server cannot give, for a while."""
        box, poison = self.dice.choice(self.world.boxes), Poison(self.dice.choice(POISONS))
        box.coming.append(poison)
        self.world.say(f"-- {box.name} will have a mail it cannot give: {poison.kind}")
        lasts = self.dice.choice((HOUR, 30 * HOUR, 90 * HOUR)) + 48 * HOUR  # until one comes, and then
        self._somebody_asks()
        for seconds in (*_LOOKS, lasts + 60.0, lasts + 7 * HOUR):
            self.world.later(seconds, self.world.look_soon)
        self.world.later(lasts, lambda: box.mend(poison))

    # -- an account that may send no more

    def account_limit(self) -> None:
        """For some hours the server takes nothing from us, and says why."""
        if self.enough is not None:
            return
        self.enough, self._refused_since = self.dice.choice(ENOUGH), None
        self._kills = self.world.kills
        self.world.say(f"-- the server has enough of our account: {self.enough[1]}")
        began = self.world.alerts.newest
        self._somebody_asks()
        self.world.later(self.dice.choice((900.0, 2 * HOUR, 5 * HOUR, 30 * HOUR)), lambda: self._enough_over(began))

    def refuses(self) -> Reply:
        assert self.enough is not None
        if self._refused_since is None:
            self._refused_since = self.world.t
            self.world.said[f"server: enough of our account, at {self.enough[0]}"] += 1
        code, words = self.enough[1]
        self.refusals.add(words.decode())
        return code, words

    def _enough_over(self, began: int) -> None:
        world, since = self.world, self._refused_since
        self.enough = None
        world.say("-- the account may send again")
        if since is not None and world.kills == self._kills:
            world.alerts.told_of("sending", began, surely=world.t - since > TOLD_AFTER + _SLACK)
        world.look_soon()

    # -- a relay with its own ids

    def relayed(self, raw: bytes) -> bytes:
        if not self.relay:
            return raw
        number = self.world.agenda_count()
        return renamed(raw, f"<0100018c{number:08x}-{self.world.seed:06x}-000000@mail.relay.example>")

    # -- a file that is only half there

    def half_written(self) -> None:
        """An editor, a copy over the network: rules.yaml is there in part, seconds later wholly."""
        home, world = self.world.home, self.world
        if not home.whole or home.is_broken:
            return
        whole = home.text
        cut = self.dice.randrange(len(whole))
        home.write_part(whole[:cut])
        world.said["admin: rules.yaml is half written"] += 1
        world.say(f"-- rules.yaml is half written: {cut} of {len(whole)} letters")
        world.edits.follow()
        world.later(self.dice.choice((0.5, 1.5, 2.5, 5.0, 20.0, 40.0)), partial(self._finished, whole), mail=True)

    def _finished(self, whole: str) -> None:
        if self.world.home.whole:  # somebody else has saved it meanwhile
            return
        self.world.home.write_whole(whole)
        self.world.say("-- rules.yaml is whole")
        self.world.edits.follow()

    def mend(self) -> None:
        self.enough = None
        for box in self.world.boxes:
            for poison in (*box.coming, *box.poison.values()):
                box.mend(poison)
        for seconds in (60.0, 700.0, 3700.0, 7 * HOUR):
            self.world.later(seconds, self.world.look_soon)
