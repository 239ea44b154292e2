"""What proved the author of a mail when it came: a token may be void and a key gone when it is decided again."""

from __future__ import annotations

from mailflow.core.proofs import Proofs
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_json, to_json


def of(db: Database, inbox_id: int) -> Proofs | None:
    """None when nothing of the kind proved it."""
    text = db.value("SELECT proof FROM inbox WHERE id = ?", (inbox_id,))
    return from_json(Proofs, text) if text else None


def keep(db: Database, inbox_id: int, proofs: Proofs) -> None:
    """Writer."""
    db.execute("UPDATE inbox SET proof = ? WHERE id = ?", (to_json(proofs), inbox_id))
