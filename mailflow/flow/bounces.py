"""Delivery reports: tied to the very letter they are about, believed only for a recipient it had (mail.md 2)."""

from __future__ import annotations

from mailflow.core.message import BouncedRecipient, Message
from mailflow.core.occasions import LetterFailed
from mailflow.flow.handle import Cause, handle
from mailflow.flow.parts import Parts
from mailflow.store import messages, outbox, tickets
from mailflow.store.outbox import Posted


def report(parts: Parts, message: Message, cause: Cause) -> int | None:
    """Note the failures a bounce reports; the n of its letter's ticket, None when it is about no letter of ours.

    A report is anyone's text: it counts only for a Message-ID of ours and a recipient we sent it to (mail.md 2.7).
    """
    letter = _letter_of(parts, message)
    if letter is None:
        return None
    for failure in message.report.failed if message.report else ():
        recipient = _recipient(letter, failure)
        if recipient is None:
            continue
        words = " ".join(filter(None, (failure.status, failure.diagnostic))) or "returned"
        outbox.bounced(parts.db, letter.id, recipient, words)
        letter_failed(parts, letter.ticket, LetterFailed(letter.kind, recipient, words), cause)
    if letter.ticket is not None and message.message_id:
        messages.thread(parts.db, letter.ticket, message.message_id, "bounce")
    return letter.ticket


def letter_failed(parts: Parts, n: int | None, failed: LetterFailed, cause: Cause) -> None:
    """A letter of ticket `n` will never arrive: whoever must know hears of it. Inside the caller's transaction."""
    ticket = tickets.load(parts.db, n) if n is not None else None
    if ticket is not None:
        handle(parts, ticket, failed, cause)


def _letter_of(parts: Parts, message: Message) -> Posted | None:
    ids = [message.report.original_message_id] if message.report else []
    ids += [*message.in_reply_to, *reversed(message.references)]
    return next((found for i in ids if i and (found := outbox.by_message_id(parts.db, i))), None)


def _recipient(letter: Posted, failure: BouncedRecipient) -> str | None:
    """The letter's recipient a report means; a report that names nobody means the only one there was."""
    if not failure.email:
        return letter.recipients[0] if len(letter.recipients) == 1 else None
    named = failure.email.casefold()
    return next((r for r in letter.recipients if r.casefold() == named), None)
