"""What holds for every history: random occasions befall one ticket, and nothing that must never happen happens."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.core import eventlog
from mailflow.core import events as ev
from mailflow.core.commands.effects import TYPED
from mailflow.core.decide import decide
from mailflow.core.evolve import evolve
from mailflow.core.hours import parse
from mailflow.core.ladder import Ladder
from mailflow.core.ladders import next_alarm
from mailflow.core.letter import Letter
from mailflow.core.letters import letters
from mailflow.core.message import Address, Message, Nature
from mailflow.core.occasions import Author, CommandGiven, LetterFailed, MailArrived, Occasion, Role, TimePassed
from mailflow.core.rules import Announce, Rules
from mailflow.core.ticket import Status, Ticket
from tests.core.desk import (
    ANA,
    BUDI,
    BUDI_HOME,
    CECEP,
    DESK,
    DEWI,
    LIST,
    OPERATORS,
    PICS,
    SARI,
    STRANGER,
    Story,
    at,
    author_of,
    people,
    picture,
    rules,
    rung,
)

TO_CUSTOMERS = {"acknowledgement", "answer", "ask-feedback", "closed", "closing-satisfied", "closing-no-feedback"}
OFFICE_OF_ANA = "ana.kantor@customer.example"
ROUND = {  # rungs that fall on whole hours and on one another, so that histories of days meet them often
    "claim": (rung("3h", "reminder-claim", "operators"), rung("6h", "escalation-claim", "pic")),
    "answer": (rung("3h", "reminder-answer", "owner"), rung("6h", "escalation-answer", "owner", "pic")),
    "feedback": (
        rung("3wh", "ask-feedback", "customer"),
        rung("6h", "ask-feedback", "customer"),
        rung("1wd", "suggest-close", "owner"),
    ),
    "solved": (rung("3h", "suggest-close", "owner"), rung("6h", "closing-notice", "pic")),
    "closing": (rung("3h", "reminder-closing", "pic"), rung("180m", "escalation-answer", "admin")),
}
POLICIES = (
    rules(),
    rules(reminders=ROUND),
    rules(reminders=ROUND, announce=Announce("list", "everyone"), feedback_close="automatic"),
    rules(reminders=ROUND, claim="empty-only", breach_after=parse("4h"), pic=()),
    rules(reminders={"answer": (), "feedback": ()}, breach_after=parse("2h"), reopen_within=None, pic=OPERATORS[:1]),
)

addresses = st.sampled_from((ANA, OFFICE_OF_ANA, CECEP, STRANGER, BUDI, BUDI_HOME, SARI, DEWI, DESK, LIST))
words = st.sampled_from(
    (
        "",
        "siap",
        "Sudah kami isi.",
        "Belum masuk",
        "Terima kasih",
        "https://x.example/1",
        "tutup",
        "tidak",
        "ok?",
        "Sudah masuk, makasih",
        "👍",
        "ya",
        "Nomornya berapa?",
        "4",
    )
)
answered = st.sampled_from(
    (None, "announcement", "claim-receipt", "customer-wrote", "customer-mail", "colleague-mail", "closing-notice",
     "reminder-answer", "closed")
)  # fmt: skip
kinds = st.sampled_from(("answer", "acknowledgement", "announcement", "claim-receipt", "closed", "letter-failed"))
recipients = st.one_of(
    st.sampled_from(((DESK,), (DESK,), (ANA, DESK), (LIST,), (DESK, CECEP))), st.lists(addresses, max_size=3).map(tuple)
)


@dataclass(frozen=True)
class Mail:
    """A mail without its moment and author, which the story gives it."""

    sender: str
    words: str
    to: tuple[str, ...]
    cc: tuple[str, ...]
    reply_to: tuple[str, ...]
    answers: str | None
    closing: str | None
    commands: tuple[tuple[str, str], ...]
    file: bool
    nature: Nature
    proven: bool
    forward: bool

    def at(self, moment: datetime, policy: Rules) -> MailArrived:
        author = author_of(self.sender, policy)
        if self.sender == DESK:
            author = Author(Role.DESK)
        message = Message(
            sender=Address(self.sender),
            to=people(self.to),
            cc=people(self.cc),
            reply_to=people(self.reply_to),
            attachments=(picture(),) if self.file else (),
            nature=self.nature,
            is_forward=self.forward,
            reply_text=self.words,
        )
        return MailArrived(
            message,
            moment,
            Author(author.role, author.name, self.proven),
            self.answers,
            self.closing,
            self.commands,
            self.words,
            customer=Address(self.sender, "Ana"),
            acknowledge=self.nature is Nature.HUMAN,
        )


LINES = tuple(
    tuple(line.split(" ", 1)) if " " in line else (line, "")
    for line in (
        "selesai,selesai no-feedback,apa,ambil,lepas,serahkan sari,catatan sudah,tutup,close,buang spam,buka,status,"
        "daftar,kategori pulsa,prioritas tinggi,tunda 2 hari,alasan libur,balas x,batal"
    ).split(",")
)
mails = st.builds(
    Mail,
    sender=st.one_of(st.sampled_from((BUDI, SARI, ANA, ANA, DEWI)), addresses),
    words=words,
    to=recipients,
    cc=st.one_of(st.just(()), st.lists(addresses, max_size=2).map(tuple)),
    reply_to=st.lists(addresses, max_size=1).map(tuple),
    answers=answered,
    closing=st.sampled_from((None, None, None, "satisfied", "no-feedback")),
    commands=st.sampled_from(((), (), (), (), *((line,) for line in LINES), (LINES[0], LINES[3]))),
    file=st.booleans(),
    nature=st.sampled_from((*[Nature.HUMAN] * 9, Nature.LIST, Nature.AUTOMATIC, Nature.BOUNCE)),
    proven=st.sampled_from((*[True] * 9, False)),
    forward=st.sampled_from((*[False] * 9, True)),
)
commands = st.builds(
    CommandGiven,
    name=st.sampled_from(("close", "close", "assign", "release", *sorted(set(TYPED) - {"link", "rename"}))),
    actor=st.just("Dewi"),
    args=st.fixed_dictionaries(
        {
            "operator": st.sampled_from(("Budi", "sari", "Nobody")),
            "priority": st.sampled_from(("high", "normal", "low")),
            "category": st.sampled_from(("pulsa", "akun")),
            "until": st.sampled_from((at(30).isoformat(), at(60).isoformat())),
            "into": st.sampled_from(("7", "9")),
            "number": st.just("9"),
            "state": st.sampled_from(("open", "open", "closed", "merged")),
            "last": st.sampled_from(("7", "11")),
            "last_number": st.just("11"),
            "owner": st.sampled_from(("Budi", "")),
        }
    ),
    force=st.booleans(),
)
failures = st.builds(LetterFailed, letter=kinds, recipient=addresses, words=st.just("550"))


def mail(sender: str, words: str, to: tuple[str, ...] = (DESK,), answers: str | None = None, **more: Any) -> Mail:
    plain = {"cc": (), "reply_to": (), "closing": None, "commands": (), "file": False, "forward": False}
    return Mail(sender, words, to, answers=answers, nature=Nature.HUMAN, proven=True, **(plain | more))


USUAL = (  # what mostly happens on a desk; chance adds the rest
    mail(BUDI, "", answers="announcement"),
    mail(SARI, "siap", answers="announcement"),
    mail(SARI, "Sudah kami isi.", answers="announcement"),
    mail(BUDI, "Sudah kami isi.", answers="claim-receipt"),
    mail(BUDI, "Sudah kami isi.", (ANA, DESK), "customer-mail"),
    mail(SARI, "Sudah kami isi.", (ANA, DESK), "customer-mail"),
    mail(BUDI, "Terima kasih …", (ANA, DESK), closing="satisfied"),
    mail(BUDI, "Karena tidak ada kabar …", answers="customer-wrote", closing="no-feedback"),
    mail(BUDI, "", answers="claim-receipt", commands=(("selesai", ""),)),
    mail(DEWI, "tutup", answers="closing-notice"),
    mail(DEWI, "tidak", answers="closing-notice"),
    mail(DEWI, "Biar saya jawab.", (ANA, DESK)),
    mail(ANA, "Belum masuk"),
    mail(ANA, "Terima kasih"),
    LetterFailed("answer", ANA, "550"),
    CommandGiven("link", "mailflow", {"n": "9"}),
)


@st.composite
def befell(draw: st.DrawFn) -> Mail | Occasion:
    """Half of it usual, some of it time, the rest by chance. (one_of would weigh every alternative alike.)"""
    chance = draw(st.integers(0, 19))
    if chance < 10:
        return draw(st.sampled_from(USUAL))
    if chance < 14:
        return TimePassed()
    return draw(mails if chance < 17 else commands if chance < 19 else failures)


steps = st.lists(st.tuples(st.sampled_from((0, 0.5, 1, 3, 6, 30, 400)), befell()), min_size=3, max_size=14)


@dataclass(frozen=True)
class Moment:
    """One step of a history: the ticket before, what befell it, what followed."""

    before: Ticket
    occasion: Occasion
    now: datetime
    events: list[ev.Event]
    after: Ticket
    letters: list[Letter]


@st.composite
def histories(draw: st.DrawFn) -> tuple[Rules, list[Moment]]:
    """A request and up to 14 occasions at times that never go back."""
    story, hours = Story(draw(st.sampled_from(POLICIES))), 0.0
    foreign = mails.filter(lambda mail: mail.sender not in (DESK, LIST))  # flow never names the desk a customer
    begin = mail(ANA, "Pulsa belum masuk", cc=(CECEP,)) if draw(st.integers(0, 3)) else draw(foreign)
    found = []
    for wait, drawn in [(0.0, begin), *draw(steps)]:
        hours += wait
        occasion = drawn.at(at(hours), story.rules) if isinstance(drawn, Mail) else drawn
        before = story.ticket
        done = story.happens(occasion, at(hours))
        found.append(Moment(before, occasion, at(hours), done.events, story.ticket, done.letters))
    return story.rules, found


quick = settings(max_examples=60, deadline=None, derandomize=True)


@quick
@given(histories())
def test_log_proves_the_row(history: tuple[Rules, list[Moment]]) -> None:
    """Folding the log, through JSON text and back, from a blank ticket gives the very row."""
    _, moments = history
    ticket = Ticket(n=7, number="7", token="t0ken")
    for moment in moments:
        for event in moment.events:
            told = json.loads(json.dumps(eventlog.to_json(event)))
            again = eventlog.from_json(eventlog.kind(event), told)
            assert again == event
            ticket = evolve(ticket, again, moment.now)
    assert ticket == moments[-1].after


@quick
@given(histories())
def test_version_counts_events(history: tuple[Rules, list[Moment]]) -> None:
    """A row's version is the number of events folded into it."""
    _, moments = history
    assert moments[-1].after.version == sum(len(moment.events) for moment in moments)


