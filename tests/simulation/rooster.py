"""The second tier: a team with a ticket system of its own, which answers late, twice or never, with receipts, its own
numbers and vacation replies, and asks back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.simulation import mails
from tests.simulation.home import BANK, DESK, TIER
from tests.simulation.mails import Item
from tests.simulation.people import HOUR, Person

if TYPE_CHECKING:
    from tests.simulation.world import World

QUESTIONS = ("ask-third-party",)  # what a third party may get
FORMS = ("second-tier-form", "reminder-second-tier")  # what it may get
_SAID = ("Sudah kami perbaiki di sistem. {qz}", "Serinya berapa? {qz}", "Bukan masalah di kami. {qz}")
_RECEIPT = "Tiket Anda telah dibuat dengan nomor {number}. Tim kami akan segera menindaklanjuti. {{qz}}"


class Rooster(Person):
    """Nothing it writes is for a customer."""

    def __init__(self, world: World) -> None:
        super().__init__(world, "Rooster", TIER)

    def react(self, item: Item) -> None:
        chance, number = self.chance, f"[issue{item.n}]"
        if item.kind not in FORMS or item.n is None:
            return
        if chance.random() < 0.08:
            self._vacation(item)
        if number not in item.subject and chance.random() < 0.5:
            declared = chance.random() < 0.7
            heads = (("Auto-Submitted", "auto-replied"),) if declared else ()
            said = _RECEIPT.format(number=item.n)
            kind = "tier-auto" if declared else "tier-receipt"
            self.world.later(5.0, lambda: self._says(item, kind, said, number, heads, "a receipt"))
        if chance.random() < 0.75:
            self.world.later(self.in_his_time(), lambda: self._answer(item, number))
            if chance.random() < 0.15:
                self.world.later(90 * HOUR, lambda: self._answer(item, number))

    def _answer(self, item: Item, number: str) -> None:
        chance = self.chance
        bulk = (("Precedence", "bulk"),) if chance.random() < 0.3 else ()  # as Roundup marks people's answers
        own = number if chance.random() < 0.5 else ""
        self._says(item, "tier", chance.choice(_SAID), own, bulk, "an answer")

    def _vacation(self, item: Item) -> None:
        heads = (("Auto-Submitted", "auto-replied"),)
        self._says(item, "tier-auto", "Kami libur sampai Senin. {qz}", "", heads, "a vacation reply")

    def _says(
        self, item: Item, kind: str, said: str, number: str, heads: tuple[tuple[str, str], ...], counted: str
    ) -> None:
        bare = mails.re_subject(item)
        subject = f"{number} {bare}" if number and number not in bare else bare
        self.world.post.write(
            kind, self.written, (DESK,), subject, said, answers=item, heads=heads, internal=True, quotes=kind == "tier",
            counted=f"second tier: {counted}",
        )  # fmt: skip


class Bank(Person):
    """Somebody outside, asked privately: answers to us, once, twice or never."""

    def __init__(self, world: World) -> None:
        super().__init__(world, "CS Bank", BANK)

    def react(self, item: Item) -> None:
        if item.kind in QUESTIONS and self.chance.random() < 0.8:
            for _ in range(self.chance.choice((1, 1, 2))):
                self.world.later(self.in_his_time(), lambda: self._answer(item))

    def _answer(self, item: Item) -> None:
        said = self.chance.choice(("Sudah kami cek, dananya belum masuk. {qz}", "Mohon nomor referensinya. {qz}"))
        self.world.post.write(
            "third", self.written, (DESK,), mails.re_subject(item), said, answers=item, internal=True,
            counted="third party: an answer",
        )  # fmt: skip
