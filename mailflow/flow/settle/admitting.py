"""A word of the PIC in reply to the digest changes the register: a sender is admitted, blocked, no longer blocked."""

from __future__ import annotations

from mailflow.core.message import Address
from mailflow.core.registered import REASONS, CustomerStatus, Registered, is_over
from mailflow.flow.parts import Parts
from mailflow.lazy_dataclasses import replace
from mailflow.store.desk import register
from mailflow.store.mail import held, inbox
from mailflow.store.mail.held import Together


def admit(parts: Parts, sender: Address, inbox_id: int, by: str) -> bool:
    """Writer. Enter the sender of this held mail, or give him back what he lacks, and let out what is held of him for
    want of it. Whether that changed anything."""
    before = register.by_address(parts.db, sender.email)
    after = Registered((sender.key,), sender.name) if before is None else _renewed(parts, before)
    if after != before:
        register.put(parts.db, [after], parts.clock.now())
    ids = {*held.held_together(parts.db, Together("sender", sender.key))}
    ids |= {inbox_id} if inbox.held(parts.db, inbox_id) == inbox.QUARANTINED else set()
    refused = [one for one in sorted(ids) if inbox.ended_on(parts.db, one)[1] in REASONS.values()]
    for one in refused:
        inbox.release(parts.db, one, by)
    return after != before or bool(refused)


def _renewed(parts: Parts, customer: Registered) -> Registered:
    """Active; without an end that has passed; a used-up allowance begins anew."""
    local = parts.rules.desk.local(parts.clock.now())
    renewed = replace(customer, status=CustomerStatus.ACTIVE)
    if is_over(customer, local):
        renewed = replace(renewed, valid_until=None)
    if customer.allowance is not None and register.used(parts.db, customer) >= customer.allowance:
        renewed = replace(renewed, counted_from=parts.clock.now())
    return renewed


def set_blocked(parts: Parts, address: str, *, blocked: bool) -> bool:
    """Writer. The status of a registered customer follows what is decided about his address; whether it changed."""
    before = register.by_address(parts.db, address)
    is_blocked = before is not None and before.status is CustomerStatus.BLOCKED
    if before is None or is_blocked == blocked:
        return False
    status = CustomerStatus.BLOCKED if blocked else CustomerStatus.ACTIVE
    register.put(parts.db, [replace(before, status=status)], parts.clock.now())
    return True
