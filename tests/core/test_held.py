"""Held answers: returned to their author with what is new, until he sends, files or drops them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.core import events as ev
from mailflow.core.letters import letters
from mailflow.core.rules import Person
from mailflow.core.ticket import Status
from tests.core.desk import ANA, BUDI, DESK, OPERATORS, SARI, Story, closing, new, opened, picture, rules, waiting

ANSWER, OTHER = "Sudah kami isi ulang, mohon dicek.", "Saldonya sudah kami kembalikan."


def held(why: str = "race") -> Story:
    """Budi owns and has answered; Sari's answer is held."""
    story = waiting()
    story.mail(SARI, OTHER, 3)
    return story


def reply(story: Story, words: str, hours: float = 4, sender: str = SARI, **more: object) -> list[tuple[str, str]]:
    """A reply to the letter about the only held answer; returns the letters sent."""
    return story.mail(sender, words, hours, answers="held", about=story.ticket.held[0].number, **more).sent  # type: ignore[arg-type]


def test_an_answer_of_another_operator_is_held() -> None:
    """It reaches no customer, stops no clock, and comes back with the reason."""
    story = opened()
    step = story.mail(SARI, OTHER, 2)
    assert (step.sent, story.ticket.status, story.ticket.owner) == ([("held", SARI)], "open", "Budi")
    assert [(one.operator, one.text) for one in story.ticket.held] == [("Sari", OTHER)]


def test_an_answer_to_a_question_not_read_yet_is_held() -> None:
    """The owner's answer is held when the customer's newest mail had not reached him for five minutes."""
    story = waiting()
    story.mail(ANA, "Masih belum masuk.", 3)
    step = story.mail(BUDI, ANSWER, 3.01, unread=True)
    assert (step.sent, story.ticket.status) == ([("held", BUDI)], "open")


def test_the_first_answer_claims_even_if_it_is_held() -> None:
    """Who answers first owns the ticket; the answer itself waits for him."""
    story = new()
    story.mail(ANA, "Tambahan: nomor saya 0812.", 0.5)
    step = story.mail(BUDI, ANSWER, 0.51, unread=True)
    assert (step.kinds, story.ticket.owner) == (["claimed", "answer-held"], "Budi")
    assert ("answer", ANA) not in step.sent


@pytest.mark.parametrize("words", ["Saya cek dulu", "this goes via me", "nanti saya cicil satu-satu"])
def test_a_first_answer_of_which_nobody_knows_for_whom_is_held(words: str) -> None:
    """He speaks of himself, to the customer or to colleagues: the ticket is his, and the words wait for him."""
    story = new()
    step = story.mail(BUDI, words, 1)
    assert (step.kinds, story.ticket.owner) == (["claimed", "answer-held"], "Budi")
    assert ("answer", ANA) not in step.sent


@pytest.mark.parametrize(
    "words",
    [
        "Saya cek dulu ya Bu",
        "Hari ini",
        "I've sent it again",
        "Saya kirim 2 buah",
        "Saya minta bukti transfernya",
        "saya perlu fotonya",
        "saya tidak menemukan akunnya",
        "I sent the code",
    ],
)
def test_a_first_answer_that_tells_something_goes(words: str) -> None:
    """It calls the customer, or says more than that he does something."""
    assert "answered" in new().mail(BUDI, words, 1).kinds


def test_the_owners_words_about_himself_go() -> None:
    """On his own ticket he speaks to the customer."""
    story = waiting()
    story.mail(ANA, "Masih belum masuk.", 3)
    assert "answered" in story.mail(BUDI, "Saya cek dulu", 9).kinds


def test_without_hold_nothing_is_checked() -> None:
    """`hold: false`: the owner's answer goes at once."""
    story = waiting(rules(hold=False))
    story.mail(ANA, "Masih belum masuk.", 3)
    assert ("answer", ANA) in story.mail(BUDI, ANSWER, 3.01, unread=True).sent


def test_a_direct_answer_cannot_be_held() -> None:
    """The customer has it already: it counts."""
    step = opened().mail(SARI, OTHER, 2, to=(ANA, DESK), unread=True)
    assert "answered" in step.kinds


@pytest.mark.parametrize(
    "word", ["kirim", "Kirim.", "kirim saja ya", "send", "Send it please", "kirim\n\nSalam,\nSari"]
)
def test_sent_anyway(word: str) -> None:
    """*kirim* sends the held answer in its author's name; the owner stays owner and is told."""
    story = held()
    assert sorted(reply(story, word)) == sorted(
        [("answer", ANA), ("collision", SARI), ("collision", BUDI), ("collision", "dewi@desk.example"),
         ("command-receipt", SARI)]
    )  # fmt: skip
    assert (story.letters[-5].body, story.ticket.owner, story.ticket.held) == (OTHER, "Budi", ())


