"""Steps 8 and 10: closing statements, the PIC's word, and the letter that closes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailflow.core.commands import pic_verdict
from mailflow.core.rules import Person
from mailflow.core.ticket import Status
from tests.core.desk import (
    ANA,
    BUDI,
    DESK,
    DEWI,
    IN_STATE,
    LIST,
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

TEXT = "Terima kasih sudah menghubungi kami."
SELESAI = (("selesai", ""),)


def states(story: Story) -> tuple[str, str | None, str | None, bool]:
    ticket = story.ticket
    return ticket.status.value, ticket.statement, ticket.statement_by, ticket.statement_sent


# -- step 8: by text

BY_TEXT = {
    # state, recipients → events, letters
    ("new", (ANA, DESK)): (
        ["claimed", "answered", "closing-stated"],
        [("claim-receipt", BUDI), ("closing-notice", DEWI)],
    ),
    ("open", (ANA, DESK)): (["answered", "closing-stated"], [("closing-notice", DEWI)]),
    ("waiting", (ANA, DESK)): (["closing-stated"], [("closing-notice", DEWI)]),
    ("new", (DESK,)): (
        ["claimed", "answered", "closing-stated"],
        [("claim-receipt", BUDI), ("answer", ANA), ("closing-notice", DEWI)],
    ),
    ("open", (DESK,)): (["answered", "closing-stated"], [("answer", ANA), ("closing-notice", DEWI)]),
    ("waiting", (DESK,)): (["closing-stated"], [("answer", ANA), ("closing-notice", DEWI)]),
}


@pytest.mark.parametrize(("state", "to"), BY_TEXT)
def test_closing_text(state: str, to: tuple[str, ...]) -> None:
    """The closing text counts from new (it claims), open and waiting; the customer gets it once, the PIC a notice."""
    step = IN_STATE[state]().mail(BUDI, TEXT, 5, to=to, closing="satisfied")
    assert (step.kinds, step.sent) == BY_TEXT[state, to]


@pytest.mark.parametrize(("state", "to"), BY_TEXT)
def test_closing_text_is_the_customers_already(state: str, to: tuple[str, ...]) -> None:
    """After a closing text, direct or relayed, the ticket waits for the PIC, who need not send it again."""
    story = IN_STATE[state]()
    story.mail(BUDI, TEXT, 5, to=to, closing="satisfied")
    assert states(story) == ("closing", "satisfied", "Budi", True)


def test_closing_text_only_to_the_list() -> None:
    """A closing text that reached only the list states the end, but the PIC's close must bring it to the customer."""
    story = waiting()
    step = story.mail(BUDI, TEXT, 5, to=(LIST,), closing="satisfied")
    assert (states(story)[3], [kind for kind, _ in step.sent]) == (False, ["closing-notice"])


def test_closing_text_again_is_a_mail_like_any_other() -> None:
    """While the ticket waits for the PIC a second statement is none: no second notice."""
    step = closing().mail(BUDI, TEXT, 5, to=(ANA, DESK), closing="satisfied")
    assert "closing-notice" not in dict(step.sent)


def test_closing_text_of_another_operator() -> None:
    """A direct closing text by somebody else counts as answer and statement; everyone concerned hears of it."""
    story = opened()
    step = story.mail(SARI, TEXT, 5, to=(ANA, DESK), closing="satisfied")
    assert (states(story), ("collision", BUDI) in step.sent) == (("closing", "satisfied", "Sari", True), True)


def test_relayed_closing_text_of_another_operator() -> None:
    """A closing text by somebody else that would have to be relayed reaches no customer and states nothing."""
    story = opened()
    step = story.mail(SARI, TEXT, 5, closing="satisfied")
    assert (step.sent, story.ticket.status) == ([("claim-taken", SARI)], "open")


# -- step 8: by command


