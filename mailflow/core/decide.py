"""(ticket, occasion, rules, now) → events: the entry point of the desk's whole policy. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import assert_never

from mailflow.core import events as ev
from mailflow.core import ladders, typed_undo
from mailflow.core.answers_out import is_known, may_come_back
from mailflow.core.claim_expiry import expired
from mailflow.core.commands.effects import TYPED, Effect
from mailflow.core.customers import begin, customer_mail
from mailflow.core.evolve import after_all
from mailflow.core.groups import in_turn
from mailflow.core.held import reminders, superseded, voided
from mailflow.core.incidents import EFFECTS
from mailflow.core.merging import joined
from mailflow.core.message import Address
from mailflow.core.occasions import (
    AnswerDue,
    CommandGiven,
    LetterFailed,
    MailArrived,
    MailTaken,
    MergeFollowed,
    MergeUndone,
    Occasion,
    Role,
    SurveyAnswered,
    TicketMerged,
    TimePassed,
    WordsRemoved,
)
from mailflow.core.operators import NOT_PROVEN, operator_mail
from mailflow.core.people import is_customer, is_his_own
from mailflow.core.pics import decides, pic_mail
from mailflow.core.reactions import is_verdict, reacted
from mailflow.core.rules import Rules
from mailflow.core.second_tier import awaited, party_mail, with_awaited
from mailflow.core.splitting import taken
from mailflow.core.survey import answered
from mailflow.core.survey_times import reminded
from mailflow.core.ticket import Status, Ticket
from mailflow.core.unsent import OwnerChange, ended, handed_on, leave_due, meanwhile, said_once, with_moments
from mailflow.lazy_dataclasses import replace

_ANSWERING = (ev.Answered, ev.EscalationWaits, ev.CopyLost)
_TYPED: Mapping[str, Effect] = MappingProxyType({**TYPED, **EFFECTS, typed_undo.NAME: typed_undo.undo})


def decide(ticket: Ticket, occasion: Occasion, rules: Rules, now: datetime) -> list[ev.Event]:
    """The events that follow from `occasion`. [] means that nothing changes (the same time twice, a claim by the
    owner)."""
    found = _all_decided(ticket, occasion, rules, now)
    return [replace(one, counted=True) if isinstance(one, _ANSWERING) else one for one in found]


def _all_decided(ticket: Ticket, occasion: Occasion, rules: Rules, now: datetime) -> list[ev.Event]:
    found = with_moments(_decided(ticket, occasion, rules, now), rules, now)
    found = said_once(ticket, found) if ticket.unsent and isinstance(occasion, MailArrived) else found
    found = [*meanwhile(ticket, found), *found, *superseded(ticket, found)]
    if ticket.pending is not None:
        found = with_awaited(found, awaited(after_all(ticket, found, now), occasion, found, rules))
    if any(isinstance(event, OwnerChange) for event in found):
        found += handed_on(ticket, after_all(ticket, found, now), found, rules, now)
    if not any(isinstance(event, ev.Ending) for event in found):
        return found
    after = after_all(ticket, found, now)
    return [*found, *ended(ticket, after, now), *voided(ticket, after)]


def _decided(ticket: Ticket, occasion: Occasion, rules: Rules, now: datetime) -> list[ev.Event]:
    match occasion:
        case MailArrived():
            return _late_first(ticket, occasion.at, rules, _mail(ticket, occasion, rules, now))
        case TimePassed():
            found = _time(ticket, rules, now)
            return [replace(one, owner=occasion.owner) if isinstance(one, ev.Rang) else one for one in found]
        case CommandGiven():
            return _breach_first(ticket, now, rules, _TYPED[occasion.name](ticket, occasion, rules, now))
        case LetterFailed():
            return _failed(ticket, occasion)
        case AnswerDue():
            return _breach_first(ticket, now, rules, leave_due(ticket, occasion.numbers, now))
        case MailTaken():
            return taken(ticket, occasion, now)
        case MergeUndone():
            return [ev.MergeMoved(occasion.actor, now, occasion.new.n, occasion.new.number)]
        case MergeFollowed():
            return [ev.MergeMoved(occasion.actor, now, ticket.merged_into or 0, occasion.number, follows=True)]
        case WordsRemoved():
            return [occasion.event]
        case SurveyAnswered():
            return answered(ticket, occasion, rules, now)
        case TicketMerged():
            return _breach_first(ticket, now, rules, joined(ticket, occasion, rules, now))
        case _:
            assert_never(occasion)


def _breach_first(ticket: Ticket, at: datetime, rules: Rules, found: list[ev.Event]) -> list[ev.Event]:
    """A breach that was not counted yet (after an outage, or with cron) is counted before the answer clock stops or
    changes hands."""
    breach = ladders.breach(ticket, rules, at)
    if breach is None:
        return found
    after = after_all(ticket, found, at)
    stays = after.owner == ticket.owner and after.answer_since == ticket.answer_since
    return found if stays else [breach, *found]


def _late_first(ticket: Ticket, at: datetime, rules: Rules, found: list[ev.Event]) -> list[ev.Event]:
    """As `_breach_first`, also for the second tier, whose clock its own mail stops."""
    late = ladders.tier_late(ticket, rules, at) if any(isinstance(one, ev.PartyWrote) for one in found) else None
    return _breach_first(ticket, at, rules, [late, *found] if late is not None else found)


def _mail(ticket: Ticket, mail: MailArrived, rules: Rules, now: datetime) -> list[ev.Event]:
    if ticket.opened_at is None:
        return begin(mail, rules)
    if mail.party is not None:
        return party_mail(ticket, mail)
    sender = mail.message.sender
    if mail.message.automatic or mail.notice:
        what = mail.notice or mail.message.nature_reason
        return [ev.AutomaticFiled(sender=sender.email if sender else "", what=what)]
    if mail.repeats:
        to = tuple(address.email for address in mail.message.recipients)
        noted = ev.RequestRepeated(mail.at, sender or Address(""), to, tell=mail.acknowledge)
        return [*(customer_mail(ticket, mail, rules) if mail.words else []), noted]
    if mail.message.reaction and not is_verdict(mail, rules):
        return in_turn(ticket, mail, reacted(ticket, mail), rules)
    if mail.let_out_by or (mail.author.role in (Role.PIC, Role.OPERATOR) and not mail.author.proven):
        return [_unproven(mail)]
    if sender is not None and is_his_own(ticket, sender.email, rules):  # the author is the customer here (mail.md 6.13)
        return customer_mail(ticket, mail, rules)
    if mail.author.role is Role.PIC:
        return pic_mail(ticket, mail, rules)
    if mail.author.role is Role.OPERATOR:
        if rules.pic_person(sender.email if sender else "") and decides(ticket, mail, rules):
            return pic_mail(ticket, mail, rules)  # one person in both roles: only PICs get these letters
        return in_turn(ticket, mail, operator_mail(ticket, mail, rules), rules)
    return customer_mail(ticket, mail, rules)


def _unproven(mail: MailArrived) -> ev.NoteFiled:
    """A mail without proof of its author decides nothing; the owner of the address is told."""
    sender = mail.message.sender
    author = mail.author.name or (sender.email if sender else "")
    why = NOT_PROVEN if mail.let_out_by else ""
    return ev.NoteFiled(author=author, text=mail.told, why=why, let_out_by=mail.let_out_by)


def _time(ticket: Ticket, rules: Rules, now: datetime) -> list[ev.Event]:
    over = expired(ticket, rules, now)
    if over is not None:
        breach = ladders.breach(ticket, rules, now)
        return [breach, over] if breach else [over]
    found = [*ladders.overdue(ticket, rules, now), *reminders(ticket, rules, now), *reminded(ticket, rules, now)]
    stated = _stated_by_time(ticket, found, rules, now)
    if stated is None:
        return found
    return [*(replace(e, send=False) if isinstance(e, ev.Rang) else e for e in found), stated]


def _stated_by_time(ticket: Ticket, found: list[ev.Event], rules: Rules, now: datetime) -> ev.ClosingStated | None:
    """The closing statement that a rung makes instead of sending its letter: for a silent customer under
    `feedback_close: automatic`, and after the customer's own "it is solved" that the owner has not acted on."""
    sending = {(e.ladder, e.letter) for e in found if isinstance(e, ev.Rang) and e.send}
    if rules.feedback_close == "automatic" and ticket.owner is not None and ("feedback", "suggest-close") in sending:
        return ev.ClosingStated(ticket.owner, now, "no-feedback", "automatic", "", sent=True)
    if ("solved", "closing-notice") in sending:
        return ev.ClosingStated(ticket.owner or "", now, "satisfied", "customer", "", sent=False)
    return None


def _failed(ticket: Ticket, failed: LetterFailed) -> list[ev.Event]:
    to_customer = is_customer(ticket, failed.recipient)
    known = to_customer and failed.recipient.casefold() in ticket.undeliverable
    customers_turn = ticket.status in (Status.WAITING, Status.CLOSING)
    answers = is_known(ticket, failed.number)
    if answers and not may_come_back(ticket, failed.number) and to_customer:
        return []  # a second report on it
    if known and not answers and (failed.letter != "answer" or not customers_turn):
        return []  # the owner was told once (mail.md 2.5), and no answer has to be taken back
    said = (failed.letter, failed.recipient, failed.words)
    again = failed.again or (known and not customers_turn)
    return [ev.LetterUndelivered(*said, to_customer, failed.named, again, failed.number)]
