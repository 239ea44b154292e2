"""A person with an inbox, and customers: how they answer what lands in it. Nobody here looks into the desk."""

from __future__ import annotations

import re
from functools import partial
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tests.simulation import mails, words
from tests.simulation.forum import FORUM
from tests.simulation.home import ALSO, DESK, LIST
from tests.simulation.mails import Item, Mail
from tests.simulation.post import is_desk
from tests.simulation.programs import NOTICES, REACTIONS, reacted

if TYPE_CHECKING:
    from tests.simulation.world import World

HOUR = 3600.0
CLOSING = ("closed", "closing-satisfied", "closing-no-feedback", "self-help")
NO_QUESTION = ("thanks", "solved", "helped", "heard", "reaction")  # customers' mails that call for no answer
_ENOUGH = 8  # mails in one conversation: then people have said what they had to say


class Person:
    """Somebody with an address and an inbox, who never answers the same mail twice."""

    def __init__(self, world: World, name: str, address: str) -> None:
        self.world, self.name, self.address = world, name, address
        self.inbox: dict[str, Item] = {}
        self.away = False

    @property
    def chance(self) -> Random:
        return self.world.chance

    @property
    def written(self) -> str:
        return f"{self.name} <{self.address}>"

    def receive(self, item: Item) -> None:
        known = item.ours or item.message_id
        again = known in self.inbox
        if not again or self.inbox[known].kind == "mail":
            self.inbox[known] = item
        if again:
            return
        if self.away and is_desk(item.sender):
            self._vacation(item)
        elif not self.world.calm and len(item.references) < _ENOUGH:
            self.react(item)

    def react(self, item: Item) -> None:
        """What he does about it, if anything."""

    def _vacation(self, item: Item) -> None:
        """Whatever his program answers with; what tells nothing by itself, only while the letter is new."""
        name = self.chance.choice(list(NOTICES))
        if NOTICES[name].at_once and not self.world.post.is_new(item):
            name = "Auto-Submitted"
        if name == "Precedence" and LIST in item.reply_to[:1]:  # which lists write on everything: nobody can know
            name = "Auto-Submitted"
        notice, written = NOTICES[name], self.written
        address = written.rpartition("<")[2].rstrip(">")
        self.world.post.write(
            "notice" if notice.bare else "vacation",
            written,
            (item.reply_to or (item.sender,))[:1],
            notice.subject.format(item.subject),
            notice.words,
            answers=None if notice.bare else item,
            heads=tuple((key, value.format(address)) for key, value in notice.heads),
            on_top=(("Return-Path", "<>"),) if notice.null_sender else None,
            form="bare" if notice.bare else "",
            quotes=False,
            quick=notice.at_once,
            counted=f"robot: vacation, by {name}",
            **self._known(internal=True),
        )

    def _reacts(self, kind: str, whose: str, item: Item, to: tuple[str, ...]) -> None:
        """An emoji under a mail, as one of four programs writes it."""
        form = self.chance.choice(REACTIONS)
        said, emoji = reacted(form, self.name, item, self.world.now())
        self.world.post.write(
            kind, self.written, to, mails.re_subject(item), said, answers=item, reaction=emoji,
            form="alone" if "alone" in form else "", quotes=False, counted=f"{whose}: a reaction, {form}",
            **self._known(internal=whose != "customer"),
        )  # fmt: skip

    def _known(self, *, internal: bool = False) -> dict[str, object]:
        return {"internal": internal}

    def soon(self) -> float:
        return self.chance.choice((20.0, 21.0, 60.0, 600.0, 1.5 * HOUR))

    def in_his_time(self) -> float:
        return self.chance.choice((300.0, 2 * HOUR, 9 * HOUR, 26 * HOUR, 51 * HOUR, 80 * HOUR))


