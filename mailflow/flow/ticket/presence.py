"""What is heard of a colleague's presence: kept, and told to whoever reads for him.

It belongs to no ticket: it is a row of `meta`, and an occasion without ticket in the journal, so that a replay knows
it."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime

from mailflow.core.absence import Absence, Presence, said_away, said_back
from mailflow.core.addressing import to_person
from mailflow.core.command_letters import receipt_rows
from mailflow.core.commands.absence import PresenceDecided, said_by, told_of
from mailflow.core.commands.command import Call
from mailflow.core.commands.person_meant import person_meant
from mailflow.core.moments import moment_words
from mailflow.core.rules import Person, Rules
from mailflow.core.stand_ins import present, reads_for, stood_in_by
from mailflow.errors import CannotDo, Refused
from mailflow.flow.parts import Parts
from mailflow.flow.ticket.handle import Cause
from mailflow.flow.ticket.render import post_alone
from mailflow.flow.ticket.rules_now import rules_now
from mailflow.flow.ticket.ticket_list import own_tickets
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.desk import presences
from mailflow.store.desk.record import journal

log = logging.getLogger("mailflow")

KIND = "away-notice"


def carry_out(parts: Parts, said: PresenceDecided, cause: Cause) -> None:
    """Writer. Keep what somebody has said of himself, or of whom he names, and tell whoever reads for him."""
    if said.word is None:
        return
    before = presences.of(parts.db, said.person.address)
    if said.word.how == "back":
        note(parts, said.person, said_back(before, said.person.name, said.word.since), cause)
        return
    note(parts, said.person, said_away(before, said.word), cause)
    tell(parts, said.person, said.word)


@dataclass(frozen=True, slots=True)
class PresenceNoted:
    """What a typed command has noted."""

    name: str
    words: str  # what is true now, in English: "is here again"
    away: bool
    until: datetime | None = None
    deputy: str | None = None  # who reads for him now


def typed(parts: Parts, verb: str, who: str, argument: str, actor: str) -> PresenceNoted:
    """`mailflow away`, `mailflow back`. Raises CannotDo (nobody has that name), Refused."""
    people = parts.rules.colleagues
    meant = person_meant(who, people)
    if meant.person is None or meant.rest:
        raise CannotDo(f"rules.yaml has no colleague {who!r}: there are {', '.join(one.name for one in people)}")
    with parts.db.transaction():
        call = Call(meant.person.name, parts.clock.now(), "", "", closes=False)
        said = said_by(verb, argument, call, rules_now(parts))
        if said.refused:
            raise Refused(said.result, _refusal(parts, verb, argument, said))
        data = {"name": verb, "actor": actor, "args": {"who": said.person.name, "argument": argument}, "force": False}
        carry_out(parts, said, Cause("command-given", data))
        rules = rules_now(parts)
        absence, reader = rules.absent.get(said.person.name), reads_for(said.person, rules)
    if absence is None:
        return PresenceNoted(said.person.name, "is here again" if said.word else "was not noted as away", away=False)
    end = absence.last(rules.desk.timezone)
    until = f"until {moment_words(end, rules.desk.timezone, 'en')}" if end else "until `mailflow back`"
    read = f"{reader.name} gets the reminders" if reader else "nobody stands in, so the PIC gets the reminders too"
    words = f"is away {until}; {read}"
    return PresenceNoted(said.person.name, words, True, absence.until, reader.name if reader else None)


def _refusal(parts: Parts, verb: str, argument: str, said: PresenceDecided) -> str:
    """In the words of the letter back, which speak to the colleague, where they are about somebody else."""
    if said.result == "yourself":
        return f"{said.person.name} cannot be his own deputy: name somebody else"
    row = receipt_rows([told_of(verb, argument, said)], parts.rules, "en")[0]["result"]
    return row.removeprefix("refused: ")


def note(parts: Parts, person: Person, presence: Presence, cause: Cause) -> None:
    """Writer. What is known of the colleague now."""
    presences.put(parts.db, person.address, presence)
    data = {**cause.data, "tokens": [], "address": person.address.casefold(), "presence": presence}
    journal(parts.db, cause.kind, parts.clock.now(), parts.rules.fingerprint, data=data)
    if presence.word is not None:
        log.info("presence of=%s how=%s until=%s", person.name, presence.word.how, presence.word.until or "")


def tell(parts: Parts, person: Person, absence: Absence, but: Collection[str] = ()) -> None:
    """Writer. A letter to whoever reads for him now, and one for each whom he stood in for, `but` those (names) who are
    told of beside."""
    rules = rules_now(parts)
    _tell_of(parts, person, absence, rules)
    for other in (one for one in stood_in_by(person, rules) if one.name not in but):
        _tell_of(parts, other, rules.absent[other.name], rules, through=person.name)


def _tell_of(parts: Parts, person: Person, absence: Absence, rules: Rules, *, through: str = "") -> None:
    """When nobody reads for him, to the PICs if he has tickets that go on; never to whom it is about, nor to whoever
    stood in for him and has just gone."""
    reader = reads_for(person, rules)
    rows, left_out = own_tickets(parts, person.name)
    pics = [one for one in present(rules.pic, rules) if one.name not in (person.name, through)] if rows else []
    facts = {
        "name": person.name,
        "until": absence.last(rules.desk.timezone),
        "rows": rows,
        "left_out": left_out,
        "through": through,
    }
    for one in [reader] if reader else pics:
        claims = rules.operator_named(one.name) is not None
        post_alone(parts, to_person(one, KIND, {**facts, "may_claim": claims}, rules))
