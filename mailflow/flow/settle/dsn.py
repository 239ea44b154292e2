"""Delivery status notifications (RFC 3464), matched to the letter they are about by its signed Message-ID, or by the
address it was sent from, whatever recipient they name (mail.md 2)."""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.core.message import BouncedRecipient, Message
from mailflow.core.occasions import LetterFailed
from mailflow.flow.parts import Parts
from mailflow.flow.ticket.handle import Cause
from mailflow.flow.ticket.undeliverable import letter_failed
from mailflow.lazy_dataclasses import replace
from mailflow.store.mail import messages, outbox
from mailflow.store.mail.outbox import Posted

_UNNAMED = BouncedRecipient("", "failed")


def report(parts: Parts, message: Message, refers_to: Sequence[str], cause: Cause) -> int | None:
    """Record the failures a bounce reports. `refers_to`: Message-IDs it is about, the surest first (`Marks`). Returns
    the n of its letter's ticket, None when it is not about a letter of ours.

    Anyone can write a bounce: it counts only with a Message-ID of ours, and only recipients of that letter are marked
    as failed (mail.md 2.7).
    """
    letter = next((found for one in refers_to if (found := outbox.by_message_id(parts.db, one))), None)
    if letter is None:
        return None
    for recipient, failure in _failed(letter, message).items():
        outbox.bounced(parts.db, letter.id, recipient, _words(recipient, failure))
        failed = LetterFailed(letter.kind, recipient, _words(recipient, failure), _other(letter, recipient, failure))
        failed = replace(failed, number=letter.version)
        letter_failed(parts, letter.ticket, failed, cause)
    if letter.ticket is not None and message.message_id:
        messages.thread(parts.db, letter.ticket, message.message_id, "bounce")
    return letter.ticket


def _failed(letter: Posted, message: Message) -> dict[str, BouncedRecipient]:
    """{recipient of the letter: what the bounce says about it}. One that names nobody is about the first."""
    found: dict[str, BouncedRecipient] = {}
    named = message.report.failed if message.report else ()
    for failure in named or (_UNNAMED,):
        found.setdefault(_recipient(letter, failure), failure)
    return found


def _recipient(letter: Posted, failure: BouncedRecipient) -> str:
    """The letter's recipient that a failure is about. An address that is not among them (the mailbox behind a forward,
    an alias, even our own address) stands for a recipient in the same domain, else for the first one."""
    named = (failure.email.casefold(), failure.original.casefold())
    known = [r for r in letter.recipients if r.casefold() in named]
    domain = failure.email.rpartition("@")[2].casefold()
    near = [r for r in letter.recipients if domain and r.rpartition("@")[2].casefold() == domain]
    return next(iter((*known, *near, *letter.recipients)))


def _other(letter: Posted, recipient: str, failure: BouncedRecipient) -> str:
    """The address that failed, when it is not the recipient's own; "?" when the bounce does not say which of
    several."""
    if not failure.email:
        return "" if len(letter.recipients) == 1 else "?"
    return "" if failure.email.casefold() == recipient.casefold() else failure.email


def _words(recipient: str, failure: BouncedRecipient) -> str:
    status = "" if failure.status in failure.diagnostic else failure.status
    said = " ".join(filter(None, (status, failure.diagnostic))) or "returned"
    return said if failure.email.casefold() in ("", recipient.casefold()) else f"{said} ({failure.email})"
