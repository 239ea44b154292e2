"""The history of before (`mailflow import`): brought in while the desk lives, silently, each mail once; and a customer
who answers to it."""

from __future__ import annotations

import json
import tempfile
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from mailflow.errors import MailflowError
from mailflow.flow.admin.importing import ImportCounts, Wish, bring_in_all
from mailflow.flow.parts import Parts
from mailflow.mail.archives import found
from mailflow.store.mail.old_mails import OUTCOME as OUTCOME
from tests.simulation import mails
from tests.simulation.home import DESK
from tests.simulation.mails import Mail
from tests.simulation.people import Customer

if TYPE_CHECKING:
    from tests.simulation.world import World

_LETTERS = "SELECT COALESCE(max(id), 0) FROM letter"
_FILED = "SELECT min(ticket_n) FROM message WHERE message_id = ?"
_OPENED = "SELECT data FROM event WHERE ticket_n = ? AND kind = 'request-received'"
_MOST_KNOWN = 8  # of the desk's own mails in an archive


class Past:
    """What archives hold, and what becomes of it."""

    def __init__(self, world: World, dice: Random) -> None:
        self.world, self.dice = world, dice
        self._old = 0
        self._tickets: dict[str, int] = {}  # Message-ID of an old mail → its ticket

    def imports(self) -> None:
        """The admin: an archive with a conversation of old, and mails the desk has, or is about to have."""
        parts = next((daemon.parts for daemon in self.world.daemons if daemon.alive), None)
        if parts is None:
            return
        customer = self.dice.choice(self.world.customers)
        old, here = self._conversation(customer), self._desks_own()
        before = self.world.db.value(_LETTERS)
        try:
            counts = self._bring(parts, [*old, *here])
            again = self._bring(parts, [*old, *here])
        except MailflowError as why:
            self.world.say(f"the admin brings in an archive: {why}")
            return
        self.world.say(f"the admin brings in {counts.imported} of {counts.mails} mails")
        self.world.said["admin: an archive is brought in"] += 1
        if again.imported or self.world.db.value(_LETTERS) != before:
            self.world.fail(f"an archive was brought in twice, or not silently: {counts}, {again}")
        item = mails.read(old[-1])
        self._tickets[item.message_id] = self.world.db.value(_FILED, (item.message_id,))
        if self.dice.random() < 0.7:
            self.world.later(self.dice.choice((60.0, 90000.0)), partial(customer.reply, item, "more"))

    def _conversation(self, customer: Customer) -> list[bytes]:
        """A question, and an answer of years ago that reached him directly."""
        self._old += 1
        ids = [f"<lama{self._old}{which}.{self.world.seed}@old.example>" for which in "ab"]
        then = self.world.now().replace(year=2019, hour=self._old % 24)
        asked = mails.write(customer.written, (DESK,), (), "Pulsa lama", "Pulsa saya hilang.", ids[0], then)
        heads = (("In-Reply-To", ids[0]), ("References", ids[0]))
        to, said = (customer.address,), "Sudah kami isi ulang."
        answer = mails.write("Budi <budi@desk.example>", to, (DESK,), "Re: Pulsa lama", said, ids[1], then, heads)
        return [asked, answer]

    def _desks_own(self) -> list[bytes]:
        """Of what lies in its mailboxes, read by now or not."""
        lying = [put.raw for box in self.world.boxes for put in box.puts.values() if not put.gone]
        return self.dice.sample(lying, min(len(lying), _MOST_KNOWN))

    def _bring(self, parts: Parts, raws: list[bytes]) -> ImportCounts:
        with tempfile.TemporaryDirectory(prefix="mailflow-past-") as folder:
            for number, raw in enumerate(raws):
                (Path(folder) / f"{number}.eml").write_bytes(raw)
            silent = lambda done, of: None  # noqa: E731
            return bring_in_all(parts, partial(found.archives, [Path(folder)]), Wish(), silent, silent)

    def ended(self, mail: Mail, outcome: str, n: int | None) -> None:
        """A reply to an old mail is a request of its own, linked with what it answers."""
        old = self._tickets.get(mail.parent)
        if old is None or outcome != "request":
            return
        (data,) = self.world.db.execute(_OPENED, (n,)).fetchone()
        if old not in json.loads(data)["linked"]:
            self.world.fail(f"ticket {n} answers a mail of the imported ticket {old}, and is not linked with it")
