"""(ticket, event, rules) → the letters an event calls for. `ticket` is the ticket after the event.

Who hears of what is decided here and nowhere else; how it is said stands in templates/canned/.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, assert_never

from mailflow.core import events as ev
from mailflow.core import hours
from mailflow.core.ladder import Ladder
from mailflow.core.ladders import first_due
from mailflow.core.letter import Letter
from mailflow.core.letter_kinds import Failure, kind_of
from mailflow.core.message import Address
from mailflow.core.rules import Person, Rules
from mailflow.core.ticket import Ticket
from mailflow.core.wording import say


def letters(ticket: Ticket, event: ev.Event, rules: Rules) -> list[Letter]:
    """The letters for one event, in the order they should leave."""
    match event:
        case ev.RequestReceived():
            return _received(ticket, event, rules)
        case ev.Claimed():
            return _receipt(ticket, event.operator, rules, answered=event.wrote)
        case ev.ClaimCameSecond():
            return _second(ticket, event, rules)
        case ev.ClaimReturned():
            return _named(event.operator, "claim-first", {"text": event.text}, rules)
        case ev.Answered():
            return _answered(ticket, event, rules)
        case ev.NoteFiled():
            return _note(event, rules)
        case ev.CustomerWrote():
            return _customer_wrote(ticket, event, rules)
        case ev.ClosingStated():
            return _closing_stated(ticket, event, rules)
        case ev.StatementRejected():
            return _pic_wrote(ticket, event, rules, rejected=True)
        case ev.PicWrote():
            return _pic_wrote(ticket, event, rules, rejected=False)
        case ev.Rang():
            return _rang(ticket, event, rules) if event.send else []
        case ev.Closed():
            return _to_customer(ticket, event.letter, {"operator": event.operator}, survey=True)
        case ev.Reopened():
            return _reopened(ticket, event, rules)
        case ev.Assigned():
            return _assigned(ticket, event, rules)
        case ev.Released():
            return _announced(ticket, _offer(ticket, (), event.why or "released", event.actor), rules, files=False)
        case ev.LetterUndelivered():
            return _undelivered(ticket, event, rules)
        case ev.CommandRefused():
            return _commands(event.actor, ((event.command, event.why),), rules)
        case ev.CommandAnswered():
            return _commands(event.author, event.results, rules)
        case (
            ev.RequestRepeated()
            | ev.Breached()
            | ev.CustomerNamed()
            | ev.Discarded()
            | ev.NoteAdded()
            | ev.Linked()
            | ev.AutomaticFiled()
        ):
            return []
        case _:
            assert_never(event)


# -- to the customer


def _to_customer(
    ticket: Ticket,
    kind: str,
    facts: dict[str, Any],
    *,
    survey: bool = False,
    author: str | None = None,
) -> list[Letter]:
    """Automatic letters go to the customer alone, and never to an address that bounced (mail.md 12.8)."""
    customer = ticket.answer_to or ticket.requester
    if customer is None or customer.key in ticket.undeliverable:
        return []
    return [Letter(kind, (customer,), language=ticket.language, facts=facts, survey=survey, author=author)]


def _relayed(ticket: Ticket, operator: str, text: str, rules: Rules) -> list[Letter]:
    """A person's own words, from the desk's address, to the customer and those he had in Cc; no colleague's address."""
    customer = ticket.answer_to or ticket.requester
    if customer is None:
        return []
    others = (p for p in ticket.participants if p.key not in ticket.undeliverable and p.key != customer.key)
    cc = tuple(p for p in others if not (rules.operator(p.email) or rules.pic_person(p.email)))
    return [Letter("answer", (customer,), cc, ticket.language, body=text, author=operator, attachments=True)]


# -- to colleagues


def _to(person: Person, kind: str, facts: dict[str, Any], rules: Rules, **more: Any) -> Letter:
    return Letter(
        kind,
        (Address(person.address, person.name),),
        language=person.language or rules.desk.language,
        facts=facts,
        reply_to=rules.announce.reply_to if kind_of(kind).leads_on else "desk",
        **more,
    )


def _named(name: str | None, kind: str, facts: dict[str, Any], rules: Rules, **more: Any) -> list[Letter]:
    """To the operator or PIC of that name; nobody when he is gone from rules.yaml."""
    person = _person(name, rules)
    return [_to(person, kind, facts, rules, **more)] if person else []


def _person(name: str | None, rules: Rules) -> Person | None:
    return rules.operator_named(name) or next((p for p in rules.pic if p.name == name), None)


def _each(people: Iterable[Person], kind: str, facts: dict[str, Any], rules: Rules, **more: Any) -> list[Letter]:
    """One letter to each person, once (a PIC may be an operator too)."""
    unique = {person.address.casefold(): person for person in people}
    return [_to(person, kind, facts, rules, **more) for person in unique.values()]


# -- step 1


