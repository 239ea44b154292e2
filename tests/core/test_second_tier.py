"""Step 6 in the core: when a ticket goes to the second tier, what stops, what goes on, who hears of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from mailflow.core import events as ev
from mailflow.core import pauses
from mailflow.core.claim_expiry import expires_at
from mailflow.core.commands import escalating
from mailflow.core.commands.command import Call
from mailflow.core.evolve import evolve
from mailflow.core.evolve_parties import undelivered_form
from mailflow.core.hours import parse
from mailflow.core.ladder import LADDERS, Ladder
from mailflow.core.ladders import breach_due
from mailflow.core.letters import letters
from mailflow.core.message import Address, Message
from mailflow.core.occasions import CommandGiven, MailArrived
from mailflow.core.parties import PartyKind, PartyMail, PendingEscalation, Shown, with_address
from mailflow.core.rules import DataField, Rules, Rung, SecondTier, TierCategory
from mailflow.core.sample_reader import reader_of
from mailflow.core.second_tier import escalate
from mailflow.core.ticket import Status, Ticket, TicketParts
from tests.core.desk import (
    ANA,
    BUDI,
    DEWI,
    OFFICE,
    Step,
    Story,
    at,
    author_of,
    closed,
    closing,
    new,
    opened,
    rules,
    waiting,
)

ROOSTER, NOC = "rooster@vendor.example", "noc@vendor.example"
TIER = SecondTier("Rooster", ROOSTER, {"pulsa": TierCategory(None, ("nominal",)), "NOC-24": TierCategory(NOC)})
NOMINAL = DataField("nominal", {"id": "nominal", "en": "amount"}, "amount")
RUNGS = {
    "second_tier": tuple(Rung(parse(after), letter, to) for after, letter, to in LADDERS[Ladder.SECOND_TIER].shipped)
}
KNOWN: Shown = (("nominal", "Rp 50.000"), ("tujuan", "0812-3456-7890"))


def policy(**changes: Any) -> Rules:
    return rules(RUNGS, **{"second_tier": TIER, "data": (NOMINAL,), **changes})


def goes(story: Story, hours: float, where: str = "", data: Shown = KNOWN, **args: str) -> Step:
    """Somebody types `mailflow escalate`."""
    return story.happens(CommandGiven("escalate", "Dewi", {"where": where, **args}, data=data), at(hours))


def writes(story: Story, hours: float, words: str = "Sudah beres.", number: int = 0, no_answer: str = "") -> Step:
    """A mail of the party's; the first one's without `number`."""
    party = number or story.ticket.parties[0].number
    message = Message(sender=Address(ROOSTER), reply_text=words, message_id=f"<{hours}@vendor.example>")
    said = PartyMail(party, "[issue7]", no_answer)
    mail = MailArrived(message, at(hours), author_of(ROOSTER, story.rules), words=words, party=said)
    return story.happens(mail, at(hours))


def why(step: Step) -> str:
    return str(step.event("command-refused").why)


@pytest.mark.parametrize(
    ("where", "to", "category"),
    [
        ("", ROOSTER, ""),
        ("pulsa", ROOSTER, "pulsa"),
        ("Pulsa ya", ROOSTER, "pulsa"),
        ("ke bagian noc 24", NOC, "NOC-24"),
        ("<lain@vendor.example>", "lain@vendor.example", ""),
        ("mailto:lain@vendor.example", "lain@vendor.example", ""),
    ],
)
def test_where_it_goes(where: str, to: str, category: str) -> None:
    """A category by any of its words, an address in any form, else what the ticket has."""
    sent = goes(opened(policy()), 2, where).event("escalated")
    assert (sent.to, sent.category) == (to, category)


@pytest.mark.parametrize(
    ("tier", "typed", "offered"),
    [(TIER, "pulza", "pulsa"), (TIER, "qqqq", "pulsa, NOC-24"), (SecondTier("Rooster", ROOSTER), "qqqq", "–")],
)
def test_an_unknown_category_is_answered_with_those_there_are(tier: SecondTier, typed: str, offered: str) -> None:
    """The nearest, or all of them."""
    story = opened(policy(second_tier=tier))
    [command] = escalating.COMMANDS
    decided = command.decide(story.ticket, Call("Dewi", at(5), typed, "", closes=False), story.rules)
    assert (decided.result, decided.detail) == ("where", offered)


@pytest.mark.parametrize(
    ("story", "where", "code"),
    [
        (opened(rules()), "", "no-second-tier"),
        (new(policy()), "", "nobody-has-it"),
        (closing(policy()), "", "is-closing"),
        (closed(policy()), "", "is-closed"),
        (opened(policy()), "lain", "where"),
        (opened(policy()), "@vendor", "where"),
        (opened(policy()), "pulsa noc-24", "where"),
        (opened(policy()), BUDI, "not-outside"),
        (opened(policy()), ANA, "not-outside"),
        (opened(policy(second_tier=SecondTier(categories={"NOC-24": TierCategory(NOC)}))), "", "no-address"),
    ],
)
def test_why_it_is_refused(story: Story, where: str, code: str) -> None:
    """Each with a code, and nothing sent."""
    step = goes(story, 5, where)
    assert why(step) == code
    assert {reader for _, reader in step.sent} <= {DEWI}


def test_what_is_missing_cannot_be_asked_of_nobody() -> None:
    """A customer whose address bounced."""
    story = opened(policy())
    story.ticket = replace(story.ticket, undeliverable=(ANA,))
    assert why(goes(story, 2, "pulsa", data=())) == "nobody-to-ask"


def test_the_form_has_what_its_category_requires_and_no_more() -> None:
    """Not the number topped up, which `pulsa` does not ask for."""
    letter = goes(opened(policy()), 2, "pulsa").letter("second-tier-form")
    assert [(row["label"], row["value"]) for row in letter.facts["data"]] == [("nominal", "Rp 50.000")]  # type: ignore[attr-defined]
    assert (letter.facts["subject"], letter.party, letter.author) == ("", 4, "Budi")


def test_without_data_and_words_the_subject_stands_in() -> None:
    """A form without anything helps nobody."""
    assert goes(opened(policy()), 2).letter("second-tier-form").facts["subject"] == "Pulsa"


def test_the_subject_says_no_number_of_the_customers() -> None:
    """It is his own words: a number topped up, a PIN."""
    story = opened(policy())
    story.ticket = replace(story.ticket, subject="Pulsa 0812-3456-7890, PIN 4829")
    assert goes(story, 2).letter("second-tier-form").facts["subject"] == "Pulsa xxxx-xxxx-xxxx, PIN xxxx"


def test_the_clock_goes_on_with_what_was_left() -> None:
    """Claimed at 1, escalated at 11, back at 41: due at 1 + 24 + 30."""
    story = opened(policy())
    goes(story, 11)
    assert breach_due(story.ticket, story.rules) is None
    assert story.time(30).events == []
    writes(story, 41)
    assert story.ticket.status is Status.OPEN
    assert breach_due(story.ticket, story.rules) == at(1 + 24 + 30)
    assert story.time(54).kinds == []
    assert "breached" in story.time(55).kinds


def test_no_clock_begins_when_it_comes_back() -> None:
    """An answered customer waits again from when the second tier has answered: it is the owner's turn."""
    story = waiting(policy())
    goes(story, 3)
    writes(story, 30)
    assert story.ticket.answer_since == at(30)


