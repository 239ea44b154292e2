"""Who reads for whom now: the one place that knows deputies. `rules.absent` says who is away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from mailflow.core.absence import Presence, away_now
from mailflow.core.letter import Letter
from mailflow.core.message import Address
from mailflow.core.rules import Person, Rules
from mailflow.core.shifts import on_duty
from mailflow.lazy_dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class LetterReader:
    """Who gets a letter, and for whom."""

    person: Person
    instead_of: str = ""  # name of whoever is away; "": for himself


def colleague(name: str, rules: Rules) -> Person | None:
    """The operator or PIC of that name, in any case."""
    known = (person for person in rules.colleagues if person.name.casefold() == name.casefold())
    return next(known, None)


def rules_at(rules: Rules, heard: Mapping[str, Presence], now: datetime) -> Rules:
    """With who is away and who on duty now. `heard` is by address: it counts under the name its owner has today."""
    if rules.shifts:
        rules = replace(rules, on_duty=on_duty(rules.shifts, now, rules.desk.timezone))
    if not rules.away and not heard:
        return rules
    known = [
        _named(heard[address.casefold()], person.name)
        for person in rules.colleagues
        for address in person.addresses
        if address.casefold() in heard
    ]
    return replace(rules, absent=away_now(rules.away, known, now))


def _named(presence: Presence, name: str) -> Presence:
    return replace(presence, word=replace(presence.word, name=name)) if presence.word is not None else presence


def deputy_of(person: Person, rules: Rules) -> Person | None:
    """Who was named to stand in: for this absence, else in `operators:`."""
    absence = rules.absent.get(person.name)
    return colleague((absence.deputy if absence else "") or person.deputy or "", rules)


def reads_for(person: Person, rules: Rules) -> Person | None:
    """Himself while he is here; else his deputy, whose deputy if that one is away too, and so on. None: nobody of them
    is here."""
    passed: list[str] = []
    found: Person | None = person
    while found is not None and found.name in rules.absent and found.name not in passed:
        passed.append(found.name)
        found = deputy_of(found, rules)
    return None if found is None or found.name in passed else found


def stood_in_by(person: Person, rules: Rules) -> tuple[Person, ...]:
    """Those who are away and for whom he would read, were he here."""
    there = replace(rules, absent={name: one for name, one in rules.absent.items() if name != person.name})
    known = {one.name: one for one in rules.colleagues}
    away = (one for name, one in known.items() if name in there.absent)
    return tuple(one for one in away if (reader := reads_for(one, there)) is not None and reader.name == person.name)


def reminded(people: Iterable[Person], rules: Rules, *, else_to: Iterable[Person] = ()) -> list[LetterReader]:
    """Who gets the reminders of these people: each of them, or whoever reads for him. For whom nobody reads gets them
    himself, and with him `else_to`."""
    found: dict[str, LetterReader] = {}
    for person in people:
        here = reads_for(person, rules)
        if here is None:
            told = [LetterReader(person), *(LetterReader(one, person.name) for one in else_to)]
        else:
            told = [LetterReader(here, "" if here.name == person.name else person.name)]
        for one in told:
            known = found.get(one.person.name)
            if known is None or known.instead_of:
                found[one.person.name] = one
    return list(found.values())


def present(people: Iterable[Person], rules: Rules) -> tuple[Person, ...]:
    """Those who are here; all of them when nobody is."""
    everybody = tuple(people)
    return tuple(one for one in everybody if one.name not in rules.absent) or everybody


def hearing(people: Iterable[Person], rules: Rules) -> tuple[Person, ...]:
    """Who hears of a new request: those on duty who are here; when nobody is, everybody who is here."""
    everybody = tuple(people)
    here = tuple(one for one in everybody if one.name in rules.on_duty and one.name not in rules.absent)
    return here or present(everybody, rules)


# letters to an owner that say what somebody has written who waits for him
_WAITED_FOR = ("customer-wrote", "reopened", "second-tier-answered")


def also_to_reader(letter: Letter, rules: Rules, reached: Collection[str] = ()) -> list[Letter]:
    """The letter; and for an owner who is away, the same to whoever reads for him, unless he has it already: `reached`
    are names of colleagues."""
    person = colleague(letter.to[0].name, rules) if letter.to and letter.kind in _WAITED_FOR else None
    here = reads_for(person, rules) if person is not None and person.name in rules.absent else None
    if person is None or here is None or here.name in reached:
        return [letter]
    claims = rules.operator_named(here.name) is not None
    facts = {**letter.facts, "instead_of": person.name, "may_claim": claims}
    to = (Address(here.address, here.name),)
    return [letter, replace(letter, to=to, language=here.language or rules.desk.language, facts=facts, reply_to="desk")]