@pytest.mark.parametrize("state", ["new", "open", "waiting"])
def test_closing_command(state: str) -> None:
    """`/selesai` alone states the end, unsent, from every state it counts in."""
    story = IN_STATE[state]()
    story.mail(BUDI, "", 5, commands=SELESAI)
    assert states(story) == ("closing", "satisfied", "Budi", False)


def test_closing_command_on_a_new_ticket_claims() -> None:
    """A closing statement from new claims."""
    assert new().mail(BUDI, "", 5, commands=SELESAI).kinds == ["claimed", "closing-stated", "command-answered"]


def test_words_above_the_command_are_the_answer() -> None:
    """Words with a command line go to the customer as an answer."""
    step = opened().mail(BUDI, "Sudah masuk ya.", 5, commands=SELESAI)
    assert step.letter("answer").body == "Sudah masuk ya."


@pytest.mark.parametrize(
    ("argument", "statement"),
    [("", "satisfied"), ("puas", "satisfied"), ("tanpa-tanggapan", "no-feedback"), ("NO-FEEDBACK", "no-feedback")],
)
def test_arguments_of_selesai(argument: str, statement: str) -> None:
    """The word after the command says how it ended."""
    story = waiting()
    story.mail(BUDI, "", 5, commands=(("close", argument),))
    assert story.ticket.statement == statement


RESULTS = {
    ("open", BUDI, ("selesai", "")): "your closing statement waits",
    ("closing", BUDI, ("selesai", "")): "waits for the PIC already",
    ("open", SARI, ("selesai", "")): "another operator owns",
    ("open", BUDI, ("tutupi", "")): "not a command",
    ("open", BUDI, ("selesai", "besok")): "not known",
}


@pytest.mark.parametrize(("state", "who", "command"), RESULTS)
def test_command_receipt(state: str, who: str, command: tuple[str, str]) -> None:
    """Whoever mails a command line is told what became of it, in his language."""
    english = tuple(replace(person, language="en") for person in OPERATORS)
    step = IN_STATE[state](rules(operators=english)).mail(who, "", 5, commands=(command,))
    assert RESULTS[state, who, command] in step.letter("command-receipt", who).facts["results"][0]["result"]


@pytest.mark.parametrize("command", [("tutupi", ""), ("selesai", "besok")])
def test_unclear_command_does_nothing(command: tuple[str, str]) -> None:
    """A command line nobody understands states nothing."""
    story = opened()
    story.mail(BUDI, "", 5, commands=(command,))
    assert story.ticket.status == "open"


def test_command_of_another_operator_is_refused() -> None:
    """Only the owner's command states the end of a ticket that has an owner."""
    story = opened()
    story.mail(SARI, "", 5, commands=SELESAI)
    assert states(story)[0] == "open"


def test_command_the_customer_saw() -> None:
    """Who wrote a command line to the customer himself is told that it was seen."""
    step = waiting().mail(BUDI, "Sudah ya.", 5, to=(ANA, DESK), commands=SELESAI)
    assert "pelanggan ikut menerima" in step.letter("command-receipt").facts["results"][-1]["result"]


# -- step 10: the PIC's word

WORDS = {
    "tutup": True, "ya": True, "ok": True, "close": True, "Tutup.": True, "OK!": True, "ya, tutup": True,
    "tidak": False, "tolak": False, "no": False, "Tidak!": False,
    "ya tapi tanya dulu": None, "belum": None, "": None, "ok tidak": None, "yang mana?": None, "oke": None,
}  # fmt: skip


@pytest.mark.parametrize("words", WORDS)
def test_pics_word(words: str) -> None:
    """One word closes, one word sends back, anything else is neither."""
    assert pic_verdict(words) is WORDS[words]


@pytest.mark.parametrize("words", ["Ya\n\nDewi", "Tutup.\n\nTerima kasih,\nDewi Lestari"])
def test_pic_may_sign_her_word(words: str) -> None:
    """Her own name below the word is a signature; somebody else's is not."""
    assert pic_verdict(words, ("Dewi", "Dewi Lestari")) is True
    assert pic_verdict(words, ("Budi",)) is None