def test_a_question_asked_meanwhile_waits_from_when_it_is_asked() -> None:
    """Its clock stands with the rest: 2 h before it came back do not count."""
    story = waiting(policy())
    goes(story, 3)
    story.mail(ANA, "Bagaimana kabarnya?", 10, answers="answer")
    assert (story.ticket.status, story.ticket.answer_since) == (Status.ESCALATED, at(10))
    writes(story, 12)
    assert breach_due(story.ticket, story.rules) == at(10 + 24 + 2)


@pytest.mark.parametrize(
    ("after", "due", "line"),
    [
        ("24h", 2 + 24 + 20, "sisanya 23 jam"),
        ("2h", 2 + 2 + 20, "sisanya 1 jam"),
        ("1h", 3, ""),
        ("4wh", 23 + 3, "sisanya 3 jam kerja"),
    ],
)
def test_the_arithmetic_of_a_pause(after: str, due: float, line: str) -> None:
    """Since 2, stopped from 3 to 23, on a Monday that opens at hour 0; what was due before is not moved."""
    stood = ((at(3), at(23)),)
    assert pauses.after_pauses(at(2), parse(after), OFFICE, stood) - at(due) < timedelta(days=1)
    said = " ".join(pauses.explain(at(2), parse(after), OFFICE, "id", stood))
    assert line in said
    assert ("lini kedua" in said) is bool(line)
    if not after.endswith("wh"):
        assert pauses.after_pauses(at(2), parse(after), OFFICE, stood) == at(due)


