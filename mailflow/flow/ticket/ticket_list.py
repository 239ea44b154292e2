"""The tickets that a letter lists: those a colleague has asked for by `/daftar`, those of a proposed incident."""

from __future__ import annotations

from mailflow.core.commands.asking import LIST
from mailflow.core.incidents import LETTER as INCIDENT
from mailflow.core.letter import Letter
from mailflow.flow.parts import Parts
from mailflow.lazy_dataclasses import replace
from mailflow.store.desk import going
from mailflow.store.desk.going import Going

MOST = 60  # rows: a letter, not a report


def with_list(parts: Parts, letter: Letter) -> Letter:
    """The letter with its rows; unchanged when it lists no tickets."""
    if letter.kind == INCIDENT and letter.asks is not None:
        return replace(letter, facts={**letter.facts, "rows": _named(parts, letter.asks.args["tickets"])})
    if letter.kind != LIST:
        return letter
    found, more = going.urgent(parts.db, str(letter.facts["which"]), letter.to[0].name, MOST)
    return replace(letter, facts={**letter.facts, "rows": [_row(one) for one in found], "left_out": more})


def _named(parts: Parts, tickets_named: str) -> list[dict[str, object]]:
    """The rows of these tickets: "5 7", their n."""
    return [_row(one) for one in going.numbered(parts.db, tuple(map(int, tickets_named.split())))]


def own_tickets(parts: Parts, owner: str) -> tuple[tuple[dict[str, object], ...], int]:
    """The rows of an owner's tickets that are not over, and how many there was no room for."""
    found, more = going.urgent(parts.db, "mine", owner, MOST)
    return tuple(_row(one) for one in found), more


def _row(one: Going) -> dict[str, object]:
    return {
        "number": one.number,
        "status": one.status,
        "owner": one.owner or "",
        "requester": one.requester or "",
        "subject": one.subject,
        "due_at": one.due_at,
        "late": one.late,
        "priority": one.priority,
    }
