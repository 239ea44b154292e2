"""What befalls the desk in its year: requests and robots, forgers and guessers, servers that fail, clocks that jump,
people who tidy the mailbox, admins who edit. All of it is drawn at the beginning, from the seed."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

from mailflow.core.occasions import CommandGiven
from mailflow.errors import MailflowError
from mailflow.flow.ticket.typed_command import carry_out
from mailflow.store.mail import inbox
from tests.simulation import mirroring
from tests.simulation.colleagues import Operator
from tests.simulation.home import ALSO, DESK, LADDERS, QUICK, TIER
from tests.simulation.on_purpose import OnPurpose
from tests.simulation.outsiders import Outsiders
from tests.simulation.people import HOUR, Customer
from tests.simulation.renaming import NEW_NAMES, other_name, plain
from tests.simulation.words import DISTURBED

if TYPE_CHECKING:
    from tests.simulation.world import World

_NAMES = ("Ani", "Joko", "Rina", "Wati", "Agus", "Lestari")


@dataclass(frozen=True)
class Steps:
    """Odds that a daemon dies, stands still, or meets a full disk at one step."""

    kill: float
    pause: float
    disk: float


RUSH = Steps(0.02, 0.2, 0.01)


class Troubles:
    """`rates` are odds per occasion; `now` per step of a daemon."""

    def __init__(self, world: World, dice: Random) -> None:
        self.world, self.dice = world, dice
        self.outsiders, self.on_purpose = Outsiders(world, dice), OnPurpose(world, dice)
        rough = dice.choice((0.0, 0.3, 1.0, 3.0))
        self.rates = {
            "mailbox": 0.03 * rough,
            "smtp": 0.02 * rough,
            "deferred": 0.03 * rough,
            "malformed": 0.004 * rough,
            "answer lost": 0.02 * rough,
        }
        self._usual = Steps(
            dice.choice((0.0, 0.0003, 0.002)), dice.choice((0.0, 0.001, 0.01)), dice.choice((0.0, 0.0005, 0.005))
        )
        self._rush = float("-inf")  # until then everybody is in a hurry

    @property
    def now(self) -> Steps:
        return RUSH if self.world.t < self._rush else self._usual

    def plan(self) -> None:
        """The whole year: a few customers, bursts of requests, a handful of each trouble."""
        dice, world = self.dice, self.world
        for number, name in enumerate(_NAMES[: dice.randint(3, 6)]):
            address = f"{name.lower()}@mail{number}.example"
            other = f"{name.lower()}.kantor@work.example" if dice.random() < 0.2 else ""
            friend = f"teman{number}@friends.example" if dice.random() < 0.3 else ""
            customer = Customer(world, name, address, other=other, friend=friend)
            world.customers.append(customer)
            world.people[address] = customer
            for more in filter(None, (other, friend)):
                world.people[more] = Customer(world, f"{name} {more[:5]}", more, friend=address)
        for _ in range(dice.choice((1, 2, 5))):
            moment = dice.random() * world.end * 0.9
            for _ in range(dice.choice((1, 2, 6))):
                customer = dice.choice(world.customers)
                world.later(moment + dice.choice((0.0, 1.0, 60.0, 5 * HOUR)), customer.ask)
        others = (*self.outsiders.robots(), *self.outsiders.people(), *self.on_purpose.acts())
        for act, most in (*others, *self._people(), *self._faults(), *self.world.servers.faults()):
            for _ in range(dice.randint(0, most)):
                world.later(dice.random() * world.end * 0.95, partial(self._happens, act))

    def _happens(self, act: Callable[[], None]) -> None:
        self.world.said[f"it happens: {act.__name__.replace('_', ' ')}"] += 1
        act()

    def _people(self) -> tuple[tuple[Callable[[], None], int], ...]:
        return ((self.typed, 3), (self.release, 2), (self.outsiders.fresh_reply, 2), (self.rush, 4),
                (self.disturbance, 3), (self.world.register.asks_for_proof, 2),
                (self.world.past.imports, 2), (self.world.broadcasts.sends_to_many, 4),
                (self.somebody_flags, 4))  # fmt: skip

    def somebody_flags(self) -> None:
        mirroring.somebody_flags(self.world, self.dice)

    # -- everybody at once

    def hurry(self) -> None:
        """Daemons die often now."""
        self._rush = self.world.t + 120.0

    def rush(self) -> None:
        """Somebody asks, and a few minutes later everybody has read it."""
        self.dice.choice(self.world.customers).ask()
        self.world.later(self.dice.choice((65.0, 130.0, 300.0)), self.race)

    def disturbance(self) -> None:
        """Many customers, one problem, short time."""
        for customer in self.world.customers:
            self.world.later(self.dice.random() * HOUR, partial(customer.complains, self.dice.choice(DISTURBED)))
        self.world.later(self.dice.choice((5, 9, 26)) * HOUR, self.on_purpose.says_no_incident)
        if self.dice.random() < 0.5:
            self.world.later(self.dice.choice((3, 30)) * HOUR, self.on_purpose.joins_two_and_more)

    def race(self) -> None:
        """All operators want one ticket within seconds, through both mailboxes, while the machine is overloaded."""
        dice, world = self.dice, self.world
        free = {row[0] for row in world.db.execute("SELECT n FROM ticket WHERE status = 'new'")}
        people = [
            who for name, who in sorted(world.people.items()) if isinstance(who, Operator) and who.address == name
        ]
        offers = {who.name: {i.n: i for i in who.inbox.values() if i.kind != "mail"} for who in people if who.employed}
        wanted = sorted(n for n in free if sum(n in items for items in offers.values()) > 1)
        if not wanted:
            return
        n = dice.choice(wanted)
        self.hurry()
        world.say(f"-- everybody wants ticket {n}")
        for who in (who for who in people if n in offers.get(who.name, ())):
            for _ in range(dice.choice((1, 2))):
                item, to = offers[who.name][n], dice.choice((DESK, ALSO))
                kind, said = dice.choice((("claim", ""), ("claim", ""), ("answer", "Halo, silakan dicoba lagi. {qz}")))
                counted = "operators: answer at once" if kind == "answer" else "operators: claim at once"
                act = partial(who.write, kind, item, said, to=(to,), counted=counted)
                world.later(dice.choice((0.0, 0.0, 1.0, 2.0)), act)

    # -- what the PIC types

    def typed(self) -> None:
        name = self.dice.choice(("close", "reopen", "assign", "release", "discard", "note"))
        count = self.world.db.value("SELECT count(*) FROM ticket")
        if count:
            self.command(name, self.dice.randint(1, count))

    def typed_meanwhile(self, n: int) -> None:
        """An answer of that ticket's waits for its moment, perhaps: it ends before, or goes to somebody else."""
        self.command(self.dice.choice(("discard", "discard", "assign", "release")), n)

    def release(self) -> None:
        """`mailflow inbox release`: a person reads what is held as spam."""
        db = self.world.db
        held = [row[0] for row in db.execute("SELECT id FROM inbox WHERE reason = 'marked as spam' ORDER BY id")]
        if held:
            chosen = self.dice.choice(held)
            with db.transaction():
                inbox.release(db, chosen, "Dewi")
            self.world.say(f"Dewi releases mail {chosen}")
            self.world.check.released(chosen)
            self.world.look_soon()

    def command(self, name: str, n: int | None) -> None:
        """`mailflow close 7`: another process than the daemons, at once."""
        world, dice = self.world, self.dice
        living = [d for d in world.daemons if d.alive]
        if not living or n is None:
            return
        args = {"assign": {"operator": dice.choice(("Budi", "Sari"))}, "discard": {"why": "iklan"}}.get(name, {})
        if name == "note":
            args = {"text": "catatan"}
        try:
            carry_out(living[0].parts, str(n), CommandGiven(name, "Dewi", args, dice.random() < 0.2))
            world.say(f"Dewi types {name} {n}")
        except MailflowError as why:
            world.say(f"Dewi types {name} {n}: {why}")
        world.look_soon()

    # -- what breaks

    def _faults(self) -> tuple[tuple[Callable[[], None], int], ...]:
        return (
            (self.smtp_goes_down, 2), (self.mailbox_goes_down, 3), (self.renumbered, 1), (self.tidied, 2),
            (self.clock_jumps, 2), (self.daemon_dies, 3), (self.restarted, 1), (self.vacation, 9),
            (self.address_dies, 1), (self.address_refused, 1), (self.operator_leaves, 1), (self.rules_change, 2),
            (self.letter_breaks, 1), (self.rules_break, 1), (self.operator_is_renamed, 3),
        )  # fmt: skip

    def _for_a_while(self, what: str, begin: Callable[[], None], end: Callable[[], None], seconds: float = 0.0) -> None:
        world = self.world
        begin()
        world.say(f"-- {what}")

        def over() -> None:
            end()
            world.say(f"-- no longer: {what}")
            world.look_soon()

        world.later(seconds or self.dice.choice((60.0, HOUR, 30 * HOUR, 90 * HOUR)), over)

    def smtp_goes_down(self) -> None:
        self._for_a_while("SMTP is down", lambda: self._set(smtp_down=True), lambda: self._set(smtp_down=False))

    def _set(self, **values: bool) -> None:
        for name, value in values.items():
            setattr(self.world, name, value)

    def mailbox_goes_down(self) -> None:
        box = self.dice.choice(self.world.boxes)
        self._for_a_while(
            f"{box.name} is down", lambda: setattr(box, "down", True), lambda: setattr(box, "down", False)
        )

    def renumbered(self) -> None:
        box = self.dice.choice(self.world.boxes)
        box.renumber()
        self.world.say(f"-- UIDVALIDITY of {box.name} is now {box.validity}")
        self.world.look_soon()

    def tidied(self) -> None:
        """A human reads the shared mailbox and deletes some."""
        box = self.dice.choice(self.world.boxes)
        for uid in self.dice.sample(box.uids, min(len(box.uids), 2)):
            box.remove(uid)
            self.world.say(f"-- a human deletes mail {uid} of {box.name}")

    def clock_jumps(self) -> None:
        """The desk's clock is wrong for a while, then right again."""
        hours = self.dice.choice((-30.0, -1.0, -0.01, 0.5, 3.0, 50.0))
        self._for_a_while(f"the clock is {hours} hours wrong", lambda: self._skew(hours), lambda: self._skew(0.0))

    def _skew(self, hours: float) -> None:
        self.world.skew = timedelta(hours=hours)
        self.world.advance(0.0)

    def daemon_dies(self) -> None:
        living = [d for d in self.world.daemons if d.alive]
        if living:
            self.world.died(self.dice.choice(living))

    def restarted(self) -> None:
        living = [d for d in self.world.daemons if d.alive]
        if living:
            daemon = self.dice.choice(living)
            daemon.stop()
            self.world.later(5.0, lambda: self.world.start_daemon(daemon.next_name))

    def vacation(self) -> None:
        who = self.dice.choice(list(self.world.people.values()))
        days = self.dice.choice((2, 5, 14, 30)) * 24 * HOUR
        self._for_a_while(
            f"{who.name} is away", lambda: setattr(who, "away", True), lambda: setattr(who, "away", False), days
        )

    def address_dies(self) -> None:
        """The server takes letters to it, and returns them later."""
        who = self.dice.choice(self.world.customers).address
        self._for_a_while(f"{who} bounces", lambda: self.world.dead.add(who), lambda: self.world.dead.discard(who))

    def address_refused(self) -> None:
        who = self.dice.choice((self.dice.choice(self.world.customers).address, "budi@desk.example", TIER))
        world = self.world
        self._for_a_while(f"{who} is refused", lambda: world.refused.add(who), lambda: world.refused.discard(who))

    # -- what the admin does

    def operator_leaves(self) -> None:
        names = [p["name"] for p in self.world.home.rules["operators"]]
        bound = {"Sari", *(name for shift in self.world.home.rules.get("shifts", ()) for name in shift["operators"])}
        free = [name for name in names if name not in bound]  # whoever a rule or a shift names stays
        if free and self.world.home.rules == self.world.home.good:
            gone = self.dice.choice(free)
            at, person = names.index(gone), self.world.home.rules["operators"][names.index(gone)]
            self._edit(lambda rules: rules["operators"].pop(at), f"{gone} leaves")
            self.world.later(  # others may have another name by then
                200 * HOUR, lambda: self._edit(lambda rules: rules["operators"].insert(at, person), f"{gone} is back")
            )

    def operator_is_renamed(self) -> None:
        """At the same address; the next time it is the old name again."""
        here = [p["name"] for p in self.world.home.rules["operators"] if plain(p["name"]) in NEW_NAMES]
        if here and self.world.home.rules == self.world.home.good:
            name = self.dice.choice(here)
            self._edit(lambda rules: rules.update(other_name(rules, name)), f"{name} is written otherwise")

    def rules_change(self) -> None:
        ladders = copy.deepcopy(self.dice.choice((LADDERS, QUICK)))
        self.world.said["admin: the ladders are edited"] += 1
        self._edit(lambda rules: rules.update(reminders=ladders), "the reminders change")

    def _edit(self, change: Callable[[dict[str, Any]], object], what: str) -> None:
        world = self.world
        rules = copy.deepcopy(world.home.rules)
        change(rules)
        world.home.edit(rules)
        world.say(f"-- the admin edits: {what}")
        world.edits.follow()

    def letter_breaks(self) -> None:
        home, name = self.world.home, self.dice.choice(("claim-receipt", "closing-satisfied", "acknowledgement"))
        self._edited_for_a_while(f"{name} is broken", lambda: home.break_letter(name), lambda: home.mend_letter(name))

    def rules_break(self) -> None:
        home = self.world.home
        self._edited_for_a_while("rules.yaml is broken", home.break_rules, lambda: home.edit(home.good))

    def _edited_for_a_while(self, what: str, begin: Callable[[], None], end: Callable[[], None]) -> None:
        def followed(act: Callable[[], None]) -> None:
            act()
            self.world.edits.follow()

        self._for_a_while(what, partial(followed, begin), partial(followed, end))

    def mend_everything(self) -> None:
        """Servers up, clock right, everybody reads his mail; each daemon has come back."""
        world = self.world
        for box in world.boxes:
            box.down = False
        world.smtp_down = False
        world.refused.clear()
        world.deferred.clear()
        world.dead.clear()
        self._skew(0.0)
        world.servers.mend()
        world.home.mend_all()
        world.broadcasts.calm_down()
        world.skip_people()
