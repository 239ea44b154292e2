"""A whole daemon in this process, between an IMAP server and a mail server that fail as told: for test_faults.py."""

from __future__ import annotations

import logging
import re
import socket
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from email import message_from_bytes
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any

import pytest
import yaml

from mailflow import app
from mailflow.clock import Clock, SettableClock, machine_now
from mailflow.flow import daemon, deliver
from mailflow.flow.admin import doctor
from mailflow.flow.daemon import Daemon
from mailflow.store.mail import inbox, outbox
from tests.conservation import conservation
from tests.imap_server import ImapServer
from tests.proxy import Proxy
from tests.servers import SmtpSink

START = datetime(2026, 11, 17, 3, 0, tzinfo=UTC)
ANSWER_SECONDS = 1.0  # what a server may take, so that a hung one is known soon
PATIENCE = 40.0
_CHANGES = ("not reading", "reading imap", "not-sending", "sending again", "trying again", "works again", "jumped")
_TROUBLE = re.compile(r"(?:not reading \S+|[\w ]+): (.*); trying again")


def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first retry of a letter comes after 30 seconds, the loops are noted every five; here at once."""
    monkeypatch.setattr(deliver, "RETRY_SECONDS", (0.5,))
    monkeypatch.setattr(daemon, "WATCH_SECONDS", 0.5)


class Line(Proxy):
    """A proxy whose port can refuse, too."""

    def refuse(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()

    def accept(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self._start(self._accept)


def own_words(number: int) -> str:
    """Of one customer alone: the same ones from one house, at once after our letters, would be a robot's."""
    return " ".join("".join(chr(97 + (number * step + at * 7) % 26) for at in range(6)) for step in range(1, 26, 2))


