"""Letters to many (`mailflow broadcast`): the admin begins, stops and goes on with them while daemons are killed. Each
customer gets each once, within the monthly limit, and none after he has left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from functools import partial
from random import Random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mailflow.errors import MailflowError
from mailflow.flow.admin import broadcasting
from mailflow.store.desk import broadcasts
from tests.simulation.entry import moment
from tests.simulation.home import TO_MANY
from tests.simulation.mails import Item, Mail

if TYPE_CHECKING:
    from mailflow.flow.parts import Parts
    from tests.simulation.world import World

KIND, LEFT = "broadcast", "unsubscribed"
COME_BACK = ("thanks", "solved", "heard", "helped", "reaction", "stop", "click")
_WRITTEN = "SELECT id, message_id, addressee, created_at FROM letter WHERE kind = ? ORDER BY id"
_ROWS = (
    "SELECT l.id, m.broadcast_id, m.registered_id FROM letter l JOIN broadcast_mail m ON m.letter_id = l.id "
    "WHERE l.kind = ?"
)
_OUT = (
    "SELECT m.broadcast_id, m.registered_id, m.reason, r.unsubscribed_at, b.started_at FROM broadcast_mail m "
    "JOIN registered r ON r.id = m.registered_id JOIN broadcast b ON b.id = m.broadcast_id WHERE m.state = 'left-out'"
)
_SOON, _LONG = 2.0, 400.0  # seconds between looks, and how long somebody looks


class Broadcasts:
    """What the admin has sent to many, and what came back."""

    def __init__(self, world: World, dice: Random) -> None:
        self.world, self.dice = world, dice
        self._rounds = 0

    @property
    def _parts(self) -> Parts | None:
        return next((daemon.parts for daemon in self.world.daemons if daemon.alive), None)

    # -- what the admin does

    def sends_to_many(self) -> None:
        """A letter to everybody, or to a group; perhaps stopped in the middle; in a rush, when daemons die often."""
        letter, group = self.dice.choice(list(TO_MANY)), self.dice.choice(("", "", "vip"))
        self._does("begins", lambda parts: broadcasting.start(parts, letter, group, "admin", again=True)[0].id)
        if self.dice.random() < 0.6:
            self.world.troubles.hurry()
        if self.dice.random() < 0.4:
            self.world.later(self.dice.choice((0.5, 3.0, 5.0)), self._stops)
        self._looks_on(_LONG)

    def _stops(self) -> None:
        running = broadcasts.listing(self.world.db, broadcasts.RUNNING)
        if running:
            number = running[0].id
            self._does("stops", lambda parts: broadcasting.stop(parts, number).id)
            self.world.later(self.dice.choice((20.0, 7200.0)), partial(self._goes_on, number))

    def _goes_on(self, number: int) -> None:
        self._does("goes on with", lambda parts: broadcasting.resume(parts, number, "admin")[0].id)
        self._looks_on(_LONG)

    def _does(self, what: str, act: Callable[[Parts], int]) -> None:
        if self._parts is None:
            return
        try:
            number = act(self._parts)
        except MailflowError as why:
            self.world.say(f"the admin {what} a broadcast: {why}")
            return
        self.world.said[f"admin: {what} a broadcast"] += 1
        self.world.say(f"the admin {what} broadcast {number}")

    def _looks_on(self, left: float) -> None:
        """The daemons write each second; here they look when there is something to do."""
        if left > 0 and broadcasts.listing(self.world.db, broadcasts.RUNNING):
            self.world.look_soon()
            self.world.later(_SOON, partial(self._looks_on, left - _SOON))

    def calm_down(self) -> None:
        """Everybody goes home: what was stopped goes on, what runs is written."""
        newest = {(one.letter, one.group): one for one in broadcasts.listing(self.world.db)}
        for one in newest.values():
            if one.state == broadcasts.STOPPED:
                self._goes_on(one.id)
        self._looks_on(_LONG)

    # -- what must be true

    def answers(self, mail: Mail) -> bool:
        letter = self.world.post.letters.get(mail.answers or "")
        return letter is not None and letter.kind == KIND

    def may_end(self, mail: Mail, outcome: str) -> bool:
        """Thanks, an emoji, who leaves: nobody need read it, and no ticket."""
        return outcome == "note" and mail.kind in COME_BACK and (mail.kind == "click" or self.answers(mail))

    def letter(self, item: Item, who: str) -> bool:
        """Whether it is a letter to many, or about them; and none goes to whom it should not."""
        if item.kind == LEFT:
            said = sum(m.author == who and m.kind == "stop" for m in self.world.post.mails)
            told = self.world.db.value("SELECT count(*) FROM letter WHERE kind = ? AND addressee = ?", (LEFT, who))
            if told > said:
                self.world.fail(f"{who} is told that he gets no more announcements, and had asked {said} times")
        if item.kind == KIND:
            self._each_once()
        return item.kind in (KIND, LEFT)

    def _each_once(self) -> None:
        """Each letter belongs to one customer of one broadcast, and he to no other of it; never too many in a month."""
        db, rules = self.world.db, self.world.home.good
        of = {letter: (number, customer) for letter, number, customer in db.execute(_ROWS, (KIND,)).fetchall()}
        zone, monthly = ZoneInfo(rules["desk"]["timezone"]), Counter[tuple[int, str]]()
        left = self._left()
        for letter_id, message_id, addressee, created in db.execute(_WRITTEN, (KIND,)).fetchall():
            if letter_id not in of:
                self.world.fail(f"{message_id} to {addressee} is a second letter of one broadcast")
            monthly[of[letter_id][1], f"{moment(created).astimezone(zone):%Y-%m}"] += 1
            if addressee in left and moment(created) > left[addressee]:
                self.world.fail(f"{message_id} was written to {addressee}, who had left at {left[addressee]}")
        most = rules.get("broadcast", {}).get("per_month", 4)
        for (customer, month), count in monthly.items():
            if count > most:
                self.world.fail(f"customer {customer} was written to {count} times in {month}, not {most}")

    def _left(self) -> dict[str, datetime]:
        """{address: when the desk had read that he wants no more}."""
        wrote = [mail for mail in self.world.post.mails if mail.kind in ("stop", "click")]
        read = {mail.author: self.world.check.read_at(mail) for mail in reversed(wrote)}
        return {who: at for who, at in read.items() if at is not None}

    def at_the_end(self) -> None:
        """Everything begun is done; who was left out was so for a reason."""
        self._each_once()
        db = self.world.db
        if running := broadcasts.listing(db, broadcasts.RUNNING):
            self.world.fail(f"broadcast {running[0].id} is not done")
        for number, customer, reason, unsubscribed, started in db.execute(_OUT).fetchall():
            if reason == "unsubscribed" and (unsubscribed is None or not self._asked()):
                self.world.fail(f"customer {customer} was left out of broadcast {number} of {started}: {reason}")

    def _asked(self) -> bool:
        return any(mail.kind in ("stop", "click") for mail in self.world.post.mails)
