"""What few desks ever meet: events of old logs, people who are gone, edits that take something away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mailflow.core import alerts
from mailflow.core import events as ev
from mailflow.core.bundle import crowded
from mailflow.core.commands.listed import card
from mailflow.core.conditions import check
from mailflow.core.decide import decide
from mailflow.core.evolve import evolve
from mailflow.core.hours import parse
from mailflow.core.ladder import Ladder
from mailflow.core.letters import letters
from mailflow.core.losses import Holdings, Loss, Member, holdings_of, loss_words, losses
from mailflow.core.meaning import Meaning
from mailflow.core.meanings import meaning_of
from mailflow.core.message import Address, Message, Nature
from mailflow.core.occasions import Author, CommandGiven, MailArrived, Role
from mailflow.core.rules import Person
from mailflow.core.sample_reader import known_facts, reader_of
from mailflow.core.ticket import Status, Ticket
from mailflow.core.wording import size_words
from tests.core.desk import ADMIN, ANA, BUDI, DESK, DEWI, SARI, at, closing, new, opened, rules, rung, waiting


def test_an_answer_to_nobody_is_no_letter() -> None:
    """A log may tell of one on a ticket whose customer is not known."""
    answered = ev.Answered("Budi", at(2), "Sudah.", True, True, False, "Budi")
    nobody = replace(opened().ticket, requester=None, answer_to=None)
    assert letters(nobody, answered, rules()) == []


def test_a_ticket_given_to_somebody_who_is_gone_is_told_to_nobody() -> None:
    """rules.yaml does not name the new owner any more."""
    assert letters(opened().ticket, ev.Assigned("Joko", "Dewi", at(2), "Budi"), rules()) == []


def test_a_renaming_of_somebody_else_changes_nothing() -> None:
    """Neither owner nor author of a statement."""
    renamed = CommandGiven("rename", "rules.yaml", {"before": "Joko", "after": "Joko S"})
    assert decide(opened().ticket, renamed, rules(), at(2)) == []


def test_no_clock_starts_at_a_moment_nobody_knows() -> None:
    """An answer that came back on a ticket without any moment: it is the operator's turn all the same."""
    failed = ev.LetterUndelivered("answer", ANA, "550 no", customer=True)
    after = evolve(Ticket(status=Status.WAITING, owner="Budi"), failed, at(2))
    assert (after.status, after.clocks) == (Status.OPEN, {})


def test_words_for_a_colleague_are_published_as_content() -> None:
    """`explain` shows the nearest meaning that is promised."""
    assert Meaning.ASIDE.published == "content"
    assert Meaning.CLAIM.published == "claim"


def test_text_that_is_neither_empty_nor_an_expression_is_a_condition() -> None:
    """Nothing is wrong with it."""
    check("subject", "pulsa")
    with pytest.raises(ValueError, match="would match every mail"):
        check("subject", " ")


def test_an_edit_may_take_the_admin_and_the_list() -> None:
    """Each is a loss of its own; the same desk again loses nothing."""
    before = holdings_of(rules(), ("imap://x",), ("desk",))
    assert losses(before, before, rules()) == ()
    without = replace(before, admin=None, list=None, mailboxes=())
    assert {loss.kind for loss in losses(before, without, rules(admin=None))} >= {"admin", "list", "mailbox"}


def test_an_address_may_go_without_its_person() -> None:
    """Budi is there, one of his addresses is not."""
    before = Holdings(operators=(Member("Budi", (BUDI, "budi@old.example")), Member("Sari", ("sari@desk.example",))))
    after = holdings_of(rules(), (), ())
    assert Loss("address", "budi@old.example") in losses(before, after, rules())


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_loss_in_words_names_the_tickets(language: str) -> None:
    """At most three of them."""
    told = loss_words(Loss("operator", "Budi"), language, ("1", "2", "3", "4"))
    assert "Budi" in told and "1, 2, 3 …" in told
    assert "…" not in loss_words(Loss("operator", "Budi"), language)


def test_an_empty_verdict_is_asked_again() -> None:
    """Neither words nor a file in reply to the notice."""
    story = closing()
    step = story.mail(DEWI, "", 5, answers="closing-notice")
    assert step.event("command-refused").why == "no-verdict"
    assert story.ticket.status is Status.CLOSING


def test_an_encrypted_verdict_decides_nothing() -> None:
    """We have no key to read it."""
    story = closing()
    step = story.mail(DEWI, "ya", 5, answers="closing-notice", sealed=True)
    assert step.event("note-filed").why == "encrypted"
    assert story.ticket.status is Status.CLOSING


