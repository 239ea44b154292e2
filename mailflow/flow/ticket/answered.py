"""What a mail replies to."""

from __future__ import annotations

from mailflow.core.message import Message


def answered_ids(message: Message) -> tuple[str, ...]:
    """What it replies to: In-Reply-To, and the last of References for clients that write no In-Reply-To; each once."""
    return tuple(dict.fromkeys((*message.in_reply_to, *message.references[-1:])))