def test_what_is_left_of_a_clock_that_stands() -> None:
    """None of what had ended before."""
    assert pauses.left_at(at(5), at(2), parse("24h"), OFFICE, ()) == timedelta(hours=21)
    assert pauses.left_at(at(5), at(2), parse("2h"), OFFICE, ()) is None
    assert pauses.left_words(timedelta(hours=3), parse("4wh"), "en") == "3 hours of working time"


def test_a_pause_before_the_clock_moves_nothing() -> None:
    """Of an earlier question."""
    assert pauses.after_pauses(at(30), parse("24h"), OFFICE, ((at(3), at(23)),)) == at(54)


def test_late_is_counted_once_and_by_its_due_moment() -> None:
    """At the first rung; read after an outage, too, before its own answer stops the clock."""
    story = opened(policy())
    goes(story, 2)
    rang = story.time(50)
    assert rang.event("second-tier-late").at == at(50)
    assert ("reminder-second-tier", ROOSTER) in rang.sent
    assert "second-tier-late" not in story.time(98).kinds
    other = opened(policy())
    goes(other, 2)
    assert writes(other, 60).kinds == ["second-tier-late", "party-wrote"]
    assert "second-tier-late" not in writes(other, 61).kinds


def test_an_acknowledgement_keeps_the_number_and_changes_nothing_else() -> None:
    """Of a ticket system; the clocks run as before."""
    story = opened(policy())
    goes(story, 2)
    step = writes(story, 3, no_answer="the receipt of a ticket system")
    assert (step.kinds, step.sent) == (["party-acknowledged"], [])
    party = story.ticket.parties[0]
    assert (party.their_number, party.answered_at, story.ticket.status) == ("[issue7]", None, Status.ESCALATED)


def test_back_to_an_address_that_had_it() -> None:
    """What that has is sent once more, since it was passed on without."""
    story = opened(policy())
    goes(story, 2, "pulsa")
    goes(story, 3, NOC)
    step = goes(story, 4, ROOSTER)
    assert step.event("escalated").data == (("nominal", "Rp 50.000"),)
    assert step.event("escalated").passed_on
    assert [party.ended for party in story.ticket.parties] == [False, True]


def test_reassignments_of_none_are_none() -> None:
    """0: never passed on."""
    story = opened(policy(second_tier=replace(TIER, reassignments=0)))
    goes(story, 2)
    assert why(goes(story, 3, NOC)) == "too-often"


def test_an_escalation_that_waits_goes_with_the_customers_mail() -> None:
    """As soon as his mail brings the rest; not with his thanks, and not twice."""
    story = opened(policy())
    assert goes(story, 2, "pulsa", data=(), text="Tolong.").sent == [("data-missing", ANA)]
    pending = story.ticket.pending
    assert pending is not None
    assert (pending.missing, story.ticket.status) == (("nominal",), Status.WAITING)
    assert "escalated" not in _tells(story, 3, "Terima kasih", (), thanks=True).kinds
    step = _tells(story, 4, "50 ribu", KNOWN)
    assert step.event("escalated").by_itself
    assert ("command-receipt", BUDI) in step.sent
    assert story.ticket.pending is None


