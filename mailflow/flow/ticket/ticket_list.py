"""The tickets that a letter lists: those a colleague has asked for by `/daftar`, those of a proposed incident."""

from __future__ import annotations

from collections.abc import Iterable

from mailflow.core.commands.asking import LIST
from mailflow.core.incidents import LETTER as INCIDENT
from mailflow.core.letter import Letter
from mailflow.flow.parts import Parts
from mailflow.lazy_dataclasses import replace
from mailflow.store.desk import tickets
from mailflow.store.desk.tickets import Going

_RANK = {"high": 0, "normal": 1, "low": 2}
MOST = 60  # rows: a letter, not a report


def with_list(parts: Parts, letter: Letter) -> Letter:
    """The letter with its rows; unchanged when it lists no tickets."""
    if letter.kind == INCIDENT and letter.asks is not None:
        return replace(letter, facts={**letter.facts, "rows": _named(parts, letter.asks.args["tickets"])})
    if letter.kind != LIST:
        return letter
    which = str(letter.facts["which"])
    found = [one for one in tickets.going(parts.db) if _is_asked(one, which, letter.to[0].name)]
    rows = [_row(one) for one in _urgent(found)[:MOST]]
    return replace(letter, facts={**letter.facts, "rows": rows, "left_out": max(0, len(found) - MOST)})


def _named(parts: Parts, tickets_named: str) -> list[dict[str, object]]:
    """The rows of these tickets: "5 7", their n."""
    wanted = frozenset(map(int, tickets_named.split()))
    return [_row(one) for one in tickets.going(parts.db) if one.n in wanted]


def own_tickets(parts: Parts, owner: str) -> tuple[tuple[dict[str, object], ...], int]:
    """The rows of an owner's tickets that are not over, and how many there was no room for."""
    found = [one for one in tickets.going(parts.db) if one.owner == owner]
    return tuple(_row(one) for one in _urgent(found)[:MOST]), max(0, len(found) - MOST)


def _is_asked(one: Going, which: str, name: str) -> bool:
    match which:
        case "mine":
            return one.owner == name
        case "new":
            return one.status == "new"
        case "overdue":
            return one.due.late
        case _:
            return True


def _urgent(found: Iterable[Going]) -> list[Going]:
    """By priority, then what is late, then by its next reminder."""
    return sorted(
        found,
        key=lambda one: (_RANK[one.priority], not one.due.late, one.due.at is None, one.due.at or one.opened_at, one.n),
    )


def _row(one: Going) -> dict[str, object]:
    return {
        "number": one.number,
        "status": one.status,
        "owner": one.owner or "",
        "requester": one.requester or "",
        "subject": one.subject,
        "due_at": one.due.at,
        "late": one.due.late,
        "priority": one.priority,
    }
