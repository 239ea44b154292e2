"""Carries out `retention:` of rules.yaml: once a day by the daemon, or by command; a few rows per transaction."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from mailflow.flow.parts import Parts
from mailflow.store.admin import retention, space
from mailflow.store.desk import meta
from mailflow.store.engine.database import Database

log = logging.getLogger("mailflow")

KINDS = ("raw", "automatic", "spam", "letters")
_AT_ONCE = 200  # rows of one transaction
_PER_LOOK = 20  # transactions before other work gets its turn
_LAST = "retention"  # key in meta: the local date on which it was last completed


def carry_out_if_due(parts: Parts, stop: Callable[[], bool] = lambda: False) -> int:
    """Today's retention, or a part of it; returns how many mails and letters lost their bytes. Opens its own
    transactions."""
    today = parts.rules.desk.local(parts.clock.now()).date().isoformat()
    if not _wanted(parts) or (meta.get(parts.db, _LAST) or "") >= today:
        return 0
    total = 0
    for _ in range(_PER_LOOK):
        if stop():
            return total
        count = sum(_piece(parts, kind, before) for kind, before in _wanted(parts))
        total += count
        if count == 0:
            if space.give_back(parts.db):
                continue
            space.rewrite(parts.db, space.SMALL)
            with parts.db.transaction(quiet=True):
                meta.put(parts.db, _LAST, today)
            break
    if total:
        log.info("expired %d mails and letters", total)
    return total


def carry_out(parts: Parts, kind: str, seen: Callable[[int], None] = lambda done: None) -> int:
    """Everything of one kind that is due, now. `seen` is told how many are done."""
    total = 0
    for wanted, before in _wanted(parts):
        while wanted == kind and (count := _piece(parts, kind, before)):
            total += count
            seen(total)
    return total


def give_back(parts: Parts) -> int:
    """Return the unused space inside the database to the disk; returns the bytes. May take long."""
    before = parts.db.engine.unused()[1]
    while space.give_back(parts.db):
        pass
    space.rewrite(parts.db)
    return max(0, before - parts.db.engine.unused()[1])


def due(parts: Parts, kind: str) -> int:
    """How many mails or letters of this kind are old enough to delete. Reads only."""
    return sum(len(_old(parts.db, kind, before, 1_000_000)) for wanted, before in _wanted(parts) if wanted == kind)


def _wanted(parts: Parts) -> list[tuple[str, datetime]]:
    """(kind, moment) for each kind that is not kept for ever: what is older is deleted."""
    days = parts.policy.settings.retention
    return [(kind, parts.clock.now() - timedelta(days=days[kind])) for kind in KINDS if kind in days]


def _piece(parts: Parts, kind: str, before: datetime) -> int:
    if not _old(parts.db, kind, before, 1):
        return 0
    with parts.db.transaction(quiet=True):
        ids = _old(parts.db, kind, before, _AT_ONCE)
        expire = retention.expire_letters if kind == "letters" else retention.expire_mails
        expire(parts.db, ids, parts.clock.now())
    return len(ids)


def _old(db: Database, kind: str, before: datetime, limit: int) -> list[int]:
    if kind == "letters":
        return retention.old_letters(db, before, limit)
    return retention.old_mails(db, kind, before, limit)
