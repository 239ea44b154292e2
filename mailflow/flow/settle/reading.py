"""A mail of the inbox as a message: parsed, its references in the form our letters left with."""

from __future__ import annotations

from mailflow.core.message import Message
from mailflow.flow.parts import Parts
from mailflow.mail.quoting.memory import Memory
from mailflow.mail.relays import put_back
from mailflow.mail.understand import understand


def read(parts: Parts, raw: bytes, *, null_sender: bool = False, memory: Memory | None = None) -> Message:
    """`null_sender`, `memory`: as for `understand`. Never raises."""
    ours, secret, domain = parts.policy.ours, parts.secret, parts.rules.desk.address.rpartition("@")[2]
    return put_back(understand(raw, ours, null_sender=null_sender, memory=memory), secret, domain)
