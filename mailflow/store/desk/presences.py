"""What was heard of each colleague's presence: a dozen rows of the `meta` table, by address."""

from __future__ import annotations

import json
from collections.abc import Mapping

from mailflow.core.absence import HERE, Presence
from mailflow.core.plain import JsonObject
from mailflow.store.desk import meta
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_json, storable, to_json

_KEY = "presence"  # name in meta, followed by an address
_MEMO = "presences"


def of(db: Database, address: str) -> Presence:
    return everybody(db).get(_name(address), HERE)


def everybody(db: Database) -> Mapping[str, Presence]:
    """{address, case-folded: presence} of all of whom anything was heard; read once in a transaction."""
    known: Mapping[str, Presence] | None = db.memo.get(_MEMO)
    if known is None:
        known = {address: from_json(Presence, value) for address, value in meta.under(db, _KEY).items()}
        if db.in_transaction:
            db.memo[_MEMO] = known
    return known


def put(db: Database, address: str, presence: Presence) -> None:
    """Writer."""
    _put(db, address, to_json(presence))


def adopt(db: Database, address: str, plain: JsonObject) -> None:
    """Writer. As the journal has it."""
    _put(db, address, json.dumps(plain))


def _put(db: Database, address: str, value: str) -> None:
    db.memo.pop(_MEMO, None)
    meta.put(db, f"{_KEY} {_name(address)}", value)


def _name(address: str) -> str:
    return storable(address.casefold())
