"""Who was ever a colleague: rules.yaml forgets whom the admin takes out, and his other addresses with him."""

from __future__ import annotations

from collections.abc import Iterable

from mailflow.store.database import Database
from mailflow.store.fields import storable

_KEY = "colleague "  # in meta: a few dozen rows


def remember(db: Database, addresses: Iterable[str]) -> None:
    """These are colleagues' addresses now. Step; writes only what is new."""
    new = [address for address in addresses if not was_one(db, address)]
    if new:
        with db.transaction(alone=False, quiet=True):
            sql = "INSERT INTO meta (key, value) VALUES (?, '') ON CONFLICT (key) DO NOTHING"
            db.many(sql, [(_key(address),) for address in new])


def was_one(db: Database, address: str) -> bool:
    """Whether this address is, or was, an operator's or a PIC's."""
    return db.value("SELECT 1 FROM meta WHERE key = ?", (_key(address),)) is not None


def _key(address: str) -> str:
    return _KEY + storable(address.casefold())
