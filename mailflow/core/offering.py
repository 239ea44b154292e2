"""Steps 1 to 3: the letters that announce a request, confirm its claim and hand it over."""

from __future__ import annotations

from datetime import datetime

from mailflow.core import events as ev
from mailflow.core.addressing import person_named, readers_of, to_customer, to_named, to_operators
from mailflow.core.incident import IncidentStanding
from mailflow.core.ladder import Ladder
from mailflow.core.ladders import first_due, promise
from mailflow.core.letter import LETTERS_WITHIN, Letter
from mailflow.core.message import Address
from mailflow.core.moments import length_words
from mailflow.core.rules import Rules
from mailflow.core.temper import CALM_OPENING
from mailflow.core.ticket import Status, Ticket
from mailflow.core.wording import in_language
from mailflow.lazy_dataclasses import replace

_FIRST_WORDS = 300  # characters of an answer that the receipt repeats


# -- step 1


def received(ticket: Ticket, event: ev.RequestReceived, rules: Rules) -> list[Letter]:
    """The acknowledgement, and the announcement, unless the list has delivered the request itself."""
    found: list[Letter] = []
    if event.acknowledge:
        facts: dict[str, object] = {"promised_at": event.promised_at, "ask": event.ask, "known": event.known}
        if event.self_help or event.reply:
            facts[LETTERS_WITHIN] = {"self_help": event.self_help, "reply": (event.reply,) if event.reply else ()}
        found += to_customer(ticket, "acknowledgement", facts)
    if not event.announce:
        return found
    if event.on_list and rules.announce.to == "list" and ticket.requester is not None:
        return found
    facts = offer(ticket, rules) | {"text": event.text, "sender": event.sender, "files": list(event.files)}
    facts["broadcast"], facts["incident"] = event.broadcast, event.incident
    facts["related"] = [{"number": n, "status": status, "owner": owner} for n, status, owner in event.related]
    return found + to_operators(ticket, facts, rules, files="mail" if event.files else "none", but=event.author)


def offer(ticket: Ticket, rules: Rules, again: str | None = None, by: str = "") -> dict[str, object]:
    """The facts of an announcement.

    `again`: why the ticket has no owner again: "released" or "reopened" `by` someone, or a reason in words.
    """
    return {
        "text": ticket.question,
        "sender": str(ticket.requester or ""),
        "files": [],
        "not_copied": [],
        "conversation": (),  # filled in by flow, which has the log; also below
        "cc": [str(reader) for reader in readers_of(ticket, rules)],
        "linked": [str(n) for n in ticket.linked],
        "related": [],
        "again": again,
        "by": by,
        "due_at": _expected(ticket, rules, again) if again is not None else None,
        "why": "",
        "newest": "",  # of a mail that reopened it: what the customer writes now
        "requester_missing": ticket.requester is None,
        "calm": calm_opening(ticket, rules),
        "incident": known_incident(ticket),
    } | caution(ticket.unverified, ticket.outsiders)


def _expected(ticket: Ticket, rules: Rules, again: str) -> datetime | None:
    """Until when the customer of a ticket that is offered `again` expects an answer: by the clock that goes on, else as
    the acknowledgement promised it. None when none is owed."""
    begun = ticket.clocks.get(Ladder.CLAIM) if again == "reopened" else ticket.opened_at
    if ticket.answer_since is not None or begun is None:
        return answer_due(ticket, rules)
    return None if ticket.first_answered_at and again != "reopened" else promise(begun, ticket, rules)


def known_incident(ticket: Ticket) -> str:
    """The number by which people know the disturbance this ticket belongs to; "" when it belongs to none."""
    bound = ticket.incident is not None and ticket.incident.standing is IncidentStanding.BOUND
    return ticket.incident.number if ticket.incident is not None and bound else ""


def calm_opening(ticket: Ticket, rules: Rules) -> str:
    """A sentence to begin the answer to a complaint with, in the customer's language; "" when it is none."""
    return in_language(CALM_OPENING, rules.desk.spoken(ticket.language)) if ticket.complaint else ""


def caution(unverified: bool, outsiders: tuple[Address, ...]) -> dict[str, object]:
    """Warnings for a colleague who answers a customer's mail."""
    return {"unverified": unverified, "outsiders": [address.email for address in outsiders]}


# -- steps 2, 3 and 5


def claimed(ticket: Ticket, event: ev.Claimed, rules: Rules) -> list[Letter]:
    """Claim and answer in one: the receipt follows with the answer, and says what was sent to whom."""
    others = _told_taken(ticket, event.operator, rules)
    if event.wrote:
        return others
    return receipt(ticket, event.operator, rules) + others + _tell_claim(ticket, event.operator, rules)