def test_a_switch_is_a_condition() -> None:
    """True or false, nothing else."""
    check("has_attachment", "true")
    with pytest.raises(ValueError, match="true or false"):
        check("has_attachment", "yes")


def test_what_is_over_is_not_discarded() -> None:
    """The command is refused with the state."""
    (refused,) = decide(replace(opened().ticket, status=Status.CLOSED), CommandGiven("discard", "Dewi"), rules(), at(2))
    assert isinstance(refused, ev.CommandRefused) and refused.why == "is-closed"


def test_a_bounce_of_an_older_answer_changes_no_clock() -> None:
    """The customer has written since: the operator's turn it is already, or the notice waits."""
    ticket = replace(waiting().ticket, clocks={Ladder.ANSWER: at(3)})
    after = evolve(ticket, ev.LetterUndelivered("answer", ANA, "550 no", customer=True), at(4))
    assert (after.status, after.clocks, after.undeliverable) == (Status.WAITING, ticket.clocks, (ANA,))


def test_an_answer_comes_back_once() -> None:
    """A second report of it changes nothing more."""
    ticket = waiting().ticket
    failed = ev.LetterUndelivered("answer", ANA, "550 no", customer=True, number=ticket.out[0].number)
    once = evolve(ticket, failed, at(4))
    assert (ticket.status, once.status) == (Status.WAITING, Status.OPEN)
    again = evolve(once, failed, at(5))
    assert (again.status, again.clocks, again.out) == (once.status, once.clocks, once.out)


def test_an_empty_reply_of_the_owner_goes_back_or_is_noted() -> None:
    """To us alone it comes back; where the customer has it there is nothing to take back; elsewhere it says nothing."""
    assert opened().mail(BUDI, "", 2).kinds == ["answer-returned"]
    assert opened().mail(BUDI, "", 2, to=(ANA,), cc=(DESK,)).kinds == ["note-filed"]
    assert opened().mail(BUDI, "", 2, answers="reminder-closing").kinds == []


def test_a_claim_of_ones_own_ticket_outside_an_answer_is_a_note() -> None:
    """Nothing to take; and as with any words that reach nobody, he is told."""
    assert (
        opened().mail(BUDI, "saya ambil", 2, answers="reminder-closing").event("note-filed").why == "not-for-customer"
    )
    assert opened().mail(BUDI, "saya ambil", 2).event("answer-returned").why == "claimed-already"


def test_a_command_claims_where_a_claim_is_empty_and_words_beside_it_come_back() -> None:
    """`claim: empty-only`: the command is the claim; an answer comes after it."""
    empty_only = rules(claim="empty-only")
    step = new(empty_only).mail(BUDI, "", 1, commands=(("selesai", ""),))
    assert step.kinds == ["claimed", "closing-stated", "command-answered"]
    step = new(empty_only).mail(BUDI, "Sudah kami isi ulang, Bu.", 1, commands=(("ambil", ""),))
    assert step.kinds == ["claimed", "command-answered"]
    assert step.letter("claim-receipt").facts["text"] == "Sudah kami isi ulang, Bu."


def test_a_yes_to_what_the_customer_has_contradicted_says_why() -> None:
    """The notice is of this statement, but he has written since."""
    story = closing()
    story.ticket = replace(story.ticket, contradicted=True)
    assert "command-refused" in story.mail(DEWI, "ya", 5, answers="closing-notice").kinds


def test_a_pic_who_remarks_on_what_nobody_owns_is_noted() -> None:
    """There is no owner to tell."""
    story = closing()
    story.ticket = replace(story.ticket, owner=None)
    step = story.mail(DEWI, "Pelanggan ini dulu pernah komplain ke kantor pusat.", 5, answers="closing-notice")
    assert step.kinds == ["note-filed"]


def test_a_pic_who_writes_on_a_closed_ticket_is_told_that_it_is_over() -> None:
    """By a note."""
    story = opened()
    story.ticket = replace(story.ticket, status=Status.CLOSED)
    assert story.mail(DEWI, "Mohon dicek.", 5, answers="announcement").event("note-filed").why == "ticket-over"


def test_a_login_names_its_colleague() -> None:
    """root names nobody; a name given wins."""
    policy = rules(pic=(Person("Dewi", DEWI, login="dw"),))
    assert policy.acting(None, "dw") == "Dewi"
    assert policy.acting(None, "root") == "root"
    assert policy.acting("dewi", "root") == "Dewi"
    assert str(parse("24h")) == "24h"


@pytest.mark.parametrize(
    ("size", "indonesian", "english"),
    [(200, "1 kB", "1 kB"), (640_000, "640 kB", "640 kB"), (8_100_000, "8,1 MB", "8.1 MB")],
)
def test_a_size_in_words(size: int, indonesian: str, english: str) -> None:
    """A comma in Indonesian."""
    assert (size_words(size, "id"), size_words(size, "en")) == (indonesian, english)