@pytest.mark.parametrize("letter", ["closing-notice", "reminder-closing"])
def test_pic_closes_by_mail(letter: str) -> None:
    """The PIC's word on the notice, or on its reminder, closes and sends the customer his letter."""
    story = closing()
    step = story.mail(DEWI, "Tutup", 5, answers=letter)
    assert (story.ticket.status, step.sent, step.event("closed").actor) == ("closed", [("closed", ANA)], "Dewi")


def test_pic_sends_back() -> None:
    """ "tidak" returns the ticket to its owner, whose clock starts, and tells him."""
    story = closing()
    step = story.mail(DEWI, "tidak", 5, answers="closing-notice")
    assert (states(story)[:2], story.ticket.answer_since, step.sent) == (("open", None), at(5), [("pic-wrote", BUDI)])


def test_send_back_says_so() -> None:
    """The owner reads that the statement was rejected, by whom."""
    facts = closing().mail(DEWI, "tidak", 5, answers="closing-notice").letter("pic-wrote").facts
    assert (facts["rejected"], facts["pic"]) == (True, "Dewi")


def test_anything_else_is_a_note_to_the_owner() -> None:
    """Other words of the PIC reach the owner and change nothing."""
    story = closing()
    step = story.mail(DEWI, "Sudah dicek ke operator seluler?", 5, answers="closing-notice")
    assert (story.ticket.status, step.sent, step.letter("pic-wrote").facts["rejected"]) == (
        "closing",
        [("pic-wrote", BUDI)],
        False,
    )


def test_pics_word_elsewhere_is_no_word() -> None:
    """ "ok" in reply to anything but the notice closes nothing."""
    story = closing()
    story.mail(DEWI, "ok", 5, answers="escalation-answer")
    assert story.ticket.status == "closing"


def test_operators_do_not_close() -> None:
    """Operators propose: "tutup" by an operator who is no PIC closes nothing."""
    story = closing()
    story.mail(BUDI, "tutup", 5, answers="closing-notice")
    assert story.ticket.status == "closing"


def test_customer_does_not_close() -> None:
    """ "tutup" by the customer is a customer's mail."""
    story = closing()
    story.mail(ANA, "tutup", 5, answers="closing-notice")
    assert story.ticket.status == "open"


def test_pic_who_is_operator_closes() -> None:
    """One person in both roles closes by answering the notice."""
    story = closing(rules(pic=OPERATORS))
    story.mail(SARI, "ya", 5, answers="closing-notice")
    assert story.ticket.status == "closed"


def test_rejection_comes_too_late() -> None:
    """ "tidak" after the close is refused, and the PIC is told the state."""
    step = closed().mail(DEWI, "tidak", 5, answers="closing-notice")
    assert (step.kinds, step.sent) == (["command-refused"], [("command-receipt", DEWI)])


def test_second_word_sends_nothing() -> None:
    """Closing twice sends the customer one letter (mail.md 12.9)."""
    story = closing()
    story.mail(DEWI, "ya", 5, answers="closing-notice")
    assert ANA not in [who for _, who in story.mail(DEWI, "ya", 6, answers="closing-notice").sent]


def test_every_pic_gets_the_notice() -> None:
    """Each PIC may close, so each gets the notice."""
    both = (Person("Dewi", DEWI), Person("Eka", "eka@desk.example"))
    sent = waiting(rules(pic=both)).mail(BUDI, "", 5, commands=SELESAI).sent
    assert [who for kind, who in sent if kind == "closing-notice"] == [DEWI, "eka@desk.example"]


# -- step 10: the letter that closes


def stated(by: str, statement: str) -> Story:
    story = waiting()
    if by == "text":
        story.mail(BUDI, TEXT, 5, to=(ANA, DESK), closing=statement)
    else:
        story.mail(BUDI, "", 5, commands=(("selesai", statement),))
    return story


