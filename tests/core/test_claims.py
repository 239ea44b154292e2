"""Steps 2 and 3: claiming, and who comes second."""

from __future__ import annotations

import pytest

from mailflow.core import events as ev
from mailflow.core.letters import letters
from mailflow.core.message import Address, Message, Nature
from mailflow.core.occasions import Author, MailArrived, Role
from tests.core.desk import (
    ANA,
    BUDI,
    CECEP,
    DESK,
    DEWI,
    LIST,
    ON_LIST,
    QUESTION,
    SARI,
    STRANGER,
    Story,
    at,
    closed,
    new,
    opened,
    picture,
    rules,
    waiting,
)

EMPTY = ""
BY_REPLY = {
    # words, recipients, what it answers → the events
    (EMPTY, (DESK,), "announcement"): ["claimed"],
    (EMPTY, (LIST,), "announcement"): ["claimed"],
    (EMPTY, (LIST,), "customer-mail"): ["claimed"],
    (EMPTY, (ANA, DESK), "customer-mail"): ["claimed"],
    (EMPTY, (DESK,), "reminder-claim"): ["claimed"],
    ("saya ambil", (DESK,), "announcement"): ["claimed"],
    ("Saya ambil!", (LIST,), "customer-mail"): ["claimed"],
    ("SIAP 👍", (DESK,), "announcement"): ["claimed"],
    ("siap", (ANA, DESK), "customer-mail"): ["claimed", "answered"],
    ("siap, segera kami cek", (DESK,), "announcement"): ["claimed", "answered"],
    (".", (DESK,), "announcement"): ["claimed"],
    ("ok", (DESK,), "announcement"): ["claimed"],
    ("👍🏽", (DESK,), "announcement"): ["claimed"],
    ("Siap mas, ini saya ambil ya", (DESK,), "announcement"): ["claimed"],
    ("I'll take this one, thanks", (LIST,), "customer-mail"): ["claimed"],
    ("ok", (DESK,), "reminder-claim"): ["claimed"],
    ("ok", (ANA, DESK), "customer-mail"): ["claimed"],
    ("ok", (LIST,), "colleague-mail"): ["note-filed"],
    ("ok", (DESK,), "answer-hint"): ["note-filed"],
    ("?", (DESK,), "announcement"): ["answer-returned"],
    ("👎", (ANA, DESK), "customer-mail"): ["note-filed"],
    ("selesai", (DESK,), "announcement"): ["answer-returned"],
    ("Done!", (ANA, DESK), "customer-mail"): ["answer-returned"],
    ("Sari tolong ambil ya", (DESK,), "announcement"): ["note-filed"],
    ("Mbak Sari, bisa bantu?", (ANA, DESK), "customer-mail"): ["note-filed"],
    ("Sudah kami isi.", (DESK,), "announcement"): ["claimed", "answered"],
    ("Sudah kami isi.", (ANA, DESK, LIST), "customer-mail"): ["claimed", "answered"],
    ("Siapa yang pegang ini?", (LIST,), "announcement"): ["note-filed"],
    ("Siapa yang pegang ini?", (DESK,), "reminder-claim"): ["note-filed"],
    ("Siapa yang pegang ini?", (DESK,), None): ["note-filed"],
}


@pytest.mark.parametrize(("words", "to", "answers"), BY_REPLY)
def test_first_reply(words: str, to: tuple[str, ...], answers: str | None) -> None:
    """An empty body or a claim word is "mine"; words for the customer are claim and answer; the rest is a note."""
    assert new().mail(BUDI, words, 1, to=to, answers=answers).kinds == BY_REPLY[words, to, answers]


@pytest.mark.parametrize("words", ["", "Sudah kami isi."])
def test_receipt_names_a_deadline_only_while_somebody_waits(words: str) -> None:
    """Who claimed and answered in one mail is not told that the customer expects an answer."""
    due = new().mail(BUDI, words, 1, answers="announcement").letter("claim-receipt").facts["due_at"]
    assert (due is None) is bool(words)


def test_real_attachment_is_claim_and_answer() -> None:
    """A screenshot without words says something: it is claim and answer in one."""
    assert new().mail(BUDI, "", 1, files=(picture(),)).kinds == ["claimed", "answered"]