@quick
@given(histories(), st.sampled_from((0, 2, 5, 60)))
def test_time_says_nothing_twice(history: tuple[Rules, list[Moment]], wait: float) -> None:
    """Looking a second time at the same moment finds nothing: waking twice is harmless."""
    policy, moments = history
    ticket = moments[-1].after
    now = moments[-1].now + (at(wait) - at(0))
    for event in decide(ticket, TimePassed(), policy, now):
        ticket = evolve(ticket, event, now)
    assert decide(ticket, TimePassed(), policy, now) == []


@quick
@given(histories())
def test_alarm_is_a_moment_with_something_to_say(history: tuple[Rules, list[Moment]]) -> None:
    """The next alarm is None, or a moment at which time has something to say: no alarm rings for ever."""
    policy, moments = history
    for moment in moments:
        alarm = next_alarm(moment.after, policy)
        assert alarm is None or decide(moment.after, TimePassed(), policy, max(alarm, moment.now))


@quick
@given(histories())
def test_nothing_to_say_before_the_alarm(history: tuple[Rules, list[Moment]]) -> None:
    """Before its alarm a ticket has nothing to say: waking early is harmless."""
    policy, moments = history
    for moment in moments:
        alarm = next_alarm(moment.after, policy)
        if alarm is None or alarm > moment.now:
            assert decide(moment.after, TimePassed(), policy, moment.now) == []


