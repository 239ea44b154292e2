"""A mail of the inbox as a message: parsed, its references in the form our letters left with."""

from __future__ import annotations

from mailflow.core.message import Message
from mailflow.flow.parts import Parts
from mailflow.mail.quoting.memory import Memory
from mailflow.mail.relays import put_back
from mailflow.mail.understand import understand


def read(parts: Parts, raw: bytes, *, null_sender: bool = False) -> Message:
    """`null_sender`: as for `understand`. Never raises."""
    return remembered(parts, raw, null_sender=null_sender)[0]


def remembered(parts: Parts, raw: bytes, *, null_sender: bool = False) -> tuple[Message, Memory]:
    """With what a second reading, when its conversation is known, need not find again."""
    ours, secret, domain = parts.policy.ours, parts.secret, parts.rules.desk.address.rpartition("@")[2]
    memory = Memory()
    return put_back(understand(raw, ours, null_sender=null_sender, memory=memory), secret, domain), memory
