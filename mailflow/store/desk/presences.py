"""What was heard of each colleague's presence: a dozen rows of the `meta` table, by address."""

from __future__ import annotations

import json
from collections.abc import Mapping

from mailflow.core.absence import HERE, Presence
from mailflow.core.plain import JsonObject
from mailflow.store.desk import meta
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_json, storable, to_json

_KEY = "presence "  # key in meta, followed by an address
_AFTER = "presence!"  # the first key after all of them


def of(db: Database, address: str) -> Presence:
    text = meta.get(db, _key(address))
    return HERE if text is None else from_json(Presence, text)


def everybody(db: Database) -> Mapping[str, Presence]:
    """{address, case-folded: presence} of all of whom anything was heard."""
    rows = db.execute("SELECT key, value FROM meta WHERE key >= ? AND key < ?", (_KEY, _AFTER))
    return {key.removeprefix(_KEY): from_json(Presence, value) for key, value in rows}


def put(db: Database, address: str, presence: Presence) -> None:
    """Writer."""
    meta.put(db, _key(address), to_json(presence))


def adopt(db: Database, address: str, plain: JsonObject) -> None:
    """Writer. As the journal has it."""
    meta.put(db, _key(address), json.dumps(plain))


def _key(address: str) -> str:
    return _KEY + storable(address.casefold())