class Ward:
    """`with Ward(folder, database) as ward: ward.ask(1); ward.answered(1)`."""

    def __init__(
        self,
        home: Path,
        database: str,
        log: Callable[[], list[logging.LogRecord]],
        clock: Clock | None = None,
        start: datetime = START,
        **rules: Any,
    ) -> None:
        self.home, self._log, self._rules = home, log, {"database": database, **rules}
        self.desk_time = SettableClock(start)
        self.clock: Clock = clock or self.desk_time
        self.sink = SmtpSink()
        self._ends = ExitStack()

    def __enter__(self) -> Ward:
        self.imap = self._ends.enter_context(ImapServer())
        self.line = self._ends.enter_context(Line(self.imap.port))
        self._ends.enter_context(self.sink)
        self._write_rules()
        self.parts = app.open_parts(self.home, self.clock, need_secrets=True, environ={})
        self._ends.callback(self.parts.db.close)
        boxes = app.mailboxes(self.parts, ANSWER_SECONDS)
        self.daemon = Daemon(self.parts, boxes, app.transport(self.parts, ANSWER_SECONDS))
        self.daemon.start()
        self._ends.callback(self._stop)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._ends.close()

    def _stop(self) -> None:
        begun = monotonic()
        self.daemon.stop()
        assert monotonic() - begun < 10

    def _write_rules(self) -> None:
        rules: dict[str, Any] = {
            "desk": {"name": "Desk", "address": "desk@desk.example", "timezone": "Asia/Jakarta"},
            "admin": "admin@desk.example",
            "operators": [{"name": "Budi", "address": "budi@desk.example"}],
            "pic": [{"name": "Dewi", "address": "dewi@desk.example"}],
            "trust": {"operators": "from"},
            "undo_within": "0s",
            "outgoing": {"smtp": self.sink.url},
            "mailboxes": [{
                "imap": f"imap+insecure://desk@127.0.0.1:{self.line.port}/INBOX", "password": "secret",
                "poll": "2s", "since": "all", **self._rules.pop("mailbox", {}),
            }],
            **self._rules,
        }  # fmt: skip
        self.home.mkdir(exist_ok=True)
        (self.home / "rules.yaml").write_text(yaml.safe_dump(rules), encoding="utf-8")

    # -- customers

    def ask(self, number: int, more: str = "", cc: str = "") -> None:
        """Customer `number` writes; `more`, lines of text, makes it long."""
        text = f"This is question number {number}, about {own_words(number)}.\r\n{more}"
        self._arrives(f"c{number}@mail.example", f"<q{number}@mail.example>", text, f"Question {number}", cc)

    def answer(self, number: int) -> None:
        """Budi answers customer `number` by replying to the announcement, which reaches only the desk."""
        [asked] = {
            letter["Message-ID"] for sent in self.sink.letters if "budi@desk.example" in sent.rcpts
            for letter in [message_from_bytes(sent.data)] if f"Question {number}" in str(letter["Subject"])
        }  # fmt: skip
        head = f"Re: Question {number}\r\nIn-Reply-To: {asked}\r\nReferences: {asked}"
        self._arrives("budi@desk.example", f"<a{number}@desk.example>", "Please try again now.\r\n", head)

    def _arrives(self, sender: str, message_id: str, text: str, subject: str, cc: str = "") -> None:
        copies = f"Cc: {cc}\r\n" if cc else ""
        mail = (
            f"From: {sender}\r\nTo: desk@desk.example\r\n{copies}Subject: {subject}\r\n"
            f"Message-ID: {message_id}\r\nDate: Tue, 17 Nov 2026 09:30:00 +0700\r\n\r\n{text}"
        )
        with self.imap.lock:
            self.imap.append(mail.encode())
            self.imap.inbox.mails[-1].date = f'"{self.clock.now():%d-%b-%Y %H:%M:%S +0000}"'

    def answered(self, *numbers: int) -> None:
        """Wait until these customers have their acknowledgement."""
        self.until(lambda: {f"c{number}@mail.example" for number in numbers} <= set(self.reached()))

    def reached(self) -> Counter[str]:
        """How many different letters each address got."""
        got = {(who, message_from_bytes(letter.data)["Message-ID"]) for letter in self.sink.letters
               for who in letter.rcpts}  # fmt: skip
        return Counter(who for who, _ in got)

    # -- waiting and looking

    def until(self, so: Callable[[], object], seconds: float = PATIENCE) -> None:
        """Wait for commits until it is so."""
        end = monotonic() + seconds
        while not so():
            assert monotonic() < end, ("it did not become so", self.said(), inbox.counts(self.parts.db))
            self.parts.db.wait_for_commit(0.2)

    def said(self) -> list[str]:
        return [record.getMessage() for record in self._log() if record.name == "mailflow"]

    def all_said(self) -> list[str]:
        """Also by the libraries of `mail`."""
        return [record.getMessage() for record in self._log()]

    def changes(self) -> list[str]:
        """The log lines that tell of a change of state."""
        return [line for line in self.said() if any(word in line for word in _CHANGES)]

    def said_once(self, words: str) -> None:
        """Trouble with these words was told once for a mailbox, and once for all loops that met it; and so were its
        ends. Other trouble was none."""
        changes = self.changes()
        began = Counter(found[1] for line in changes if (found := _TROUBLE.fullmatch(line)))
        mailbox = [line.startswith("not reading") for line in changes if "reading" in line]
        loops = [" works again, no longer: " not in line for line in changes if "reading" not in line]
        assert began, changes
        assert all(words in why for why in began), changes
        assert len(changes) == len(set(changes)), changes
        assert (sum(mailbox) * 2, sum(loops) * 2) == (len(mailbox), len(loops)), changes
        assert sum(mailbox) <= 1, changes
        assert sum(loops) <= 1, changes

    def faults(self) -> list[str]:
        """What `mailflow doctor --offline` calls faults."""
        return [f"{f.check}: {f.what}" for f in self._findings() if f.level == "fault"]

    def _findings(self) -> list[doctor.Finding]:
        patient = doctor.Patient(self.parts.db, self.home, self.clock.now(), machine_now(), self.parts)
        return doctor.examine(patient, connect=False)

    def seen_by_the_doctor(self, words: str, level: str = "fault") -> None:
        self.until(lambda: any(f.level == level and words in f.what for f in self._findings()))

    def well(self) -> None:
        """The doctor finds no fault any more."""
        self.until(lambda: not self.faults())

    def comes_through(self, *numbers: int) -> None:
        """These customers are answered, the doctor has no complaint left, and nothing was lost on the way."""
        self.answered(*numbers)
        self.well()
        self.nothing_is_lost(*numbers)

    def nothing_is_lost(self, *numbers: int) -> None:
        """Every mail has one outcome, every letter left, every customer has exactly one acknowledgement."""
        self.until(lambda: outbox.waiting(self.parts.db) == 0 and inbox.counts(self.parts.db)["waiting"] == 0)
        counts = inbox.counts(self.parts.db)
        assert (counts["parked"], counts["done:request"]) == (0, len(numbers)), counts
        reached = self.reached()
        assert [reached[f"c{number}@mail.example"] for number in numbers] == [1] * len(numbers), reached
        assert conservation(self.parts.db, self.clock.now(), machine_now()) == []
