"""Present and former colleagues (operators and PICs) and their names: rules.yaml no longer knows those the admin has
removed or renamed."""

from __future__ import annotations

from collections.abc import Iterable

from mailflow.store.desk import meta
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import storable

# name in meta, followed by an address: a few dozen rows. Value: the person's names, one per line, newest last
_KEY = "colleague"


def remember(db: Database, people: Iterable[tuple[str, str]]) -> None:
    """Step. These (address, name) pairs are colleagues now; writes only what is new."""
    known = _all(db)
    new = {}
    for address, name in people:
        names = known.get(_name(address))
        if names is None or names[-1:] != [storable(name)]:
            new[address] = [*(one for one in names or () if one != storable(name)), storable(name)]
    if new:
        with db.transaction(exclusive=False, quiet=True):
            for address, names in new.items():
                meta.put(db, _key(address), "\n".join(names))


def adopt(real: Database, db: Database) -> None:
    """Writer. `db` knows the colleagues that `real` knows: no mail says who they are."""
    for address, names in _all(real).items():
        meta.put(db, _key(address), "\n".join(names))


def was_one(db: Database, address: str) -> bool:
    """Whether this address is, or was, that of an operator or a PIC."""
    return meta.get(db, _key(address)) is not None


def last_name(db: Database, address: str) -> str | None:
    """The last known name of the colleague with this address; None when none was stored."""
    names = (meta.get(db, _key(address)) or "").split("\n")
    return names[-1] or None


def known(db: Database) -> list[str]:
    """Every address, case-folded, that is or was a colleague's."""
    return list(_all(db))


def addresses_of(db: Database, name: str) -> set[str]:
    """Every address, case-folded, that ever belonged to a colleague of this name."""
    wanted = storable(name).casefold()
    return {address for address, names in _all(db).items() if wanted in map(str.casefold, names)}


def _all(db: Database) -> dict[str, list[str]]:
    """{address, case-folded: names}; no names where an earlier version stored none."""
    return {address: list(filter(None, value.split("\n"))) for address, value in meta.under(db, _KEY).items()}


def _key(address: str) -> str:
    return f"{_KEY} {_name(address)}"


def _name(address: str) -> str:
    return storable(address.casefold())
