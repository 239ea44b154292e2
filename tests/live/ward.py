"""A whole daemon in this process, between an IMAP server and a mail server that fail as told: for test_faults.py."""

from __future__ import annotations

import logging
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

import yaml

from mailflow import app
from mailflow.clock import SettableClock, machine_now
from mailflow.flow import doctor as practice
from mailflow.flow.daemon import Daemon
from mailflow.store import doctor, inbox, outbox
from tests.imap_server import ImapServer
from tests.proxy import Proxy
from tests.servers import SmtpSink

START = datetime(2026, 11, 17, 3, 0, tzinfo=UTC)
ANSWER_SECONDS = 1.0  # what a server may take, so that a hung one is known soon
PATIENCE = 40.0
_CHANGES = ("not reading", "reading imap", "not-sending", "sending again", "trying again", "works again", "jumped")


class Line(Proxy):
    """A proxy whose port can refuse, too."""

    def refuse(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.cut()

    def accept(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", self.port))
        self._start(self._accept)


class Ward:
    """`with Ward(folder) as ward: ward.ask(1); ward.answered(1)`."""

    def __init__(self, home: Path, log: Callable[[], list[logging.LogRecord]], **rules: Any) -> None:
        self.home, self._log, self._rules = home, log, rules
        self.clock = SettableClock(START)
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

    def ask(self, number: int) -> None:
        """Customer `number` writes."""
        with self.imap.lock:
            self.imap.append(self._mail(number))
            self.imap.inbox.mails[-1].date = f'"{self.clock.now():%d-%b-%Y %H:%M:%S +0000}"'

    def _mail(self, number: int) -> bytes:
        return (
            f"From: c{number}@mail.example\r\nTo: desk@desk.example\r\nSubject: Question {number}\r\n"
            f"Message-ID: <q{number}@mail.example>\r\nDate: Tue, 17 Nov 2026 09:30:00 +0700\r\n\r\n"
            f"This is question number {number}, about something else than all others.\r\n"
        ).encode()

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

    def changes(self) -> list[str]:
        """The log lines that tell of a change of state."""
        return [line for line in self.said() if any(word in line for word in _CHANGES)]

    def faults(self) -> list[str]:
        """What `mailflow doctor --offline` calls faults."""
        patient = practice.Patient(self.parts.db, self.home, self.clock.now(), machine_now(), self.parts)
        return [f"{f.check}: {f.what}" for f in practice.examine(patient, connect=False) if f.level == "fault"]

    def seen_by_the_doctor(self, words: str) -> None:
        self.until(lambda: any(words in fault for fault in self.faults()))

    def nothing_is_lost(self, *numbers: int) -> None:
        """Every mail has one outcome, every letter left, every customer has exactly one acknowledgement."""
        self.until(lambda: outbox.waiting(self.parts.db) == 0 and inbox.counts(self.parts.db)["waiting"] == 0)
        counts = inbox.counts(self.parts.db)
        assert (counts["parked"], counts["done:request"]) == (0, len(numbers)), counts
        reached = self.reached()
        assert [reached[f"c{number}@mail.example"] for number in numbers] == [1] * len(numbers), reached
        assert doctor.conservation(self.parts.db, self.clock.now(), machine_now()) == []
