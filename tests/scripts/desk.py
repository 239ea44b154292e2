"""A whole desk for one script: a home, two Maildirs, SQLite, the real loops, and a real SMTP server as its world.

Time stands still until the script moves it. While it passes, the loops look whenever a ticket's alarm rings.
"""

from __future__ import annotations

import copy
import itertools
import os
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import getaddresses
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from mailflow import app
from mailflow.clock import SettableClock, machine_now
from mailflow.core import eventlog, hours
from mailflow.core.evolve import evolve
from mailflow.core.ladders import next_alarm
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket
from mailflow.flow.admin import rebuild
from mailflow.flow.deliver import Circuit, deliver
from mailflow.flow.health.list_holds import tell_of_holds
from mailflow.flow.intake.receive import read_to_end
from mailflow.flow.schedule import answers, hours_change, letters_due, reminders, shift_brief, urgent_held
from mailflow.flow.settle import flooding, worker
from mailflow.flow.settle.case import MAY_YET_COME
from mailflow.store.admin import journal
from mailflow.store.desk import holdings, tickets
from mailflow.store.health import workers
from mailflow.store.mail import awaited, inbox, outbox, waiting
from mailflow.store.read import archive
from tests.conservation import lost
from tests.scripts.client import text_of
from tests.servers import Received, SmtpSink

START = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)  # Monday 09:00 in Jakarta
MAILBOXES = {"mailbox1": "var/in", "mailbox2": "var/in2"}
STANDARD: dict[str, Any] = {
    "desk": {
        "name": "iDuHelp",
        "address": "iduhelp@desk.example",
        "list": "operator@lists.desk.example",
        "language": "id",
        "timezone": "Asia/Jakarta",
    },
    "admin": "admin@desk.example",
    "mailboxes": [{"maildir": folder} for folder in MAILBOXES.values()],
    "operators": [{"name": "Budi", "address": "budi@desk.example"}, {"name": "Sari", "address": "sari@desk.example"}],
    "pic": [{"name": "Dewi", "address": "dewi@desk.example"}],
    "announce": "list",
    "working_hours": {"mon-fri": "08:00-17:00"},
    "digest": "off",
    "undo_within": "0s",  # answers leave at once, so that a script need not wait for each
    "survey": {"link": "https://survey.example/?ticket={number}&key={token}"},
    "trust": {"operators": "from"},
    "rules": [{"when": {"subject_or_body": "pulsa"}, "then": {"category": "pulsa-tidak-masuk"}}],
}


@dataclass(frozen=True)
class Seen:
    """A letter as the world got it."""

    kind: str
    n: int | None
    received: Received
    message: EmailMessage

    @property
    def to(self) -> list[str]:
        return sorted(email.lower() for _, email in getaddresses([str(self.message["To"])]))

    @property
    def text(self) -> str:
        return text_of(self.message)

    def __str__(self) -> str:
        return f"{self.kind} to {', '.join(self.to)}"


