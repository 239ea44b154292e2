"""A planned absence (`away:`) begins: whoever reads for the one who is away gets a letter, as after `/absen`."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

from mailflow.core.absence import Absence
from mailflow.flow.parts import Parts
from mailflow.flow.ticket import presence
from mailflow.flow.ticket.rules_now import rules_now
from mailflow.store.desk import meta
from mailflow.store.engine.fields import to_text

log = logging.getLogger("mailflow")

_TOLD = "away-told"  # key in meta: {name: beginning} of the planned absences that were told of last


def tell_if_due(parts: Parts) -> int:
    """Queue the letters, once among all daemons and for each absence; returns for how many. One that was planned when
    it had begun is told of at once."""
    if not any(_begun(parts)):
        return 0
    return parts.parsed.run(lambda: _tell(parts))


def _begun(parts: Parts) -> Iterator[Absence]:
    """Those in force that nobody was told of. What somebody has said of himself since is told then."""
    if not parts.rules.away or not any(one.covers(parts.clock.now()) for one in parts.rules.away):
        return
    told = _told(parts)
    for name, absence in rules_now(parts).absent.items():
        if absence.how == "planned" and told.get(name) != to_text(absence.since):
            yield absence


def _told(parts: Parts) -> dict[str, str]:
    found: dict[str, str] = json.loads(meta.get(parts.db, _TOLD) or "{}")
    return found


def _tell(parts: Parts) -> int:
    with parts.db.transaction():
        begun = list(_begun(parts))
        people = {person.name: person for person in parts.rules.colleagues}
        for absence in begun:
            presence.tell(parts, people[absence.name], absence, [one.name for one in begun])
            log.info("away-begins of=%s", absence.name)
        if begun:  # else another daemon has just told it
            told = _told(parts) | {one.name: to_text(one.since) for one in begun}
            meta.put(parts.db, _TOLD, json.dumps(told, sort_keys=True))
    return len(begun)
