"""Step 5 and "Answers: direct and relayed": what reaches the customer, and what is a note."""

from __future__ import annotations

import pytest

from mailflow.core import events as ev
from mailflow.core.letters import letters
from mailflow.core.message import Address, Authentication
from mailflow.core.ticket import Ticket
from tests.core.desk import (
    ANA,
    BUDI,
    BUDI_HOME,
    CECEP,
    DESK,
    DEWI,
    IN_STATE,
    LIST,
    SARI,
    at,
    closed,
    closing,
    new,
    opened,
    picture,
    rules,
    waiting,
)

ANSWER = "Sudah kami isi ulang, mohon dicek."
OFFICE_OF_ANA = "ana.kantor@customer.example"
OWNERS_MAIL = {
    # recipients, what it answers → the events, the letters
    ((DESK,), "announcement"): (["answered"], [("answer", ANA)]),
    ((DESK,), "claim-receipt"): (["answered"], [("answer", ANA)]),
    ((DESK,), "customer-wrote"): (["answered"], [("answer", ANA)]),
    ((DESK,), "customer-mail"): (["answered"], [("answer", ANA)]),
    ((DESK, LIST), "claim-receipt"): (["answered"], [("answer", ANA)]),
    (("iduhelp+t0ken@desk.example",), "announcement"): (["answered"], [("answer", ANA)]),
    ((ANA, DESK, LIST), "claim-receipt"): (["answered"], []),
    ((ANA, DESK), "customer-mail"): (["answered"], []),
    ((ANA, DESK), "reminder-answer"): (["answered"], []),
    ((ANA, DESK), None): (["answered"], []),
    (("Ana+pulsa@customer.example", DESK), "claim-receipt"): (["answered"], []),
    ((LIST,), "claim-receipt"): (["note-filed"], [("filed-as-note", BUDI)]),
    ((DESK,), "reminder-answer"): (["answered"], [("answer", ANA)]),
    ((DESK,), "escalation-answer"): (["answered"], [("answer", ANA)]),
    ((DESK,), "reminder-claim"): (["answered"], [("answer", ANA)]),
    ((DESK,), "handover"): (["answered"], [("answer", ANA)]),
    ((DESK,), "reopened"): (["answered"], [("answer", ANA)]),
    ((LIST,), "reminder-answer"): (["note-filed"], [("filed-as-note", BUDI)]),
    ((DESK,), "suggest-close"): (["note-filed"], [("filed-as-note", BUDI)]),
    ((DESK,), "claim-taken"): (["note-filed"], [("filed-as-note", BUDI)]),
    ((DESK,), "filed-as-note"): (["note-filed"], [("filed-as-note", BUDI)]),
    ((DESK,), "colleague-mail"): (["note-filed"], [("filed-as-note", BUDI)]),
    ((DESK,), None): (["note-filed"], [("filed-as-note", BUDI)]),
    ((SARI, DESK), None): (["note-filed"], [("filed-as-note", BUDI)]),
}


@pytest.mark.parametrize(("to", "answers"), OWNERS_MAIL)
def test_owners_mail(to: tuple[str, ...], answers: str | None) -> None:
    """The recipients say direct or relayed; only a reply to a letter with the question, to the desk, is relayed."""
    step = opened().mail(BUDI, ANSWER, 2, to=to, answers=answers)
    assert (step.kinds, step.sent) == OWNERS_MAIL[to, answers]


@pytest.mark.parametrize("answers", ["reminder-answer", "escalation-answer", "reminder-claim", "handover", "reopened"])
def test_an_alarm_is_answered_by_the_owner_alone(answers: str) -> None:
    """Sari, who is told as well, writes to her colleagues: her words are a note, and take nothing from nobody."""
    step = opened().mail(SARI, "Tolong segera dijawab.", 2, answers=answers)
    assert (step.kinds, step.sent) == (["note-filed"], [("filed-as-note", SARI)])


@pytest.mark.parametrize("answers", ["reminder-claim", "escalation-claim"])
def test_an_alarm_on_a_ticket_nobody_has_is_no_road_to_the_customer(answers: str) -> None:
    """ "Who has this?" is for colleagues; an empty reply claims, from wherever it comes."""
    assert new().mail(BUDI, "Ini siapa yang pegang?", 2, answers=answers).kinds == ["note-filed"]
    assert new().mail(BUDI, "", 2, answers=answers).kinds == ["claimed"]


