"""Who a letter goes to: the customer and the customer's Cc, one colleague by name, each of several, or all operators as
`announce:` says. The content is decided elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from mailflow.core.confirmations import Act, act_words
from mailflow.core.groups import first_asked
from mailflow.core.letter import Facts, Files, Letter
from mailflow.core.letter_kinds import kind_of
from mailflow.core.message import Address
from mailflow.core.rules import Person, Rules
from mailflow.core.stand_ins import hearing, present
from mailflow.core.ticket import Ticket
from mailflow.lazy_dataclasses import replace

# -- to the customer


def to_customer(
    ticket: Ticket,
    kind: str,
    facts: Facts,
    *,
    survey: bool = False,
    author: str | None = None,
) -> list[Letter]:
    """Automatic letters go to the customer alone, and never to an address that bounced (mail.md 12.8)."""
    customer = ticket.answer_to or ticket.requester
    if customer is None or customer.key in ticket.undeliverable:
        return []
    return [Letter(kind, (customer,), language=ticket.language, facts=facts, survey=survey, author=author)]


def relayed(
    ticket: Ticket, operator: str, text: str, rules: Rules, *, canned: str = "", source: int = 0
) -> list[Letter]:
    """A colleague's own words, sent from the desk's address to the customer and whom he had in Cc; shows no address of
    the colleague."""
    customer = ticket.answer_to or ticket.requester
    if customer is None:
        return []
    cc = readers_of(ticket, rules)
    body = Letter("answer", (customer,), cc, ticket.language, body=text, author=operator, files="mail")
    return [replace(body, canned=canned, source=source)]


def readers_of(ticket: Ticket, rules: Rules) -> tuple[Address, ...]:
    """The addresses the customer had in Cc, which get answers too; without colleagues and addresses that bounced."""
    customer = ticket.answer_to or ticket.requester
    if customer is None:
        return ()
    others = (p for p in ticket.participants if p.key not in ticket.undeliverable and p.key != customer.key)
    return tuple(p for p in others if not (rules.operator(p.email) or rules.pic_person(p.email)))


# -- to colleagues


def to_person(person: Person, kind: str, facts: Facts, rules: Rules, **more: Any) -> Letter:
    return Letter(
        kind,
        (Address(person.address, person.name),),
        language=person.language or rules.desk.language,
        facts=facts,
        reply_to=rules.announce.reply_to if kind_of(kind).leads_on else "desk",
        **more,
    )


def to_named(name: str | None, kind: str, facts: Facts, rules: Rules, **more: Any) -> list[Letter]:
    """To the operator or PIC of that name; none when rules.yaml no longer has the name."""
    person = person_named(name, rules)
    return [to_person(person, kind, facts, rules, **more)] if person else []


def person_named(name: str | None, rules: Rules) -> Person | None:
    return rules.operator_named(name) or next((p for p in rules.pic if p.name == name), None)


def ask_back(act: Act, person: Person, rules: Rules) -> Letter:
    """The letter that asks `person` whether `act` shall happen. The caller adds until when the answer counts."""
    by = "" if act.by == person.name else act.by
    facts = {"act": act_words(act, rules.desk.spoken(person.language)), "by": by}
    return to_person(person, "confirm", facts, rules, asks=act)


def to_each(people: Iterable[Person], kind: str, facts: Facts, rules: Rules, **more: Any) -> list[Letter]:
    """One letter to each person, once (a PIC may also be an operator)."""
    unique = {person.address.casefold(): person for person in people}
    return [to_person(person, kind, facts, rules, **more) for person in unique.values()]


def to_operators(
    ticket: Ticket,
    facts: Facts,
    rules: Rules,
    *,
    files: Files,
    kind: str = "announcement",
    but: str | None = None,
    reached: tuple[str, ...] = (),
) -> list[Letter]:
    """To the list, or to each operator who is here, except the author and those who have the mail already; to the
    members of the ticket's group while it is theirs first."""
    readers = readers_of(ticket, rules)
    asked = first_asked(ticket, rules)
    if rules.announce.to == "list" and rules.desk.list and asked == rules.operators:
        to = (Address(rules.desk.list),)
        reply_to = rules.announce.reply_to if kind_of(kind).leads_on else "desk"
        language = rules.desk.language
        return [Letter(kind, to, language=language, facts=facts, reply_to=reply_to, files=files, readers=readers)]
    told = present(asked, rules) if kind == "claim-taken" else hearing(asked, rules)
    others = (p for p in told if p.name != but and p.name not in reached)
    return to_each(others, kind, facts, rules, files=files, readers=readers)
