"""Step 1: a request arrives."""

from __future__ import annotations

import pytest

from mailflow.core.message import Address, Message
from mailflow.core.occasions import Author, MailArrived, Role
from mailflow.core.rules import Announce, Desk
from tests.core.desk import (
    ADMIN,
    ANA,
    BUDI,
    BUDI_HOME,
    CECEP,
    DESK,
    LIST,
    ON_LIST,
    QUESTION,
    SARI,
    START,
    Story,
    at,
    new,
    rules,
    rung,
)


def test_begins_new_with_the_customers_words() -> None:
    """A request makes the blank ticket a new one of the customer, with his question."""
    ticket = new().ticket
    assert (ticket.status, ticket.requester, ticket.question) == ("new", Address(ANA, "Ana"), QUESTION)


def test_claim_clock_starts_at_arrival() -> None:
    """Mails count by their server's arrival time, so the claim clock starts there and not when mailflow read it."""
    assert new(hours=-5).ticket.clocks.get("claim") == at(-5)


def test_acknowledgement_promises_both_first_rungs() -> None:
    """The promise is arrival + first claim rung + first answer rung."""
    letter = Story(rules()).asks().letter("acknowledgement")
    assert letter.facts["promised_at"] == at(48)


@pytest.mark.parametrize(
    ("ladders", "hours"),
    [
        ({"claim": (), "answer": ()}, None),
        ({"claim": ()}, 24),
        ({"claim": (rung("2h", "reminder-claim", "operators"),), "answer": ()}, 2),
        ({"claim": (rung("5h", "escalation-claim", "pic"), rung("1h", "reminder-claim", "operators"))}, 25),
    ],
)
def test_promise_without_some_ladders(ladders: dict, hours: float | None) -> None:
    """A ladder that is switched off adds nothing to the promise; without both there is none."""
    promised = Story(rules(reminders=ladders)).asks().event("request-received").promised_at
    assert promised == (None if hours is None else at(hours))


def test_no_acknowledgement_where_flow_forbids_it() -> None:
    """A robot, a flood or `acknowledge: false` gets no acknowledgement."""
    assert "acknowledgement" not in dict(Story(rules()).asks(acknowledge=False).sent)


TOLD = {
    # how the desk announces, where the request went to, who is told
    ("operators", DESK): [BUDI, SARI],
    ("operators", LIST): [BUDI, SARI],
    ("list", DESK): [LIST],
    ("list", LIST): [],
}


@pytest.mark.parametrize(("announce", "to"), TOLD)
def test_operators_are_told_of_a_request(announce: str, to: str) -> None:
    """`announce: list` writes to the list unless it has the request already; `operators` writes to each of them."""
    policy = rules(announce=ON_LIST if announce == "list" else Announce("operators", "desk"))
    step = Story(policy).asks(to=(to,))
    assert [who for kind, who in step.sent if kind == "announcement"] == TOLD[announce, to]


def test_list_recognised_by_its_list_id() -> None:
    """A request Bcc'd to the list is known by its List-Id and is not announced a second time."""
    message = Message(sender=Address(ANA), to=(Address("x@y.example"),), list_ids=("<operator.lists.desk.example>",))
    story = Story(rules(announce=ON_LIST))
    step = story.happens(MailArrived(message, START, Author(Role.CUSTOMER), customer=Address(ANA)), START)
    assert step.sent == []


def test_form_without_customer_is_announced_even_if_the_list_has_it() -> None:
    """A form mail without a customer's address opens a ticket without requester, and operators are told so."""
    step = Story(rules(announce=ON_LIST)).asks(to=(LIST,), form=True, customer=None)
    assert step.letter("announcement").facts["requester_missing"] is True


def test_form_without_customer_is_acknowledged_to_nobody() -> None:
    """Where no customer is known nobody is written to but colleagues."""
    step = Story(rules()).asks(form=True, customer=None)
    assert {kind for kind, _ in step.sent} == {"announcement"}


def test_form_customer_is_the_one_it_names() -> None:
    """A form mail from the desk's own address belongs to the customer it names."""
    step = Story(rules()).asks(sender=DESK, form=True, customer=Address(ANA))
    assert ("acknowledgement", ANA) in step.sent