def test_the_text_below_replaces_it() -> None:
    """*kirim* with words below it sends those in place of the held answer."""
    story = held()
    reply(story, "kirim\nMaaf, saldonya dikembalikan besok.\n\nSari")
    answer = next(letter for letter in reversed(story.letters) if letter.kind == "answer")
    assert answer.body == "Maaf, saldonya dikembalikan besok.\n\nSari"


def test_its_attachments_go_along() -> None:
    """A held answer is sent with the files of the mail it came in."""
    story = waiting()
    story.mail(SARI, OTHER, 3, files=(picture("struk.png"),))
    number = story.ticket.held[0].number
    reply(story, "kirim")
    answer = next(letter for letter in reversed(story.letters) if letter.kind == "answer")
    assert (answer.files, answer.source) == ("mail", number)


@pytest.mark.parametrize(
    ("word", "how"), [("catatan", "note"), ("note", "note"), ("buang", "dropped"), ("drop", "dropped")]
)
def test_filed_or_dropped(word: str, how: str) -> None:
    """*catatan* and *buang* end it; the customer gets nothing, and the author a receipt."""
    story = held()
    assert reply(story, word) == [("command-receipt", SARI)]
    assert story.log[-2][0].how == how  # type: ignore[union-attr]
    assert story.ticket.held == ()


@pytest.mark.parametrize("words", ["hmm", "kirim atau buang?", "jangan kirim", "saya pikir dulu ya nanti dikirim", "?"])
def test_another_word_is_asked_back(words: str) -> None:
    """What is none of the three words changes nothing, and says so."""
    story = held()
    assert reply(story, words) == [("answer-hint", SARI)]
    assert len(story.ticket.held) == 1


def test_with_a_slash_it_is_the_same() -> None:
    """`/kirim` in a reply to `held` sends the held answer."""
    story = held()
    assert ("answer", ANA) in reply(story, "", commands=(("kirim", ""),))


def test_decided_twice() -> None:
    """A second word about the same answer finds nothing any more."""
    story = held()
    number = story.ticket.held[0].number
    reply(story, "buang")
    step = story.mail(SARI, "kirim", 5, answers="held", about=number)
    assert step.sent == [("answer-hint", SARI)]


def test_only_its_author_decides() -> None:
    """Another operator's *kirim* sends nothing."""
    story = held()
    assert reply(story, "kirim", sender=BUDI) == [("answer-hint", BUDI)]


def test_without_the_letter_the_only_one_is_meant() -> None:
    """A client that loses the thread: the author's only held answer is meant, of several none."""
    story = held()
    story.mail(SARI, "Satu lagi.", 3.5)
    assert story.mail(SARI, "kirim", 4, answers="held").sent == [("answer-hint", SARI)]
    reply(story, "buang")
    assert ("answer", ANA) in story.mail(SARI, "kirim", 5, answers="held").sent


def test_held_again_when_the_customer_wrote_since() -> None:
    """After *kirim* it is held once more, with the customer's newest words, if those came after the letter."""
    story = held()
    story.mail(ANA, "Oh ya, ternyata sudah masuk, tetapi kurang.", 3.5)
    assert reply(story, "kirim") == [("held", SARI)]
    assert len(story.ticket.held) == 1
    assert ("answer", ANA) in reply(story, "kirim", 5)


def test_sent_on_a_ticket_without_owner_it_claims() -> None:
    """Released meanwhile: who sends his held answer owns the ticket."""
    story = held()
    story.command("release", 3.5)
    assert ("answer", ANA) in reply(story, "kirim")
    assert story.ticket.owner == "Sari"


def test_a_closing_text_that_was_held_states_it_when_sent() -> None:
    """A held closing text proposes closing only when it goes."""
    story = waiting()
    story.mail(ANA, "Sudah, tapi satu lagi.", 3)
    story.mail(BUDI, "Terima kasih sudah menghubungi kami.", 3.01, unread=True, closing="satisfied")
    assert story.ticket.status == "open"
    reply(story, "kirim", sender=BUDI)
    assert story.ticket.status == "closing"


def test_a_closing_command_waits_with_its_answer() -> None:
    """`/selesai` above an answer that is held proposes nothing before it is sent."""
    story = waiting()
    story.mail(ANA, "Masih belum.", 3)
    step = story.mail(BUDI, ANSWER, 3.01, unread=True, commands=(("selesai", ""),))
    assert (step.kinds, story.ticket.status) == (["answer-held", "command-answered"], "open")
    reply(story, "kirim", sender=BUDI)
    assert story.ticket.status == "closing"