def test_customer_in_cc_is_direct() -> None:
    """A customer in Cc has the mail already."""
    assert opened().mail(BUDI, ANSWER, 2, cc=(ANA,)).sent == []


def test_desk_reached_by_bcc() -> None:
    """A mail that the server delivered to the desk without naming it (Bcc) is addressed to the desk (mail.md 7.9)."""
    step = opened().mail(BUDI, ANSWER, 2, to=(SARI,), delivered_to=(DESK,), answers="claim-receipt")
    assert ("answer", ANA) in step.sent


def test_desk_reached_only_through_the_list_is_not_addressed() -> None:
    """What the list handed to the desk's mailbox was written to the list only: a note, for nobody else."""
    step = opened().mail(BUDI, ANSWER, 2, to=(LIST,), delivered_to=(DESK,), answers="claim-receipt")
    assert step.kinds == ["note-filed"]


def test_second_address_of_the_customer_is_direct() -> None:
    """The Reply-To the customer asked for is he as well."""
    story = opened(reply_to=(OFFICE_OF_ANA,))
    assert story.mail(BUDI, ANSWER, 2, to=(OFFICE_OF_ANA, DESK)).sent == []


def test_reply_to_of_a_later_mail_is_not_the_customer() -> None:
    """A Reply-To that a later mail sets may be anybody's: what an operator writes there the customer gets as well."""
    story = waiting()
    story.mail(ANA, "Belum masuk", 3, reply_to=(Address(OFFICE_OF_ANA),))
    sent = story.mail(BUDI, ANSWER, 4, to=(OFFICE_OF_ANA, DESK), answers="customer-mail").sent
    assert sent == [("answer", ANA)]


def test_answer_stops_the_clock_and_starts_the_customers() -> None:
    """An answer makes the ticket wait: the answer clock stops, the feedback clock starts with it."""
    ticket = waiting().ticket
    assert (ticket.status, ticket.answer_since, ticket.clocks.get("feedback")) == ("waiting", None, at(2))


def test_question_back_is_an_answer() -> None:
    """A question back to the customer is an answer: it is his turn."""
    story = opened()
    story.mail(BUDI, "Nomor tujuannya berapa?", 2)
    assert story.ticket.status == "waiting"


def test_note_changes_no_state() -> None:
    """A note neither answers nor stops a clock."""
    story = opened()
    story.mail(BUDI, ANSWER, 2, to=(LIST,))
    assert (story.ticket.status, story.ticket.answer_since) == ("open", at(1))


def test_note_comes_back_to_its_author() -> None:
    """Who wrote a note by accident gets his words and the reason in his own language."""
    facts = new().mail(SARI, ANSWER, 2, to=(LIST,)).letter("filed-as-note", SARI).facts
    assert (facts["text"], "not addressed to the customer" in facts["why"]) == (ANSWER, True)


def test_relayed_answer_is_a_persons() -> None:
    """A relayed answer bears the operator's name and his words, and is marked as no robot's."""
    letter = opened().mail(BUDI, ANSWER, 2).letter("answer")
    assert (letter.author, letter.body, letter.auto, letter.files) == ("Budi", ANSWER, None, "mail")


def test_relayed_answer_leads_back_to_the_desk() -> None:
    """Replies to a relayed answer come to the desk, whatever `reply_to` says for colleagues."""
    assert opened().mail(BUDI, ANSWER, 2).letter("answer").reply_to == "desk"


def test_participants_get_relayed_answers_in_cc() -> None:
    """People the customer had in Cc are in Cc of the relayed answer."""
    assert [a.email for a in opened(cc=(CECEP,)).mail(BUDI, ANSWER, 2).letter("answer").cc] == [CECEP]


def test_only_the_first_mail_brings_readers() -> None:
    """Whom the customer adds later gets no answers, and the owner is told so, once."""
    story = waiting(cc=(CECEP,))
    wrote = story.mail(ANA, "Belum masuk", 3, cc=(CECEP, "dodi@customer.example"))
    assert wrote.letter("customer-wrote").facts["outsiders"] == ["dodi@customer.example"]
    assert [a.email for a in story.mail(BUDI, ANSWER, 4).letter("answer").cc] == [CECEP]
    again = story.mail(ANA, "Belum juga", 5, cc=(CECEP, "dodi@customer.example"))
    assert again.letter("customer-wrote").facts["outsiders"] == []