@pytest.mark.parametrize(
    ("by", "statement", "letter"),
    [
        ("text", "satisfied", "closed"),
        ("text", "no-feedback", "closed"),
        ("command", "satisfied", "closing-satisfied"),
        ("command", "no-feedback", "closing-no-feedback"),
    ],
)
def test_letter_of_the_close(by: str, statement: str, letter: str) -> None:
    """`closed` if the customer has the closing text already, else the text that fits the statement."""
    assert stated(by, statement).command("close", 6).sent == [(letter, ANA)]


def test_letter_named_by_the_pic() -> None:
    """`--letter` decides whatever was stated."""
    assert stated("text", "satisfied").command("close", 6, letter="closing-satisfied").sent == [
        ("closing-satisfied", ANA)
    ]


def test_letter_after_silence() -> None:
    """A ticket closed while its customer is silent gets the no-feedback text, statement or not."""
    story = waiting()
    story.time(50)
    assert story.command("close", 60).sent == [("closing-no-feedback", ANA)]


def test_letter_without_statement() -> None:
    """Closed after an answer without a statement: the satisfied text fits."""
    assert waiting().command("close", 6).sent == [("closing-satisfied", ANA)]


def test_statement_on_a_ticket_never_answered_by_mail() -> None:
    """A statement by command without any answer (he telephoned) closes with the text it names, not the short one."""
    story = opened()
    story.mail(BUDI, "", 5, commands=SELESAI)
    assert story.command("close", 6).sent == [("closing-satisfied", ANA)]


def test_letter_after_a_text_to_the_list() -> None:
    """The closing text the customer never got comes with the close."""
    story = waiting()
    story.mail(BUDI, TEXT, 5, to=(LIST,), closing="satisfied")
    assert story.command("close", 6).sent == [("closing-satisfied", ANA)]


@pytest.mark.parametrize("state", ["new", "open", "waiting", "closing"])
def test_close_works_in_every_running_state(state: str) -> None:
    """`close` works in every state but closed, merged, discarded."""
    story = IN_STATE[state]()
    story.command("close", 9)
    assert (story.ticket.status, story.ticket.closed_at) == ("closed", at(9))


@pytest.mark.parametrize("command", ["close", "discard"])
def test_close_what_is_over(command: str) -> None:
    """`close` and `discard` on what is over are refused and write to no customer."""
    story = opened()
    story.command(command, 5)
    step = story.command("close", 6)
    assert (step.kinds, ANA in [who for _, who in step.sent]) == (["command-refused"], False)


def test_survey_only_with_the_close() -> None:
    """The survey link is in the letter of the PIC's close and in no other letter."""
    story = closed()
    assert [letter.kind for letter in story.letters if letter.survey] == ["closed"]


def test_survey_with_a_named_letter() -> None:
    """Whatever letter is used, it carries the survey link."""
    assert closing().command("close", 6, letter="closing-satisfied").letters[0].survey


def test_close_refused_after_the_customer_wrote() -> None:
    """The customer wrote after the statement: `close` is refused, and says why."""
    story = closing()
    story.mail(ANA, "Eh, belum", 5)
    assert story.command("close", 6).event("command-refused").why == "customer-wrote-since"


def test_close_refused_by_mail_too() -> None:
    """The PIC's "ya" to a notice overtaken by the customer closes nothing, and he is told."""
    story = closing()
    story.mail(ANA, "Eh, belum", 5)
    assert story.mail(DEWI, "ya", 6, answers="closing-notice").sent == [("command-receipt", DEWI)]


def test_force_insists() -> None:
    """`--force` closes all the same."""
    story = closing()
    story.mail(ANA, "Eh, belum", 5)
    story.command("close", 6, force=True)
    assert story.ticket.status == "closed"


def test_new_statement_may_be_closed() -> None:
    """A statement after the customer's words is a new one: no force needed."""
    story = closing()
    story.mail(ANA, "Eh, belum", 5)
    story.mail(BUDI, TEXT, 6, to=(ANA, DESK), closing="satisfied")
    story.command("close", 7)
    assert story.ticket.status == "closed"