def test_signature_logo_only_claims() -> None:
    """A signature logo says nothing: the mail is empty all the same."""
    assert new().mail(BUDI, "", 1, files=(picture(logo=True),)).kinds == ["claimed"]


@pytest.mark.parametrize("nature", [Nature.AUTOMATIC, Nature.BOUNCE, Nature.ECHO])
def test_automatic_mail_claims_nothing(nature: Nature) -> None:
    """An operator's vacation reply with the right token claims nothing and is answered by nothing (mail.md 3.2)."""
    step = new().mail(BUDI, "", 1, nature=nature)
    assert (step.kinds, step.sent) == (["automatic-filed"], [])


@pytest.mark.parametrize(("role", "name", "address"), [(Role.OPERATOR, "Budi", BUDI), (Role.PIC, "Dewi", DEWI)])
def test_let_out_by_hand_it_is_a_note(role: Role, name: str, address: str) -> None:
    """A person may let an unproven colleague's mail out: it changes nothing, and whose address it is hears of it."""
    story = new()
    mail = Message(sender=Address(address), to=(Address(ANA), Address(DESK)), reply_text="Sudah kami isi.")
    who = Author(role, name, proven=False)
    step = story.happens(MailArrived(mail, at(1), who, words="Sudah kami isi.", let_out_by="Dewi"), at(1))
    assert (step.kinds, step.sent) == (["note-filed"], [("filed-as-note", address)])
    assert (story.ticket.owner, story.ticket.status) == (None, "new")


@pytest.mark.parametrize(("role", "name"), [(Role.OPERATOR, "Budi"), (Role.PIC, "Dewi")])
def test_who_only_pretends_decides_nothing(role: Role, name: str) -> None:
    """Mail from a colleague's address without proof changes no ticket and causes no letter."""
    story = new()
    step = story.mail(BUDI, "Sudah kami isi.", 1, to=(ANA, DESK), author=Author(role, name, proven=False))
    assert (story.ticket.owner, story.ticket.status, step.sent) == (None, "new", [])


@pytest.mark.parametrize("words", ["", "saya ambil", "FYI"])
def test_forwarding_the_announcement_is_no_claim(words: str) -> None:
    """An operator who forwards our letter to somebody claims and answers nothing, and is told (mail.md 7.6)."""
    step = new().mail(BUDI, words, 1, to=(STRANGER, DESK), is_forward=True)
    assert (step.kinds, step.sent) == (["note-filed"], [("filed-as-note", BUDI)])


def test_winner_gets_a_receipt_with_the_question() -> None:
    """The receipt goes to the winner's own address and carries the customer's question."""
    letter = new().mail(BUDI, "", 1).letter("claim-receipt")
    assert (letter.to[0].email, letter.facts["question"], letter.facts["operator"]) == (BUDI, QUESTION, "Budi")


def test_receipt_goes_to_the_registered_address() -> None:
    """Who claims from his other address gets the receipt at the first one in rules.yaml."""
    assert ("claim-receipt", BUDI) in new().mail("budi.home@mail.example", "", 1).sent


def test_receipt_names_the_deadline() -> None:
    """The receipt says until when an answer is due: 24 hours after the claim."""
    assert new().mail(BUDI, "", 1).letter("claim-receipt").facts["due_at"] == at(25)


@pytest.mark.parametrize(("policy", "reply_to"), [(rules(), "desk"), (rules(announce=ON_LIST), "everyone")])
def test_receipt_leads_where_announce_says(policy: object, reply_to: str) -> None:
    """The receipt's Reply-To is the desk, or everyone under `reply_to: everyone`."""
    assert new(policy).mail(BUDI, "", 1).letter("claim-receipt").reply_to == reply_to  # type: ignore[arg-type]


def test_receipt_for_claim_and_answer() -> None:
    """Claim and answer in one: the winner gets his receipt, the customer his answer."""
    assert new().mail(BUDI, "Sudah kami isi.", 1).sent == [("claim-receipt", BUDI), ("answer", ANA)]


