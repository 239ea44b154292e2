"""What a mail says it answers, in the words of this desk."""

from __future__ import annotations

from mailflow.core.message import Message
from mailflow.flow.parts import Parts
from mailflow.mail.relays import put_back


def restored(parts: Parts, message: Message) -> Message:
    """Called by the ids our letters left with, where a relay has changed them."""
    return put_back(message, parts.secret, parts.rules.desk.address.rpartition("@")[2])
