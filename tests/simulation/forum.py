"""A list with readers who are no colleagues (`public_lists:`): who asks there is answered alone, the list gets the
number and nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from tests.simulation import mails
from tests.simulation.mails import CANARY, Item, Mail
from tests.simulation.words import SECRET

if TYPE_CHECKING:
    from tests.simulation.world import World

FORUM = "mahasiswa@lists.kampus.example"
NUMBER = "list-number"
_READERS = 2  # of the customers, who get what is written there


class Forum:
    """Carries what is written to the list, and looks at what the desk writes there."""

    def __init__(self, world: World) -> None:
        self.world = world

    @property
    def is_there(self) -> bool:
        return FORUM in self.world.home.good.get("public_lists", ())

    def carries(self, mail: Mail, raw: bytes, at: datetime, item: Item | None = None) -> None:
        """To the desk, which reads along, and to its readers."""
        copy, world = mails.list_copy(raw, FORUM), self.world
        world.post.put(world.boxes[0], mail, copy, at)
        for reader in world.customers[:_READERS]:
            if reader.address != mail.author and item is not None:
                reader.receive(mails.read(copy, item.kind, item.n, item.ours))

    def letter(self, item: Item, raw: bytes) -> None:
        """The desk's own."""
        shown = item.text + item.subject
        if item.kind != NUMBER or item.n is not None:
            self.world.fail(f"{item.kind} of ticket {item.n} went to a public list")
        if CANARY.search(shown) or SECRET.search(shown) or "50.000" in shown:
            self.world.fail(f"a public list reads what is nobody's business:\n{shown}")
        people = [p["address"] for p in self.world.home.good["operators"]]
        if any(address.encode() in raw for address in people):
            self.world.fail("a public list reads a colleague's address")
