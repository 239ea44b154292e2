"""What people do on purpose, in a mail of their own with the ticket's number in its subject: what takes a ticket in the
right state, and is therefore seldom done by chance."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING

from mailflow.core.letter_kinds import KINDS
from tests.simulation.colleagues import Operator
from tests.simulation.home import DESK, PIC
from tests.simulation.mails import Item
from tests.simulation.renaming import plain
from tests.simulation.words import SECRET

if TYPE_CHECKING:
    from tests.simulation.world import World

_OWNED = "SELECT n, owner FROM ticket WHERE status IN ('open', 'waiting') AND owner IS NOT NULL ORDER BY n"
_RUNNING = "SELECT n, owner FROM ticket WHERE status IN ('new', 'open', 'waiting') ORDER BY n"
_OVER = "SELECT n, NULL FROM ticket WHERE status IN ('closed', 'discarded') ORDER BY n"
_BOUND = (
    "SELECT n, owner FROM ticket WHERE status IN ('new', 'open', 'waiting') AND n IN "
    "(SELECT ticket_n FROM event WHERE kind = 'incident-joined') ORDER BY n"
)
_NOBODYS = "SELECT n, owner FROM ticket WHERE status IN ('new', 'open') AND requester IS NULL ORDER BY n"
_WAITS_FOR_DATA = (
    "SELECT n, owner FROM ticket WHERE status IN ('open', 'waiting') AND owner IS NOT NULL AND n IN "
    "(SELECT ticket_n FROM event WHERE kind = 'escalation-waits') AND n NOT IN "
    "(SELECT ticket_n FROM event WHERE kind IN ('escalated', 'escalation-voided')) ORDER BY n"
)
_WITH_A_MAIL = ("merged", "customer-wrote")  # letters that carry a mail which may become a ticket
_WITH_A_SECRET = ("announcement", "claim-receipt", "customer-wrote")
_CANNED = tuple(kind.removeprefix("answer-") for kind in KINDS if kind.startswith("answer-pulsa"))


class OnPurpose:
    """Each method is one such mail, or some; `dice` chooses the ticket."""

    def __init__(self, world: World, dice: Random) -> None:
        self.world, self.dice = world, dice

    def acts(self) -> tuple[tuple[Callable[[], None], int], ...]:
        """Each with how often at most it happens in a year."""
        return (
            (self.opens_again, 2), (self.is_back, 4), (self.joins_two_and_more, 5), (self.throws_away, 3),
            (self.says_no_incident, 6), (self.sends_a_letter, 9), (self.puts_off, 2), (self.hands_over, 1),
            (self.takes_apart, 8), (self.takes_again, 3), (self.takes_anothers, 2), (self.takes_words_out, 4),
            (self.escalates_in_vain, 5), (self.waits_no_longer, 6), (self.writes_to_whom_it_concerns, 7),
        )  # fmt: skip

    def opens_again(self) -> None:
        """The PIC, a ticket that is over."""
        self._says(_OVER, "/buka belum beres")

    def is_back(self) -> None:
        """Somebody says that he is away, and some hours later that he is here again; about a ticket, or about none."""
        name, address = self._somebody()
        running = self._found(_RUNNING)
        n = self.dice.choice(running)[0] if running and self.dice.random() < 0.6 else None
        if n is None:
            self.world.check.tickets.absent.says_elsewhere(name)
        subject = "Kabar" if n is None else f"[#{n}] Kabar"
        self._write(name, address, subject, "/absen", n)
        back = partial(self._write, name, address, subject, "/hadir", n)
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

    def takes_again(self) -> None:
        """What is his already, or is over."""
        self._says(self.dice.choice((_OWNED, _OVER)), self.dice.choice(("/ambil", "/claim", "/take")))

    def takes_anothers(self) -> None:
        """The owner and the PIC are asked."""
        name, _ = self._somebody()
        found = [n for n, owner in self._found(_OWNED) if owner != name]
        if found:
            self._on(self.dice.choice(found), name, "/ambil")

    def escalates_in_vain(self) -> None:
        """What its category requires is not always there: the customer is asked."""
        self._says(_OWNED, self.dice.choice(("/eskalasi pulsa", "/escalate pulsa")))

    def waits_no_longer(self) -> None:
        """The customer has not sent what the second tier needs: the ticket ends before."""
        self._says(_WAITS_FOR_DATA, "/buang tidak ada kabar")

    # -- in reply to a letter that carries a mail

    def takes_apart(self) -> None:
        """That mail becomes a ticket of its own."""
        self._answers(_WITH_A_MAIL, lambda item: self.dice.choice(("/pisah", "/split")))

    def takes_words_out(self) -> None:
        """A customer has sent what he should not have."""
        self._answers(_WITH_A_SECRET, _redaction)

    def _answers(self, kinds: tuple[str, ...], said: Callable[[Item], str]) -> None:
        """An owner, to one of these letters about a ticket of his that goes on."""
        owners = dict(self._found(_OWNED))
        known = [who for address, who in sorted(self.world.people.items()) if who.address == address]
        found = [
            (who, item)
            for who in known
            if isinstance(who, Operator)
            for item in who.inbox.values()
            if item.kind in kinds and plain(owners.get(item.n or 0) or "") == who.name and said(item)
        ]
        if found:
            who, item = found[-1] if self.dice.random() < 0.6 else self.dice.choice(found)
            who.write("command", item, said(item), to=(DESK,), counted="colleague: a command on purpose")

    def writes_to_whom_it_concerns(self) -> None:
        """Of a request that names nobody its owner has found out who asks, and writes to him with the desk in Cc."""
        found = [(n, owner) for n, owner in self._found(_NOBODYS) if owner]
        if not found:
            return
        n, owner = self.dice.choice(found)
        people = {p["name"]: p["address"] for p in self.world.home.in_force["operators"]}
        if owner in people:
            customer = self.dice.choice(self.world.customers)
            self.world.post.write(
                "answer", f"{owner} <{people[owner]}>", (customer.address,), f"[#{n}] Faks Anda",
                "Halo, faks Anda sudah kami terima dan kami kerjakan. {qz}", cc=(DESK,), about=n, direct=True,
                audience=frozenset((customer.address,)), counted="operator: names the customer",
            )  # fmt: skip

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


def _redaction(item: Item) -> str:
    found = SECRET.search(item.text)
    return f"/hapus-isi {found[0]}" if found else ""