@pytest.mark.parametrize(("again", "source"), [("", 4), ("yes", 5)])
def test_said_again_it_keeps_the_attachments(again: str, source: int) -> None:
    """Those of the first command, unless the second has its own."""
    story = opened(policy())
    goes(story, 2, "pulsa", data=(), files="yes")
    first = story.ticket.version
    goes(story, 3, "", data=(), **({"files": again} if again else {}))
    sent = _tells(story, 4, "50 ribu", KNOWN).event("escalated")
    assert (sent.files, sent.source) == (True, first + source - 4)


def _tells(story: Story, hours: float, words: str, data: Shown, *, thanks: bool = False) -> Step:
    message = Message(sender=Address(ANA), reply_text=words)
    mail = MailArrived(message, at(hours), author_of(ANA, story.rules), "data-missing", words=words, data=data)
    return story.happens(mail, at(hours))


def test_a_renamed_owner_keeps_what_waits() -> None:
    """The same person under another name."""
    story = opened(policy())
    goes(story, 2, "pulsa", data=())
    story.command("rename", 3, actor="rules.yaml", before="Budi", after="Budiman")
    assert story.ticket.pending is not None
    assert story.ticket.pending.operator == "Budiman"


def test_a_closing_statement_ends_what_waits() -> None:
    """The owner has said that it is done."""
    story = opened(policy())
    goes(story, 2, "pulsa", data=())
    story.mail(BUDI, "", 3, answers="claim-receipt", commands=(("selesai", ""),))
    assert story.ticket.pending is None


def test_a_form_that_bounces_comes_back() -> None:
    """Only while no answer came; an older form's bounce changes nothing."""
    story = opened(policy())
    goes(story, 2)
    story.failed("second-tier-form", ROOSTER, 3)
    assert story.ticket.status is Status.OPEN
    assert undelivered_form(story.ticket, ROOSTER, at(4)) == story.ticket
    other = opened(policy())
    goes(other, 2)
    other.failed("second-tier-form", NOC, 3)
    assert other.ticket.status is Status.ESCALATED


def test_a_question_that_bounces_gives_the_ticket_back() -> None:
    """`data-missing` did not reach the customer: the clock is as it was."""
    story = opened(policy())
    goes(story, 2, "pulsa", data=())
    story.failed("data-missing", ANA, 3)
    assert (story.ticket.status, story.ticket.answer_since) == (Status.OPEN, at(1))


def test_what_nobody_knows_of_is_no_fault() -> None:
    """Events of an exchange the ticket has not: an old log, another version's."""
    story = opened(policy())
    goes(story, 2)
    writes(story, 3)
    before = story.ticket.parties
    for event, moment in story.log[-1:]:
        story.ticket = replace(story.ticket, parties=())
        assert evolve(story.ticket, event, moment).parties == ()
    assert with_address(before, "Rooster+x@vendor.example") == before[0]
    assert with_address((), ROOSTER) is None


def test_the_preview_goes_to_the_second_tier() -> None:
    """`letters preview second-tier-form`: to the address for all; without one, to nobody."""
    ticket = Ticket(n=1, number="1")
    assert reader_of("second-tier-form", ticket, policy()) == (Address(ROOSTER), "id")
    assert reader_of("second-tier-form", ticket, rules()) == (None, "id")


def test_a_third_party_is_no_second_tier() -> None:
    """What it has is its own."""
    assert PartyKind("third-party") is PartyKind.THIRD_PARTY
    assert PendingEscalation(1, "Budi", ROOSTER, "", "", ()).asked == 0
    command = CommandGiven("escalate", "Budi", {})
    assert escalate(Ticket(), command, rules(), at(0))[0].why == "no-second-tier"  # type: ignore[union-attr]


def test_who_gives_it_back_escalates_no_more() -> None:
    """`/lepas` above `/eskalasi`: nobody has it, so it goes nowhere."""
    story = opened(policy())
    step = story.mail(BUDI, "", 2, answers="claim-receipt", commands=(("lepas", ""), ("eskalasi", "")))
    assert "escalated" not in step.kinds
    assert (story.ticket.status, story.ticket.owner) == (Status.NEW, None)


