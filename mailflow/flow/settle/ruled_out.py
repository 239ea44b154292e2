"""Mail that a rule keeps from becoming a ticket: held for a person, a program's receipt, small talk."""

from __future__ import annotations

from mailflow.core.actions import CHAT, TRANSACTION, Effects, effects
from mailflow.core.letter import Letter
from mailflow.core.occasions import Role
from mailflow.core.opening import is_persons
from mailflow.core.people import is_robot
from mailflow.flow.parts import Parts
from mailflow.flow.settle.case import COLLEAGUES, Case, Settled
from mailflow.flow.settle.new_request import A_DAY
from mailflow.flow.ticket import letter_limits
from mailflow.flow.ticket.render import post_alone
from mailflow.mail.language import language_of
from mailflow.store.mail import held, inbox, outbox

KIND = "chat-reply"


def is_transaction(parts: Parts, case: Case) -> Effects | None:
    """What the rules say of a program's receipt that continues nothing, whatever its headers say of who wrote it."""
    outsiders = case.author.role is Role.CUSTOMER and case.form is None and case.match is None
    if not outsiders or case.row.released_by or "kind" not in case.rules.rule_words:
        return None
    found = effects(case.incoming())
    return found if found.kind == TRANSACTION else None


def file_transaction(parts: Parts, case: Case, found: Effects) -> Settled:
    """Kept under its sender; nobody is written to."""
    _keep_sender(parts, case)
    return Settled("transaction", None, found.place, found)


def ruled_out(parts: Parts, case: Case) -> Effects | None:
    """What the rules say of a new request, where they make no ticket of it."""
    ours = case.author.role in COLLEAGUES and case.author.proven
    if case.row.released_by or ours or case.rules.rule_words.isdisjoint(("quarantine", "kind")):
        return None
    found = effects(case.incoming())
    chat = found.kind == CHAT and case.form is None and not case.marks.numbers
    return found if found.quarantine is not None or chat else None


def keep_out(parts: Parts, case: Case, found: Effects) -> Settled:
    if found.quarantine is not None:
        return Settled(inbox.QUARANTINED, None, f"{found.quarantine} ({found.place})", found)
    _keep_sender(parts, case)
    _answer(parts, case)
    return Settled(inbox.CHAT, None, found.place, found)


def _keep_sender(parts: Parts, case: Case) -> None:
    sender = case.message.shown_sender
    held.describe(parts.db, case.row.id, sender.email if sender else "", 0)


def _answer(parts: Parts, case: Case) -> None:
    """Writer. One letter a day to a person who greets us, within `limits:`."""
    message, now = case.message, parts.clock.now()
    to = message.sender
    if to is None or is_robot(to.email) or not is_persons(message, released=False):
        return
    if outbox.sent_to_since(parts.db, KIND, to.email, now - A_DAY):
        return
    if letter_limits.take(parts, letter_limits.limits_of(parts, to, message.sender)) is None:
        language = language_of(message.reply_text) or parts.rules.desk.language
        post_alone(parts, Letter(KIND, (to,), language=language), message.subject, case.mail)