@pytest.mark.parametrize(("to", "direct"), [((DESK,), False), ((ANA, DESK), True)])
def test_receipt_for_claim_and_answer_says_what_was_sent_to_whom(to: tuple[str, ...], direct: bool) -> None:
    """The operator sees that the customer has it, and by which way; an empty claim sent nothing to anybody."""
    facts = new().mail(BUDI, "Sudah kami isi.", 1, to=to).letter("claim-receipt").facts
    assert (facts["sent"], facts["sent_to"], facts["direct"]) == ("Sudah kami isi.", f"Ana <{ANA}>", direct)
    facts = new().mail(BUDI, "", 1).letter("claim-receipt").facts
    assert (facts["sent"], facts["sent_to"], facts["direct"]) == ("", "", False)


def test_a_closing_command_that_claims_has_its_receipt() -> None:
    """Nothing was sent to the customer, so the receipt says nothing of it; it comes all the same, once."""
    step = new().mail(BUDI, "", 1, commands=(("selesai", ""),))
    receipts = [letter for letter in step.letters if letter.kind == "claim-receipt"]
    assert [letter.facts["sent_to"] for letter in receipts] == [""]


def test_receipt_brings_the_customers_files_and_cc() -> None:
    """All he has sent so far goes along, whom he had in Cc is named; a bounced reader and a colleague are not."""
    story = new(cc=(CECEP, "joko@customer.example", SARI))
    letter = story.mail(BUDI, "", 1).letter("claim-receipt")
    assert (letter.files, letter.facts["cc"]) == ("ticket", [CECEP, "joko@customer.example"])
    assert [reader.email for reader in letter.readers] == [CECEP, "joko@customer.example"]
    story.failed("answer", CECEP, 2)
    assert story.command("assign", 3, operator="Sari").letter("handover", SARI).facts["cc"] == ["joko@customer.example"]


@pytest.mark.parametrize("words", ["", "Sudah kami isi."])
def test_announce_taken_tells_the_others(words: str) -> None:
    """Who was asked too hears that it is taken, once, also by an answer; he who took it does not."""
    story = new(rules(announce_taken=True))
    told = [letter for letter in story.mail(BUDI, words, 1).letters if letter.kind == "claim-taken"]
    assert [(letter.to[0].email, letter.facts["owner"], letter.facts["came_second"]) for letter in told] == [
        (SARI, "Budi", False)
    ]


def test_announce_taken_tells_the_list_where_the_list_was_asked() -> None:
    """One letter, leading to the desk: nobody answers it."""
    policy = rules(announce=ON_LIST, announce_taken=True)
    letter = new(policy).mail(BUDI, "", 1, to=(DESK,)).letter("claim-taken")
    assert (letter.to[0].email, letter.reply_to) == (LIST, "desk")


def test_announce_taken_speaks_of_a_ticket_that_was_given_away_too() -> None:
    """Assigned out of the offer it is as taken; assigned by a rule at once it was never on offer."""
    policy = rules(announce_taken=True)
    assert ("claim-taken", SARI) in new(policy).command("assign", 1, operator="Budi").sent
    assert "claim-taken" not in dict(Story(policy).asks(assign="Budi").sent)


def test_tell_claim_tells_the_customer_who_took_it() -> None:
    """In his language, with the deadline; an answer that comes with the claim says it itself."""
    policy = rules(tell_claim=True)
    letter = new(policy, language="en").mail(BUDI, "", 1).letter("taken")
    assert (letter.to[0].email, letter.language, letter.facts) == (ANA, "en", {"operator": "Budi", "due_at": at(25)})
    assert "taken" not in dict(new(policy).mail(BUDI, "Sudah kami isi.", 1).sent)
    assert ("taken", ANA) in new(policy).command("assign", 1, operator="Budi").sent


def test_announce_handover_tells_the_customer_the_new_name() -> None:
    """Only when a ticket changes hands: who takes an unclaimed one is `tell_claim`'s."""
    policy = rules(announce_handover=True)
    story = new(policy)
    assert "taken" not in dict(story.mail(BUDI, "", 1).sent)
    letter = story.command("assign", 2, operator="Sari").letter("taken")
    assert (letter.to[0].email, letter.facts) == (ANA, {"operator": "Sari", "due_at": at(25)})
    assert "taken" not in dict(opened().command("assign", 2, operator="Sari").sent)


def test_nobody_hears_of_a_claim_unless_rules_yaml_says_so() -> None:
    """Both are off by default: the receipt is all there is."""
    assert new().mail(BUDI, "", 1).sent == [("claim-receipt", BUDI)]


