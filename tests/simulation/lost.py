"""Answers that reach the customer and not the desk, which learns of them from his reply: as interfaces-2.md has it
(`lost-copy`). Whether one was lost is asked of the mails people wrote, and of what had been taken in by then."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tests.simulation.entry import Entry
from tests.simulation.home import DESK
from tests.simulation.mails import Item, Mail
from tests.simulation.renaming import plain

if TYPE_CHECKING:
    from tests.simulation.colleagues import Operator
    from tests.simulation.world import World

_DECIDED = "SELECT data FROM occasion WHERE kind = 'mail-arrived' AND id < ?"
_HEAD = (
    "---------- Forwarded message ---------",
    "Dari: {sender}",
    "Tanggal: {date}",
    "Subjek: {subject}",
    "Kepada: {to}",
)


def send_on(operator: Operator, item: Item) -> None:
    """He forwards what he wrote, in reply to the letter that asks for it."""
    world = operator.world
    own = (one for one in reversed(world.post.mails) if one.direct and world.person(one.author) is operator)
    mail = next((one for one in own if f"qz{one.id}k" in item.text), None)
    if mail is None:
        return
    original = world.post.as_written(mail)
    head = "\n".join((*_HEAD, "", "")).format(
        sender=f"{operator.name} <{mail.author}>",
        date=original.headers["Date"],
        subject=original.subject,
        to=", ".join(original.to),
    )
    operator.write(
        "original", item, head + original.text, to=(item.sender,), counted="operator: forwards a lost answer",
        quotes=False, subject=f"Fwd: {original.subject}",
    )  # fmt: skip


def answers_alone(operator: Operator, item: Item) -> None:
    """To the customer, and nobody else; or the desk's copy is days on its way."""
    customer = operator.world.check.asked(item.n)
    if customer is None or "@" not in customer or customer in operator.world.colleagues:  # a fax machine has no address
        return
    slow = operator.chance.random() < 0.4
    operator.write(
        "answer", item, "Halo, coba matikan dahulu, lalu nyalakan lagi. {qz}",
        to=(customer, *((DESK,) if slow else ())), slow=slow,
        counted=f"operator: answers the customer, {'and the desk hears of it late' if slow else 'not the desk'}",
    )  # fmt: skip


class LostAnswers:
    """Follows the log."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.known: dict[tuple[int, int], str] = {}  # (ticket, number of its copy-lost): the answer's Message-ID

    def told(self, entry: Entry, seq: int, opened: datetime) -> tuple[datetime | None, str]:
        """(when it was written by its attribution, what is wrong) of a copy-lost on a ticket that began `opened`."""
        mail = self.world.check.mail(entry.about["inbox"])
        answer = next((one for one in self.world.post.mails if one.message_id == mail.parent), None)
        self.world.said["customer: quotes an answer the desk has not seen"] += 1
        if entry.data["message_id"] != mail.parent or answer is None or mail.author not in answer.written_to:
            return None, f"qz{mail.id}k replies to {mail.parent}, which never reached him"
        if answer.kind not in ("answer", "command", "forged"):  # a forgery that reached him alone looks like an answer
            return None, f"qz{answer.id}k is {answer.kind}"
        if (person := self.world.person(answer.author)) is None or person.name != plain(entry.data["operator"]):
            return None, f"{answer.author} wrote qz{answer.id}k"
        if mail.parent in {message_id for (n, _), message_id in self.known.items() if n == entry.n}:
            return None, f"qz{answer.id}k is known to be lost"
        if self._was_taken_in(answer, entry.occasion):
            return None, f"qz{answer.id}k had been taken in"
        self.known[entry.n, seq] = mail.parent
        return self._written_at(mail, entry, opened), ""

    def _was_taken_in(self, answer: Mail, occasion: int) -> bool:
        rows = self.world.db.execute(_DECIDED, (occasion,)).fetchall()
        decided = [json.loads(data).get("inbox") for (data,) in rows]
        return any(inbox is not None and self.world.check.mail(inbox) is answer for inbox in decided)

    def _written_at(self, mail: Mail, entry: Entry, opened: datetime) -> datetime | None:
        if mail.quoted_at is None:
            return None
        zone = ZoneInfo(self.world.home.by_fingerprint[entry.rules]["desk"]["timezone"])
        written = mail.quoted_at.replace(tzinfo=zone)
        return written if opened <= written <= self.world.check.put(entry.about["inbox"]).arrived_at else None

    def found(self, entry: Entry) -> str:
        """What is wrong with a copy-found."""
        lost = self.known.pop((entry.n, entry.data["lost"]), None)
        mail = self.world.check.mail(entry.about["inbox"])
        late = mail.message_id == lost
        self.world.said[f"operator: a lost answer {'comes late' if late else 'is found'}"] += 1
        original = next((one for one in self.world.post.mails if one.message_id == lost), None)
        if original is None or not (late or f"qz{original.id}k" in mail.raw.decode()):
            return f"qz{mail.id}k is not the answer {lost}"
        person = self.world.person
        return "" if late or person(original.author) is person(mail.author) else f"{original.author} wrote it"

    def is_lost(self, entry: Entry) -> bool:
        """The mail behind this entry is itself an answer that is known already: it may count no second time."""
        mail = self.world.check.mail(entry.about["inbox"])
        return mail.message_id in {message_id for (n, _), message_id in self.known.items() if n == entry.n}
