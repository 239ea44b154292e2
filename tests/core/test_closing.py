"""Steps 8 and 10: closing statements, the PIC's word, and the letter that closes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

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
    assert (step.sent, story.ticket.status) == ([("held", SARI)], "open")


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
    ("open", SARI, ("selesai", "")): "the ticket is Budi's",
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

TOLD = [("pic-wrote", BUDI), ("command-receipt", DEWI)]


@pytest.mark.parametrize("letter", ["closing-notice", "reminder-closing"])
def test_pic_closes_by_mail(letter: str) -> None:
    """The PIC's word on the notice, or on its reminder, closes and sends the customer his letter."""
    story = closing()
    step = story.mail(DEWI, "Tutup", 5, answers=letter)
    assert (story.ticket.status, step.event("closed").actor) == ("closed", "Dewi")
    assert step.sent == [("closed", ANA), ("command-receipt", DEWI)]


def test_pic_sends_back() -> None:
    """ "tidak" returns the ticket to its owner, whose clock starts, and tells him."""
    story = closing()
    step = story.mail(DEWI, "tidak", 5, answers="closing-notice")
    assert (states(story)[:2], story.ticket.answer_since, step.sent) == (("open", None), at(5), TOLD)


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
        TOLD,
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
def test_force_closes_in_every_running_state(state: str) -> None:
    """`close --force` works in every state but closed, merged, discarded."""
    story = IN_STATE[state]()
    story.command("close", 9, force=True)
    assert (story.ticket.status, story.ticket.closed_at) == ("closed", at(9))


@pytest.mark.parametrize(("state", "since"), [("new", at(0)), ("open", at(1))])
def test_close_refused_while_the_customer_waits(state: str, since: datetime) -> None:
    """In new and open nobody has answered: refused, with the moment since which the customer waits."""
    refused = IN_STATE[state]().command("close", 9).event("command-refused")
    assert (refused.why, refused.since) == ("customer-waits", since)


def test_close_refused_when_the_customer_wrote_last() -> None:
    """Answered once, and the customer has written again: refused since that mail."""
    story = waiting()
    story.mail(ANA, "Belum juga", 5)
    refused = story.command("close", 9).event("command-refused")
    assert (refused.why, refused.since) == ("customer-waits", at(5))


@pytest.mark.parametrize(("state", "letter"), [("new", "closed"), ("open", "closed"), ("waiting", "closing-satisfied")])
def test_no_untrue_letter_of_a_forced_close(state: str, letter: str) -> None:
    """Nobody is told that his problem is solved without an answer or a statement."""
    assert IN_STATE[state]().command("close", 9, force=True).sent == [(letter, ANA)]


def test_no_untrue_letter_to_who_wrote_last() -> None:
    """ "Belum!" is not answered by "we are glad that your problem is solved", not even by force."""
    story = closing()
    story.mail(ANA, "Belum!", 5)
    assert story.command("close", 9, force=True).sent == [("closed", ANA)]


def test_no_untrue_letter_after_a_question_back() -> None:
    """Who was only asked something has got no answer."""
    story = opened()
    story.mail(BUDI, "Nomornya berapa?", 2, answers="claim-receipt")
    assert story.command("close", 6).sent == [("closed", ANA)]


def test_letter_to_who_says_that_it_is_solved() -> None:
    """The customer said so himself: the satisfied text fits, though nobody has stated it."""
    story = waiting()
    story.mail(ANA, "Sudah beres, makasih", 5)
    assert story.command("close", 6).sent == [("closing-satisfied", ANA)]


@pytest.mark.parametrize(
    ("actor", "why"), [("Budi", "operator-proposes"), ("Orang", "not-a-pic"), ("root", "not-a-pic")]
)
def test_only_a_pic_closes(actor: str, why: str) -> None:
    """An operator proposes, and whoever is neither closes nothing, by force or not."""
    story = closing()
    assert story.command("close", 6, actor=actor, force=True).event("command-refused").why == why


@pytest.mark.parametrize("command", ["close", "discard"])
def test_close_what_is_over(command: str) -> None:
    """`close` and `discard` on what is over are refused and write to no customer."""
    story = opened()
    story.command(command, 5, force=True)
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
    assert story.command("close", 6).event("command-refused").why == "customer-waits-again"


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


# -- a notice belongs to its statement


def sent_back() -> Story:
    story = closing()
    story.mail(DEWI, "tidak", 5, answers="closing-notice")
    return story


def stated_again() -> Story:
    story = sent_back()
    story.mail(BUDI, "Sekarang sudah beres.", 6, answers="claim-receipt")
    story.mail(BUDI, "", 7, commands=SELESAI)
    return story