def test_owner_claims_again() -> None:
    """A second claim by the owner is nothing new, and he is told that nothing was sent."""
    step = opened().mail(BUDI, "", 2)
    assert (step.kinds, step.sent) == (["answer-returned"], [("answer-hint", BUDI)])


def test_second_claimer_is_told_owner_and_time() -> None:
    """Who comes second gets `claim-taken` with the owner's name and the time of his claim."""
    letter = opened().mail(SARI, "", 2).letter("claim-taken", SARI)
    assert (letter.facts["owner"], letter.facts["claimed_at"]) == ("Budi", at(1))


def test_second_claim_changes_nothing() -> None:
    """Coming second leaves owner, state and clocks alone."""
    story = opened()
    before = story.ticket
    story.mail(SARI, "", 2)
    assert (story.ticket.owner, story.ticket.status, story.ticket.answer_since) == (
        before.owner,
        before.status,
        before.answer_since,
    )


def test_second_operators_answer_comes_back_to_him() -> None:
    """An answer already written by the second operator is held, returned with `held`, and reaches no customer."""
    step = opened().mail(SARI, "Sudah saya isi.", 2)
    assert (step.sent, step.letter("held").facts["text"]) == ([("held", SARI)], "Sudah saya isi.")


def test_without_hold_it_comes_back_as_a_claim() -> None:
    """`hold: false`: the second operator's answer is returned in `claim-taken`, and kept."""
    step = opened(rules(hold=False)).mail(SARI, "Sudah saya isi.", 2)
    assert (step.sent, step.letter("claim-taken").facts["text"]) == ([("claim-taken", SARI)], "Sudah saya isi.")


def test_second_after_the_answer() -> None:
    """Who claims a ticket that is answered already comes second too."""
    assert waiting().mail(SARI, "siap", 3).sent == [("claim-taken", SARI)]


def test_claim_on_a_closed_ticket() -> None:
    """A claim on a ticket that is over is a note, and its author is told why."""
    assert closed().mail(SARI, "", 9).sent == [("filed-as-note", SARI)]


def test_empty_only_returns_the_answer() -> None:
    """With `claim: empty-only` an answer before the claim goes back with `claim-first` and claims nothing."""
    story = new(rules(claim="empty-only"))
    step = story.mail(BUDI, "Sudah kami isi.", 1)
    assert (step.sent, story.ticket.owner) == ([("claim-first", BUDI)], None)


def test_empty_only_returns_his_words() -> None:
    """`claim-first` carries the words its author wrote, so that they are not lost."""
    step = new(rules(claim="empty-only")).mail(BUDI, "Sudah kami isi.", 1)
    assert step.letter("claim-first").facts["text"] == "Sudah kami isi."


def test_empty_only_takes_the_empty_claim() -> None:
    """With `claim: empty-only` the empty reply claims as ever."""
    assert new(rules(claim="empty-only")).mail(BUDI, "", 1).kinds == ["claimed"]


def test_empty_only_lets_the_owner_answer() -> None:
    """After the claim `empty-only` no longer matters."""
    assert opened(rules(claim="empty-only")).mail(BUDI, "Sudah kami isi.", 2).kinds == ["answered"]


def test_receipt_never_goes_to_the_desk() -> None:
    """An operator who left rules.yaml between his claim and the letter gets none; the desk never writes to itself."""
    assert letters(opened().ticket, ev.Claimed("Gone", at(1), wrote=False), rules()) == []


def test_claim_moves_new_to_open() -> None:
    """The claim makes the ticket open, owned, and stops the claim clock."""
    story = Story(rules())
    story.asks()
    story.mail(BUDI, "", 1)
    assert (story.ticket.status, story.ticket.owner, story.ticket.clocks.get("claim")) == ("open", "Budi", None)


def test_words_to_the_list_beside_a_claim_are_a_note() -> None:
    """Colleagues talk to each other there: the command is done, and the customer is sent nothing."""
    step = new().mail(BUDI, "Sudah saya cek, pulsanya masuk.", 1, to=(LIST,), answers=None, commands=(("ambil", ""),))
    assert step.event("note-filed").text == "Sudah saya cek, pulsanya masuk."
    assert step.kinds == ["claimed", "note-filed", "command-answered"]