class Desk:
    """`with Desk(folder) as desk:` then put mails, let time pass, look, and read `desk.world`."""

    def __init__(self, home: Path, database: str = "") -> None:
        self.home, self.clock = home, SettableClock(START)
        self.running = True  # False while the script says that mailflow is stopped
        self.world: list[Seen] = []
        self._rules = copy.deepcopy(STANDARD)
        if database:
            self._rules["database"] = database
        self._tokens, self._uids = itertools.count(1), itertools.count(1)
        self._server = Circuit()
        self._edits = 0  # of rules and letters while the desk ran
        self._ends = ExitStack()

    def __enter__(self) -> Desk:
        self.sink = self._ends.enter_context(SmtpSink())
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._ends.close()

    # -- what the admin does

    def write_rules(self, patch: dict[str, Any], *, reload: bool = True) -> None:
        """rules.yaml is the standard desk with this patch, from now on; null takes a key away. With `mailflow reload`
        it counts at once."""
        self._rules["outgoing"] = {"smtp": self.sink.url}
        patched(self._rules, patch)
        (self.home / "rules.yaml").write_text(yaml.safe_dump(self._rules, sort_keys=False, allow_unicode=True))
        if hasattr(self, "parts") and reload:
            self._edited()

    @property
    def survey(self) -> str:
        """How it asks customers when their tickets are closed: link, mail or nothing."""
        said = self._rules.get("survey") or {}
        return "link" if "link" in said else "mail" if said.get("by_mail", True) else "nothing"

    def write_letter(self, name: str, text: str) -> None:
        """The admin edits a canned letter: `closed.id`."""
        folder = self.home / "templates" / "canned"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        self._edited()

    def start(self) -> None:
        if not (self.home / "rules.yaml").exists():
            self.write_rules({})
        self.parts = app.open_parts(
            self.home, self.clock, need_secrets=True, environ={}, token=lambda: f"t{next(self._tokens):07}"
        )
        self._ends.callback(self.parts.db.close)
        self._daemon = app.daemon(self.parts)  # never started: it looks at edits as it would while running
        self._mailboxes = app.mailboxes(self.parts)
        self._transport = app.transport(self.parts)
        self._ends.callback(self._transport.close)
        self._worker = workers.register(self.parts.db, machine_now())
        reminders.apply_rules(self.parts)  # as a daemon does first

    def _edited(self) -> None:
        """And says `mailflow reload`: it counts at once."""
        self._edits += 1
        self.parts.policy.hurry()
        holdings.accept(self.parts.db, sha256((self.home / "rules.yaml").read_bytes()).hexdigest())
        self._daemon.look_for_edits()

    # -- time

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self._rules["desk"]["timezone"])

    def now(self) -> datetime:
        return self.clock.now().astimezone(self.zone)

    def pass_time(self, until: datetime) -> None:
        """Until that moment; the loops look at every alarm on the way, unless mailflow is stopped."""
        waited = until - self.clock.now()
        while self.running and (alarm := self._next_alarm()) is not None and alarm <= until:
            self.clock.set(max(alarm, self.clock.now()))
            self.look(ring=True)
        self.clock.set(until)
        if self.running:
            self.look(ring=True, patient=waited < timedelta(seconds=30))

    def _next_alarm(self) -> datetime | None:
        """Of a ticket, or the digest's moment."""
        moments = (
            tickets.next_alarm(self.parts.db),
            daily_after(self.parts.rules, self.parts.rules.digest, self.clock.now()),
            daily_after(self.parts.rules, self.parts.rules.morning_list, self.clock.now()),
            shift_brief.next_due(self.parts),
            min((one.since for one in self.parts.rules.away if one.since > self.clock.now()), default=None),
            flooding.next_due(self.parts),
            urgent_held.next_due(self.parts),
            waiting.next_due(self.parts.db),
        )
        return min((moment for moment in moments if moment is not None), default=None)

    # -- mail

    def put(self, raw: bytes, mailbox: str) -> str:
        """A mail is in the mailbox, arrived now; its name there."""
        folder = self.home / MAILBOXES[mailbox]
        for part in ("tmp", "new", "cur"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        uid = f"{next(self._uids):06}.script"
        file = folder / "tmp" / uid
        file.write_bytes(raw)
        moment = self.clock.now().timestamp()
        os.utime(file, (moment, moment))
        file.rename(folder / "new" / uid)
        return uid

    def read(self) -> None:
        """Every mailbox to its end; nothing is settled."""
        for mailbox in self._mailboxes:
            read_to_end(self.parts, mailbox.source)

    def look(self, *, ring: bool = True, patient: bool = True) -> None:
        """One round of the loops, in the order in which a mail meets them."""
        if not self.running:
            return
        self.read()
        worker.drain(self.parts, self._worker)
        with self.parts.db.transaction():  # five seconds later: replies that wait for their requests come again
            for why in MAY_YET_COME:
                awaited.hurry(self.parts.db, why)
        worker.drain(self.parts, self._worker, patient=patient)
        answers.send_due(self.parts)
        if ring:
            reminders.ring(self.parts)
            letters_due.write_due(self.parts)
            hours_change.note_first(self.parts)
        tell_of_holds(self.parts)
        deliver(self.parts, self._worker, self._transport, self._server)
        self._collect()

    def retry_letters(self) -> None:
        """Deferred letters wait in machine time, which no script moves: somebody says `mailflow outbox retry`."""
        for letter in outbox.listing(self.parts.db, ("waiting",)):
            with self.parts.db.transaction():
                outbox.retry(self.parts.db, letter["id"])

    def _collect(self) -> None:
        for received in self.sink.letters[len(self.world) :]:
            message: EmailMessage = message_from_bytes(received.data, policy=SMTP)
            message["Return-Path"] = received.mail_from  # as the server writes that delivers it
            posted = outbox.by_message_id(self.parts.db, str(message["Message-ID"]))
            assert posted is not None, f"not from the outbox: {message['Message-ID']}"
            self.world.append(Seen(posted.kind, posted.ticket, received, message))

    # -- looking

    def outcome(self, uid: str) -> tuple[str, str]:
        """What became of a mail, and why."""
        rows = inbox.listing(self.parts.db, ("waiting", "parked", "done"))
        row = next((row for row in rows if row["uid"] == uid), None)
        if row is None:
            return "not read", ""
        return str(row["outcome"] or row["state"]), str(row["reason"] or "")

    def ticket(self, n: int) -> Ticket | None:
        return tickets.load(self.parts.db, n)

    def alarm(self, n: int) -> datetime | None:
        """When the ticket's next reminder is due."""
        ticket = self.ticket(n)
        return None if ticket is None else next_alarm(ticket, self.parts.rules)

    def numbers(self) -> list[int]:
        return tickets.all_numbers(self.parts.db)

    def faults(self) -> list[str]:
        """What `mailflow doctor` and `mailflow verify` would find, but for mails parked and letters failed."""
        found = lost(self.parts.db, self.clock.now(), machine_now())
        found += [f"the log of ticket {n} does not give its row" for n in self.numbers() if not self._proven(n)]
        return found + self._lived_again()

    def _lived_again(self) -> list[str]:
        """`mailflow rebuild --verify`: the journal leads to the same desk again, unless the script edited its rules."""
        if self._edits:
            return []
        again = rebuild.verify(self.parts)
        assert not again.too_old | (again.expired - journal.redacted(self.parts.db))
        return [f"lived again: {one}" for one in (*again.differences, *again.mail_differences)]

    def _proven(self, n: int) -> bool:
        row = self.ticket(n)
        assert row is not None
        folded = Ticket(n=row.n, number=row.number, token=row.token)
        for event in archive.events_of(self.parts.db, n):
            folded = evolve(folded, eventlog.from_json(event.kind, event.data), event.recorded_at)
        return folded == row


def patched(rules: dict[str, Any], patch: dict[str, Any]) -> None:
    """Merge `patch` into `rules`: blocks deep, lists and values replaced, null removes."""
    for key, value in patch.items():
        if value is None:
            rules.pop(key, None)
        elif isinstance(value, dict) and isinstance(rules.get(key), dict):
            patched(rules[key], value)
        else:
            rules[key] = value


def daily_after(rules: Rules, minute: int | None, after: datetime) -> datetime | None:
    """The first moment after `after` at which a daily letter may be due; None when it is off or nobody ever works."""
    if minute is None:
        return None
    zone = ZoneInfo(rules.desk.timezone)
    began = after.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    for days in range(370):
        at = began + timedelta(days=days, minutes=minute)
        if at > after and hours.open_spans(at.date(), rules.working_hours):
            return at
    return None