@pytest.mark.parametrize(
    ("reply_to", "answered"),
    [
        ((), ANA),
        (("ana.kantor@customer.example",), "ana.kantor@customer.example"),
        (("a@x.example", "b@x.example"), ANA),
        ((DESK,), ANA),
        ((LIST,), ANA),
        (("iduhelp+x@desk.example",), ANA),
        (("noreply@customer.example",), ANA),
        (("garbage",), ANA),
    ],
)
def test_answers_go_to_a_sensible_reply_to(reply_to: tuple[str, ...], answered: str) -> None:
    """One foreign Reply-To is where answers go; ours, robots', several or garbage are ignored."""
    assert new(reply_to=reply_to).ticket.answer_to.email == answered


def test_both_addresses_are_the_customer() -> None:
    """Who sets a Reply-To is recognised under both addresses."""
    assert new(reply_to=("ana.kantor@customer.example",)).ticket.customer == (ANA, "ana.kantor@customer.example")


def test_cc_become_participants() -> None:
    """Strangers whom the customer had in To or Cc are participants; ours, robots and he himself are not."""
    others = (
        CECEP,
        BUDI,
        BUDI_HOME,
        LIST,
        "iduhelp+7@desk.example",
        "noreply@shop.example",
        ANA,
        "ana+x@customer.example",
    )
    assert [p.email for p in new(to=(DESK, "tim@customer.example"), cc=others).ticket.participants] == [
        "tim@customer.example",
        CECEP,
    ]


def test_participants_are_capped() -> None:
    """A Cc flood makes at most 40 participants (mail.md 7.8)."""
    assert len(new(cc=tuple(f"p{n}@customer.example" for n in range(99))).ticket.participants) == 40


def test_form_mail_has_no_participants() -> None:
    """The recipients of a form mail are the form's, not the customer's."""
    assert new(form=True, cc=(CECEP,)).ticket.participants == ()


def test_operators_own_request_is_announced_to_the_others() -> None:
    """An operator who asks is the customer; the other operators are told, he is not."""
    step = Story(rules()).asks(sender=BUDI, name="Budi")
    assert [who for kind, who in step.sent if kind == "announcement"] == [SARI]


@pytest.mark.parametrize("address", [BUDI, BUDI_HOME])
def test_operator_cannot_claim_his_own_request(address: str) -> None:
    """On a ticket he opened an operator is the customer, from whichever of his addresses he writes (mail.md 6.13)."""
    assert new(sender=BUDI).mail(address, "", 1).kinds == ["customer-wrote"]


def test_others_may_claim_an_operators_request() -> None:
    """A colleague claims an operator's request like any other."""
    assert new(sender=BUDI).mail(SARI, "", 1).kinds == ["claimed"]


def test_forward_is_announced_to_the_list_too() -> None:
    """A reply to a colleague's forward would lead to him, so the list gets an announcement besides."""
    step = Story(rules(announce=ON_LIST)).asks(sender=BUDI, to=(LIST,), customer=Address(ANA), forwarded_by="Budi")
    assert ("announcement", LIST) in step.sent


def test_forwarders_words_are_a_note() -> None:
    """What an operator wrote above a forwarded mail is an internal note (mail.md 7.5)."""
    step = Story(rules()).asks(sender=BUDI, customer=Address(ANA), forwarded_by="Budi", forwarded_note="Tolong dibantu")
    assert step.event("note-filed").text == "Tolong dibantu"


def test_forwarder_does_not_own() -> None:
    """Forwarding a customer's mail claims nothing."""
    assert new(sender=BUDI, customer=Address(ANA), forwarded_by="Budi").ticket.owner is None


def test_rule_gives_the_ticket_to_an_operator() -> None:
    """`assign:` makes an owner at once; he gets the hand-over and his receipt, nobody else is told."""
    step = Story(rules()).asks(assign="Sari")
    assert step.sent == [("acknowledgement", ANA), ("handover", SARI), ("claim-receipt", SARI)]


def test_rule_discards_silently() -> None:
    """`discard:` opens and discards the ticket and writes to nobody."""
    story = Story(rules())
    assert (story.asks(discard="newsletter").sent, story.ticket.status) == ([], "discarded")


def test_desk_without_list_announces_to_operators() -> None:
    """`announce: list` without a list reaches the operators all the same."""
    step = Story(rules(desk=Desk("iDuHelp", DESK), announce=ON_LIST)).asks()
    assert [who for kind, who in step.sent if kind == "announcement"] == [BUDI, SARI]


def test_admin_hears_nothing_of_requests() -> None:
    """A request is no matter of the admin's."""
    assert ADMIN not in [who for _, who in Story(rules()).asks().sent]
