"""Who writes to the desk besides customers and colleagues: robots, forms, mail servers, forgers, guessers."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING

from tests.simulation import mails
from tests.simulation.flooding import floods
from tests.simulation.home import DESK, FORM, LIST
from tests.simulation.options import SHOP
from tests.simulation.people import Customer

if TYPE_CHECKING:
    from tests.simulation.world import World

NO_PROOF: tuple[tuple[str, str], ...] = (("Authentication-Results", "mx.desk.example; dmarc=fail"),)
FOREIGN: tuple[tuple[str, str], ...] = (
    ("Authentication-Results", "mx.evil.example; dmarc=pass header.from=desk.example"),
)


class Outsiders:
    """Each method is one mail; `dice` says what stands in it."""

    def __init__(self, world: World, dice: Random) -> None:
        self.world, self.dice = world, dice

    def robots(self) -> tuple[tuple[Callable[[], None], int], ...]:
        """Each with how often at most it writes in a year."""
        return ((self.newsletter, 2), (self.receipt, 2), (self.delay, 2), (self.false_bounce, 1), (self.form, 2),
                (self.deadly, 1), (self.sold, 3), (self.fax, 4),
                (self.flood, 3))  # fmt: skip

    def people(self) -> tuple[tuple[Callable[[], None], int], ...]:
        """The same of people."""
        return ((self.forger, 4), (self.guesser, 4), (self.colleague_asks, 1))

    def newsletter(self) -> None:
        heads = (("List-Id", "<news.shop.example>"), ("List-Unsubscribe", "<mailto:no@shop.example>"))
        self._robot("newsletter", "News <news@shop.example>", "Promo", "Diskon. {qz}", heads)

    def _robot(self, kind: str, author: str, subject: str, words: str, heads: tuple[tuple[str, str], ...]) -> None:
        self.world.post.write(kind, author, (DESK,), subject, words, heads=heads)

    def sold(self) -> None:
        """A program tells of a sale: filed, and nobody's ticket."""
        self._robot("transaction", f"Toko <{SHOP}>", "Transaksi berhasil", "Pulsa 50.000 terjual. {qz}", ())

    def fax(self) -> None:
        """A machine that has no address: somebody asks, and nobody knows who."""
        self._robot("nameless", "Mesin Faks", "Faks masuk", "Tolong, saya tidak bisa masuk. {qz}", ())

    def flood(self) -> None:
        """Machines that report every minute."""
        if "limits" in self.world.home.good:
            floods(self.world)

    def receipt(self) -> None:
        """A read receipt, from whoever has a letter of ours."""
        reader = self.somebody_with_letters()
        if reader is None:
            return
        item = self.dice.choice([i for i in reader.inbox.values() if i.kind != "mail"])
        heads = (("Auto-Submitted", "auto-replied"),)
        words = "Pesan Anda telah dibaca. {qz}"
        self.world.post.write(
            "receipt", reader.written, (DESK,), f"Dibaca: {item.subject}", words, answers=item, heads=heads
        )

    def somebody_with_letters(self) -> Customer | None:
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
        reader = self.somebody_with_letters()
        if reader is not None:
            reader.reply(self.dice.choice([i for i in reader.inbox.values() if i.kind != "mail"]), "more")