def receipt(
    ticket: Ticket, operator: str, rules: Rules, *, sent: str | None = None, direct: bool = False
) -> list[Letter]:
    """The letter the new owner answers from: the question, its attachments, and who gets the answer. `sent`: the answer
    that the claim already contained; `direct`: the customer has it from the operator."""
    readers = readers_of(ticket, rules)
    said = sent or ""
    facts: dict[str, object] = {
        "operator": operator,
        "question": ticket.question,
        "due_at": answer_due(ticket, rules),
        "files": [],
        "not_copied": [],
        "conversation": (),
        "cc": [str(reader) for reader in readers],
        "sent": said if len(said) <= _FIRST_WORDS else f"{said[:_FIRST_WORDS].rstrip()} …",
        "sent_to": str(ticket.answer_to or ticket.requester or "") if sent is not None else "",
        "direct": sent is not None and direct,
        "leaves_in": "" if sent is None or direct else leaves_in(ticket, operator, rules),
        "calm": calm_opening(ticket, rules),
        "linked": [str(n) for n in ticket.linked],
        "incident": known_incident(ticket),
    }
    facts |= caution(ticket.unverified, ticket.outsiders)
    if rules.announce.reply_to == "desk":  # else Reply All would quote them to the customer
        facts["notes"] = ()  # filled in by flow: who claims what another has had gets these too
    return to_named(operator, "claim-receipt", facts, rules, files="ticket", readers=readers)


def leaves_in(ticket: Ticket, operator: str, rules: Rules) -> str:
    """ "1 menit": how long the answer that came with the claim can still be taken back; "" when it has left."""
    person = person_named(operator, rules)
    if person is None or not any(one.operator == operator and not one.scheduled for one in ticket.unsent):
        return ""
    return length_words(rules.undo_within, rules.desk.spoken(person.language))


def commanded_claim(ticket: Ticket, event: ev.CommandAnswered, facts: dict[str, object], rules: Rules) -> list[Letter]:
    """The receipt of a claim made by a command, which also tells what became of the mail's command lines."""
    found = receipt(ticket, event.author, rules, sent=event.sent, direct=event.direct)
    told = [replace(letter, facts={**letter.facts, **facts}) for letter in found]
    return told if event.sent is not None else told + _tell_claim(ticket, event.author, rules)


def answer_due(ticket: Ticket, rules: Rules) -> datetime | None:
    """Until when an answer is due; None while none is owed, or nobody knows because the second tier has it."""
    if ticket.answer_since is None or ticket.escalated_at is not None:
        return None
    return first_due(ticket.answer_since, Ladder.ANSWER, ticket, rules)


def _told_taken(ticket: Ticket, operator: str, rules: Rules) -> list[Letter]:
    """`announce_taken: true`: the other operators are told that the ticket is claimed."""
    if not rules.announce_taken:
        return []
    facts = {"owner": operator, "claimed_at": ticket.claimed_at, "text": "", "came_second": False}
    return to_operators(ticket, facts, rules, files="none", kind="claim-taken", but=operator)


def _tell_claim(ticket: Ticket, operator: str, rules: Rules) -> list[Letter]:
    """`tell_claim: true`: the customer is told who took it."""
    return _tell_owner(ticket, operator, rules) if rules.tell_claim else []


def _tell_owner(ticket: Ticket, operator: str, rules: Rules) -> list[Letter]:
    """Who has it now, and until when an answer comes."""
    return to_customer(ticket, "taken", {"operator": operator, "due_at": answer_due(ticket, rules)})


def came_second(ticket: Ticket, event: ev.ClaimCameSecond, rules: Rules) -> list[Letter]:
    """Who the owner is, and the author's own words back."""
    facts = {"owner": ticket.owner, "claimed_at": ticket.claimed_at, "text": event.text, "came_second": True}
    return to_named(event.operator, "claim-taken", facts, rules)


def assigned(ticket: Ticket, event: ev.Assigned, rules: Rules) -> list[Letter]:
    """A hand-over is told to both operators, except to the one who did it. Who takes over gets one brief and answers
    from it; who gets an unclaimed ticket, also the receipt of a claim."""
    if rules.operator_named(event.operator) is None:
        return []
    facts = _brief(ticket, event, rules)
    told = to_named(event.operator, "handover", facts, rules, files="ticket" if event.before else "none")
    if event.before is None:
        announced = ticket.opened_at != event.at  # else a rule assigned it at once, without an announcement
        told += receipt(ticket, event.operator, rules)
        told += _told_taken(ticket, event.operator, rules) if announced else []
        return told + _tell_claim(ticket, event.operator, rules)
    told += [] if event.before == event.actor else to_named(event.before, "handover", facts, rules)
    return told + (_tell_owner(ticket, event.operator, rules) if rules.announce_handover else [])


def _brief(ticket: Ticket, event: ev.Assigned, rules: Rules) -> dict[str, object]:
    """What a new owner must know: asked, answered, promised, due, noted."""
    promised = (
        None if ticket.first_answered_at or ticket.opened_at is None else promise(ticket.opened_at, ticket, rules)
    )
    return {
        "operator": event.operator,
        "by": event.actor,
        "why": event.why,
        "question": ticket.question,
        "due_at": answer_due(ticket, rules),
        "promised_at": promised,
        "escalated": ticket.status is Status.ESCALATED,
        "conversation": (),  # filled in by flow, which has the log; so are the notes
        "notes": (),
        "files": [],
        "not_copied": [],
        "cc": [str(reader) for reader in readers_of(ticket, rules)],
        "linked": [str(n) for n in ticket.linked],
    } | caution(ticket.unverified, ticket.outsiders)
