"""What a mail bears of ours: found once, before it is matched."""

from __future__ import annotations

from mailflow.core.match import Marks
from mailflow.core.message import Message
from mailflow.mail import identity


def marks_of(secret: bytes, message: Message, number_format: str) -> Marks:
    """`number_format` is desk.number."""
    recipients = (*(person.email for person in (*message.to, *message.cc)), *message.delivered_to)
    about = (message.report.original_message_id,) if message.report and message.report.original_message_id else ()
    sent_from = (found for one in recipients if (found := identity.bounced_id(secret, one)) is not None)
    refers_to = (*about, *message.in_reply_to, *reversed(message.references), *sent_from)
    tokens = ((identity.verify_reply_address(secret, address), address) for address in recipients)
    ours = ((one, identity.verify(secret, one)) for one in dict.fromkeys(refers_to))
    return Marks(
        own_id=identity.verify(secret, message.message_id) is not None,
        looped=any(identity.is_loop_mark(secret, mark) for mark in message.loop_marks),
        addresses=tuple((n, address) for n, address in tokens if n),
        refers_to=refers_to,
        ids={one: n for one, n in ours if n is not None},
        numbers=tuple(reversed(identity.tags_in(message.subject, number_format))),
    )
