"""The customer of a mail, as the register knows him, where no other look-up has found him already."""

from __future__ import annotations

from mailflow.core.opening import Opening, asker
from mailflow.core.registered import Registered
from mailflow.flow.parts import Parts
from mailflow.store.desk import register


def registered(parts: Parts, opening: Opening) -> Registered | None:
    """The customer a ticket of this mail would have."""
    customer = asker(opening, parts.rules)
    return register.by_address(parts.db, customer.email) if customer is not None else None
