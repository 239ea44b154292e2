"""A reply to the letter `verify-address`: the address is verified, since our signed Message-ID came back from there.

Robots verify nothing, nor does anybody else who has got hold of the letter.
"""

from __future__ import annotations

from mailflow.core.letter_kinds import VERIFY
from mailflow.core.message import Nature
from mailflow.core.occasions import Role
from mailflow.core.replies.confirming import Confirms, confirms
from mailflow.flow.parts import Parts
from mailflow.flow.settle.case import Case, Settled, of_no_ticket
from mailflow.mail.away import away_in_words
from mailflow.store.desk import register
from mailflow.store.mail import outbox

CONFIRMED = "a registered customer's address is verified"


def note_proof(parts: Parts, case: Case) -> None:
    """Writer. Nothing, unless it is a reply to such a letter that does not begin with a no."""
    if _verifies(parts, case) and _said(case) != "no":
        assert case.message.sender is not None
        register.proven(parts.db, case.message.sender.email, case.row.arrived_at)


def only_confirms(parts: Parts, case: Case) -> bool:
    """It verifies an address and asks for nothing. What asks for something goes on, as a request."""
    return _verifies(parts, case) and not case.message.files and _said(case) == "yes"


def _said(case: Case) -> Confirms:
    sender = case.message.sender
    return confirms(case.message.reply_text, sender.name if sender else "")


def end_confirmation(parts: Parts, case: Case, _: bool) -> Settled:
    return Settled("note", None, CONFIRMED)


def _verifies(parts: Parts, case: Case) -> bool:
    message, sender = case.message, case.message.sender
    ours = of_no_ticket(case.marks)
    if not ours or sender is None or case.author.role is not Role.CUSTOMER or case.form is not None:
        return False
    if message.nature is not Nature.HUMAN or message.is_disowned or away_in_words(message.reply_text):
        return False
    letters = (outbox.by_message_id(parts.db, one) for one in ours)
    asked = (one.recipients for one in letters if one is not None and one.kind == VERIFY)
    return any(sender.key in map(str.casefold, recipients) for recipients in asked)