def _received(ticket: Ticket, event: ev.RequestReceived, rules: Rules) -> list[Letter]:
    found: list[Letter] = []
    if event.acknowledge:
        found += _to_customer(ticket, "acknowledgement", {"promised_at": event.promised_at})
    if not event.announce:
        return found
    facts = _offer(ticket, event.files, None) | {"text": event.text, "sender": event.sender}
    seen = event.on_list and rules.announce.to == "list" and ticket.requester is not None
    return found if seen else found + _announced(ticket, facts, rules, files=bool(event.files), but=event.author)


def _offer(ticket: Ticket, files: tuple[str, ...], again: str | None, by: str = "") -> dict[str, Any]:
    """`again`: why the ticket is on offer once more: "released" or "reopened" `by` somebody, or a reason in words."""
    return {
        "text": ticket.question,
        "sender": str(ticket.requester or ""),
        "files": list(files),
        "linked": [str(n) for n in ticket.linked],
        "again": again,
        "by": by,
        "requester_missing": ticket.requester is None,
    } | _caution(ticket.unverified, ticket.outsiders)


def _caution(unverified: bool, outsiders: tuple[Address, ...]) -> dict[str, Any]:
    """What its reader must know before he answers a customer's mail."""
    return {"unverified": unverified, "outsiders": [address.email for address in outsiders]}


def _announced(
    ticket: Ticket,
    facts: dict[str, Any],
    rules: Rules,
    *,
    files: bool,
    kind: str = "announcement",
    but: str | None = None,
    reached: tuple[str, ...] = (),
) -> list[Letter]:
    """To the list, or to each operator but the author and those who have it already."""
    if rules.announce.to == "list" and rules.desk.list:
        to = (Address(rules.desk.list),)
        reply_to = rules.announce.reply_to
        return [Letter(kind, to, language=rules.desk.language, facts=facts, reply_to=reply_to, attachments=files)]
    others = (p for p in rules.operators if p.name != but and p.name not in reached)
    return _each(others, kind, facts, rules, attachments=files)


# -- steps 2, 3 and 5


def _receipt(ticket: Ticket, operator: str, rules: Rules, *, answered: bool = False) -> list[Letter]:
    """`answered`: claim and answer came in one mail, so nobody waits for anything."""
    due = first_due(ticket.answer_since, Ladder.ANSWER, rules) if ticket.answer_since and not answered else None
    facts: dict[str, Any] = {"operator": operator, "question": ticket.question, "due_at": due, "files": []}
    facts |= _caution(ticket.unverified, ticket.outsiders)
    return _named(operator, "claim-receipt", facts, rules)


def _second(ticket: Ticket, event: ev.ClaimCameSecond, rules: Rules) -> list[Letter]:
    facts = {"owner": ticket.owner, "claimed_at": ticket.claimed_at, "text": event.text}
    return _named(event.operator, "claim-taken", facts, rules)


def _assigned(ticket: Ticket, event: ev.Assigned, rules: Rules) -> list[Letter]:
    """The hand-over tells both, but nobody what he did himself; the receipt is what the new owner answers from."""
    if rules.operator_named(event.operator) is None:
        return []
    due = first_due(ticket.answer_since, Ladder.ANSWER, rules) if ticket.answer_since else None
    facts = {"operator": event.operator, "by": event.actor, "question": ticket.question, "due_at": due}
    told = _named(event.operator, "handover", facts, rules) + _receipt(ticket, event.operator, rules)
    return told if event.before == event.actor else told + _named(event.before, "handover", facts, rules)


def _answered(ticket: Ticket, event: ev.Answered, rules: Rules) -> list[Letter]:
    found = _relayed(ticket, event.operator, event.text, rules) if event.relayed else []
    if event.only_link:
        found += _named(event.operator, "answer-hint", {"text": event.text}, rules)
    if event.owner is not None and event.owner != event.operator:
        facts = {"operator": event.operator, "owner": event.owner, "text": event.text, "answered_at": event.at}
        people = [p for p in (_person(event.operator, rules), _person(event.owner, rules)) if p]
        found += _each([*people, *rules.pic], "collision", facts, rules)
    return found


def _note(event: ev.NoteFiled, rules: Rules) -> list[Letter]:
    person = _person(event.author, rules)
    if person is None or not event.why:
        return []
    why = say(event.why, person.language or rules.desk.language)
    return [_to(person, "filed-as-note", {"text": event.text, "why": why}, rules)]


# -- step 7


