"""Colleagues' mail about which the server of `trust.authserv` has said nothing: recorded when the mail is decided, told
once by the self-check."""

from __future__ import annotations

import json

from mailflow.lazy_dataclasses import dataclass
from mailflow.store.desk import meta
from mailflow.store.engine.database import Database

_NOTED = "authserv-silent"
_TOLD = "authserv-told"  # the authserv of which the admin has been told


@dataclass(frozen=True, slots=True)
class Silence:
    authserv: str
    who: str  # name, address and subject
    found: str  # who else wrote results into that mail; "" for nobody


def note(db: Database, authserv: str, who: str, found: str) -> None:
    """Writer. The first one for each authserv is kept."""
    if meta.get(db, _TOLD) != authserv:
        known = untold(db, authserv)
        if known is None:
            meta.put(db, _NOTED, json.dumps([authserv, who, found], ensure_ascii=False))


def untold(db: Database, authserv: str) -> Silence | None:
    """What the admin was not told yet about the server rules.yaml names now."""
    text = meta.get(db, _NOTED)
    found = Silence(*json.loads(text)) if text else None
    told = meta.get(db, _TOLD) == authserv
    return found if found is not None and found.authserv == authserv and not told else None


def tell(db: Database, authserv: str) -> bool:
    """Writer. Whether the caller is the one of several daemons to tell it."""
    ours = untold(db, authserv) is not None
    if ours:
        meta.put(db, _TOLD, authserv)
    return ours
