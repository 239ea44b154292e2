"""Letters of the exchange with a party outside, and what the owner and the customer are told of it. The party gets what
its category requires of the request and the operator's own words; of the customer nothing else."""

from __future__ import annotations

from typing import assert_never

from mailflow.core import events as ev
from mailflow.core.addressing import to_customer, to_named, to_operators
from mailflow.core.command_letters import told
from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.letter import Facts, Files, Letter
from mailflow.core.message import Address
from mailflow.core.offering import answer_due
from mailflow.core.parties import Party, PartyKind, Shown, current_tier, with_address
from mailflow.core.request_labels import label_of, labels_of, language_of
from mailflow.core.rules import Rules
from mailflow.core.rung_facts import rung_facts
from mailflow.core.second_tier import ASKED_IN_VAIN, GOES_NOW
from mailflow.core.ticket import Ticket
from mailflow.core.wording import in_language

FORM, MISSING, ANSWERED = "second-tier-form", "data-missing", "second-tier-answered"
ASK = "ask-third-party"
_LINE = ("/eskalasi", "/escalate")
_NUMBER = LazyPattern(r"\d{4,}")


def party_letters(
    ticket: Ticket,
    event: ev.Escalated | ev.ThirdPartyAsked | ev.EscalationWaits | ev.EscalationVoided | ev.PartyWrote,
    rules: Rules,
) -> list[Letter]:
    match event:
        case ev.Escalated():
            return [*_form(ticket, event, rules), *_told_itself(ticket, event, rules)]
        case ev.ThirdPartyAsked():
            return _third_party(ticket, event, rules)
        case ev.EscalationWaits():
            return _asks(ticket, event, rules) if event.asks else []
        case ev.EscalationVoided():
            labels = labels_of(event.missing, rules, event.operator)
            return _told(ticket, event.operator, ASKED_IN_VAIN, labels, rules)
        case ev.PartyWrote():
            return _answered(ticket, event, rules)
        case _:
            assert_never(event)


def to_party(party: Party, kind: str, facts: Facts, rules: Rules, *, files: bool = False, source: int = 0) -> Letter:
    """A letter of the exchange: in the party's own thread, in the operator's name."""
    return Letter(
        kind,
        (Address(party.address),),
        language=rules.desk.language,
        facts=facts,
        author=party.operator,
        files="mail" if files else "none",
        source=source,
        party=party.number,
    )


def tier_name(party: Party | None, rules: Rules) -> str:
    """What letters call the second tier."""
    named = rules.second_tier.name if rules.second_tier is not None else ""
    return named or (party.address if party is not None else "")


def tier_reminder(ticket: Ticket, event: ev.Rang, rules: Rules) -> list[Letter]:
    """A rung's letter to the second tier itself: nothing in it but what the form has said."""
    party = current_tier(ticket.parties)
    if party is None:
        return []
    known = rung_facts(ticket, event, rules, rules.desk.language)
    facts = {name: known[name] for name in ("since", "due_at")} | _of_party(party, rules)
    return [to_party(party, event.letter, facts | {"to_party": True}, rules)]


def _of_party(party: Party, rules: Rules) -> dict[str, object]:
    return {
        "party": tier_name(party, rules),
        "category": party.category,
        "their_number": party.their_number,
        "data": _rows(party.sent, rules, rules.desk.language),
        "operator": party.operator,
    }


def tier_facts(ticket: Ticket, rules: Rules) -> dict[str, object]:
    """What colleagues' letters of the ladder say of the exchange."""
    party = current_tier(ticket.parties)
    return {} if party is None else _of_party(party, rules)


def _form(ticket: Ticket, event: ev.Escalated, rules: Rules) -> list[Letter]:
    party = with_address(ticket.parties, event.to)
    if party is None:
        return []
    facts = _of_party(party, rules) | {
        "addition": event.again,
        "text": event.text,
        "data": _rows(event.data, rules, rules.desk.language),
        "subject": "" if event.text or event.data else _public(ticket.subject),
        "files": [],
        "not_copied": [],
    }
    return [to_party(party, FORM, facts, rules, files=event.files, source=event.source)]


def _public(subject: str) -> str:
    """A subject is the customer's own words: numbers in it, such as a PIN, are not for others."""
    from mailflow.core.masking import masked  # the finders: not for desks without a second tier

    return _NUMBER.sub("xxxx", masked(subject))


def _third_party(ticket: Ticket, event: ev.ThirdPartyAsked, rules: Rules) -> list[Letter]:
    """The operator's words and files, and the ticket's number; nothing that the customer wrote."""
    party = with_address(ticket.parties, event.to)
    if party is None:
        return []
    facts = {"text": event.text, "operator": event.operator, "addition": event.again, "files": [], "not_copied": []}
    facts["their_number"] = party.their_number
    return [to_party(party, ASK, facts, rules, files=event.files, source=event.source)]


def _told_itself(ticket: Ticket, event: ev.Escalated, rules: Rules) -> list[Letter]:
    return _told(ticket, event.operator, GOES_NOW, event.to, rules) if event.by_itself else []


def _told(ticket: Ticket, operator: str, result: str, detail: str, rules: Rules) -> list[Letter]:
    line = in_language(_LINE, language_of(operator, rules))
    return told(ticket, operator, (line, result, detail), rules)


def _asks(ticket: Ticket, event: ev.EscalationWaits, rules: Rules) -> list[Letter]:
    language = rules.desk.spoken(ticket.language)
    labels = [label_of(field, language) for field in rules.data if field.name in event.missing]
    return to_customer(ticket, MISSING, {"data_missing": labels, "operator": event.operator})


def _answered(ticket: Ticket, event: ev.PartyWrote, rules: Rules) -> list[Letter]:
    party = next((one for one in ticket.parties if one.number == event.party), None)
    facts: dict[str, object] = {
        "text": event.text,
        "sender": str(event.sender),
        "question": ticket.question,
        "conversation": (),
        "files": [],
        "not_copied": [],
        "due_at": None if ticket.status.over else answer_due(ticket, rules),
        "party": tier_name(party, rules) if event.party_kind is PartyKind.SECOND_TIER else event.sender.email,
        "third_party": event.party_kind is PartyKind.THIRD_PARTY,
        "we_asked": party.asked if party is not None else "",
        "unverified": event.unverified,
        "waits": ticket.escalated_at is not None,
    }
    files: Files = "mail" if event.files else "none"
    owner = rules.operator_named(event.owner) or rules.operator_named(ticket.owner)
    if owner is None:
        return to_operators(ticket, facts, rules, files=files, kind=ANSWERED)
    return to_named(owner.name, ANSWERED, facts, rules, files=files)


def _rows(data: Shown, rules: Rules, language: str) -> list[dict[str, object]]:
    fields = {field.name: field for field in rules.data}
    return [
        {
            "label": label_of(fields[name], language) if name in fields else name,
            "value": words,
            "candidates": (),
            "found": "",
        }
        for name, words in data
    ]
