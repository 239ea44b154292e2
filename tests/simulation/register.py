"""The customers' register: who may open tickets (`customers:`), who is asked to prove an address, and that nobody who
is refused is written to more than once a day: but for a removed operator, who hears it of each mail."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from mailflow.errors import MailflowError
from mailflow.flow.admin import register as entering
from mailflow.flow.admin import verification
from mailflow.store.desk import register
from tests.simulation.entry import moment
from tests.simulation.mails import Mail

if TYPE_CHECKING:
    from mailflow.flow.parts import Parts
    from tests.simulation.world import World

VERIFY, REFUSED = "verify-address", "refused-unregistered"
_A_DAY = timedelta(days=1)
_WRITTEN = "SELECT created_at FROM letter WHERE id = ?"
_HELD = "SELECT id FROM inbox WHERE state = 'done' AND outcome = 'quarantined' AND reason = ? ORDER BY id"


class Register:
    """What the desk has been told of its customers, and what it may tell them."""

    def __init__(self, world: World, dice: Random) -> None:
        self.world, self.dice = world, dice
        self._told: dict[str, datetime] = {}  # address → when its newest refusal was written

    @property
    def _parts(self) -> Parts | None:
        return next((daemon.parts for daemon in self.world.daemons if daemon.alive), None)

    @property
    def is_closed(self) -> bool:
        """Only registered customers open tickets here."""
        return bool(self.world.home.good.get("customers"))

    # -- what the admin does

    def enter(self) -> None:
        """Some of them."""
        for customer in self.world.customers:
            if self._parts is not None and self.dice.random() < 0.6:
                addresses = " ".join(filter(None, (customer.address, customer.other)))
                group = self.dice.choice(("", "vip"))
                self._try(self._parts, {"addresses": addresses, "name": customer.name, "group": group})

    def _try(self, parts: Parts, cells: dict[str, str]) -> None:
        try:
            entering.enter(parts, cells)
        except MailflowError as why:
            self.world.say(f"the admin enters {cells['addresses']}: {why}")

    def asks_for_proof(self) -> None:
        """`mailflow customers verify`."""
        if self._parts is None:
            return
        try:
            count = verification.ask(self._parts, list(register.listing(self.world.db)))
        except MailflowError as why:
            self.world.say(f"the admin asks for proof: {why}")
            return
        self.world.say(f"the admin asks {count} addresses for proof")
        self.world.look_soon()

    def held(self) -> list[int]:
        """Mails of those who may not open tickets."""
        return [row[0] for row in self.world.db.execute(_HELD, ("not a registered customer",)).fetchall()]

    # -- what must be true

    def letter(self, kind: str, letter_id: int, who: str) -> None:
        """To somebody outside."""
        if kind == VERIFY and register.by_address(self.world.db, who) is None:
            self.world.fail(f"{who}, who is not registered, is asked for proof")
        if kind == REFUSED and self.is_closed and not self.world.check.has_left(who):
            written = moment(self.world.db.value(_WRITTEN, (letter_id,)))
            before = self._told.get(who, written)
            if before != written and abs(written - before) < _A_DAY:
                self.world.fail(f"{who} was refused at {before}, and is told so again at {written}")
            self._told[who] = written

    def opened(self, mail: Mail, *, released: bool) -> None:
        """A request, in a desk that is closed to strangers."""
        if not self.is_closed or released or mail.kind != "request" or mail.author in self.world.colleagues:
            return
        if register.by_address(self.world.db, mail.author) is None:
            self.world.fail(f"{mail.author} is not registered, and qz{mail.id}k became a ticket")

    def at_the_end(self) -> None:
        """Whoever is verified has answered the question for it himself."""
        for one in register.listing(self.world.db):
            for address in set(one.addresses) - set(one.unproven):
                if not any(self._proves(mail, address) for mail in self.world.post.mails):
                    self.world.fail(f"{address} counts as verified, and has answered no question for it")

    def _proves(self, mail: Mail, address: str) -> bool:
        letter = self.world.post.letters.get(mail.answers)
        return (
            mail.author == address and letter is not None and letter.kind == VERIFY and mail.kind in ("proof", "reply")
        )
