"""The references of a mail, in the form our letters left with."""

from __future__ import annotations

from mailflow.core.message import Message
from mailflow.flow.parts import Parts
from mailflow.mail.relays import put_back


def restored(parts: Parts, message: Message) -> Message:
    """The message with our original Message-IDs in place of those a relay has rewritten."""
    return put_back(message, parts.secret, parts.rules.desk.address.rpartition("@")[2])
