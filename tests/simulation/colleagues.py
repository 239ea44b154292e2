"""Operators and the PIC: how each answers what lands in his inbox. Nobody here looks into the desk."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tests.simulation import commanding, flooding, held, lost, mails, words
from tests.simulation.home import ALSO, DESK, FORM, LIST, PEOPLE, PIC
from tests.simulation.mails import Item
from tests.simulation.people import HOUR, Person
from tests.simulation.post import is_desk
from tests.simulation.renaming import plain

if TYPE_CHECKING:
    from tests.simulation.world import World

VERDICTS = tuple(f"verdict-{name.removeprefix('PIC: ')}" for name in words.VERDICTS)
NO_ANSWER = (
    "claim",
    "op-heard",
    "aside",
    "closing-word",
    "op-reaction",
    "slash",
    "original",
)  # operators' that are for no customer
SATISFIED = """Halo,

Terima kasih sudah menghubungi kami. Kami senang masalah Anda sudah selesai dan pertanyaan Anda sudah terjawab.

Dengan ini percakapan kita kami akhiri. Kalau suatu saat ada kendala lagi, cukup balas email ini atau tulis \
kepada kami kapan saja; dengan senang hati kami bantu.

Salam hangat,
{name} {{qz}}"""
QUIET = """Halo,

Beberapa hari yang lalu kami sudah mengirim jawaban atas pertanyaan Anda, tetapi sampai hari ini belum ada tanggapan \
dari Anda. Kami anggap jawaban itu sudah cukup membantu, jadi untuk sementara percakapan ini kami akhiri.

Kalau ternyata masih ada yang belum beres, tidak apa-apa: cukup balas email ini, dan kami lanjutkan dari jawaban yang \
terakhir.