_OWNING = (ev.Claimed, ev.Assigned, ev.Released, ev.Reopened)


@quick
@given(histories())
def test_owner_changes_only_by_owning(history: tuple[Rules, list[Moment]]) -> None:
    """An owner comes and goes only by claim, hand-over, release or reopening, and is an operator of the desk."""
    _, moments = history
    for moment in moments:
        ticket = moment.before
        for event in moment.events:
            after = evolve(ticket, event, moment.now)
            assert after.owner == ticket.owner or isinstance(event, _OWNING)
            ticket = after
        assert moment.after.owner in (None, "Budi", "Sari")


@quick
@given(histories())
def test_claim_never_takes_an_owned_ticket(history: tuple[Rules, list[Moment]]) -> None:
    """A claim is only ever recorded on a ticket nobody owns."""
    _, moments = history
    for moment in moments:
        if any(isinstance(event, ev.Claimed) for event in moment.events):
            assert moment.before.owner is None


@quick
@given(histories())
def test_state_has_its_clock(history: tuple[Rules, list[Moment]]) -> None:
    """A running ticket's state has its clock, an open one its owner; what is over has no clock at all."""
    _, moments = history
    for ticket in (moment.after for moment in moments):
        clocks = [ticket.clocks.get(ladder) for ladder in Ladder]
        match ticket.status:
            case Status.NEW:
                assert ticket.clocks.get("claim") and not ticket.owner
            case Status.OPEN:
                assert ticket.answer_since and ticket.owner
            case Status.WAITING:
                assert ticket.clocks.get("feedback") and not ticket.answer_since
            case Status.CLOSING:
                assert ticket.clocks.get("closing") and ticket.statement
            case _:
                assert clocks == [None] * len(Ladder)


