"""Letters: in whose language, marked how, leading where, and what is never in them."""

from __future__ import annotations

import pytest

from mailflow.core.letters import letters
from mailflow.core.rules import Announce, Person
from mailflow.core.ticket import Ticket
from tests.core.desk import (
    ANA,
    BUDI,
    DESK,
    DEWI,
    LIST,
    ON_LIST,
    OPERATORS,
    SARI,
    Story,
    at,
    closed,
    closing,
    new,
    opened,
    rules,
    waiting,
)


@pytest.mark.parametrize("language", ["en", "id", ""])
def test_customers_language(language: str) -> None:
    """The customer is written to in his language; not known means the desk's, which the letter leaves to it."""
    story = new(language=language)
    assert {letter.language for letter in story.letters if letter.kind == "acknowledgement"} == {language}


def test_customers_language_lasts() -> None:
    """The language of the request is that of every later letter to the customer."""
    story = closed(language="en")
    assert {letter.language for letter in story.letters if letter.to[0].email == ANA} == {"en"}


def test_operators_have_their_own_language() -> None:
    """Each colleague is written to in the language of rules.yaml, else the desk's."""
    story = new(language="en")
    told = {letter.to[0].email: letter.language for letter in story.letters if letter.kind == "announcement"}
    assert told == {BUDI: "id", SARI: "en"}


def test_colleague_without_language_gets_the_desks() -> None:
    """A PIC without a language reads the desk's."""
    assert opened().time(49).letter("escalation-answer", DEWI).language == "id"


def test_list_gets_the_desks_language() -> None:
    """The list is written to in the desk's language whatever the customer's is."""
    assert Story(rules(announce=ON_LIST)).asks(language="en").letter("announcement").language == "id"


def test_arithmetic_for_the_customer_is_in_his_language() -> None:
    """A reminder's arithmetic is in the language of the letter that carries it."""
    assert "working days" in waiting(language="en").time(50).letter("ask-feedback").facts["arithmetic"][0]


AUTO = {
    # what happened → the letter and its RFC 3834 mark
    "acknowledgement": (lambda: Story(rules()).asks(), "auto-replied"),
    "announcement": (lambda: Story(rules()).asks(), "auto-generated"),
    "claim-receipt": (lambda: new().mail(BUDI, "", 1), "auto-replied"),
    "claim-taken": (lambda: opened().mail(SARI, "", 2), "auto-replied"),
    "filed-as-note": (lambda: opened().mail(BUDI, "Catatan", 2, to=(LIST,)), "auto-replied"),
    "answer": (lambda: opened().mail(BUDI, "Sudah", 2), None),
    "reminder-answer": (lambda: opened().time(25), "auto-generated"),
    "ask-feedback": (lambda: waiting().time(50), "auto-generated"),
    "closed": (lambda: closing().command("close", 5), "auto-generated"),
    "customer-wrote": (lambda: waiting().mail(ANA, "Belum", 5), "auto-generated"),
}


@pytest.mark.parametrize("kind", AUTO)
def test_marked_as_automatic(kind: str) -> None:
    """Whatever no person wrote is marked: replied when it answers a mail, else generated; a person's words are not."""
    happen, mark = AUTO[kind]
    assert happen().letter(kind).auto == mark


LEADS = {
    "announcement": lambda policy: Story(policy).asks(),
    "claim-receipt": lambda policy: new(policy).mail(BUDI, "", 1),
    "customer-wrote": lambda policy: waiting(policy).mail(ANA, "Belum", 5),
    "reopened": lambda policy: closed(policy).mail(ANA, "Belum", 9),
}
TO_DESK_ALWAYS = {
    "acknowledgement": lambda policy: Story(policy).asks(),
    "answer": lambda policy: opened(policy).mail(BUDI, "Sudah", 2),
    "claim-taken": lambda policy: opened(policy).mail(SARI, "", 2),
    "reminder-answer": lambda policy: opened(policy).time(25),
    "closing-notice": lambda policy: waiting(policy).mail(BUDI, "", 5, commands=(("selesai", ""),)),
    "closed": lambda policy: closing(policy).command("close", 5),
}


@pytest.mark.parametrize("kind", LEADS)
@pytest.mark.parametrize("reply_to", ["desk", "everyone"])
def test_letters_with_the_customers_words_lead_where_announce_says(kind: str, reply_to: str) -> None:
    """Those that carry the customer's words name customer, list and desk under `reply_to: everyone`."""
    policy = rules(announce=Announce("operators", reply_to))  # type: ignore[arg-type]
    assert LEADS[kind](policy).letter(kind).reply_to == reply_to


@pytest.mark.parametrize("kind", TO_DESK_ALWAYS)
def test_every_other_letter_leads_to_the_desk(kind: str) -> None:
    """All other letters lead to the desk alone, whatever `reply_to` says."""
    policy = rules(announce=Announce("operators", "everyone"))
    assert TO_DESK_ALWAYS[kind](policy).letter(kind).reply_to == "desk"


def test_announcement_says_what_was_asked() -> None:
    """An announcement carries the customer, his words and the names of his files."""
    facts = Story(rules()).asks("Halo").letter("announcement").facts
    assert (facts["sender"], facts["text"], facts["files"]) == (f"Ana <{ANA}>", "Halo", [])


def test_announcement_names_the_older_ticket() -> None:
    """A request that continues a closed ticket says which."""
    facts = Story(rules()).asks(linked=(Ticket(n=3, number="03", owner="Sari"),)).letter("announcement").facts
    assert facts["linked"] == ["3"]
    assert facts["related"] == [{"number": "03", "status": "new", "owner": "Sari"}]


def test_same_address_twice_is_one_person() -> None:
    """A person listed as two operators is written to once."""
    twins = (*OPERATORS, Person("Budi Utomo", BUDI.upper()))
    step = Story(rules(operators=twins)).asks()
    assert len([who for kind, who in step.sent if kind == "announcement"]) == 2


def test_operator_who_left_is_written_nothing() -> None:
    """A reminder to a name that is no longer in rules.yaml goes to the PIC, so that it reaches somebody."""
    story = waiting()
    story.rules = rules(operators=OPERATORS[1:])
    assert [who for _, who in story.time(98).sent] == [DEWI]


def test_collision_with_a_pic_who_is_owner_is_one_letter() -> None:
    """One person in two roles hears of a collision once."""
    story = opened(rules(pic=OPERATORS[:1]))
    assert sorted(story.mail(SARI, "Sudah", 2, to=(ANA, DESK)).sent) == [("collision", BUDI), ("collision", SARI)]


def test_customers_letters_name_people_without_addresses() -> None:
    """Facts of the customer's letters name operators by name only."""
    story = closed()
    story.mail(ANA, "Belum", 5)
    private = {address for person in OPERATORS for address in person.addresses}
    told = [repr(letter.facts) + (letter.body or "") for letter in story.letters if letter.to[0].email == ANA]
    assert told and not any(address in text for text in told for address in private)


def test_letters_know_the_ticket_after_the_event() -> None:
    """The receipt's deadline comes from the clock the claim itself started."""
    story = new()
    event = story.mail(BUDI, "", 3).event("claimed")
    assert letters(story.ticket, event, story.rules)[0].facts["due_at"] == at(27)
