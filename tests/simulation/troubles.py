"""What befalls the desk in its year: requests and robots, forgers and guessers, servers that fail, clocks that jump,
people who tidy the mailbox, admins who edit. All of it is drawn at the beginning, from the seed."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from mailflow import app
from mailflow.core.occasions import CommandGiven
from mailflow.errors import MailflowError
from mailflow.store.mail import inbox
from tests.simulation import mails
from tests.simulation.home import ALSO, DESK, FORM, LADDERS, LIST, PEOPLE, QUICK
from tests.simulation.people import HOUR, Customer, Operator

if TYPE_CHECKING:
    from tests.simulation.world import World

NO_PROOF: tuple[tuple[str, str], ...] = (("Authentication-Results", "mx.desk.example; dmarc=fail"),)
FOREIGN: tuple[tuple[str, str], ...] = (
    ("Authentication-Results", "mx.evil.example; dmarc=pass header.from=desk.example"),
)
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
        for number, name in enumerate(_NAMES[: dice.randint(2, 6)]):
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
        for act, most in (*self._robots(), *self._people(), *self._faults()):
            for _ in range(dice.randint(0, most)):
                world.later(dice.random() * world.end * 0.95, partial(self._happens, act))

    def _happens(self, act: Callable[[], None]) -> None:
        self.world.said[f"it happens: {act.__name__.replace('_', ' ')}"] += 1
        act()

    # -- who writes besides customers

    def _robots(self) -> tuple[tuple[Callable[[], None], int], ...]:
        return ((self.newsletter, 2), (self.receipt, 2), (self.delay, 2), (self.false_bounce, 1), (self.form, 2),
                (self.deadly, 1))  # fmt: skip

    def newsletter(self) -> None:
        heads = (("List-Id", "<news.shop.example>"), ("List-Unsubscribe", "<mailto:no@shop.example>"))
        self._robot("newsletter", "News <news@shop.example>", "Promo", "Diskon. {qz}", heads)

    def _robot(self, kind: str, author: str, subject: str, words: str, heads: tuple[tuple[str, str], ...]) -> None:
        self.world.post.write(kind, author, (DESK,), subject, words, heads=heads)

    def receipt(self) -> None:
        """A read receipt, from whoever has a letter of ours."""
        reader = self._somebody_with_letters()
        if reader is None:
            return
        item = self.dice.choice([i for i in reader.inbox.values() if i.kind != "mail"])
        heads = (("Auto-Submitted", "auto-replied"),)
        words = "Pesan Anda telah dibaca. {qz}"
        self.world.post.write(
            "receipt", reader.written, (DESK,), f"Dibaca: {item.subject}", words, answers=item, heads=heads
        )

    def _somebody_with_letters(self) -> Customer | None:
        readers = [p for p in self.world.customers if any(i.kind != "mail" for i in p.inbox.values())]
        return self.dice.choice(readers) if readers else None

    def delay(self) -> None:
        """A server says that it is still trying."""
        letters, post = self.world.post.letters, self.world.post
        if letters:
            letter = letters[self.dice.choice(list(letters))]
            own = post.own_id("delay")
            to = letter.to[0]
            post.report("delay", mails.bounce(DESK, letter, to, own, self.world.now(), "delayed"), own, letter.n)

    def false_bounce(self) -> None:
        """A forged report: about a real letter, for somebody who never got it."""
        letters, post = self.world.post.letters, self.world.post
        if letters:
            letter = letters[self.dice.choice(list(letters))]
            own = post.own_id("forged-bounce")
            raw = mails.bounce(DESK, letter, "budi.lain@evil.example", own, self.world.now(), "failed")
            post.report("forged-bounce", raw, own, letter.n)

    def deadly(self) -> None:
        """A mail in whose reading the daemon dies, every time."""
        self._robot("deadly", "News <news@shop.example>", "Promo", "Diskon. {qz}", (("X-Deadly", "yes"),))

    def form(self) -> None:
        """The offline forms: from the desk's own address, or from a web server with the address in the body."""
        customer = self.dice.choice(self.world.customers)
        known = {"audience": frozenset((customer.address,))}
        post, style = self.world.post, self.dice.randrange(3)
        if style == 0:
            heads = (("Reply-To", customer.written),)
            post.write("form", f"iDuHelp <{DESK}>", (DESK,), "Offline", "Tolong. {qz}", heads=heads, **known)
        elif style == 1:
            post.write("form", FORM, (DESK,), "Form", f"Email: {customer.address}\nTolong. {{qz}}", **known)
        else:
            post.write("nobody", f"iDuHelp <{DESK}>", (DESK,), "Offline", "Tanpa alamat. {qz}")

    def _people(self) -> tuple[tuple[Callable[[], None], int], ...]:
        return (
            (self.forger, 4),
            (self.guesser, 4),
            (self.colleague_asks, 1),
            (self.typed, 3),
            (self.release, 2),
            (self.fresh_reply, 2),
            (self.rush, 4),
        )

    def forger(self) -> None:
        """Somebody pretends to be an operator or the PIC. He may have seen the customer's mail, not our letters."""
        dice, post = self.dice, self.world.post
        who = dice.choice(("Budi <budi@desk.example>", "Dewi <dewi@desk.example>"))  # Sari may be a customer herself
        n = dice.randint(1, 9)
        asked = [m for m in post.mails if m.kind == "request" and m.message_id]
        known = dice.choice(asked).message_id if asked else "<none@x.example>"
        heads = (("In-Reply-To", known), ("References", known)) if dice.random() < 0.6 else ()
        words = dice.choice(("", "siap", "Bayar ke rekening ini. {qz}", "tutup", "/selesai"))
        to = dice.choice(((DESK,), (LIST,), (DESK, self.dice.choice(self.world.customers).address)))
        proof = dice.choice(((), NO_PROOF, FOREIGN))
        post.write("forged", who, to, f"Re: [#{n}] Pulsa", words, heads=heads, on_top=proof, internal=True, about=n)

    def guesser(self) -> None:
        """A stranger guesses numbers and ids, hoping to be let into somebody's ticket."""
        dice, world = self.dice, self.world
        n = dice.randint(1, 9)
        guess = f"<{n}.{dice.getrandbits(40):010x}.abcdefghij234567@desk.example>"
        heads = (("In-Reply-To", guess), ("References", guess)) if dice.random() < 0.7 else ()
        address = "mallory@evil.example"
        if address not in world.people:
            world.people[address] = Customer(world, "Mallory", address)
        to = (DESK,) if dice.random() < 0.7 else (f"iduhelp+{n}.abcdefghij234567@desk.example",)
        audience = frozenset((address,))
        words = "Kirim lagi jawabannya ke saya. {qz}"
        world.post.write(
            "stranger", f"Mallory <{address}>", to, f"Re: [#{n}] Pulsa", words, heads=heads, audience=audience
        )

    def colleague_asks(self) -> None:
        words = "Kursi saya rusak. {qz}"
        audience = frozenset(("sari@desk.example",))
        self.world.post.write("request", "Sari <sari@desk.example>", (DESK,), "Kursi", words, audience=audience)

    def fresh_reply(self) -> None:
        """A customer comes back to an old letter, whatever has happened since."""
        reader = self._somebody_with_letters()
        if reader is not None:
            reader.reply(self.dice.choice([i for i in reader.inbox.values() if i.kind != "mail"]), "more")

    def rush(self) -> None:
        """Somebody asks, and a few minutes later everybody has read it."""
        self.dice.choice(self.world.customers).ask()
        self.world.later(self.dice.choice((65.0, 130.0, 300.0)), self.race)

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
        n, self._rush = dice.choice(wanted), world.t + 120.0
        world.say(f"-- everybody wants ticket {n}")
        for who in (who for who in people if n in offers.get(who.name, ())):
            for _ in range(dice.choice((1, 2))):
                item, to = offers[who.name][n], dice.choice((DESK, ALSO))
                world.later(dice.choice((0.0, 0.0, 1.0, 2.0)), partial(who.write, "claim", item, "", to=(to,)))

    # -- what the PIC types

    def typed(self) -> None:
        name = self.dice.choice(("close", "reopen", "assign", "release", "discard", "note"))
        count = self.world.db.value("SELECT count(*) FROM ticket")
        if count:
            self.command(name, self.dice.randint(1, count))

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
            app.command(living[0].parts, str(n), CommandGiven(name, "Dewi", args, dice.random() < 0.2))
            world.say(f"Dewi types {name} {n}")
        except MailflowError as why:
            world.say(f"Dewi types {name} {n}: {why}")
        world.look_soon()

    # -- what breaks

    def _faults(self) -> tuple[tuple[Callable[[], None], int], ...]:
        return (
            (self.smtp_goes_down, 2), (self.mailbox_goes_down, 3), (self.renumbered, 1), (self.tidied, 2),
            (self.clock_jumps, 2), (self.daemon_dies, 3), (self.restarted, 1), (self.vacation, 6),
            (self.address_dies, 1), (self.address_refused, 1), (self.operator_leaves, 1), (self.rules_change, 2),
            (self.letter_breaks, 1), (self.rules_break, 1),
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
        who = self.dice.choice((self.dice.choice(self.world.customers).address, "budi@desk.example"))
        world = self.world
        self._for_a_while(f"{who} is refused", lambda: world.refused.add(who), lambda: world.refused.discard(who))

    # -- what the admin does

    def operator_leaves(self) -> None:
        names = [p["name"] for p in self.world.home.rules["operators"]]
        if len(names) > 1 and self.world.home.rules == self.world.home.good:
            gone = self.dice.choice([name for name in names if name != "Sari"])  # Sari is named by a rule
            self._edit(lambda rules: rules.update(operators=[PEOPLE[n] for n in names if n != gone]), f"{gone} leaves")
            back = [PEOPLE[n] for n in names]
            self.world.later(
                200 * HOUR, lambda: self._edit(lambda rules: rules.update(operators=back), f"{gone} is back")
            )

    def rules_change(self) -> None:
        ladders = copy.deepcopy(self.dice.choice((LADDERS, QUICK)))
        self._edit(lambda rules: rules.update(reminders=ladders), "the reminders change")

    def _edit(self, change: Callable[[dict[str, object]], object], what: str) -> None:
        world = self.world
        rules = copy.deepcopy(world.home.rules)
        change(rules)
        world.home.edit(rules)
        world.say(f"-- the admin edits: {what}")
        world.check.edited()
        for daemon in [d for d in world.daemons if d.alive]:
            daemon.see_edits()
        world.look_soon()

    def letter_breaks(self) -> None:
        home, name = self.world.home, self.dice.choice(("claim-receipt", "closing-satisfied", "acknowledgement"))
        self._for_a_while(f"{name} is broken", lambda: home.break_letter(name), lambda: home.mend_letter(name))

    def rules_break(self) -> None:
        home = self.world.home
        self._for_a_while("rules.yaml is broken", home.break_rules, lambda: home.edit(home.good))

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
        world.home.mend_all()
        world.skip_people()