@quick
@given(histories())
def test_statement_stands_only_while_closing(history: tuple[Rules, list[Moment]]) -> None:
    """A closing statement stands while the ticket waits for the PIC, and stays written on what he closed."""
    _, moments = history
    for ticket in (moment.after for moment in moments):
        if ticket.statement is not None:
            assert ticket.status is Status.CLOSING or ticket.status.over


@quick
@given(histories())
def test_one_breach_per_clock(history: tuple[Rules, list[Moment]]) -> None:
    """A clock is breached once: no two breaches share their start."""
    _, moments = history
    since = [event.since for moment in moments for event in moment.events if isinstance(event, ev.Breached)]
    assert len(since) == len(set(since))


@quick
@given(histories())
def test_automatic_mail_causes_no_letter(history: tuple[Rules, list[Moment]]) -> None:
    """Automatic mail and bounces change no state and cause no letter to anybody, once the ticket has begun."""
    _, moments = history
    for moment in moments[1:]:
        if isinstance(moment.occasion, MailArrived) and moment.occasion.message.automatic:
            assert moment.letters == [] and moment.after.status is moment.before.status


@quick
@given(histories())
def test_unproven_colleagues_decide_nothing(history: tuple[Rules, list[Moment]]) -> None:
    """Mail that only pretends to be a colleague's changes no state and no owner and reaches no one."""
    _, moments = history
    for moment in moments[1:]:
        mail = moment.occasion
        if isinstance(mail, MailArrived) and mail.author.role in (Role.OPERATOR, Role.PIC) and not mail.author.proven:
            if moment.events and isinstance(moment.events[-1], ev.CustomerWrote):
                continue  # his own ticket: there he is the customer
            assert (moment.after.status, moment.after.owner) == (moment.before.status, moment.before.owner)
            assert moment.letters == []


@quick
@given(histories())
def test_no_letter_to_the_desk(history: tuple[Rules, list[Moment]]) -> None:
    """The desk never writes to itself."""
    policy, moments = history
    for letter in (letter for moment in moments for letter in moment.letters):
        assert letter.to and not any(policy.is_desk(a.email) for a in (*letter.to, *letter.cc))


@quick
@given(histories())
def test_one_letter_of_a_kind_per_person_and_event(history: tuple[Rules, list[Moment]]) -> None:
    """Nobody is told the same thing twice by one event."""
    policy, moments = history
    for moment in moments:
        ticket = moment.before
        for event in moment.events:
            ticket = evolve(ticket, event, moment.now)
            told = [(letter.kind, to.key) for letter in letters(ticket, event, policy) for to in letter.to]
            assert len(told) == len(set(told))


