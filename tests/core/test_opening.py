"""A mail that begins a ticket: whose it is, what was asked, who would be told, and what limits the letter."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mailflow.core.forms import FormMail, form_of
from mailflow.core.limits import LetterLimits, Limited, Rate, letter_limit_reached, of_letter
from mailflow.core.message import Address, Message
from mailflow.core.occasions import Author, Role
from mailflow.core.opening import Opening, opened
from mailflow.core.rules import Form
from tests.core.desk import DESK, rules

AT = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
ANI = Address("ani@mail.example", "Ani")
FORM = Form(("form@web.example",), customer_reply_to=True, customer_body=r"^Email: (?P<address>.*)$")
BY_FORM = Message(sender=Address("form@web.example"), text="Email: ani@Mail.example\nPulsa.", reply_text="Pulsa.")


@pytest.mark.parametrize(
    ("message", "customer"),
    [
        (BY_FORM, "ani@mail.example"),
        (Message(sender=BY_FORM.sender, reply_to=(ANI,)), "ani@mail.example"),
        (Message(sender=BY_FORM.sender, reply_to=(Address(DESK),), text="Email: nobody"), None),
        (Message(sender=BY_FORM.sender, text=f"Email: {DESK}"), None),
    ],
)
def test_whom_a_form_names(message: Message, customer: str | None) -> None:
    """Reply-To before the text; never one of us."""
    found = form_of(message, rules(forms=(FORM,)))
    assert found is not None
    assert (found.customer.email if found.customer else None) == customer


def test_who_writes_no_form() -> None:
    """Without an author, or by another."""
    assert form_of(Message(), rules(forms=(FORM,))) is None
    assert form_of(Message(sender=ANI), rules(forms=(FORM,))) is None


def test_a_mail_too_large_says_so() -> None:
    """Its text is in the mailbox only."""
    message = Message(sender=ANI, text="Pulsa.", reply_text="Pulsa.")
    found = opened(Opening(message, Author(Role.CUSTOMER), AT, oversize=31_000_000), rules())
    assert found.occasion.words.startswith("[31 MB: ")
    assert (found.reader, found.asked_by) == (ANI, ANI)


def test_a_form_vouches_for_its_customer() -> None:
    """As far as it is proven to be the form."""
    author = Author(Role.CUSTOMER)
    proven = opened(Opening(BY_FORM, author, AT, form=FormMail(FORM, ANI)), rules())
    assert (proven.reader, proven.asked_by) == (ANI, None)
    assert opened(Opening(BY_FORM, author, AT, form=FormMail(FORM, ANI, proven=False)), rules()).reader is None


@pytest.mark.parametrize(("asked_by", "limits"), [("", 2), ("mail.example", 2), ("other.example", 4)])
def test_limits_of_a_letter(asked_by: str, limits: int) -> None:
    """Of its reader, and of who asks for it from elsewhere."""
    assert len(of_letter(LetterLimits(), ANI, "mail.example", asked_by)) == limits
    assert of_letter(LetterLimits(), None, "", asked_by) == []


def test_the_limit_that_is_reached_is_named() -> None:
    """The first one, in the words of rules.yaml."""
    limited: list[Limited] = [(("letters-to", "ani"), Rate(2, 3)), (("letters-to-domain", "x"), Rate(9, 9))]
    assert letter_limit_reached(limited, [(1, 2), (0, 0)]) is None
    assert letter_limit_reached(limited, [(1, 3), (9, 9)]) == "limits.letters.addressee (2 an hour, 3 a day) is reached"
