"""The customers' register: who somebody has entered, by any of his addresses. Nothing is deleted to make room."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from mailflow.core.registered import CustomerStatus, Registered
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.store.desk import broadcasts, prefetch
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text, from_text_or_none, storable, to_text, to_text_or_none
from mailflow.store.engine.like import literal
from mailflow.store.engine.protocol import Params, Row

_AT_ONCE = 500  # customers read, or looked up, by one statement
_MEMO = "register: known"
_FIELDS = "r.id, name, status, valid_until, allowance, counted_from, language, customer_group, note, unsubscribed_at"
_ADDRESS = "a.address, a.proven_at, a.failure"


@dataclass(frozen=True, slots=True)
class CustomerFilter:
    """Which customers are listed."""

    group: str | None = None
    status: CustomerStatus | None = None
    unproven: bool = False


@dataclass(frozen=True, slots=True)
class Unverified:
    """An address that was asked to verify itself and has not answered."""

    address: str
    name: str
    asked_at: datetime
    failure: str  # server's words, where our question did not arrive; else ""


ALL = CustomerFilter()


def by_address(db: Database, address: str) -> Registered | None:
    """The customer with this address. One statement, and none where it is known that nobody has it; inside a
    transaction the answer is kept."""
    key = storable(address.casefold())
    if not key or prefetch.is_unregistered(db, key):
        return None
    known: dict[str, Registered | None] = db.memo.setdefault(_MEMO, {}) if db.in_transaction else {}
    if key not in known:
        known[key] = by_addresses(db, [key]).get(key)
    return known[key]


def by_addresses(db: Database, addresses: Sequence[str]) -> Mapping[str, Registered]:
    """{address: its customer} for the ones that are anybody's."""
    found: dict[str, Registered] = {}
    for begin in range(0, len(addresses), _AT_ONCE):
        part = [storable(one) for one in addresses[begin : begin + _AT_ONCE]]
        sql = (
            f"SELECT {_FIELDS}, {_ADDRESS} FROM registered_address b JOIN registered r ON r.id = b.registered_id "
            f"JOIN registered_address a ON a.registered_id = r.id WHERE b.address IN ({', '.join('?' * len(part))}) "
            "ORDER BY r.id, a.position"
        )
        found |= {one: customer for customer in _read(db.all(sql, part)) for one in customer.addresses}
    return found


def by_ids(db: Database, ids: Sequence[int]) -> Mapping[int, Registered]:
    """{id: customer} for those who are still in the register; at most 500 at once."""
    if not ids:
        return {}
    sql = (
        f"SELECT {_FIELDS}, {_ADDRESS} FROM registered r JOIN registered_address a ON a.registered_id = r.id "
        f"WHERE r.id IN ({', '.join('?' * len(ids))}) ORDER BY r.id, a.position"
    )
    return {one.id: one for one in _read(db.all(sql, tuple(ids)))}


def listing(db: Database, wanted: CustomerFilter = ALL) -> Iterator[Registered]:
    """In the order they were entered; bounded memory."""
    last = 0
    where, params = _where(wanted)
    while True:
        sql = (
            f"SELECT {_FIELDS}, {_ADDRESS} FROM (SELECT * FROM registered r WHERE id > ?{where} ORDER BY id LIMIT ?) r "
            "JOIN registered_address a ON a.registered_id = r.id ORDER BY r.id, a.position"
        )
        found = list(_read(db.all(sql, (last, *params, _AT_ONCE))))
        yield from found
        if len(found) < _AT_ONCE:
            return
        last = found[-1].id


def _where(wanted: CustomerFilter) -> tuple[str, tuple[str, ...]]:
    asked = {
        " AND customer_group = ?": wanted.group,
        " AND status = ?": wanted.status.value if wanted.status else None,
    }
    words = "".join(sql for sql, value in asked.items() if value is not None)
    if wanted.unproven:
        words += " AND EXISTS (SELECT 1 FROM registered_address u WHERE u.registered_id = r.id AND proven_at IS NULL)"
    return words, tuple(storable(value) for value in asked.values() if value is not None)


