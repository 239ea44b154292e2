"""The table of letter kinds: whoever asks about a letter is answered from its one line."""

from __future__ import annotations

import pytest

from mailflow.core.letter_kinds import (
    COLLEAGUE_LETTER,
    COLLEAGUE_MAIL,
    CUSTOMER_LETTER,
    CUSTOMER_MAIL,
    KINDS,
    Failure,
    Reader,
    ReplyUse,
    closing_letters,
    is_internal,
    is_stated,
    kind_of,
    letter_name,
    reply_to,
)

TO_CUSTOMERS = {name for name, kind in KINDS.items() if kind.reader is Reader.CUSTOMER}


@pytest.mark.parametrize("kind", [*sorted(TO_CUSTOMERS), CUSTOMER_LETTER, CUSTOMER_MAIL, COLLEAGUE_MAIL, None])
def test_letters_a_customer_may_answer(kind: str | None) -> None:
    """What the customer gets is not internal: whoever he hands it to may answer it."""
    assert not is_internal(kind)


@pytest.mark.parametrize("kind", [*sorted(KINDS.keys() - TO_CUSTOMERS), COLLEAGUE_LETTER, "bounce", "unheard-of"])
def test_letters_only_colleagues_get(kind: str) -> None:
    """All others are internal, also what nobody knows: a stranger who answers one was handed a colleague's mail."""
    assert is_internal(kind)


def test_the_letters_of_the_procedure_are_where_they_belong() -> None:
    """Said once more, by name: a letter put into the wrong row would be relayed to, or kept from, the wrong people."""
    assert {name for name in TO_CUSTOMERS if not name.startswith("answer-pulsa-")} == {
        "acknowledgement", "answer", "ask-feedback", "closing-satisfied", "closing-no-feedback", "closed",
        "survey-line", "survey-by-mail", "survey-ask", "survey-thanks", "survey-reminder",
        "taken", "data-missing", "self-help", "chat-reply", "repeated", "list-number",
        "verify-address", "broadcast", "unsubscribed",
    }  # fmt: skip
    assert {name for name, kind in KINDS.items() if kind.reply is ReplyUse.VERDICT} == {
        "closing-notice", "reminder-closing",
    }  # fmt: skip
    assert {name for name, kind in KINDS.items() if kind.leads_on} == {
        "announcement", "claim-receipt", "customer-wrote",
    }  # fmt: skip


def test_only_a_customers_mail_and_letters_with_his_question_are_answered() -> None:
    """A colleague's words go to the customer from nothing else; a mail nobody knows is nobody's to relay."""
    assert reply_to(CUSTOMER_MAIL) is ReplyUse.ANSWER
    for other in (COLLEAGUE_MAIL, COLLEAGUE_LETTER, CUSTOMER_LETTER, "unheard-of", None):
        assert reply_to(other) is ReplyUse.NOTE


def test_no_loop_of_failures() -> None:
    """What tells of a failure never causes such a letter again."""
    assert {name for name, kind in KINDS.items() if kind.failure is Failure.SILENT} == {"letter-failed", "admin-alert"}


def test_what_proves_a_colleague_goes_to_colleagues_alone() -> None:
    """Not a ladder's letter, whose `to:` may be any address, nor a refusal, which may go to a stranger."""
    proving = {name for name, kind in KINDS.items() if kind.proves_colleague}
    assert "claim-receipt" in proving
    assert not proving & (TO_CUSTOMERS | {"reminder-answer", "suggest-close", "refused-unregistered", "admin-alert"})


def test_an_own_letter_is_known_by_whom_it_goes_to() -> None:
    """The admin's own letters have no line, and yet a kind."""
    assert kind_of("janji-temu", to_customer=True).reader is Reader.CUSTOMER
    assert kind_of("janji-temu").internal
    assert not is_stated("janji-temu")


def test_letters_that_may_close() -> None:
    """The closing texts, the shipped answers, and the admin's own; nothing written to colleagues."""
    there = [*KINDS, "janji-temu"]
    assert set(closing_letters(there)) == {
        "closed", "closing-satisfied", "closing-no-feedback", "self-help", "janji-temu",
        *(name for name in KINDS if name.startswith("answer-pulsa-")),
    }  # fmt: skip


def test_every_name_is_there_once() -> None:
    """A second line of the same name would silently replace the first."""
    from mailflow.core import letter_table

    assert len(letter_table.SHIPPED) == len(KINDS)


def test_every_letter_has_a_name() -> None:
    """Those of the desk; an admin's own is called as its file is."""
    own = [kind.name for kind in KINDS.values() if not kind.partial and not kind.name.startswith("answer-pulsa")]
    assert [name for name in own if letter_name(name, "id") == name] == []
    assert letter_name("brosur-baru", "id") == "brosur-baru"