def test_forged_request_has_no_readers() -> None:
    """What our server proves forged names neither a reader nor where answers go; operators see whom it named."""
    forged = Authentication(dmarc_fail=True)
    story = new(cc=(CECEP,), reply_to=(OFFICE_OF_ANA,), authentication=forged)
    assert (story.ticket.participants, story.ticket.answer_to) == ((), Address(ANA, "Ana"))
    facts = story.mail(BUDI, "", 1).letter("claim-receipt").facts
    assert (facts["unverified"], facts["outsiders"]) == (True, [OFFICE_OF_ANA, CECEP])


@pytest.mark.parametrize("address", [SARI, DEWI, BUDI_HOME])
def test_reply_to_of_a_colleague_is_not_the_customer(address: str) -> None:
    """Nobody makes a colleague's address the customer's by writing it into his Reply-To."""
    story = new(reply_to=(address,))
    assert (story.ticket.customer, story.ticket.answer_to) == ((ANA,), Address(ANA, "Ana"))


def test_colleague_may_be_answered_at_his_other_address() -> None:
    """An operator who asks for something himself is answered where he wants."""
    story = new(sender=BUDI, name="Budi", reply_to=(BUDI_HOME,))
    assert story.ticket.answer_to == Address(BUDI_HOME)


def test_strangers_add_nobody() -> None:
    """Somebody else who holds a token may write, but brings no one along."""
    story = waiting()
    story.mail("x@elsewhere.example", "Saya juga", 3, cc=("y@elsewhere.example",))
    assert story.ticket.participants == ()


def test_relayed_answer_goes_to_his_reply_to() -> None:
    """The customer is answered where he asked to be."""
    assert opened(reply_to=(OFFICE_OF_ANA,)).mail(BUDI, ANSWER, 2).sent == [("answer", OFFICE_OF_ANA)]


def test_files_alone_are_an_answer() -> None:
    """The owner's screenshot without words is an answer."""
    assert opened().mail(BUDI, "", 2, files=(picture(),)).sent == [("answer", ANA)]


def test_logo_alone_is_nothing() -> None:
    """The owner's mail with nothing but a signature logo reaches no customer, and he is told so."""
    assert opened().mail(BUDI, "", 2, files=(picture(logo=True),)).sent == [("answer-hint", BUDI)]


@pytest.mark.parametrize(
    "words", ["https://help.example/pulsa", "Silakan cek di sini: https://help.example/pulsa, terima kasih"]
)
def test_only_a_link_is_pointed_out(words: str) -> None:
    """An answer that is only a link goes out, and its author gets `answer-hint`."""
    assert opened().mail(BUDI, words, 2).sent == [("answer", ANA), ("answer-hint", BUDI)]


def test_explained_link_is_fine() -> None:
    """A link with an explanation is an answer like any other."""
    words = "Matikan data seluler dulu, lalu ulangi isi ulang. Rinciannya: https://help.example/pulsa"
    assert opened().mail(BUDI, words, 2).sent == [("answer", ANA)]


def test_answer_nobody_can_get_is_a_note() -> None:
    """On a ticket without a customer's address an answer reaches nobody: it is a note and its author is told."""
    story = opened(form=True, customer=None)
    step = story.mail(BUDI, ANSWER, 2)
    assert (step.sent, story.ticket.status) == ([("filed-as-note", BUDI)], "open")


def test_from_his_other_address() -> None:
    """The owner answers from any of his addresses."""
    assert opened().mail(BUDI_HOME, ANSWER, 2).sent == [("answer", ANA)]


# -- somebody else than the owner


def test_direct_answer_of_another_counts() -> None:
    """A direct answer by somebody else cannot be held: the clock stops, the owner stays."""
    story = opened()
    story.mail(SARI, ANSWER, 2, to=(ANA, DESK))
    assert (story.ticket.status, story.ticket.owner, story.ticket.answer_since) == ("waiting", "Budi", None)


def test_collision_is_told_at_once() -> None:
    """Both operators and the PIC hear of two people answering one customer, each once."""
    step = opened().mail(SARI, ANSWER, 2, to=(ANA, DESK))
    assert sorted(step.sent) == [("collision", BUDI), ("collision", DEWI), ("collision", SARI)]


