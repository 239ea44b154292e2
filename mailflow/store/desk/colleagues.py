"""Who was ever a colleague, and under which names: rules.yaml forgets whom the admin takes out or writes anew."""

from __future__ import annotations

from collections.abc import Iterable

from mailflow.store.desk import meta
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import storable

_KEY = "colleague "  # in meta, followed by an address: a few dozen rows. The value: his names, one a line, newest last
_AFTER = "colleague!"  # the first key behind all of them


def remember(db: Database, people: Iterable[tuple[str, str]]) -> None:
    """These (address, name) are colleagues now. Step; writes only what is new."""
    known = _all(db)
    new = {}
    for address, name in people:
        names = known.get(_key(address))
        if names is None or names[-1:] != [storable(name)]:
            new[_key(address)] = [*(one for one in names or () if one != storable(name)), storable(name)]
    if new:
        with db.transaction(exclusive=False, quiet=True):
            for key, names in new.items():
                meta.put(db, key, "\n".join(names))


def was_one(db: Database, address: str) -> bool:
    """Whether this address is, or was, an operator's or a PIC's."""
    return meta.get(db, _key(address)) is not None


def last_name(db: Database, address: str) -> str | None:
    """Under which name the colleague of this address was last known; None when none was kept."""
    names = (meta.get(db, _key(address)) or "").split("\n")
    return names[-1] or None


def addresses_of(db: Database, name: str) -> set[str]:
    """Every address, case-folded, that ever was that of a colleague of this name."""
    wanted = storable(name).casefold()
    return {key.removeprefix(_KEY) for key, names in _all(db).items() if wanted in map(str.casefold, names)}


def _all(db: Database) -> dict[str, list[str]]:
    """Names of each, [] where an earlier version kept none."""
    rows = db.execute("SELECT key, value FROM meta WHERE key >= ? AND key < ?", (_KEY, _AFTER))
    return {key: [name for name in value.split("\n") if name] for key, value in rows}


def _key(address: str) -> str:
    return _KEY + storable(address.casefold())
