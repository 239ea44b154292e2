"""The operators' list holds the desk's letters for its moderator: recorded when its notice is decided, told once by the
self-check, shown by `doctor`. One trouble lasts until a week has passed without a notice."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.store.desk import meta
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text, to_text

_KEY = "list-holds"
_OVER = timedelta(days=7)  # without a further notice


@dataclass(frozen=True, slots=True)
class ListHold:
    address: str  # the list
    first: datetime  # arrival of its notices
    newest: datetime
    letters: int
    told: bool


def note(db: Database, address: str, at: datetime) -> None:
    """Writer."""
    known = current(db, at)
    if known is not None and known.address == address:
        _put(db, replace(known, newest=max(known.newest, at), letters=known.letters + 1))
    else:
        _put(db, ListHold(address, at, at, 1, False))


def current(db: Database, now: datetime) -> ListHold | None:
    """The trouble that goes on, if there is one."""
    text = meta.get(db, _KEY)
    if not text:
        return None
    address, first, newest, letters, told = json.loads(text)
    found = ListHold(address, from_text(first), from_text(newest), letters, told)
    return found if now - found.newest < _OVER else None


def tell(db: Database, now: datetime) -> bool:
    """Writer. Whether the caller is the one of several daemons to tell it."""
    found = current(db, now)
    if found is None or found.told:
        return False
    _put(db, replace(found, told=True))
    return True


def _put(db: Database, one: ListHold) -> None:
    fields = [one.address, to_text(one.first), to_text(one.newest), one.letters, one.told]
    meta.put(db, _KEY, json.dumps(fields))
