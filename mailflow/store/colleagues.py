"""Who was ever a colleague: rules.yaml forgets whom the admin takes out, and his other addresses with him."""

from __future__ import annotations

from collections.abc import Iterable

from mailflow.store import meta
from mailflow.store.database import Database
from mailflow.store.fields import storable

_KEY = "colleague "  # in meta: a few dozen rows


def remember(db: Database, addresses: Iterable[str]) -> None:
    """These are colleagues' addresses now. Step; writes only what is new."""
    new = [address for address in addresses if not was_one(db, address)]
    if new:
        with db.transaction(alone=False, quiet=True):
            for address in new:
                meta.put(db, _key(address), "")


def was_one(db: Database, address: str) -> bool:
    """Whether this address is, or was, an operator's or a PIC's."""
    return meta.get(db, _key(address)) is not None


def _key(address: str) -> str:
    return _KEY + storable(address.casefold())