@pytest.mark.parametrize("word", ["kirim", "kirim\nSebentar ya.\n/close\nMohon dicek."])
def test_a_command_line_never_reaches_a_customer(word: str) -> None:
    """An answer with one in its middle is held again, whatever its author insists on; without it, it goes."""
    story = opened()
    story.mail(BUDI, "Ketik di bot:\n/close", 2, answers="claim-receipt", inside=("/close",))
    inside = ("/close",) if "close" in word else ()
    assert reply(story, word, sender=BUDI, inside=inside) == [("held", BUDI)]
    assert ("answer", ANA) in reply(story, "kirim\nKetik close di bot.", 5, sender=BUDI)


@pytest.mark.parametrize("on", [True, False])
def test_an_owners_ok_is_held_whatever_hold_says(on: bool) -> None:
    """ "ok" from the owner is never sent by accident, and never lost."""
    story = opened(rules(hold=on))
    assert story.mail(BUDI, "ok", 2, answers="claim-receipt").sent == [("held", BUDI)]
    assert ("answer", ANA) in reply(story, "kirim", sender=BUDI)


def test_the_author_is_asked_once_more() -> None:
    """After four working hours, once."""
    story = held()
    assert [story.time(hours).sent for hours in (6.9, 7, 20, 30)] == [[], [("held", SARI)], [], []]


def test_void_when_the_ticket_ends() -> None:
    """The author hears that it was not sent, with his words."""
    story = closing()
    story.mail(SARI, OTHER, 3.5)
    step = story.command("close", 4)
    assert ("filed-as-note", SARI) in step.sent
    assert (step.letter("filed-as-note").facts["text"], story.ticket.held) == (OTHER, ())


def test_an_author_who_left_hears_nothing() -> None:
    """Of a removed operator's held answer nobody is told; it stays with the ticket."""
    story = held()
    story.rules = rules(operators=OPERATORS[:1])
    assert story.time(7).sent == []


def test_thanks_are_no_further_mail() -> None:
    """Thanks hold nothing; a question does, and who has answered since knows it."""
    story = waiting()
    story.mail(ANA, "Terima kasih banyak!", 3)
    assert story.ticket.further == ()
    story.mail(ANA, "Masih belum masuk.", 3)
    story.mail(BUDI, ANSWER, 4, answers="claim-receipt")
    assert [(one.number, one.known_to) for one in story.ticket.further] == [(5, ("Budi",))]


TWENTY = tuple(Person(f"Op{n}", f"op{n}@desk.example") for n in range(20))


@settings(max_examples=60, deadline=None)
@given(
    order=st.permutations(TWENTY),
    asks=st.lists(st.integers(0, 19), max_size=3),
    late=st.lists(st.integers(0, 19), max_size=5),
)
def test_twenty_who_answer_at_once(order: Sequence[Person], asks: list[int], late: list[int]) -> None:
    """In any order, with mails of the customer in between: exactly one answer goes out, or none while its author has
    not read all; every other one is held, and none is lost."""
    story = new(rules(operators=TWENTY))
    for n, person in enumerate(order):
        if n in asks:
            story.mail(ANA, f"Masih belum, {n}.", 0.1)
        story.mail(person.address, f"Jawaban {person.name}.", 0.1, unread=n in late)
    sent = [letter.body for letter in story.letters if letter.kind == "answer"]
    kept = [one.text for one in story.ticket.held]
    assert len(sent) == (0 not in late)
    assert sorted([*sent, *kept]) == sorted(f"Jawaban {person.name}." for person in TWENTY)  # type: ignore[type-var]
    assert story.ticket.owner == order[0].name


def test_another_command_in_reply_to_held_leaves_the_answer_held() -> None:
    """It is a command like in any mail, and decides nothing about the answer."""
    story = held()
    reply(story, "", commands=(("daftar", ""),))
    assert len(story.ticket.held) == 1


def test_a_reminder_of_what_is_held_no_more_is_not_sent() -> None:
    """It was settled meanwhile."""
    story = held()
    settled = replace(story.ticket, held=())
    assert letters(settled, ev.HeldReminded("Sari", story.ticket.held[0].number), story.rules) == []


def test_an_unclear_command_on_a_ticket_without_customer_comes_back() -> None:
    """There is nobody to hold the answer for: its author hears that the line was not carried out."""
    story = opened()
    story.ticket = replace(story.ticket, customer=(), requester=None)
    step = story.mail(BUDI, "Ketik di bot:\n/close", 2, answers="claim-receipt", inside=("/close",))
    assert step.kinds == ["answer-returned"]
    assert story.ticket.status is Status.OPEN


def test_a_claim_of_ones_own_ticket_is_only_answered() -> None:
    """Nothing happens to it."""
    story = opened()
    before = story.ticket.owner
    assert story.mail(BUDI, "", 2, answers="claim-receipt", commands=(("ambil", ""),)).kinds == ["command-answered"]
    assert story.ticket.owner == before
