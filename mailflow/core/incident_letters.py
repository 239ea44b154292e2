"""The letter that asks the PIC whether many requests are one incident."""

from __future__ import annotations

from mailflow.core import events as ev
from mailflow.core.addressing import to_person
from mailflow.core.confirmations import Act
from mailflow.core.incidents import ACT, LETTER, shown_words
from mailflow.core.letter import Letter
from mailflow.core.rules import Person, Rules


def proposed(event: ev.IncidentProposed, rules: Rules) -> list[Letter]:
    """To each PIC, in the thread of the first ticket; flow adds the rows, which name other customers."""
    if not event.tickets:
        return []
    return [_proposed_to(person, event, rules) for person in rules.pic]


def _proposed_to(person: Person, event: ev.IncidentProposed, rules: Rules) -> Letter:
    args = {
        "tickets": " ".join(map(str, event.tickets)),
        "number": event.number,
        "numbers": ", ".join(event.numbers),
        "words": " ".join(event.words),
    }
    words = ", ".join(event.shown) or shown_words(event.words, rules.desk.spoken(person.language))
    return to_person(person, LETTER, {"words": words}, rules, asks=Act(ACT, "mailflow", args))
