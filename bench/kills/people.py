"""Customers, operators and a PIC, each of whom answers what reaches him: one conversation after the other goes through
the whole procedure (request, two claims that race, answer, customer's reply, closing statement, the PIC's word).

They know what must come of it, from their side alone: which letters, to whom, how often. Nothing here reads mailflow.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from random import Random

from bench.desk import customer, mail, written

DESK, LIST, PIC = "iduhelp@desk.example", "milis@lists.desk.example", "dewi@desk.example"
OPERATORS = 6

# A letter's kind, by who reads it and what stands in it.
KINDS = {
    "customer": {
        "acknowledgement": "tercatat sebagai tiket",
        "closed": "sudah kami tutup",
        "closing": "percakapan kita kami akhiri",
        "answer": "nomor tujuannya",
    },
    "list": {"announcement": "Ada permintaan baru"},
    "operator": {
        "claim-receipt": "offline nomor",
        "claim-taken": "sudah lebih dulu diambil",
        "customer-wrote": "Pelanggan menulis lagi",
    },
    "pic": {"command-receipt": "Yang Anda kirim tentang tiket", "closing-notice": "bisa ditutup"},
}
LETTERS = sum(map(len, KINDS.values()))  # of one conversation
# What each mail put in must end as.
OUTCOMES = {
    "request": "request",
    "claim": "claim",
    "answer": "answer",
    "reply": "customer-reply",
    "closing": "closing-statement",
    "word": "command",
}
CLOSING = """\
Terima kasih sudah mengabari kami. Kami senang masalah Anda sudah selesai dan pertanyaan Anda sudah terjawab.

Dengan ini percakapan kita kami akhiri. Kalau suatu saat ada kendala lagi, cukup balas email ini atau tulis kepada kami
kapan saja; dengan senang hati kami bantu.
"""


@dataclass(frozen=True)
class Written:
    """A mail somebody has sent to the desk."""

    message_id: str
    what: str  # a key of OUTCOMES
    sender: str
    data: bytes


@dataclass
class Conversation:
    """What one customer's question has come to, as far as its people can see."""

    i: int
    rivals: tuple[str, str]
    came: dict[tuple[str, str], set[str]] = field(default_factory=dict)  # (kind, reader) → Message-IDs
    number: str = ""  # of the ticket, from the acknowledgement
    owner: str = ""
    written: set[str] = field(default_factory=set)  # steps that were taken

    @property
    def customer(self) -> str:
        return customer(self.i)

    def has(self, kind: str) -> bool:
        return any(came == kind for came, _ in self.came)

    @property
    def over(self) -> bool:
        return len(self.came) >= LETTERS

    def faults(self) -> tuple[list[str], list[str]]:
        """Letters that are missing, and what there is too much of."""
        expected = [("acknowledgement", self.customer), ("announcement", LIST), ("answer", self.customer)]
        expected += [("closing", self.customer), ("closing-notice", PIC), ("closed", self.customer)]
        expected += [("command-receipt", PIC)]  # she is told what became of her word
        loser = next((r for r in self.rivals if r != self.owner), "")
        expected += [("claim-receipt", self.owner), ("claim-taken", loser), ("customer-wrote", self.owner)]
        missing = [f"Pulsa-{self.i}: no {kind} to {who}" for kind, who in expected if (kind, who) not in self.came]
        extra = [f"Pulsa-{self.i}: {kind} to {who}" for kind, who in self.came if (kind, who) not in expected]
        extra += [f"Pulsa-{self.i}: {len(ids)} of {key}" for key, ids in self.came.items() if len(ids) > 1]
        return missing, extra


class People:
    """`begin` conversations; tell them with `read` what the mail server took; `send` gets what they write."""

    def __init__(self, send: Callable[[Written], None], rng: Random) -> None:
        self._send, self._rng = send, rng
        self.conversations: list[Conversation] = []
        self.written: list[Written] = []
        self.strange: list[str] = []  # letters nobody can explain
        self._news = threading.Condition()

    def begin(self) -> Conversation:
        """Another customer asks."""
        with self._news:
            a, b = self._rng.sample(range(OPERATORS), 2)
            found = Conversation(len(self.conversations), (f"op{a}@desk.example", f"op{b}@desk.example"))
            self.conversations.append(found)
        words = "Selamat pagi, saya isi pulsa tadi malam, sampai sekarang belum masuk."
        self._write(found, "request", written(found.customer), words, f"Pulsa-{found.i}")
        return found

    @property
    def unfinished(self) -> int:
        return sum(not one.over for one in self.conversations)

    def wait(self, what: Callable[[], bool], seconds: float) -> bool:
        with self._news:
            return self._news.wait_for(what, seconds)

    def read(self, reader: str, data: bytes) -> None:
        """A letter has reached somebody, perhaps not for the first time."""
        letter = message_from_bytes(data, policy=policy.default)
        body = letter.get_body(("plain",))
        text = str(body.get_content()) if body is not None else ""
        found = re.search(r"Pulsa-(\d+)", str(letter["Subject"]))
        role = {LIST: "list", PIC: "pic"}.get(reader, "operator" if reader.startswith("op") else "customer")
        kind = next((kind for kind, words in KINDS[role].items() if words in text), "")
        if found is None or not kind:
            self.strange.append(f"{reader}: {letter['Subject']}: {text[:80]!r}")
            return
        with self._news:
            one = self.conversations[int(found[1])]
            one.came.setdefault((kind, reader), set()).add(str(letter["Message-ID"]))
            self._learn(one, kind, reader, text)
            self._news.notify_all()
        self._answer(one, str(letter["Message-ID"]), kind)

    def _learn(self, one: Conversation, kind: str, reader: str, text: str) -> None:
        if kind == "acknowledgement" and (number := re.search(r"sebagai tiket (\S+?)\.?\s", text)):
            one.number = number[1]
        if kind == "claim-receipt":
            one.owner = reader

    def _answer(self, one: Conversation, message_id: str, kind: str) -> None:
        """Each step once, when all it needs is there; so what must come of it depends on no race but the claims'."""
        if one.has("acknowledgement") and one.has("announcement"):
            for rival in one.rivals:
                self._write(one, "claim", rival, "", answers=f"<request.{one.i}@mail.example>", step=f"claim.{rival}")
        if one.has("claim-receipt") and one.has("claim-taken"):
            receipt = self._of(one, "claim-receipt")
            self._write(one, "answer", one.owner, "Silakan periksa nomor tujuannya.", answers=receipt)
        if kind == "answer":
            self._write(one, "reply", one.customer, "Sudah saya periksa, tetap belum masuk.", answers=message_id)
        if kind == "customer-wrote":
            self._write(one, "closing", one.owner, CLOSING, answers=message_id)
        if one.has("closing-notice") and one.has("closing"):
            self._write(one, "word", PIC, "tutup", answers=self._of(one, "closing-notice"))

    def _of(self, one: Conversation, kind: str) -> str:
        return next(min(ids) for (came, _), ids in one.came.items() if came == kind)

    def _write(
        self, one: Conversation, what: str, sender: str, text: str, subject: str = "", answers: str = "", step: str = ""
    ) -> None:
        """Once: who gets a letter twice does not answer it twice."""
        step = step or what
        with self._news:
            if step in one.written:
                return
            one.written.add(step)
        message_id = f"<{step.replace('@', '.')}.{one.i}@mail.example>"
        data = mail(sender, subject or f"Re: Pulsa-{one.i}", text, message_id, answers)
        written = Written(message_id, what, re.sub(r".*<|>", "", sender), data)
        self.written.append(written)
        self._send(written)
