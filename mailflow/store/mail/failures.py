"""Letters that could not be delivered, over all tickets."""

from __future__ import annotations

import json
from datetime import datetime

from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import to_text

_LOOKED_AT = 500  # newest events


def told_since(db: Database, address: str, since: datetime) -> bool:
    """Whether a colleague was told since then that a letter to this address could not be delivered."""
    sql = "SELECT data FROM event WHERE kind = 'letter-undelivered' AND at >= ? ORDER BY at DESC LIMIT ?"
    said = (json.loads(row[0]) for row in db.execute(sql, (to_text(since), _LOOKED_AT)))
    return any(one["recipient"].casefold() == address.casefold() and not one.get("again") for one in said)
