"""A desk on paper: rules, people and a Story that carries one ticket through occasions, hour by hour.

Hours count from Monday 2 November 2026 10:00 in Jakarta. `Story` does what `flow.ticket.handle` does, without mail or
database: decide, evolve, letters. Each step returns what happened and who was written to.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from mailflow.core import eventlog
from mailflow.core import events as ev
from mailflow.core.decide import decide
from mailflow.core.evolve import evolve
from mailflow.core.hours import parse
from mailflow.core.ladder import Ladder
from mailflow.core.letter import Letter
from mailflow.core.letters import letters
from mailflow.core.message import Address, Attachment, Authentication, Message, Nature
from mailflow.core.occasions import (
    AnswerDue,
    Author,
    CommandGiven,
    LetterFailed,
    MailArrived,
    Occasion,
    Role,
    TimePassed,
)
from mailflow.core.rules import Announce, Desk, Person, Rules, Rung, WorkingHours
from mailflow.core.ticket import Ticket

UNJUDGED = Authentication()
START = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)

DESK, LIST, ADMIN = "iduhelp@desk.example", "operator@lists.desk.example", "admin@desk.example"
BUDI, BUDI_HOME = "budi@desk.example", "budi.home@mail.example"
SARI, DEWI = "sari@desk.example", "dewi@desk.example"
ANA, CECEP, STRANGER = "ana@customer.example", "cecep@customer.example", "stranger@elsewhere.example"

OPERATORS = (Person("Budi", BUDI, (BUDI_HOME,), "id"), Person("Sari", SARI, (), "en"))
PICS = (Person("Dewi", DEWI),)
OFFICE = WorkingHours(week=(((480, 1020),),) * 5 + ((), ()))  # Monday to Friday 08:00-17:00
QUESTION = "Pulsa belum masuk sejak kemarin."


def at(hours: float) -> datetime:
    """That many hours after the story's start."""
    return START + timedelta(hours=hours)


def rung(after: str, letter: str, *to: str) -> Rung:
    return Rung(parse(after), letter, to)


SHIPPED = {
    "claim": (rung("24h", "reminder-claim", "operators"), rung("48h", "escalation-claim", "pic")),
    "answer": (rung("24h", "reminder-answer", "owner"), rung("48h", "escalation-answer", "owner", "pic")),
    "feedback": (
        rung("2wd", "ask-feedback", "customer"),
        rung("3wd", "ask-feedback", "customer"),
        rung("4wd", "suggest-close", "owner"),
    ),
    "closing": (rung("24h", "reminder-closing", "pic"),),
    "solved": (rung("1wd", "suggest-close", "owner"), rung("2wd", "closing-notice", "pic")),
}


def rules(reminders: dict[str, tuple[Rung, ...]] | None = None, **changes: Any) -> Rules:
    """The shipped policy, announcing to each operator; `changes` are fields of Rules."""
    policy: dict[str, Any] = {
        "desk": Desk("iDuHelp", DESK, LIST),
        "operators": OPERATORS,
        "pic": PICS,
        "admin": ADMIN,
        "working_hours": OFFICE,
        "announce": Announce("operators", "desk"),
        "claim_words": ("saya ambil", "siap", "mine"),
        "reopen_within": parse("14d"),
        "reminders": {ladder: (SHIPPED | (reminders or {})).get(ladder, ()) for ladder in Ladder},
    }
    policy["undo_within"] = timedelta(0)  # tests of what waits say so
    return Rules(**(policy | changes))


ON_LIST = Announce("list", "everyone")


def people(addresses: tuple[str, ...]) -> tuple[Address, ...]:
    return tuple(Address(address) for address in addresses)


def picture(name: str = "bukti.png", *, logo: bool = False) -> Attachment:
    return Attachment(index=1, name=name, content_type="image/png", size=100, inline=logo, logo=logo)


def author_of(address: str, policy: Rules) -> Author:
    """Who writes from `address`, proven."""
    person = policy.operator(address)
    if person:
        return Author(Role.OPERATOR, person.name, True)
    person = policy.pic_person(address)
    return Author(Role.PIC, person.name, True) if person else Author(Role.CUSTOMER)


@dataclass(frozen=True)
class Step:
    """What one occasion did."""

    events: list[ev.Event]
    letters: list[Letter]

    @property
    def kinds(self) -> list[str]:
        """The events' names in order."""
        return [eventlog.kind(event) for event in self.events]

    @property
    def sent(self) -> list[tuple[str, str]]:
        """(letter, recipient) in order; people in Cc are not recipients."""
        return [(letter.kind, to.email) for letter in self.letters for to in letter.to]

    def event(self, name: str) -> Any:
        return next(event for event in self.events if eventlog.kind(event) == name)

    def letter(self, kind: str, to: str | None = None) -> Letter:
        return next(found for found in self.letters if found.kind == kind and to in (None, found.to[0].email))


