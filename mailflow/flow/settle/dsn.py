"""Delivery reports: tied to the very letter they are about, which its signed id proves, whomever they name
(mail.md 2)."""

from __future__ import annotations

from mailflow.core.message import BouncedRecipient, Message
from mailflow.core.occasions import LetterFailed
from mailflow.flow.parts import Parts
from mailflow.flow.ticket.handle import Cause
from mailflow.flow.ticket.undeliverable import letter_failed
from mailflow.store.mail import messages, outbox
from mailflow.store.mail.outbox import Posted


def report(parts: Parts, message: Message, cause: Cause) -> int | None:
    """Note the failures a bounce reports; the n of its letter's ticket, None when it is about no letter of ours.

    A report is anyone's text: it counts only for a Message-ID of ours, and marks nobody's address but that of a
    recipient it names (mail.md 2.7).
    """
    letter = _letter_of(parts, message)
    if letter is None:
        return None
    for recipient, failure in _failed(letter, message).items():
        outbox.bounced(parts.db, letter.id, recipient, _words(recipient, failure))
        failed = LetterFailed(letter.kind, recipient, _words(recipient, failure), _other(letter, recipient, failure))
        letter_failed(parts, letter.ticket, failed, cause)
    if letter.ticket is not None and message.message_id:
        messages.thread(parts.db, letter.ticket, message.message_id, "bounce")
    return letter.ticket


def _letter_of(parts: Parts, message: Message) -> Posted | None:
    ids = [message.report.original_message_id] if message.report else []
    ids += [*message.in_reply_to, *reversed(message.references)]
    return next((found for i in ids if i and (found := outbox.by_message_id(parts.db, i))), None)


def _failed(letter: Posted, message: Message) -> dict[str, BouncedRecipient]:
    """Who of the letter's recipients did not get it, and what is said of him."""
    found: dict[str, BouncedRecipient] = {}
    for failure in message.report.failed if message.report else ():
        found.setdefault(_recipient(letter, failure), failure)
    return found


def _recipient(letter: Posted, failure: BouncedRecipient) -> str:
    """The letter's recipient a report means. One that names nobody he is known by (the mailbox behind a forwarding, an
    alias, even our own address) means one in the same domain, else the letter's first reader."""
    named = (failure.email.casefold(), failure.original.casefold())
    known = [r for r in letter.recipients if r.casefold() in named]
    domain = failure.email.rpartition("@")[2].casefold()
    near = [r for r in letter.recipients if domain and r.rpartition("@")[2].casefold() == domain]
    return next(iter((*known, *near, *letter.recipients)))


def _other(letter: Posted, recipient: str, failure: BouncedRecipient) -> str:
    """The address that is to blame where it is not the recipient's own; "?" where nobody says which of several."""
    if not failure.email:
        return "" if len(letter.recipients) == 1 else "?"
    return "" if failure.email.casefold() == recipient.casefold() else failure.email


def _words(recipient: str, failure: BouncedRecipient) -> str:
    status = "" if failure.status in failure.diagnostic else failure.status
    said = " ".join(filter(None, (status, failure.diagnostic))) or "returned"
    return said if failure.email.casefold() in ("", recipient.casefold()) else f"{said} ({failure.email})"
