"""An answer typed at the terminal: `mailflow send`, as `/kirim` does it by mail."""

from __future__ import annotations

from datetime import datetime

from mailflow.core import events as ev
from mailflow.core.hint_modes import LINK_ONLY, Hint, holding
from mailflow.core.occasions import CommandGiven
from mailflow.core.replies.questions import asked_in
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket

NAME = "send"
# Why it is refused, as results of the command by mail.
ONLY_OPERATOR, NOT_YOURS, NO_CUSTOMER, NO_TEXT = "only-operator", "not-yours", "no-customer-here", "no-text"


def send(ticket: Ticket, command: CommandGiven, rules: Rules, now: datetime) -> list[ev.Event]:
    """`args`: `text`, and perhaps `until` (ISO), when it leaves. Of a ticket that nobody has, the actor becomes the
    owner. What `hints:` holds is refused, unless forced."""
    text = command.args.get("text", "").strip()
    why, detail = _refused(ticket, command.actor, text, rules)
    found = tuple(Hint(*one) for one in command.hints)
    stops = None if command.force else holding(found, rules.hints)
    if not why and stops is not None:
        why, detail = stops.code, stops.detail
    if why:
        return [ev.CommandRefused(command.actor, NAME, why, detail=detail)]
    claims = ticket.owner is None
    claimed: list[ev.Event] = [ev.Claimed(command.actor, now, wrote=True)] if claims else []
    due = datetime.fromisoformat(command.args["until"]) if command.args.get("until") else now
    if due > now:
        return [*claimed, ev.AnswerScheduled(command.actor, now, text, due, asks=asked_in(text))]
    answered = ev.Answered(
        operator=command.actor,
        at=now,
        text=text,
        relayed=True,
        first=ticket.first_answered_at is None,
        only_link=any(one.name == LINK_ONLY for one in found),
        owner=command.actor,
        claims=claims,
        asks=asked_in(text),
        hints=tuple((one.name, one.detail) for one in found if one.name != LINK_ONLY),
    )
    return [*claimed, answered]


def _refused(ticket: Ticket, actor: str, text: str, rules: Rules) -> tuple[str, str]:
    """(why, what its words name)."""
    if ticket.status.over:
        return f"is-{ticket.status.value}", ticket.merged_number
    reasons = (
        (rules.operator_named(actor) is None, ONLY_OPERATOR),
        (ticket.owner not in (None, actor), NOT_YOURS),
        (ticket.requester is None or ticket.erased, NO_CUSTOMER),
        (not text, NO_TEXT),
    )
    return next((why for holds, why in reasons if holds), ""), ticket.owner or ""
