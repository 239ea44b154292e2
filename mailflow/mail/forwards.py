"""The customer's mail inside an operator's forward (mail.md 7.5)."""

from __future__ import annotations

from mailflow.core.message import Message


def original(raw: bytes, message: Message) -> Message | None:
    """The forwarded mail, from an attached message/rfc822 or the first forwarded block; None when there is none."""
    return None
