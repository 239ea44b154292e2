"""Plays a script's section on a desk, step by step. Every letter the script does not mention is a failure."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any, NoReturn, cast

import pytest
import yaml

from mailflow.core import hours
from tests.scripts.client import Client, addresses
from tests.scripts.commands import run
from tests.scripts.desk import Desk, Seen
from tests.scripts.expecting import always, differences, shown, ticket_words
from tests.scripts.reading import Section, Step, Unreadable, fields, stanzas

_MOMENT = re.compile(r"(?:([A-Za-z]+) )?(\d{4}-\d\d-\d\d) (\d\d:\d\d(?::\d\d)?)")


def play(section: Section, home: Path, database: str = "") -> None:
    """Fails with the place of the step that was not kept. SQLite unless another database is named."""
    with Desk(home, database) as desk:
        try:
            Player(desk).play(section.steps)
        except Unreadable as wrong:
            pytest.fail(str(wrong), pytrace=False)


class Player:
    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._client = Client(desk.now, self._find)
        self._mails: list[tuple[str, EmailMessage]] = []  # names it answers to, newest last
        self._fresh = False  # mails lie in a mailbox that nobody has looked at
        self._expected: list[tuple[str, str, str]] = []  # place, uid, outcome
        self._told = 0  # letters of the world the script has mentioned or need not
        self._waiting: list[Seen] = []  # letters sent and not mentioned yet
        self._cause = ""  # the step that brought them about

    def play(self, steps: list[Step]) -> None:
        for step in steps:
            if step.kind != "rules" and not hasattr(self._desk, "parts"):
                self._desk.start()
            if step.kind not in ("sent", "nothing sent", "ticket", "tickets", "no ticket"):
                self._all_mentioned(but_mails=step.kind == "mail")
                self._cause = step.place
            self._act(step)
        self._all_mentioned()
        for fault in self._desk.faults():
            self._fail(self._cause, fault)

    def _act(self, step: Step) -> None:
        action: Callable[[Step], None] = getattr(self, "_do_" + step.kind.replace(" ", "_"))
        if step.kind in ("sent", "ticket", "tickets", "nothing sent", "no ticket", "command"):
            self._look()
        action(step)

    # -- what happens

    def _do_rules(self, step: Step) -> None:
        self._desk.write_rules(cast(dict[str, Any], yaml.safe_load("\n".join(step.lines)) or {}))
        self._fresh = hasattr(self._desk, "parts")

    def _do_letter(self, step: Step) -> None:
        self._desk.write_letter(step.argument, "\n".join(step.lines) + "\n")
        self._fresh = True

    def _do_mail(self, step: Step) -> None:
        heads, body = fields(step)
        raw, via = self._client.write(heads, body), heads.get("via", ["mailbox1"])[0]
        message: EmailMessage = message_from_bytes(raw, policy=SMTP)
        author = (str(message["From"] or "nobody").strip('"').split() or [""])[0]
        self._mails.append((f"{heads.get('name', [''])[0]}|{author}'s mail".lower(), message))
        if via == "elsewhere":  # a mail between other people: the desk never sees it
            return
        uid = self._desk.put(raw, via)
        self._expected.append((step.place, uid, heads.get("ends as", [""])[0]))
        self._fresh = True

    def _do_command(self, step: Step) -> None:
        for fault in run(self._desk, step):
            self._fail(step.place, fault)
        self._fresh = True

    def _do_at(self, step: Step) -> None:
        self._desk.clock.set(self._moment(step, step.argument))

    def _do_wait_until(self, step: Step) -> None:
        self._wait(step, self._moment(step, step.argument))

    def _do_wait(self, step: Step) -> None:
        length = hours.parse(step.argument)
        self._wait(step, hours.after(self._desk.now(), length, self._desk.parts.rules.working_hours))

    def _wait(self, step: Step, until: datetime) -> None:
        if until < self._desk.clock.now():
            raise Unreadable(f"{step.place}: that moment has passed: it is {self._desk.now():%A %Y-%m-%d %H:%M}")
        self._look()
        self._desk.retry_letters()
        self._desk.pass_time(until)
        self._seen()

    def _do_mailflow_looks(self, step: Step) -> None:
        self._fresh = True
        self._look()

    def _do_mailflow_stops(self, step: Step) -> None:
        self._look()
        self._desk.running = False

    def _do_mailflow_starts_again(self, step: Step) -> None:
        self._desk.running = self._fresh = True

    def _do_the_server_refuses_the_next_letter(self, step: Step) -> None:
        self._desk.sink.refuse_next()

    def _do_the_server_defers_the_next_letter(self, step: Step) -> None:
        self._desk.sink.defer_next()

    def _do_the_server_refuses_letters_to(self, step: Step) -> None:
        self._desk.sink.refuse(step.argument)

    def _do_the_server_defers_letters_to(self, step: Step) -> None:
        self._desk.sink.defer(step.argument)

    def _do_the_server_accepts_letters_to(self, step: Step) -> None:
        self._desk.sink.forgive(step.argument)

    def _do_the_server_is_down(self, step: Step) -> None:
        self._desk.sink.stop()

    def _do_the_server_is_up_again(self, step: Step) -> None:
        self._desk.sink.start()

    # -- what is expected

    def _do_sent(self, step: Step) -> None:
        for stanza in stanzas(step):
            heads, body = fields(step, stanza)
            found = [(differences(letter, heads, body, self._find), letter) for letter in self._waiting]
            fitting = next((letter for faults, letter in found if not faults), None)
            if fitting is None:
                nearest = sorted(found, key=lambda pair: len(pair[0]))
                words = "\n".join(f"  - {'; '.join(faults)}\n{shown(letter)}" for faults, letter in nearest)
                self._fail(step.place, f"no such letter was sent. {'Sent were:' if words else 'Nothing was.'}\n{words}")
            self._waiting.remove(fitting)

    def _do_nothing_sent(self, step: Step) -> None:
        self._all_mentioned()

    def _do_tickets(self, step: Step) -> None:
        count = len(self._desk.numbers())
        if count != int(step.argument or 0):
            self._fail(step.place, f"there are {count} tickets")

    def _do_no_ticket(self, step: Step) -> None:
        self._do_tickets(step)

    def _do_ticket(self, step: Step) -> None:
        heads, _ = fields(step)
        n = int(heads.pop("ticket")[0]) if "ticket" in heads else max(self._desk.numbers(), default=0)
        ticket = self._desk.ticket(n)
        if ticket is None:
            self._fail(step.place, f"there is no ticket {n}")
        for key, values in heads.items():
            given = ticket_words(ticket, key, self._desk.zone, self._desk.alarm(n))
            if given is None:
                raise Unreadable(f"{step.place}: a ticket has no {key!r}")
            if not given.endswith(values[0]) if key.endswith(("_at", "alarm")) else given != values[0]:
                self._fail(step.place, f"ticket {n}: {key} is {given}, not {values[0]}")

    # -- looking

    def _look(self) -> None:
        if self._fresh:
            self._fresh = False
            self._desk.look()
        self._seen()

    def _seen(self) -> None:
        for letter in self._desk.world[self._told :]:
            for fault in always(letter, self._desk.survey):
                self._fail(self._cause, f"{fault} in\n{shown(letter)}")
            self._waiting.append(letter)
        self._told = len(self._desk.world)
        if self._desk.running:
            self._outcomes()

    def _outcomes(self) -> None:
        """Mails whose block says how they end, and mails that failed."""
        for place, uid, wanted in self._expected:
            outcome, reason = self._desk.outcome(uid)
            if outcome == "waiting" and reason.startswith("Traceback"):
                self._fail(place, reason)
            if wanted and outcome != wanted:
                self._fail(place, f"the mail ended as {outcome} ({reason}), not as {wanted}")
        self._expected.clear()

    def _all_mentioned(self, *, but_mails: bool = False) -> None:
        """Nothing was sent that the script does not speak of. Mails that follow each other arrive together."""
        if not but_mails:
            self._look()
        if self._waiting:
            letters = "\n".join(shown(letter) for letter in self._waiting)
            self._fail(self._cause, f"this caused letters the script does not mention:\n{letters}")

    def _find(self, name: str) -> EmailMessage:
        """The newest mail of that `Name:` or "Ani's mail", or letter as "claim-receipt" or "claim-receipt to Budi"; or
        the "first answer"."""
        wanted = name.strip().lower()
        for names, message in reversed(self._mails):
            if wanted in names.split("|"):
                return message
        oldest, wanted = wanted.startswith("first "), wanted.removeprefix("first ")
        kind, _, reader = wanted.partition(" to ")
        for letter in self._desk.world if oldest else reversed(self._desk.world):
            if letter.kind == kind and (not reader or addresses(reader)[0] in letter.to):
                return letter.message
        raise Unreadable(f"{self._cause}: there is no mail or letter {name!r}")

    def _moment(self, step: Step, words: str) -> datetime:
        """`Monday 2026-11-02 09:00` in the desk's zone; the weekday is checked."""
        found = _MOMENT.fullmatch(words)
        if found is None:
            raise Unreadable(f"{step.place}: {words!r} is no moment: write `Monday 2026-11-02 09:00`")
        moment = datetime.fromisoformat(f"{found[2]} {found[3]}").replace(tzinfo=self._desk.zone)
        if found[1] and f"{moment:%A}" != found[1]:
            raise Unreadable(f"{step.place}: {found[2]} is a {moment:%A}")
        return moment

    def _fail(self, place: str, words: str) -> NoReturn:
        pytest.fail(f"{place}: {words}", pytrace=False)