def count(db: Database) -> int:
    return int(db.value("SELECT count(*) FROM registered") or 0)


def addresses_like(db: Database, begin: str, domain: str) -> list[str]:
    """Addresses that begin so, or are of this domain: suggestions for a misspelt one."""
    sql = (
        "SELECT address FROM registered_address WHERE address LIKE ? ESCAPE '!' OR address LIKE ? ESCAPE '!' LIMIT 5000"
    )
    return [row[0] for row in db.execute(sql, (f"{literal(begin.casefold())}%", f"%@{literal(domain)}"))]


def unverified(db: Database, limit: int) -> tuple[list[Unverified], int]:
    """Addresses that were asked and have not answered, those our question did not reach first; and how many there
    are."""
    rest = (
        "FROM registered_address JOIN registered ON id = registered_id "
        "WHERE asked_at IS NOT NULL AND proven_at IS NULL AND status = 'active'"
    )
    sql = (
        "SELECT address, name, asked_at, failure "
        f"{rest} ORDER BY CASE WHEN failure IS NULL THEN 1 ELSE 0 END, asked_at, address LIMIT ?"
    )
    rows = db.all(sql, (limit,))
    found = [Unverified(address, name, from_text(asked), failure or "") for address, name, asked, failure in rows]
    return found, len(found) if len(found) < limit else int(db.value(f"SELECT count(*) {rest}"))


def used(db: Database, customer: Registered) -> int:
    """How many tickets he has opened since his allowance was set; discarded and merged ones do not count."""
    marks = ", ".join("?" * len(customer.addresses))
    sql = (
        f"SELECT count(DISTINCT n) FROM customer JOIN ticket ON n = ticket_n WHERE address IN ({marks}) "
        "AND status NOT IN ('discarded', 'merged') AND opened_at >= ?"
    )
    since = to_text_or_none(customer.counted_from) or ""
    return int(db.value(sql, (*map(storable, customer.addresses), since)) or 0)


def tickets_of(db: Database, customer: Registered) -> list[int]:
    """Every ticket of his, oldest first."""
    marks = ", ".join("?" * len(customer.addresses))
    sql = f"SELECT DISTINCT ticket_n FROM customer WHERE address IN ({marks}) ORDER BY ticket_n"
    return [row[0] for row in db.execute(sql, tuple(map(storable, customer.addresses)))]


# -- writers


def put(db: Database, customers: Sequence[Registered], now: datetime) -> None:
    """Writer. Enter those without an id, change the others. No two of them may have an address in common, nor one
    that is somebody else's."""
    _forget(db)
    fresh = [one for one in customers if not one.id]
    ids = db.new_ids("registered", len(fresh)) if fresh else ()
    entered = [replace(one, id=number) for one, number in zip(fresh, ids, strict=True)]
    old = [one for one in customers if one.id]
    db.many(
        "INSERT INTO registered (name, status, valid_until, allowance, counted_from, language, customer_group, note, "
        "changed_at, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [_row(one, now) for one in entered],
    )
    db.many(
        "UPDATE registered SET name = ?, status = ?, valid_until = ?, allowance = ?, counted_from = ?, language = ?, "
        "customer_group = ?, note = ?, changed_at = ? WHERE id = ?",
        [_row(one, now) for one in old],
    )
    _put_addresses(db, [*entered, *old])


def _row(one: Registered, now: datetime) -> Params:
    until = one.valid_until.isoformat() if one.valid_until else None
    since = to_text(one.counted_from or now) if one.allowance is not None else None
    words = storable(one.name), one.status.value, until, one.allowance, since
    return (*words, one.language, storable(one.group), storable(one.note), to_text(now), one.id)


def _put_addresses(db: Database, customers: Iterable[Registered]) -> None:
    rows = [(storable(a), one.id, n) for one in customers for n, a in enumerate(one.addresses)]
    db.many(
        "INSERT INTO registered_address (address, registered_id, position) VALUES (?, ?, ?) "
        "ON CONFLICT (address) DO UPDATE SET position = excluded.position",
        rows,
    )