class Customer(Person):
    """Asks, adds, thanks, asks again, falls silent."""

    def __init__(self, world: World, name: str, address: str, *, other: str = "", friend: str = "") -> None:
        super().__init__(world, name, address)
        self.other, self.friend = other, friend  # his Reply-To; whom he puts in Cc
        self.stranger = False
        self.vague = world.chance.random() < 0.5  # says much, and never what he is asked for
        self._puzzled: set[int | None] = set()  # tickets for which he was asked for something

    def _known(self, *, internal: bool = False) -> dict[str, object]:
        """Only he, his other address and his friend may ever read what he writes, besides colleagues."""
        return {"audience": frozenset(a for a in (self.address, self.other, self.friend) if a)}

    def ask(self) -> None:
        chance, post = self.chance, self.world.post
        ways = ((DESK,), (DESK,), (LIST,), (DESK, LIST), ("bantuan@desk.example", DESK))
        to = chance.choice((*ways, *((FORUM,), (FORUM,)) * self.world.forum.is_there))
        subject = chance.choice(
            (
                "Pulsa belum masuk",
                "Tidak bisa masuk",
                "KRS",
                "Tagihan khusus",
                "pasang iklan",
                "paket data",
                "paket data",
                "Komplain",
            )
        )
        heads = (("Reply-To", self.other),) if self.other and chance.random() < 0.7 else ()
        cc = (self.friend,) if self.friend and chance.random() < 0.6 else ()
        secret = f"PIN saya PIN-{len(post.mails):04}, " if chance.random() < 0.35 else ""
        amount = "pulsa Rp 50.000, " if subject.startswith("Pulsa") and chance.random() < 0.5 else ""
        if chance.random() < 0.05:
            self._greets(to)
            return
        spam = (("X-Spam-Flag", "YES"),) if chance.random() < 0.03 else None
        mail = post.write(
            "spam" if spam else "request",
            self.written,
            to,
            subject,
            f"Halo, saya {self.name}. Mohon bantuannya, {secret}{amount}sudah saya coba dari pagi. {{qz}}",
            cc=cc,
            heads=heads,
            on_top=spam,
            message_id="" if chance.random() < 0.05 else None,
            attach="foto.pdf" if chance.random() < 0.1 else "",
            **self._known(),
        )
        if spam is None and chance.random() < 0.15:
            self.world.later(chance.choice((600.0, 2 * HOUR)), lambda: self._once_more(mail, heads, cc))

    def _greets(self, to: tuple[str, ...]) -> None:
        """No question at all."""
        self.world.post.write(
            "greeting", self.written, to, "Halo", "Selamat pagi min, apa kabar?", counted="customer: a greeting",
            **self._known(),
        )  # fmt: skip

    def _once_more(self, mail: Mail, heads: tuple[tuple[str, str], ...], cc: tuple[str, ...]) -> None:
        """The same words again, to another of our addresses or the same: he is in a hurry."""
        first = mails.read(mail.raw)
        self.world.post.write(
            "request", self.written, self.chance.choice(((DESK,), (ALSO,), (DESK, ALSO))), first.subject, first.text,
            cc=cc, heads=heads, counted="customer: the same once more", **self._known(),
        )  # fmt: skip

    def complains(self, said: str) -> None:
        """One of many with the same trouble."""
        self.world.post.write(
            "request", self.written, (DESK,), "siakad", f"{said} {{qz}}", counted="customer: one of many",
            **self._known(),
        )  # fmt: skip

    def react(self, item: Item) -> None:
        if item.kind == "data-missing" and self.vague:
            self._says_much(item)
            return
        if item.kind == "verify-address":
            odds: tuple[tuple[str, float], ...] = (("proof", 0.7), ("more", 0.1))
        elif item.kind == "broadcast":
            odds = (("stop", 0.15), ("click", 0.1), ("more", 0.1), ("thanks", 0.1), ("emoji", 0.03))
        elif item.kind == "refused-unregistered":
            odds = (("more", 0.5), ("thanks", 0.1))
        elif item.n is None or item.kind in ("mail", "answer"):
            odds = (("more", 0.25), ("thanks", 0.1), ("solved", 0.15), ("heard", 0.1), ("emoji", 0.05))
        elif item.kind == "ask-feedback":
            odds = (("more", 0.2), ("thanks", 0.1), ("solved", 0.1), ("emoji", 0.05))
        elif item.kind == "data-missing":
            odds = (("data", 0.7), ("more", 0.15))
        elif item.kind == "acknowledgement":
            odds = (("more", 0.15), ("thanks", 0.03), ("heard", 0.03), ("solved", 0.02))
        else:
            odds = (("more", 0.12), ("thanks", 0.15), ("emoji", 0.1))
        if item.kind == "acknowledgement" and "SELESAI" in item.text:
            odds = (("helped", 0.5), *odds)
        if item.kind in (*CLOSING, "survey-reminder") and self.world.check.asked(item.n) == self.address:
            odds = (("vote", 0.3), *odds)
        dice = self.chance.random()
        for kind, odd in odds:
            if dice < odd:
                late = 20 * 24 * HOUR if self.chance.random() < 0.1 else 0.0
                ways = {"emoji": partial(self.react_to, item), "vote": partial(self.vote, item),
                        "proof": partial(self.proves, item), "stop": partial(self.leaves, item),
                        "click": partial(self.clicks, item)}  # fmt: skip
                act = ways.get(kind, partial(self.reply, item, kind))
                self.world.later(self.in_his_time() + late, act)
                return
            dice -= odd

    def _says_much(self, item: Item) -> None:
        """Each time a day later, for he is asked once a day; after the second time the desk gives up."""
        times_more = () if item.n in self._puzzled else (1, 2, 3)
        self._puzzled.add(item.n)
        for times in times_more:
            self.world.later(times * 26 * HOUR, partial(self.reply, item, "more"))

    def reply(self, item: Item, kind: str) -> None:
        quiet = {"helped": words.HELPED, "thanks": words.THANKS, "solved": words.SOLVED, "heard": words.ACKNOWLEDGED}
        said = self.chance.choice(quiet.get(kind, words.NOT_SOLVED))
        said = "Nominalnya Rp 50.000. {qz}" if kind == "data" else said
        to = item.reply_to or (item.sender,)
        cc = (
            tuple(a for a in (*item.to, *item.cc) if a not in (self.address, *to)) if self.chance.random() < 0.7 else ()
        )
        if item.kind == "mail" and not any(is_desk(a) or a == LIST for a in (*to, *cc)) and self.chance.random() < 0.7:
            to = (*to, DESK)
        self.world.post.write(
            kind if kind in quiet else "reply",
            self.written,
            to,
            mails.re_subject(item),
            said,
            cc=cc,
            answers=item,
            counted=f"customer: {kind if kind in quiet else 'not solved'}",
            **self._known(),
        )

    def react_to(self, item: Item) -> None:
        self._reacts("reaction", "customer", item, (item.sender,))

    def proves(self, item: Item) -> None:
        """That he reads the mail of this address."""
        self.world.post.write(
            "proof", self.written, (item.sender,), mails.re_subject(item), self.chance.choice(words.PROOF),
            answers=item, counted="customer: proves his address", **self._known(),
        )  # fmt: skip

    def leaves(self, item: Item) -> None:
        """No more letters to many, in a word."""
        self.world.post.write(
            "stop", self.written, item.reply_to or (item.sender,), mails.re_subject(item),
            self.chance.choice(words.LEAVES), answers=item, counted="customer: leaves, in a word", **self._known(),
        )  # fmt: skip

    def clicks(self, item: Item) -> None:
        """The button his mail program makes of List-Unsubscribe."""
        found = re.search(r"<mailto:[^>?]*\?subject=([^>]*)>", str(item.headers["List-Unsubscribe"]))
        if found is not None:
            self.world.post.write(
                "click", self.written, (DESK,), unquote("".join(found[1].split())), "",
                counted="customer: leaves, by a click", **self._known(),
            )  # fmt: skip

    def vote(self, item: Item) -> None:
        """The digit the closing letter asks for."""
        said = self.chance.choice(words.VOTES)
        to = item.reply_to or (item.sender,)
        self.world.post.write(
            "vote", self.written, to, mails.re_subject(item), said, answers=item, counted="customer: a vote",
            **self._known(),
        )  # fmt: skip


def of_customer(mail: Mail) -> bool:
    return mail.kind in (
        "request",
        "greeting",
        "reply",
        "spam",
        "form",
        "stranger",
        "vote",
        "flood",
        "proof",
        *NO_QUESTION,
    )