@dataclass
class Story:
    """One ticket and all that happened to it."""

    rules: Rules = field(default_factory=rules)
    ticket: Ticket = field(default_factory=lambda: Ticket(n=7, number="7", token="t0ken"))
    log: list[tuple[ev.Event, datetime]] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)

    def happens(self, occasion: Occasion, now: datetime) -> Step:
        events = decide(self.ticket, occasion, self.rules, now)
        sent: list[Letter] = []
        for event in events:
            self.ticket = evolve(self.ticket, event, now)
            sent += letters(self.ticket, event, self.rules)
            self.log.append((event, now))
        self.letters += sent
        return Step(events, sent)

    def mail(
        self,
        sender: str,
        words: str,
        hours: float,
        *,
        to: tuple[str, ...] = (DESK,),
        cc: tuple[str, ...] = (),
        files: tuple[Attachment, ...] = (),
        author: Author | None = None,
        answers: str | None = "announcement",
        closing: str | None = None,
        commands: tuple[tuple[str, str], ...] = (),
        outdated: bool = False,
        unread: bool = False,
        about: int | None = None,
        below: bool = False,
        inside: tuple[str, ...] = (),
        **message: Any,
    ) -> Step:
        """Somebody's mail; `message` are fields of Message. Its text is its new words."""
        understood = Message(
            sender=Address(sender), to=people(to), cc=people(cc), attachments=files, reply_text=words, **message
        )
        who = author or author_of(sender, self.rules)
        mail = MailArrived(understood, at(hours), who, answers, closing, commands, words)
        return self.happens(
            replace(mail, outdated=outdated, unread=unread, about=about, below=below, inside=inside), at(hours)
        )

    def asks(
        self,
        words: str = QUESTION,
        hours: float = 0,
        *,
        sender: str = ANA,
        name: str = "Ana",
        to: tuple[str, ...] = (DESK,),
        cc: tuple[str, ...] = (),
        reply_to: tuple[str, ...] = (),
        nature: Nature = Nature.HUMAN,
        authentication: Authentication = UNJUDGED,
        **occasion: Any,
    ) -> Step:
        """The request; `occasion` are fields of MailArrived."""
        author = Address(sender, name)
        message = Message(
            subject="Pulsa",
            sender=author,
            to=people(to),
            cc=people(cc),
            reply_to=people(reply_to),
            nature=nature,
            authentication=authentication,
        )
        fields: dict[str, Any] = {"customer": author, "acknowledge": True} | occasion
        arrived = MailArrived(message, at(hours), author_of(sender, self.rules), words=words, **fields)
        return self.happens(arrived, at(hours))

    def leaves(self, hours: float) -> Step:
        """The moment of every answer that waits has come."""
        return self.happens(AnswerDue(tuple(one.number for one in self.ticket.unsent)), at(hours))

    def time(self, hours: float) -> Step:
        return self.happens(TimePassed(), at(hours))

    def command(self, name: str, hours: float, *, force: bool = False, actor: str = "Dewi", **args: str) -> Step:
        return self.happens(CommandGiven(name, actor, args, force), at(hours))

    def failed(self, letter: str, recipient: str, hours: float, number: int | None = None) -> Step:
        """`number`: of its event; None: the newest answer's."""
        newest = self.ticket.out[-1].number if self.ticket.out and letter in ("answer", "data-missing") else 0
        number = newest if number is None else number
        return self.happens(LetterFailed(letter, recipient, "550 no such user", number=number), at(hours))


def new(policy: Rules | None = None, **request: Any) -> Story:
    """Asked at hour 0."""
    story = Story(policy or rules())
    story.asks(**request)
    return story


def opened(policy: Rules | None = None, **request: Any) -> Story:
    """Budi claimed at hour 1."""
    story = new(policy, **request)
    story.mail(BUDI, "", 1)
    return story


def waiting(policy: Rules | None = None, **request: Any) -> Story:
    """Budi answered at hour 2, through the desk."""
    story = opened(policy, **request)
    story.mail(BUDI, "Sudah kami isi ulang, mohon dicek.", 2, answers="claim-receipt")
    return story


def closing(policy: Rules | None = None, **request: Any) -> Story:
    """Budi sent the closing text at hour 3, to the customer himself."""
    story = waiting(policy, **request)
    story.mail(BUDI, "Terima kasih sudah menghubungi kami.", 3, to=(ANA, DESK), closing="satisfied")
    return story


def closed(policy: Rules | None = None, **request: Any) -> Story:
    """Dewi closed at hour 4."""
    story = closing(policy, **request)
    story.command("close", 4)
    return story


IN_STATE = {"new": new, "open": opened, "waiting": waiting, "closing": closing, "closed": closed}
