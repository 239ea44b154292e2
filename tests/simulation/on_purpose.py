"""What people do on purpose, in a mail of their own with the ticket's number in its subject: what takes a ticket in the
right state, and is therefore seldom done by chance."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING

from mailflow.core.letter_kinds import KINDS
from tests.simulation.home import DESK, PIC

if TYPE_CHECKING:
    from tests.simulation.world import World

_OWNED = "SELECT n, owner FROM ticket WHERE status IN ('open', 'waiting') AND owner IS NOT NULL ORDER BY n"
_RUNNING = "SELECT n, owner FROM ticket WHERE status IN ('new', 'open', 'waiting') ORDER BY n"
_OVER = "SELECT n, NULL FROM ticket WHERE status IN ('closed', 'discarded') ORDER BY n"
_BOUND = (
    "SELECT n, owner FROM ticket WHERE status = 'open' AND owner IS NOT NULL AND n IN "
    "(SELECT ticket_n FROM event WHERE kind = 'incident-joined') ORDER BY n"
)
_CANNED = tuple(kind.removeprefix("answer-") for kind in KINDS if kind.startswith("answer-pulsa"))


class OnPurpose:
    """Each method is one such mail, or some; `dice` chooses the ticket."""

    def __init__(self, world: World, dice: Random) -> None:
        self.world, self.dice = world, dice

    def acts(self) -> tuple[tuple[Callable[[], None], int], ...]:
        """Each with how often at most it happens in a year."""
        return (
            (self.opens_again, 2), (self.is_back, 3), (self.joins_two_and_more, 4), (self.throws_away, 3),
            (self.says_no_incident, 4), (self.sends_a_letter, 9), (self.puts_off, 2), (self.hands_over, 1),
        )  # fmt: skip

    def opens_again(self) -> None:
        """The PIC, a ticket that is over."""
        self._says(_OVER, "/buka belum beres")

    def is_back(self) -> None:
        """Somebody says that he is away, and some days later that he is here again."""
        name, address = self._somebody()
        self.world.check.tickets.absent.says_elsewhere(name)
        self._write(name, address, "Kabar", "/absen")
        back = partial(self._write, name, address, "Kabar", "/hadir")
        self.world.later(self.dice.choice((2, 9, 40)) * 3600.0, back)

    def joins_two_and_more(self) -> None:
        """The PIC, one ticket into a second, and that into a third: the first has moved on."""
        chain = [n for n, _ in self._found(_RUNNING)][-3:]
        for at, (n, into) in enumerate(pairwise(chain)):
            self.world.later(at * 9 * 3600.0, partial(self._on, n, PIC["name"], f"/gabung {into}"))

    def throws_away(self) -> None:
        """What was no request."""
        self._says(_OWNED, "/buang bukan permintaan")

    def says_no_incident(self) -> None:
        self._says(_BOUND, "/bukan-gangguan")

    def sends_a_letter(self) -> None:
        """One of the canned ones."""
        self._says(_OWNED, f"/balas {self.dice.choice(_CANNED)}")

    def puts_off(self) -> None:
        self._says(_OWNED, self.dice.choice(("/tunda 3 hari", "/snooze 2 days")))

    def hands_over(self) -> None:
        self._says(_OWNED, f"/serahkan {self.dice.choice(['Budi', 'Sari'])}")

    def _says(self, sql: str, said: str) -> None:
        """The owner, or the PIC of what has none, on one of those."""
        found = self._found(sql)
        if found:
            n, owner = self.dice.choice(found)
            self._on(n, owner or PIC["name"], said)

    def _found(self, sql: str) -> list[tuple[int, str]]:
        return [(n, owner) for n, owner in self.world.db.execute(sql).fetchall()]

    def _somebody(self) -> tuple[str, str]:
        person = self.dice.choice(self.world.home.in_force["operators"])
        return str(person["name"]), str(person["address"])

    def _on(self, n: int, name: str, said: str) -> None:
        people = {p["name"]: p["address"] for p in (*self.world.home.in_force["operators"], PIC)}
        if name in people:  # still employed
            self._write(name, people[name], f"[#{n}] Tiket", said, n)

    def _write(self, name: str, address: str, subject: str, said: str, n: int | None = None) -> None:
        kind = "pic-command" if name == PIC["name"] else "command"
        self.world.post.write(
            kind, f"{name} <{address}>", (DESK,), subject, said, internal=True, about=n,
            counted="colleague: a command on purpose",
        )  # fmt: skip
