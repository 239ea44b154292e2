"""What letters to people outside may not say: of a customer to the second tier, of a colleague to anybody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.simulation.home import BANK, TIER
from tests.simulation.mails import Item
from tests.simulation.rooster import FORMS, QUESTIONS

if TYPE_CHECKING:
    from tests.simulation.world import World

PARTIES = {TIER: FORMS, BANK: QUESTIONS}  # who outside may get which letters


class Privacy:
    """Asked of each letter the server has taken."""

    def __init__(self, world: World) -> None:
        self.world = world

    def party(self, item: Item, raw: bytes, who: str) -> None:
        """A form or a question, or a reminder of one: as from a person, with the data its category requires."""
        if item.kind not in PARTIES[who]:
            self.world.fail(f"{item.kind} of ticket {item.n} went to the {'second tier' if who == TIER else who}")
        if b"\nAuto-Submitted:" in raw or b"\nPrecedence:" in raw or "[#" in item.subject:
            self.world.fail(f"{item.kind} to {who} is marked as automatic, or with our number")
        if "Kategori: pulsa" in item.text and "Rp 50.000" not in item.text:
            self.world.fail(f"ticket {item.n} was escalated without its data:\n{item.text}")
        customer = str(self.world.db.value("SELECT requester FROM ticket WHERE n = ?", (item.n,)) or "").lower()
        if customer and customer in raw.decode("utf-8", "replace").lower():
            self.world.fail(f"{item.kind} tells {who} the customer's address {customer}")

    def secrets(self, item: Item, who: str, raw: bytes) -> None:
        shown = raw.decode("utf-8", "replace").lower() + item.text.lower()
        sql = "SELECT requester FROM ticket WHERE n = ?"
        himself = str(self.world.db.value(sql, (item.n,)) or "").lower()  # a colleague may be the customer
        for address in ("budi@desk.example", "budi.home@desk.example", "sari@desk.example", "tono@desk.example"):
            named = re.search(rf"(?<![a-z0-9.]){re.escape(address)}", shown)  # not the end of a Message-ID's mark
            if named and address not in (who, himself) and not self._knows(who, address):
                self.world.fail(f"{item.kind} tells {who} the private address {address}")

    def _knows(self, who: str, address: str) -> bool:
        """He has written to it himself, or had mail from it directly: a removed operator he wrote to is on his Cc."""
        two = {who, address}
        return any(mail.author in two and two <= {mail.author, *mail.written_to} for mail in self.world.post.mails)