def test_a_release_taken_back_is_with_the_second_tier_again() -> None:
    """As if it had never been: the clock has stood all the time."""
    story = opened(policy())
    goes(story, 11)
    before = story.ticket
    released = story.mail(BUDI, "", 12, answers="claim-receipt", commands=(("lepas", ""),))
    assert released.event("released") is not None
    undone = ev.CommandUndone("Budi", 5, ("status", "owner", "clocks"), TicketParts.of(before))
    story.ticket = evolve(story.ticket, undone, at(13))
    assert (story.ticket.status, story.ticket.escalated_at, story.ticket.pauses) == (Status.ESCALATED, at(11), ())


def test_a_category_that_is_none_is_answered_with_those_there_are() -> None:
    """The nearest, else all of them; where rules.yaml names none, with a dash."""
    story = opened(policy())
    told = story.mail(BUDI, "", 2, answers="claim-receipt", commands=(("eskalasi", "pulza"),))
    assert told.event("command-answered").results == (("/eskalasi pulza", "where", "pulsa"),)
    told = story.mail(BUDI, "", 2, answers="claim-receipt", commands=(("eskalasi", "entah apa"),))
    assert told.event("command-answered").results[0][2] == "pulsa, NOC-24"


def test_passed_on_without_data_it_stays_where_it_is() -> None:
    """The customer is asked, and the second tier's clock goes on."""
    story = opened(policy())
    goes(story, 2, "NOC-24")
    step = goes(story, 3, "pulsa", data=())
    assert step.sent == [("data-missing", ANA)]
    assert story.ticket.status is Status.ESCALATED
    assert ("second-tier-form", ROOSTER) in _tells(story, 4, "50 ribu", KNOWN).sent


def test_a_ladder_that_names_it_while_nobody_there_has_the_ticket() -> None:
    """`claim: to: second-tier` is no letter."""
    story = new(rules({"claim": RUNGS["second_tier"]}, second_tier=TIER))
    assert {reader for _, reader in story.time(48).sent} <= {DEWI}
    sent = ev.Escalated("Budi", at(2), ROOSTER, "", "", ())
    assert letters(story.ticket, sent, story.rules) == []


def test_a_claim_counts_from_when_it_came_back() -> None:
    """`claim_expires`: the owner had passed it on, and has the same time again."""
    story = opened(policy(claim_expires=parse("72h")))
    goes(story, 2)
    writes(story, 100)
    assert expires_at(story.ticket, story.rules) == at(172)


def test_a_closing_text_after_a_question_for_data_is_an_answer() -> None:
    """`claim_expires`: what the PIC sends back stays with its owner, who has written to the customer."""
    story = opened(policy(claim_expires=parse("72h")))
    goes(story, 2, "pulsa", data=(), text="Tolong.")
    story.mail(BUDI, "Kami tutup dulu, ya.", 90, answers="claim-receipt", closing="no-feedback")
    story.mail(DEWI, "tidak", 91, answers="closing-notice")
    assert (story.ticket.status, story.ticket.owner) == (Status.OPEN, "Budi")
    assert expires_at(story.ticket, story.rules) is None


def test_an_answer_taken_back_meanwhile_leaves_it_there() -> None:
    """The customer waits as before, and the breach that was counted is not counted again."""
    story = opened(policy(undo_within=timedelta(minutes=1)))
    assert "breached" in story.time(25).kinds
    goes(story, 30)
    story.mail(BUDI, "Masih kami tanyakan, Bu, mohon ditunggu.", 40, answers="claim-receipt")
    assert story.ticket.answer_since is None
    story.mail(BUDI, "", 40, answers="claim-receipt", commands=(("batal", ""),))
    assert (story.ticket.status, story.ticket.answer_since) == (Status.ESCALATED, at(1))
    assert (story.ticket.breached, story.ticket.clocks[Ladder.SECOND_TIER]) == (True, at(30))
    writes(story, 50)
    assert "breached" not in story.time(51).kinds
