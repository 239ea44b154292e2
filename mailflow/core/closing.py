"""Step 10: whether a ticket may be closed, by whom, and with which letter. Only a PIC closes, and a customer who is
waiting for an answer is never told anything untrue."""

from __future__ import annotations

from datetime import datetime

from mailflow.core import events as ev
from mailflow.core.ladder import Ladder
from mailflow.core.occasions import CommandGiven
from mailflow.core.rules import Rules
from mailflow.core.ticket import Status, Ticket
from mailflow.lazy_dataclasses import replace

NOT_A_PIC = "not-a-pic"
OPERATOR_PROPOSES = "operator-proposes"
CUSTOMER_WAITS = "customer-waits"
CUSTOMER_WAITS_AGAIN = "customer-waits-again"  # the customer wrote after the closing statement
CUSTOMER_WROTE_SINCE = "customer-wrote-since"  # the customer was answered since, but there is no new statement

# States in which no answer is owed: the customer has one, or an operator has stated that it is done.
_MAY_CLOSE = (Status.WAITING, Status.CLOSING)


def close(ticket: Ticket, command: CommandGiven, rules: Rules, now: datetime) -> list[ev.Event]:
    """A second close sends no letter (mail.md 12.9)."""
    why = _refused(ticket, command, rules)
    if why:
        return [ev.CommandRefused(command.actor, "close", why, waits_since(ticket), ticket.merged_number)]
    closing = command.args.get("closing") or ticket.statement
    letter = command.args.get("letter") or closing_letter(replace(ticket, statement=closing))
    note = command.args.get("note", "")
    operator, reminds = ticket.statement_by or ticket.owner, bool(letter) and rules.survey_remind is not None
    return [ev.Closed(command.actor, now, letter, closing, note, operator, reminds)]


def _refused(ticket: Ticket, command: CommandGiven, rules: Rules) -> str:
    """Why it may not be closed: a code of core/wording; "" when it may."""
    if ticket.status.over:
        return f"is-{ticket.status.value}"
    if not rules.is_pic(command.actor):
        return OPERATOR_PROPOSES if rules.operator_named(command.actor) else NOT_A_PIC
    if command.force or (ticket.status in _MAY_CLOSE and not ticket.contradicted):
        return ""
    return _overtaken(ticket) or CUSTOMER_WAITS


def _overtaken(ticket: Ticket) -> str:
    """Whether the customer wrote after the statement: a code of core/wording; "" when not."""
    if not ticket.contradicted:
        return ""
    return CUSTOMER_WROTE_SINCE if ticket.status in _MAY_CLOSE else CUSTOMER_WAITS_AGAIN


def waits_since(ticket: Ticket) -> datetime | None:
    """Since when the customer waits for an answer; None when no answer is owed."""
    if ticket.status is Status.NEW:
        return ticket.answer_since or ticket.clocks.get(Ladder.CLAIM) or ticket.opened_at
    return ticket.answer_since or (None if ticket.status in _MAY_CLOSE else ticket.customer_wrote_at)


def closing_letter(ticket: Ticket) -> str:
    """The canned letter for this close: the short one when the customer has the closing text already, or when neither
    customer, operator nor an answer says that the problem is solved."""
    if ticket.statement_sent:
        return "closed"
    if ticket.statement is not None:
        return "closing-no-feedback" if ticket.statement == "no-feedback" else "closing-satisfied"
    if ticket.solved_since is not None:
        return "closing-satisfied"
    if ticket.status is not Status.WAITING:
        return "closed"
    if any(rung.startswith(f"{Ladder.FEEDBACK}:") for rung in ticket.rung):
        return "closing-no-feedback"
    return "closed" if ticket.asked else "closing-satisfied"


def why_gone(ticket: Ticket) -> str:
    """Why the statement that a notice was about no longer waits for the PIC: a code of core/wording."""
    if ticket.status.over:
        return f"is-{ticket.status.value}"
    if ticket.contradicted:
        return _overtaken(ticket)
    if ticket.status is Status.CLOSING:
        return "statement-newer"
    return "statement-released" if ticket.status is Status.NEW else "statement-sent-back"
