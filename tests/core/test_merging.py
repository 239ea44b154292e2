"""Two tickets become one: when, and what the one that is left takes over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailflow.core import events as ev
from mailflow.core.commands.joining import numbers_in
from mailflow.core.ladder import Ladder
from mailflow.core.merging import MergeTarget, new_readers
from mailflow.core.message import Address
from mailflow.core.occasions import TicketMerged
from mailflow.core.ticket import ERASED, Status, Ticket
from tests.core.desk import CECEP, SARI, Step, Story, at, closed, closing, new, opened, rules, waiting


def other(**changes: object) -> Ticket:
    """Ticket 9, of another customer, asked at hour 3 and taken by Sari at hour 4."""
    story = Story(rules(), Ticket(n=9, number="9", token="other"))
    story.asks("Saldo saya berkurang dua kali.", 3, sender=CECEP, name="Cecep")
    story.mail(SARI, "", 4)
    return replace(story.ticket, **changes)  # type: ignore[arg-type]


def merges(story: Story, into: Ticket, leads_to: Ticket | None = None, hours: float = 5) -> Step:
    return story.command("merge", hours, **MergeTarget(into, leads_to or into).args())


def joins(story: Story, ticket: Ticket, actor: str = "Dewi") -> Step:
    return story.happens(TicketMerged(ticket, actor), at(5))


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("7", ("7",)),
        ("#7", ("7",)),
        ("ke tiket [#7]", ("7",)),
        ("#5 7", ("5", "7")),
        ("5 ke 7 ya", ("5", "7")),
        ("#5 into #7.", ("5", "7")),
        ("5 -> 7", ("5", "7")),
        ("2026/11-0012", ("2026/11-0012",)),
        ("", ()),
        ("yang pulsa", ()),
        ("5 6 7", ()),
        ("5 dan 7", ()),
    ],
)
def test_the_numbers_behind_the_command(written: str, numbers: tuple[str, ...]) -> None:
    """The other ticket, or both in their order; what says no direction says nothing."""
    assert numbers_in(written) == numbers


_ELSEWHERE = other(status=Status.MERGED, merged_into=11, merged_number="11")


@pytest.mark.parametrize(
    ("story", "into", "leads_to", "why", "named"),
    [
        (opened(), opened().ticket, None, "merge-itself", "7"),
        (opened(), _ELSEWHERE, replace(other(), n=11, number="11"), "merge-elsewhere", "11"),
        (opened(), _ELSEWHERE, opened().ticket, "merge-round", "9"),
        (opened(), other(status=Status.CLOSED), None, "merge-over", "9"),
        (closed(), other(), None, "is-closed", ""),
    ],
)
def test_what_cannot_be_merged(story: Story, into: Ticket, leads_to: Ticket | None, why: str, named: str) -> None:
    """It is refused with the number that its author needs next."""
    refused = merges(story, into, leads_to).events
    assert refused == [ev.CommandRefused("Dewi", "merge", why, detail=named)]


def test_an_erased_ticket_goes_nowhere() -> None:
    """Nobody is left who could be answered; nor is it reopened."""
    story = closed()
    story.ticket = replace(story.ticket, requester=Address(ERASED))
    assert merges(story, other()).events == [ev.CommandRefused("Dewi", "merge", "is-erased")]
    assert story.command("reopen", 6).events == [ev.CommandRefused("Dewi", "reopen", "is-erased")]


def test_the_merged_ticket_ends() -> None:
    """Without clocks; its owner is told where it went, unless he has that ticket too."""
    story = opened()
    assert merges(story, other()).sent == [("merged", "budi@desk.example")]
    assert (story.ticket.status, story.ticket.merged_into, story.ticket.clocks) == (Status.MERGED, 9, {})
    assert merges(opened(), other(owner="Budi")).sent == []
    assert merges(opened(), other(owner=None)).sent == []


@pytest.mark.parametrize("begin", [opened, waiting, closing])
def test_the_customer_waits_since_the_older_question(begin: object) -> None:
    """Whatever the other ticket was waiting for, it is its owner's turn."""
    story = begin()  # type: ignore[operator]
    since = min(story.ticket.answer_since or at(99), at(4))
    joins(story, other())
    assert story.ticket.status is Status.OPEN
    assert story.ticket.clocks[Ladder.ANSWER] == since
    assert story.ticket.merged_from == (9,)
    assert CECEP in story.ticket.customer
    assert [reader.email for reader in story.ticket.participants] == [CECEP]


def test_an_answered_ticket_brings_no_clock() -> None:
    """Its customer waits for nothing."""
    story, done = waiting(), waiting().ticket
    joins(story, replace(done, n=9, number="9"))
    assert story.ticket.status is Status.WAITING
    assert story.ticket.participants == ()


def test_one_answered_while_the_second_tier_has_it_brings_no_clock() -> None:
    """Only the second tier is waited for; what its customer asked since is owed."""
    story, passed_on = waiting(), other(status=Status.ESCALATED, clocks={Ladder.SECOND_TIER: at(2)})
    joins(story, passed_on)
    assert story.ticket.status is Status.WAITING
    joins(story, replace(passed_on, clocks={Ladder.SECOND_TIER: at(2), Ladder.ANSWER: at(4)}))
    assert story.ticket.clocks == {Ladder.ANSWER: at(4)}


def test_a_breach_counts_once() -> None:
    """Neither its count nor the reminders that have rung come again."""
    story = opened()
    joins(story, other(clocks={Ladder.ANSWER: at(-30)}, rung=("answer:24h", "claim:24h"), breached=True))
    assert story.ticket.breached
    assert "answer:24h" in story.ticket.rung
    assert "claim:24h" not in story.ticket.rung
    assert story.ticket.breaches == 0


def test_an_unclaimed_ticket_gets_the_owner_of_the_other() -> None:
    """He knows the question: he takes it himself, or is given it."""
    story = new()
    assert joins(story, other(), actor="Sari").kinds == ["ticket-joined", "claimed"]
    assert (story.ticket.owner, story.ticket.answer_since) == ("Sari", at(4))
    assert joins(new(), other()).kinds == ["ticket-joined", "assigned"]


def test_two_unclaimed_tickets_wait_since_the_older_one() -> None:
    """The claim clock goes on."""
    story = new()
    joins(story, replace(new().ticket, n=9, number="9", clocks={Ladder.CLAIM: at(-2)}))
    assert story.ticket.clocks == {Ladder.CLAIM: at(-2)}
    assert story.ticket.owner is None


def test_a_ticket_of_nobody_gets_a_customer() -> None:
    """Its answers go to the one who asked the other."""
    story = opened()
    story.ticket = replace(story.ticket, requester=None, answer_to=None, customer=())
    joins(story, other(outsiders=(Address("stranger@elsewhere.example"),)))
    assert story.ticket.requester == Address(CECEP, "Cecep")
    assert story.ticket.participants == ()
    assert [one.email for one in story.ticket.outsiders] == ["stranger@elsewhere.example"]


def test_the_owner_reads_both_questions() -> None:
    """In one letter, unless he merged them himself."""
    assert joins(opened(), other()).sent == [("merged", "budi@desk.example")]
    assert joins(opened(), other(), actor="Budi").sent == []


def test_readers_come_along_once() -> None:
    """Who gets the answers already is not named again."""
    one = other(participants=(Address("ana@customer.example"), Address("joko@customer.example")))
    assert [reader.email for reader in new_readers(one, opened().ticket)] == [CECEP, "joko@customer.example"]
    assert new_readers(opened().ticket, opened().ticket) == ()