def note_asked(db: Database, address: str, now: datetime, since: datetime) -> bool:
    """Writer. Whether the address is to be asked now to verify itself: not when it is verified, or was asked since."""
    _forget(db)
    sql = (
        "UPDATE registered_address SET asked_at = ?, failure = NULL "
        "WHERE address = ? AND proven_at IS NULL AND (asked_at IS NULL OR asked_at <= ?)"
    )
    return int(db.execute(sql, (to_text(now), storable(address), to_text(since))).rowcount) > 0


def proven(db: Database, address: str, at: datetime) -> None:
    """Writer. A signed reply came back from this address."""
    _forget(db)
    sql = "UPDATE registered_address SET proven_at = ?, failure = NULL WHERE address = ? AND proven_at IS NULL"
    db.execute(sql, (to_text(at), storable(address.casefold())))


def flag(db: Database, address: str, words: str) -> None:
    """Writer. Our question did not arrive there: the server's words."""
    _forget(db)
    sql = "UPDATE registered_address SET failure = ? WHERE address = ? AND proven_at IS NULL"
    db.execute(sql, (storable(words) or "returned", storable(address.casefold())))


def came_back(db: Database, address: str, words: str) -> None:
    """Writer. A letter to all did not arrive there: it gets no more of them until it has verified itself anew."""
    _forget(db)
    sql = "UPDATE registered_address SET failure = ?, proven_at = NULL WHERE address = ?"
    db.execute(sql, (storable(words) or "returned", storable(address.casefold())))


def unsubscribe(db: Database, customer: int, at: datetime) -> bool:
    """Writer. He gets no more broadcasts; his tickets are answered as before. False: he got none already."""
    _forget(db)
    sql = "UPDATE registered SET unsubscribed_at = ? WHERE id = ? AND unsubscribed_at IS NULL"
    return int(db.execute(sql, (to_text(at), customer)).rowcount) > 0


def subscribe(db: Database, customer: int) -> bool:
    """Writer. He gets broadcasts again. False: he did already."""
    _forget(db)
    sql = "UPDATE registered SET unsubscribed_at = NULL WHERE id = ? AND unsubscribed_at IS NOT NULL"
    return int(db.execute(sql, (customer,)).rowcount) > 0


def remove_address(db: Database, address: str) -> bool:
    """Writer. Nobody has it any more; a customer goes with his last address. Whether anybody had it."""
    _forget(db)
    key = storable(address.casefold())
    number = db.value("SELECT registered_id FROM registered_address WHERE address = ?", (key,))
    if number is None:
        return False
    db.execute("DELETE FROM registered_address WHERE address = ?", (key,))
    if db.value("SELECT 1 FROM registered_address WHERE registered_id = ? LIMIT 1", (number,)) is None:
        broadcasts.forget(db, number)
        db.execute("DELETE FROM registered WHERE id = ?", (number,))
    return True


def _forget(db: Database) -> None:
    prefetch.forget(db)
    db.memo.pop(_MEMO, None)


# -- values


def _read(rows: Iterable[Row]) -> Iterator[Registered]:
    """The rows of one customer, an address each, stand together."""
    begun: list[Row] = []
    for row in rows:
        if begun and row[0] != begun[0][0]:
            yield _customer(begun)
            begun = []
        begun.append(row)
    if begun:
        yield _customer(begun)


def _customer(rows: Sequence[Row]) -> Registered:
    number, name, status, until, allowance, since, language, group, note, unsubscribed, *_ = rows[0]
    return Registered(
        addresses=tuple(row[10] for row in rows),
        name=name,
        status=CustomerStatus(status),
        valid_until=date.fromisoformat(until) if until else None,
        allowance=allowance,
        language=language,
        group=group,
        note=note,
        id=number,
        counted_from=from_text_or_none(since),
        unproven=tuple(row[10] for row in rows if row[11] is None),
        failures=tuple((row[10], row[12]) for row in rows if row[12]),
        unsubscribed_at=from_text_or_none(unsubscribed),
    )