def test_relayed_answer_of_another_reaches_no_customer() -> None:
    """Exactly one operator's relayed answer reaches the customer, however many race."""
    story = new()
    steps = [story.mail(who, ANSWER, 1 + n / 60) for n, who in enumerate((BUDI, SARI, BUDI_HOME))]
    assert [step.sent for step in steps[:2]] == [[("claim-receipt", BUDI), ("answer", ANA)], [("held", SARI)]]


def test_note_of_another() -> None:
    """A colleague's word on the list about somebody's ticket is a note."""
    assert opened().mail(SARI, "Saya kenal kasus ini", 2, to=(LIST,)).kinds == ["note-filed"]


def test_pic_who_answers_the_customer() -> None:
    """A PIC's direct answer counts too; the owner hears of it."""
    story = opened()
    step = story.mail(DEWI, ANSWER, 2, to=(ANA, DESK), answers="customer-mail")
    assert (story.ticket.status, ("collision", BUDI) in step.sent) == ("waiting", True)


def test_pics_screenshot_counts() -> None:
    """A PIC who sends the customer only a file has answered him."""
    assert opened().mail(DEWI, "", 2, to=(ANA, DESK), files=(picture(),)).kinds == ["answered"]


def test_pic_is_not_relayed() -> None:
    """What a PIC writes to the desk alone reaches no customer, and he is told."""
    assert opened().mail(DEWI, ANSWER, 2, answers="escalation-answer").sent == [("filed-as-note", DEWI)]


def test_ticket_nobody_owns_returns_to_everyone() -> None:
    """Answered by a PIC before anyone claimed, the customer's next mail makes it everybody's again."""
    story = new()
    story.mail(DEWI, ANSWER, 1, to=(ANA, DESK))
    story.mail(ANA, "Belum masuk", 2)
    assert (story.ticket.status, story.ticket.clocks.get("claim")) == ("new", at(2))


# -- other states


@pytest.mark.parametrize("state", ["open", "waiting", "closing"])
def test_owner_may_always_add(state: str) -> None:
    """The owner's further words go to the customer while the ticket lasts."""
    assert IN_STATE[state]().mail(BUDI, "Satu hal lagi.", 5, answers="claim-receipt").sent == [("answer", ANA)]


def test_answer_while_the_pic_decides_keeps_the_statement() -> None:
    """The owner's further answer does not void his closing statement."""
    story = closing()
    story.mail(BUDI, "Satu hal lagi.", 4)
    assert (story.ticket.status, story.ticket.statement) == ("closing", "satisfied")


def test_owners_mail_on_a_closed_ticket() -> None:
    """The owner's mail on a closed ticket is filed and told him; the customer gets nothing from us."""
    story = closed()
    step = story.mail(BUDI, "Satu hal lagi.", 9)
    assert (step.kinds, step.sent, story.ticket.status) == (["note-filed"], [("filed-as-note", BUDI)], "closed")


def test_operator_names_the_customer_a_form_did_not() -> None:
    """Writing to the one stranger found in a form's text, the desk in copy, makes him the customer and answers him."""
    story = new(customer=None, form=True)
    step = story.mail(BUDI, "Coba cek lagi.", 2, to=("joko@mail.example",), cc=(DESK,), answers="announcement")
    assert step.kinds == ["customer-named", "claimed", "answered"]
    assert story.ticket.requester == Address("joko@mail.example")
    assert "answer" not in [kind for kind, _ in step.sent]


def test_two_strangers_name_no_customer() -> None:
    """Which of two strangers is the customer nobody can know: the mail is a note and its author is told."""
    step = new(customer=None, form=True).mail(
        BUDI, "Coba cek lagi.", 2, to=("joko@mail.example", "rina@mail.example"), cc=(DESK,)
    )
    assert step.kinds == ["note-filed"]


def test_a_participant_who_is_a_colleague_by_now_is_not_shown() -> None:
    """He was in Cc before he became an operator (or was one again): his address stands in no relayed answer."""
    ticket = Ticket(n=1, requester=Address(ANA), customer=(ANA,), participants=(Address(SARI), Address(CECEP)))
    answered = ev.Answered("Budi", at(1), ANSWER, relayed=True, first=True, only_link=False, owner="Budi")
    (letter,) = letters(ticket, answered, rules())
    assert [person.email for person in (*letter.to, *letter.cc)] == [ANA, CECEP]