def test_without_a_limit_no_reminder_is_bundled() -> None:
    """`reminders.bundle` left out."""
    assert crowded([opened().ticket], rules(bundle=None), at(50)) == frozenset()


def test_mail_of_no_person_and_reactions_mean_what_they_are() -> None:
    """`explain` asks for every mail."""
    story = opened()
    arrived = MailArrived(Message(sender=Address(ANA), nature=Nature.AUTOMATIC), at(2), Author(Role.CUSTOMER))
    assert meaning_of(story.ticket, arrived, rules()) is None
    reacted = replace(arrived, message=Message(sender=Address(ANA), reaction="👍"))
    found = meaning_of(story.ticket, reacted, rules())
    assert found is not None and found.meaning is Meaning.REACTION


def test_a_pics_words_mean_what_a_pic_decides() -> None:
    """On a ticket that waits for one; elsewhere they decide nothing."""
    story = opened()
    author = Author(Role.PIC, "Dewi", proven=True)
    mail = Message(sender=Address(DEWI), reply_text="ya")
    arrived = MailArrived(mail, at(3), author, words="ya", answers="closing-notice")
    assert meaning_of(story.ticket, replace(arrived, answers="announcement"), rules()) is None
    waits = replace(story.ticket, status=Status.CLOSING)
    found = meaning_of(waits, arrived, rules())
    assert found is not None and found.meaning is Meaning.YES


@pytest.mark.parametrize("language", ["id", "en"])
def test_words_of_alerts_are_there_in_both_languages(language: str) -> None:
    """Restart, days off, an edit, an unknown topic."""
    other = "en" if language == "id" else "id"
    for words in (alerts.words_of_restart, alerts.words_of_servers, alerts.words_of_days_off, alerts.words_of_edit):
        assert words(language) != words(other)
    day = date(2026, 12, 24)
    assert alerts.day_off_words(day, "", "Cuti bersama", language) != alerts.day_off_words(day, "Natal", "", language)
    assert alerts.words_of("nothing like that", language) == ("", "")
    assert alerts.words_of("sending", language) != alerts.words_of("sending", other)


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_server_without_a_word_on_authors_is_named(language: str) -> None:
    """What it calls itself, if it says that at all, and what rules.yaml calls it."""
    both = "[mail.example, mx.example]"
    assert f"authserv: {both}" in alerts.server_words("mx.example", "rules.yaml:9", "mail.example", both, language)
    assert "–" in alerts.server_words("", "rules.yaml:9", None, "", language)


@pytest.mark.parametrize(
    ("letter", "reader"),
    [
        ("announcement", SARI),
        ("claim-receipt", BUDI),
        ("closing-notice", DEWI),
        ("admin-alert", ADMIN),
        ("acknowledgement", ANA),
        ("own", "boss@desk.example"),
        ("unheard-of", ANA),
    ],
)
def test_whom_a_preview_greets(letter: str, reader: str) -> None:
    """Whoever would get it: an operator who could take it, its owner, the PIC, the admin, the customer, an address."""
    policy = rules({"answer": (rung("24h", "own", "boss@desk.example"),)})
    found, _ = reader_of(letter, opened().ticket, policy)
    assert found is not None and found.email == reader


def test_a_preview_greets_nobody_where_nobody_is() -> None:
    """A desk without PIC and admin."""
    ticket, policy = opened().ticket, rules(pic=(), admin=None)
    assert reader_of("closing-notice", ticket, policy)[0] is None
    assert reader_of("admin-alert", ticket, policy)[0] is None
    assert known_facts("claim-receipt", ticket, policy)["question"] == ticket.question


@pytest.mark.parametrize(("operator", "how"), [("Joko", "void"), ("Budi", "note"), ("Budi", "dropped")])
def test_a_held_answer_that_is_settled_is_told_to_nobody(operator: str, how: str) -> None:
    """Its author is gone, or has settled it himself."""
    settled = ev.HeldSettled(operator, 3, how, "Sudah.")  # type: ignore[arg-type]
    assert letters(opened().ticket, settled, rules()) == []


@pytest.mark.parametrize(("language", "name"), [("id", "`/ambil`"), ("en", "`/claim`")])
def test_the_operators_page_has_a_row_for_each_command(language: str, name: str) -> None:
    """Names, what may stand behind, who may, what it does; an example only where it says more than the name."""
    rows = card(language)
    assert all(row.count("|") >= 5 for row in rows)
    assert any(name in row for row in rows)
    assert any(" such as " in row or " misalnya " in row for row in rows)