@quick
@given(histories())
def test_customers_letters_keep_operators_private(history: tuple[Rules, list[Moment]]) -> None:
    """No letter to the customer contains an operator's private address, unless an operator is that customer."""
    _, moments = history
    private = [address for person in (*OPERATORS, *PICS) for address in person.addresses]
    for moment in moments:
        ticket = moment.after
        if any(address in (*ticket.customer, *(p.email for p in ticket.participants)) for address in private):
            continue
        for letter in moment.letters:
            if any(to.key in ticket.customer for to in letter.to):
                told = repr((letter.facts, letter.body, letter.author, letter.cc))
                assert not any(address in told for address in private)


@quick
@given(histories())
def test_colleagues_letters_stay_with_colleagues(history: tuple[Rules, list[Moment]]) -> None:
    """Only acknowledgements, answers, questions for feedback and closing texts ever go to the customer."""
    _, moments = history
    for moment in moments:
        if moment.after.customer and moment.after.customer[0] in (ANA, CECEP, STRANGER):
            for letter in moment.letters:
                if letter.to[0].email == moment.after.customer[0]:
                    assert letter.kind in TO_CUSTOMERS


@quick
@given(histories())
def test_survey_only_in_the_close(history: tuple[Rules, list[Moment]]) -> None:
    """The survey link goes out with the PIC's close and never else, at most once a close."""
    _, moments = history
    for moment in moments:
        surveys = sum(letter.survey for letter in moment.letters)
        assert surveys <= sum(isinstance(event, ev.Closed) for event in moment.events)


@quick
@given(histories())
def test_relayed_only_when_said(history: tuple[Rules, list[Moment]]) -> None:
    """Every answer that leaves through us is the proven mail of an operator, addressed to the desk."""
    policy, moments = history
    for moment in moments:
        for letter in moment.letters:
            if letter.kind == "answer":
                mail = moment.occasion
                assert isinstance(mail, MailArrived) and mail.author.proven and mail.author.role is Role.OPERATOR
                assert any(policy.is_desk(a.email) for a in mail.message.recipients)
                assert letter.body == mail.words


@quick
@given(histories())
def test_undeliverable_customers_get_nothing_automatic(history: tuple[Rules, list[Moment]]) -> None:
    """To an address that bounced nothing automatic is sent any more (mail.md 12.8)."""
    _, moments = history
    for moment in moments:
        for letter in moment.letters:
            if letter.kind in ("ask-feedback", "closed", "closing-satisfied", "closing-no-feedback"):
                assert letter.to[0].key not in moment.after.undeliverable


@pytest.mark.parametrize("name", eventlog.EVENTS)
@given(data=st.data())
@settings(max_examples=15, deadline=None, derandomize=True)
def test_every_event_in_every_state(name: str, data: st.DataObject) -> None:
    """evolve and the JSON round trip are total: any event, with any values, on a ticket in any state."""
    event = data.draw(st.builds(eventlog.EVENTS[name]) if name != "command-answered" else _answered_commands)
    ticket = Ticket(status=data.draw(st.sampled_from(Status)), owner=data.draw(st.sampled_from((None, "Budi"))))
    assert evolve(ticket, event, at(0)).version == 1
    assert eventlog.from_json(name, json.loads(json.dumps(eventlog.to_json(event)))) == event


@pytest.mark.parametrize(
    "name",
    [name for name, kind in eventlog.EVENTS.items() if kind not in (*get_args(ev.Ending), ev.Imported)],
)
@given(data=st.data())
@settings(max_examples=15, deadline=None, derandomize=True)
def test_no_other_event_ends_a_ticket(name: str, data: st.DataObject) -> None:
    """`decide` looks at what ends with a ticket only where one of `Ending` is among the events. With an imported one,
    which begins closed, nothing ends."""
    event = data.draw(st.builds(eventlog.EVENTS[name]) if name != "command-answered" else _answered_commands)
    going = [status for status in Status if not status.over]
    ticket = Ticket(status=data.draw(st.sampled_from(going)), owner=data.draw(st.sampled_from((None, "Budi"))))
    assert not evolve(ticket, event, at(0)).status.over


_answered_commands = st.builds(ev.CommandAnswered, results=st.just((("/selesai", "closing"), ("", "x"))))
st.register_type_strategy(datetime, st.integers(0, 5000).map(at))