def released() -> Story:
    story = closing()
    story.command("release", 5)
    return story


def reopened() -> Story:
    story = closed()
    story.command("reopen", 5)
    return story


LATE = {
    "statement-sent-back": sent_back,
    "statement-newer": stated_again,
    "statement-released": released,
    "is-closed": closed,
}


@pytest.mark.parametrize("why", LATE)
@pytest.mark.parametrize(("word", "letter"), [("ya", "closing-notice"), ("tidak", "reminder-closing")])
def test_late_word_to_an_old_notice(why: str, word: str, letter: str) -> None:
    """A word to the notice of a statement that does not stand any more changes nothing, and she is told why."""
    story = LATE[why]()
    before = replace(story.ticket, version=0)
    step = story.mail(DEWI, word, 8, answers=letter, outdated=why == "statement-newer")
    assert (step.event("command-refused").why, step.sent) == (why, [("command-receipt", DEWI)])
    assert replace(story.ticket, version=0) == before


def test_late_word_after_a_reopening() -> None:
    """Closed and reopened: the notice of the first closing closes no second time."""
    story = reopened()
    story.mail(DEWI, "ya", 8, answers="closing-notice")
    assert story.ticket.status == "open"


def test_word_to_the_newer_notice() -> None:
    """The statement made again has a notice of its own, and its word counts."""
    story = stated_again()
    story.mail(DEWI, "ya", 8, answers="closing-notice")
    assert story.ticket.status == "closed"


def test_word_to_a_reminder_of_the_standing_statement() -> None:
    """A reminder written after the statement is about it."""
    story = closing()
    step = story.time(3 + 25)
    assert step.sent == [("reminder-closing", DEWI)]
    story.mail(DEWI, "ya", 29, answers="reminder-closing")
    assert story.ticket.status == "closed"


# -- she always gets a letter back

RECEIPTS = {
    "Ya, tutup": "verdict-closed",
    "Belum, refundnya belum cair": "verdict-sent-back",
    "Sudah dicek ke bank?": "verdict-noted",
    "👍": "verdict-unclear",
    "ya, tapi jangan dulu": "verdict-unclear",
    "lanjut": "verdict-unclear",
}


@pytest.mark.parametrize("words", RECEIPTS)
def test_she_is_told_what_became_of_her_reply(words: str) -> None:
    """Done, sent back, noted or asked again: her letter says which."""
    step = closing().mail(DEWI, words, 5, answers="closing-notice")
    assert step.event("command-answered").results[0][1] == RECEIPTS[words]
    assert ("command-receipt", DEWI) in step.sent


@pytest.mark.parametrize("words", ["👍", "lanjut", "ya tapi jangan"])
def test_unclear_words_change_nothing(words: str) -> None:
    """She is asked again, and nobody else hears of it."""
    story = closing()
    step = story.mail(DEWI, words, 5, answers="closing-notice")
    assert (story.ticket.status, step.sent) == ("closing", [("command-receipt", DEWI)])


def test_she_may_answer_the_letter_that_asks_again() -> None:
    """ "Close or no?" is answered where it is asked."""
    story = closing()
    story.mail(DEWI, "👍", 5, answers="closing-notice")
    story.mail(DEWI, "tutup", 6, answers="command-receipt")
    assert story.ticket.status == "closed"


def test_other_words_to_a_receipt_are_a_note() -> None:
    """Only a clear word decides there."""
    story = closing()
    assert story.mail(DEWI, "Terima kasih", 6, answers="command-receipt").kinds == ["note-filed"]


def test_note_with_a_yes_reaches_the_owner() -> None:
    """What follows the word goes to the owner, who reads that it is closed."""
    step = closing().mail(DEWI, "Ya\n\nLain kali lampirkan bukti.", 5, answers="closing-notice")
    letter = step.letter("pic-wrote", BUDI)
    assert (letter.facts["closed"], letter.facts["rejected"], "lampirkan" in letter.facts["text"]) == (
        True,
        False,
        True,
    )


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
    """`assign` makes an owner, who answers from the brief; the one before him is told."""
    story = opened()
    step = story.command("assign", 5, operator="sari")
    assert story.ticket.owner == "Sari"
    assert step.sent == [("handover", SARI), ("handover", BUDI)]


def test_who_hands_over_what_was_his_is_not_told() -> None:
    """He has just done it."""
    step = opened().command("assign", 5, operator="sari", actor="Budi")
    assert step.sent == [("handover", SARI)]


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