def _customer_wrote(ticket: Ticket, event: ev.CustomerWrote, rules: Rules) -> list[Letter]:
    """The owner is told unless he has the mail already; without an owner, those who may claim. That a mail may be
    forged its copy in his own mailbox does not say."""
    if ticket.status.over or ("list" in event.addressed and not event.unverified):
        return []
    due = first_due(ticket.answer_since, Ladder.ANSWER, rules) if ticket.answer_since and not event.thanks else None
    facts: dict[str, Any] = {"text": event.text, "sender": str(event.sender), "files": list(event.files), "due_at": due}
    facts |= _caution(event.unverified, event.outsiders)
    himself = rules.operator(event.sender.email)  # an operator who is the customer of his own ticket
    have = (*event.addressed, himself.name) if himself else event.addressed
    owner = rules.operator_named(ticket.owner)
    if owner is None and "list" not in have:
        return _announced(ticket, facts, rules, files=bool(event.files), kind="customer-wrote", reached=have)
    if owner is None or (owner.name in have and not event.unverified):
        return []
    return [_to(owner, "customer-wrote", facts, rules, attachments=bool(event.files))]


def _reopened(ticket: Ticket, event: ev.Reopened, rules: Rules) -> list[Letter]:
    if ticket.owner is None:
        return _announced(ticket, _offer(ticket, (), "reopened", event.actor), rules, files=False)
    due = first_due(event.at, Ladder.ANSWER, rules)
    facts = {"text": event.text, "sender": event.actor, "closed_at": event.closed_at, "due_at": due}
    return _named(ticket.owner, "reopened", facts, rules)


# -- steps 8 to 10


def _closing_stated(ticket: Ticket, event: ev.ClosingStated, rules: Rules) -> list[Letter]:
    found = _relayed(ticket, event.operator, event.text, rules) if event.relayed else []
    if event.by == "automatic":
        kind = f"closing-{event.closing}"
        found += _to_customer(ticket, kind, {"operator": event.operator}, author=event.operator)
    facts = {"operator": event.operator, "closing": event.closing, "text": event.text, "question": ticket.question}
    return found + _each(rules.pic, "closing-notice", facts, rules)


def _pic_wrote(
    ticket: Ticket, event: ev.PicWrote | ev.StatementRejected, rules: Rules, *, rejected: bool
) -> list[Letter]:
    return _named(ticket.owner, "pic-wrote", {"pic": event.pic, "text": event.text, "rejected": rejected}, rules)


# -- reminders


def _rang(ticket: Ticket, event: ev.Rang, rules: Rules) -> list[Letter]:
    found: dict[str, Letter] = {}
    for word in event.to:
        for letter in _rung_letters(ticket, event, word, rules):
            found.setdefault(letter.to[0].key, letter)
    return list(found.values())


def _rung_letters(ticket: Ticket, event: ev.Rang, word: str, rules: Rules) -> list[Letter]:
    if word == "customer":
        language = ticket.language or rules.desk.language
        return _to_customer(ticket, event.letter, _rung_facts(ticket, event, rules, language))
    people = _people_of(ticket, word, rules)
    return [
        _to(person, event.letter, _rung_facts(ticket, event, rules, person.language or rules.desk.language), rules)
        for person in people
    ]


def _people_of(ticket: Ticket, word: str, rules: Rules) -> tuple[Person, ...]:
    """Whom a rung's `to:` word means; any other word is an address."""
    if word == "owner":
        owner = rules.operator_named(ticket.owner)
        return (owner,) if owner else rules.pic  # answered by a PIC, say: a reminder to nobody reminds nobody
    if word == "operators":
        return rules.operators
    if word == "pic":
        return rules.pic
    if word == "admin":
        return (Person("admin", rules.admin),) if rules.admin else ()
    return (_person(word, rules) or Person("", word),)


def _rung_facts(ticket: Ticket, event: ev.Rang, rules: Rules, language: str) -> dict[str, Any]:
    return {
        "arithmetic": hours.explain(event.since, hours.parse(event.after), rules.working_hours, language),
        "since": event.since,
        "due_at": event.due,
        "question": ticket.question,
        "owner": ticket.owner,
        "operator": ticket.statement_by or ticket.owner,
        "closing": ticket.statement,
        "answered_at": ticket.answered_at,
        "closing_text": "",  # rendered by flow, which has the templates
    }


# -- failures and commands


def _undelivered(ticket: Ticket, event: ev.LetterUndelivered, rules: Rules) -> list[Letter]:
    """A customer's address: owner and PIC. A colleague's: the PIC, and after an announcement the others, since the
    race to claim was not fair (mail.md 2.6)."""
    told = kind_of(event.letter).failure
    if told is Failure.SILENT:
        return []
    owner = rules.operator_named(ticket.owner)
    people = [*([owner] if owner else []), *rules.pic]
    if not event.customer and told is Failure.TOLD_ALL:
        people += rules.operators
    people = [p for p in people if event.recipient.casefold() not in (a.casefold() for a in p.addresses)]
    facts = {"recipient": event.recipient, "letter": event.letter, "words": event.words}
    return _each(people, "letter-failed", facts, rules)


def _commands(name: str, results: Iterable[tuple[str, str]], rules: Rules) -> list[Letter]:
    person = _person(name, rules)
    if person is None:
        return []
    rows = [{"line": line, "result": say(code, person.language or rules.desk.language)} for line, code in results]
    return [_to(person, "command-receipt", {"results": rows}, rules)]
