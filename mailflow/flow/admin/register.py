"""The customers' register as commands change it: entered, changed, imported from a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice

from mailflow.core.customer_rows import Cells, Line, Remembers, addresses, changed, customer, said_by
from mailflow.core.registered import Registered
from mailflow.errors import CannotDo
from mailflow.flow.parts import Parts
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.store.admin.scratch import Scratch
from mailflow.store.desk import register
from mailflow.store.engine.database import Database
from mailflow.suggest import nearest

_AT_ONCE = 500  # lines in one transaction


@dataclass(frozen=True, slots=True)
class RegisterImport:
    """What became of each line of a file, or would."""

    entered: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: tuple[Line, ...] = ()


def nobody(db: Database, address: str) -> CannotDo:
    """The message when the register has no such address: suggests the most similar one."""
    domain = address.rpartition("@")[2].casefold()
    near = nearest(address.casefold(), register.addresses_like(db, address.partition("@")[0][:3], domain))
    return CannotDo(
        f"nobody in the register has the address {address}"
        + (f": did you mean '{near}'?" if near else "; `mailflow customers add` enters a customer")
    )


def enter(parts: Parts, cells: Cells) -> Registered:
    """Opens its own transaction. Raises CannotDo."""
    try:
        made = customer(cells)
    except ValueError as error:
        raise CannotDo(str(error)) from error
    with parts.db.transaction():
        if why := _not_his(parts, made.addresses, register.by_addresses(parts.db, made.addresses), 0):
            raise CannotDo(why)
        register.put(parts.db, [made], parts.clock.now())
    return _stored(parts, made.addresses[0])


def change(parts: Parts, address: str, cells: Cells, without: Sequence[str] = ()) -> Registered:
    """`cells["addresses"]` are further ones. Opens its own transaction. Raises CannotDo."""
    now = parts.clock.now()
    with parts.db.transaction():
        before = register.by_address(parts.db, address)
        if before is None:
            raise nobody(parts.db, address)
        try:
            after = _counted_anew(before, changed(before, cells), now)
            gone = [one for word in without for one in addresses(word)]
        except ValueError as error:
            raise CannotDo(str(error)) from error
        _take_away(parts, after, gone)
        kept = tuple(one for one in after.addresses if one not in gone)
        if why := _not_his(parts, kept, register.by_addresses(parts.db, kept), before.id):
            raise CannotDo(why)
        register.put(parts.db, [replace(after, addresses=kept)], now)
    return _stored(parts, kept[0])


def put_subscribed(parts: Parts, address: str, *, wanted: bool) -> bool:
    """Whether he gets broadcasts from now on. False: so it was already. Opens its own transaction. Raises CannotDo."""
    with parts.db.transaction():
        found = register.by_address(parts.db, address)
        if found is None:
            raise nobody(parts.db, address)
        if wanted:
            return register.subscribe(parts.db, found.id)
        return register.unsubscribe(parts.db, found.id, parts.clock.now())


def _take_away(parts: Parts, customer: Registered, gone: Sequence[str]) -> None:
    for one in gone:
        if one not in customer.addresses:
            raise CannotDo(f"{one} is none of his addresses: {', '.join(customer.addresses)}")
        if set(customer.addresses) <= set(gone):
            raise CannotDo("it is his last address: `mailflow customers deactivate` ends his rights")
        register.remove_address(parts.db, one)


def _counted_anew(before: Registered, after: Registered, now: datetime) -> Registered:
    """A new allowance counts from now on."""
    return after if after.allowance == before.allowance else replace(after, counted_from=now)


def _stored(parts: Parts, address: str) -> Registered:
    found = register.by_address(parts.db, address)
    assert found is not None
    return found


def _not_his(parts: Parts, wanted: Sequence[str], found: Mapping[str, Registered], own: int) -> str:
    """Why these cannot be the addresses of the customer with the id `own`; "" when they can."""
    for one in wanted:
        if parts.rules.is_desk(one) or parts.rules.is_list(one):
            return f"{one} is the desk's own address"
        if one in found and found[one].id != own:
            return f"{one} is the address of another customer ({found[one].name or found[one].addresses[0]})"
    return ""


# -- import


def take(
    parts: Parts, lines: Iterable[Line], *, dry_run: bool, seen: Callable[[int], None] = lambda done: None
) -> RegisterImport:
    """Enter and change what the good lines say, each once however often it is imported. A transaction for each 500,
    which are all that is kept of them. `seen` is called with the number of the last line."""
    entered = changed = unchanged = 0
    refused, by_customer, left = list[Line](), Scratch(), iter(lines)
    while part := list(islice(left, _AT_ONCE)):
        if dry_run:
            done, _ = _judged(parts, part, by_customer)
        else:
            with parts.db.transaction():
                done, rows = _judged(parts, part, by_customer)
                register.put(parts.db, rows, parts.clock.now())
        entered, changed, unchanged = entered + done.entered, changed + done.changed, unchanged + done.unchanged
        refused += done.refused
        seen(part[-1].number)
    return RegisterImport(entered, changed, unchanged, tuple(refused))


def _judged(parts: Parts, lines: Sequence[Line], by_customer: Remembers) -> tuple[RegisterImport, list[Registered]]:
    """What becomes of these lines, and the customers to be stored."""
    named = [one for line in lines if line.customer for one in line.customer.addresses]
    known = register.by_addresses(parts.db, named)
    fresh, old, refused, same = list[Registered](), list[Registered](), list[Line](), 0
    for line in lines:
        made = _of_line(parts, line, known, by_customer)
        if isinstance(made, str):
            refused.append(line.refused(made))
        elif not made.id:
            fresh.append(made)
        elif made == known[made.addresses[0]]:
            same += 1
        else:
            old.append(made)
    unique = {one.addresses: one for one in fresh}
    done = RegisterImport(len(unique), len(old), same + len(fresh) - len(unique), tuple(refused))
    return done, [*unique.values(), *old]


def _of_line(parts: Parts, line: Line, known: Mapping[str, Registered], by_customer: Remembers) -> Registered | str:
    """The customer as this line makes him, or why it is refused."""
    if line.customer is None:
        return line.why
    his = line.customer.addresses
    ids = {known[one].id for one in his if one in known}
    if len(ids) > 1:
        return "its addresses belong to different customers"
    own = next(iter(ids), 0)
    if why := _not_his(parts, his, known, own):
        return why
    if not own:
        return line.customer
    said, earlier = said_by(line), by_customer.get(own)
    if earlier is not None and earlier.what != said.what:
        return f"line {earlier.line} is about the same customer and says something else"
    by_customer.put(own, said)
    before = next(known[one] for one in his if one in known)
    return _counted_anew(before, changed(before, line.cells), parts.clock.now())