def test_thanks_do_not_hinder_the_close() -> None:
    """A thank-you after the statement voids nothing."""
    story = closing()
    story.mail(ANA, "Terima kasih", 5)
    story.command("close", 6)
    assert story.ticket.status == "closed"


def test_rejected_statement_may_be_closed_after_all() -> None:
    """A PIC who changes his mind closes without force: the customer wrote nothing."""
    story = closing()
    story.mail(DEWI, "tidak", 5, answers="closing-notice")
    story.command("close", 6)
    assert story.ticket.status == "closed"


def test_close_stops_every_clock() -> None:
    """Nothing rings on a closed ticket."""
    ticket = closed().ticket
    assert ticket.clocks == {}


def test_no_statement_from_escalated() -> None:
    """A closing statement counts from new, open and waiting only; the command's author is told."""
    story = opened()
    story.ticket = replace(story.ticket, status=Status.ESCALATED)
    step = story.mail(BUDI, "", 5, commands=SELESAI)
    assert (story.ticket.status, step.kinds) == ("escalated", ["command-answered"])


# -- the other commands


def test_assign_hands_over() -> None:
    """`assign` makes an owner, who gets the hand-over and a receipt to answer from; the one before him is told."""
    story = opened()
    step = story.command("assign", 5, operator="sari")
    assert story.ticket.owner == "Sari"
    assert step.sent == [("handover", SARI), ("claim-receipt", SARI), ("handover", BUDI)]


def test_who_hands_over_what_was_his_is_not_told() -> None:
    """He has just done it."""
    step = opened().command("assign", 5, operator="sari", actor="Budi")
    assert step.sent == [("handover", SARI), ("claim-receipt", SARI)]


@pytest.mark.parametrize(
    ("state", "operator", "why"),
    [("open", "Nobody", "unknown-operator"), ("open", "Budi", "owned-already"), ("closed", "Sari", "is-closed")],
)
def test_assign_refused(state: str, operator: str, why: str) -> None:
    """`assign` needs a known operator who is not the owner, and a ticket that runs."""
    assert IN_STATE[state]().command("assign", 5, operator=operator).event("command-refused").why == why


@pytest.mark.parametrize("state", ["open", "waiting", "closing"])
def test_release_tells_the_operators(state: str) -> None:
    """A released ticket is new, owned by nobody, states nothing, and is announced again."""
    story = IN_STATE[state]()
    step = story.command("release", 5, why="Budi is no longer an operator")
    assert (states(story), step.sent) == (
        ("new", None, None, False),
        [("announcement", BUDI), ("announcement", SARI)],
    )


def test_release_says_why() -> None:
    """The announcement of a released ticket says why it is back."""
    assert opened().command("release", 5, why="Budi cuti").letter("announcement").facts["again"] == "Budi cuti"


def test_release_without_a_reason_says_who() -> None:
    """Without a reason the announcement names who released it."""
    facts = opened().command("release", 5).letter("announcement").facts
    assert (facts["again"], facts["by"]) == ("released", "Dewi")


@pytest.mark.parametrize("state", ["new", "closed"])
def test_release_refused(state: str) -> None:
    """Only an owned, running ticket can be released."""
    assert IN_STATE[state]().command("release", 5).kinds == ["command-refused"]


def test_discard_is_silent() -> None:
    """A discarded ticket writes to nobody and rings for nobody."""
    story = opened()
    step = story.command("discard", 5, why="spam")
    assert (story.ticket.status, step.sent, story.time(999).events) == ("discarded", [], [])


@pytest.mark.parametrize("state", IN_STATE)
def test_note_by_command(state: str) -> None:
    """`mailflow note` files words in every state and changes nothing."""
    story = IN_STATE[state]()
    before = story.ticket.status
    step = story.command("note", 5, text="Pelanggan menelepon")
    assert (step.kinds, step.sent, story.ticket.status) == (["note-added"], [], before)