Salam hangat,
{name} {{qz}}"""


class Operator(Person):
    """Claims, answers, notes, closes; sometimes forgets."""

    def __init__(self, world: World, name: str, address: str) -> None:
        super().__init__(world, name, address)
        self.receipts: dict[int, Item] = {}

    @property
    def employed(self) -> bool:
        return any(p["address"] == self.address for p in self.world.home.in_force["operators"])

    @property
    def written(self) -> str:
        home = self.name == "Budi" and self.chance.random() < 0.2
        return f"{self.name} <{'budi.home@desk.example' if home else self.address}>"

    def react(self, item: Item) -> None:
        chance = self.chance
        if item.kind == "claim-receipt" and item.n is not None:
            self.receipts[item.n] = item
            self._perhaps(0.85, self.in_his_time(), lambda: self.answer(item))
        elif item.kind in ("announcement", "reminder-claim", "escalation-claim") or (
            item.kind == "mail" and LIST in (*item.to, *item.cc)
        ):
            self._perhaps(0.6, self.soon() if chance.random() < 0.6 else self.in_his_time(), lambda: self.claim(item))
        elif item.kind in ("second-tier-answered", "reminder-second-tier", "escalation-second-tier"):
            self._perhaps(0.6, self.in_his_time(), lambda: self.answer(item))
        elif item.kind == "customer-wrote":
            self._perhaps(0.75, self.in_his_time(), lambda: self.answer(item))
        elif item.kind in ("reminder-answer", "escalation-answer", "pic-wrote", "reopened", "letter-failed"):
            receipt = self.receipts.get(item.n or 0)
            self._perhaps(0.7, self.soon(), lambda: self.answer(receipt or item))
        elif item.kind == "merged":
            self._perhaps(0.45, self.in_his_time(), lambda: self.write("command", item, "/pisah", to=(DESK,)))
        elif item.kind == "confirm":
            self._perhaps(0.9, self.soon(), lambda: consent(self, item))
        elif item.kind == "held":
            self._perhaps(0.8, self.in_his_time(), lambda: held.decide(self, item))
        elif item.kind == "lost-copy":
            self._perhaps(0.7, self.soon(), lambda: lost.send_on(self, item))
        elif item.kind == "suggest-close":
            receipt = self.receipts.get(item.n or 0)
            self._perhaps(0.7, self.soon(), lambda: self.closing(receipt or item, QUIET))
        elif item.kind != "mail":
            self._perhaps(0.05, self.in_his_time(), lambda: self.note(item))
        if item.n is not None and item.sender != self.address:
            self._perhaps(0.05, self.in_his_time(), lambda: self.command(item))

    def _perhaps(self, odds: float, seconds: float, act: object) -> None:
        if self.chance.random() < odds:
            self.world.later(seconds, act)  # type: ignore[arg-type]

    def claim(self, item: Item) -> None:
        dice = self.chance.random()
        if dice < 0.5:
            self.write("claim", item, "", to=(LIST,) if LIST in item.to and dice < 0.2 else (self._desk(),))
        elif dice < 0.65:
            self.write("claim", item, self.chance.choice(words.CLAIMS), to=(self._desk(),), counted="operator: claim")
        elif dice < 0.7:
            self.no_answer(item)
        elif dice < 0.9:
            self.answer(item)
        else:
            self.note(item)

    def no_answer(self, item: Item) -> None:
        """Words that say nothing to the customer, where an answer would be passed on to him."""
        chance, to = self.chance, (self._desk(),)
        kind = chance.choice(("op-heard", "aside", "closing-word", "op-reaction", "op-reaction"))
        if kind == "op-reaction":
            self._reacts(kind, "operator", item, to)
            return
        other = chance.choice([name for name in self._colleagues() if plain(name) != self.name])
        said = chance.choice(
            {"op-heard": words.HEARD, "aside": words.TO_COLLEAGUE, "closing-word": words.CLOSING_WORD}[kind]
        )
        self.write(kind, item, said.format(name=other), to=to, counted=f"operator: {kind}")

    def _colleagues(self) -> list[str]:
        """Who can be spoken to: known to the desk today, and no customer of the ticket, whichever it proves to be."""
        asked = self.world.check.askers()
        people = [p for p in self.world.home.in_force["operators"] if not asked & {p["address"], *p.get("also", ())}]
        return ["Dewi", *(p["name"] for p in people)]

    def _desk(self) -> str:
        return ALSO if self.chance.random() < 0.3 else DESK

    def answer(self, item: Item) -> None:
        """Reply All to what he has: the customer gets it directly, or through the desk."""
        dice = self.chance.random()
        if item.n is not None and self.chance.random() < 0.08:
            lost.answers_alone(self, item)
        elif dice < 0.12:
            self.write("answer", item, "https://bantuan.example/{qz}")
        elif dice < 0.2:
            self.write("answer", item, "Sudah kami perbaiki, silakan dicoba. {qz}\n\n/selesai")
        elif dice < 0.34:
            self.command(item)
        elif dice < 0.44:
            self.closing(item, SATISFIED)
        elif dice < 0.48:
            self.note(item)
        elif dice < 0.5:
            self.no_answer(item)
        elif dice < 0.53:
            self.write("slash", item, self.chance.choice(words.SLASH), to=(DESK,), counted="operator: slash lines")
        elif dice < 0.56:
            self.write("answer", item, self.chance.choice(words.PATHS), counted="operator: paths in an answer")
        elif dice < 0.66 and item.n is not None:
            said = self.chance.choice(("/eskalasi", "/escalate", "/eskalasi jaringan")) + commanding.SAID
            self.write("command", item, said, to=(DESK,), counted="operator: escalates")
        else:
            said = "Halo, sudah kami periksa. Mohon ulangi sekali lagi, lalu kabari kami. {qz}"
            if self.chance.random() < 0.2:
                said += words.CARD.format(name=self.name)
            self.write("answer", item, said, attach="langkah.pdf" if dice > 0.95 else "")
        if self.chance.random() < 0.12 and item.n is not None:
            self.world.later(self.chance.choice((5.0, 20.0, 50.0, 700.0)), lambda: self._regrets(item))

    def command(self, item: Item) -> None:
        """Lines with a slash; what a customer should not have sent is to go whenever somebody answers that mail."""
        found = words.SECRET.search(item.text)
        secret = found[0] if found and self.chance.random() < 0.5 else ""
        said = commanding.lines(self.chance, self._colleagues(), self._lately(), secret)
        worded = commanding.needs_words(said) or self.chance.random() < 0.2
        below = commanding.SAID if worded and item.n is not None and not secret else ""
        self.write("command", item, said + below, to=(DESK,), counted="operator: commands")
        if below and item.n is not None and commanding.schedules(said) and self.chance.random() < 0.4:
            self.world.later(self.soon(), partial(self.world.troubles.typed_meanwhile, item.n))

    def _lately(self) -> tuple[int, ...]:
        """Tickets he has read of, newest last."""
        return tuple(dict.fromkeys(i.n for i in self.inbox.values() if i.n is not None))[-5:] or (1,)

    def _regrets(self, item: Item) -> None:
        """He takes back what he has just written, within the wait or too late."""
        said = self.chance.choice(("/batal", "/undo"))
        self.write("command", item, said, to=(DESK,), counted="operator: takes it back")

    def closing(self, item: Item, text: str) -> None:
        self.write("answer", item, text.format(name=self.name))

    def note(self, item: Item) -> None:
        """Words for colleagues alone: to the list, where they cannot be meant for the customer."""
        self.write("note", item, "Pelanggan ini pernah mengeluh, hati-hati. {qz}", to=(LIST,), internal=True)

    def write(
        self,
        kind: str,
        item: Item,
        said: str,
        *,
        to: tuple[str, ...] = (),
        attach: str = "",
        internal: bool = False,
        counted: str = "",
        quotes: bool = True,
        slow: bool = False,
        subject: str = "",
    ) -> None:
        everyone = item.reply_to or (item.sender,)
        cc = () if to else tuple(a for a in (*item.to, *item.cc) if a not in (self.address, *everyone))
        goes_to = to or everyone
        others = {*self.world.colleagues, FORM}  # a form's address reaches no customer
        direct = any(not is_desk(a) and a not in others for a in (*goes_to, *cc))
        self.world.post.write(
            kind,
            self.written,
            goes_to,
            subject or mails.re_subject(item),
            said,
            cc=cc,
            answers=item,
            attach=attach,
            internal=internal,
            direct=direct,
            counted=counted,
            quotes=quotes,
            slow=slow,
        )


class Pic(Person):
    """Closes, sends back, or writes something else."""

    def react(self, item: Item) -> None:
        chance = self.chance
        if item.kind in ("closing-notice", "reminder-closing"):
            way = chance.choice(("mail", "mail", "mail", "mail", "mail", "typed", "late", "reaction", "reaction", ""))
            if way == "typed" and item.n is not None:
                self.world.later(self.soon(), lambda: self.world.troubles.command("close", item.n))
            elif way == "reaction":
                self.world.later(self.soon(), lambda: self._reacts("verdict-unclear", "PIC", item, (DESK,)))
            elif way:
                counted, said = words.verdict(chance)
                late = chance.choice((26 * HOUR, 80 * HOUR)) if way == "late" else self.soon()
                self.world.later(late, lambda: self._reply(item, said, counted))

        elif item.kind in ("confirm", "incident-proposed"):
            self.world.later(self.soon(), lambda: consent(self, item))
        elif item.kind == "flood":
            said = chance.choice(flooding.WORDS)
            self.world.later(self.soon(), lambda: self._reply(item, said, "PIC: a word about a flood", "pic-command"))
        elif item.kind == "digest" and self.world.register.held() and chance.random() < 0.3:
            said = f"{chance.choice(('terima', 'admit'))} {chance.choice(self.world.register.held())}"
            self.world.later(self.soon(), lambda: self._reply(item, said, "PIC: admits a customer", "pic-command"))
        elif item.kind in ("digest", "quarantine") and chance.random() < 0.1:
            said = chance.choice(words.DIGEST)
            self.world.later(self.soon(), lambda: self._reply(item, said, "PIC: a word to the digest", "pic-command"))
        elif item.n is not None and chance.random() < 0.25:
            names = [p["name"] for p in self.world.home.in_force["operators"]]
            said = commanding.of_pic(chance, names)
            self.world.later(self.soon(), lambda: self._reply(item, said, "PIC: a command", "pic-command"))

    def _reply(self, item: Item, said: str, counted: str, kind: str = "") -> None:
        self.world.post.write(
            kind or counted.replace("PIC: ", "verdict-"), self.written, (DESK,), mails.re_subject(item), said,
            answers=item, internal=True, counted=counted,
        )  # fmt: skip


def consent(person: Operator | Pic, item: Item) -> None:
    """What a person says to `confirm`: a yes, seldom anything else."""
    said = person.chance.choice(words.CONSENT)
    person.world.post.write(
        "consent", person.written, (item.sender,), mails.re_subject(item), said, answers=item, internal=True,
        counted="colleague: a word to what is asked back",
    )  # fmt: skip


def colleagues(world: World) -> dict[str, Person]:
    """Everybody rules.yaml may ever name, by address."""
    found: dict[str, Person] = {}
    for known in PEOPLE.values():
        operator = Operator(world, str(known["name"]), str(known["address"]))
        for address in (str(known["address"]), *known.get("also", ())):
            found[str(address)] = operator
    found[PIC["address"]] = Pic(world, PIC["name"], PIC["address"])
    world.colleagues = frozenset((*found, LIST, "admin@desk.example"))
    return found
