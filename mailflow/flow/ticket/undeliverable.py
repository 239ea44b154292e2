"""A letter that could not be delivered, reported by the server at once or by a bounce later: an occasion on its
ticket."""

from __future__ import annotations

from datetime import timedelta

from mailflow.core.letter_kinds import BROADCAST, VERIFY
from mailflow.core.occasions import LetterFailed
from mailflow.flow.parts import Parts
from mailflow.flow.ticket.handle import Cause, handle
from mailflow.lazy_dataclasses import replace
from mailflow.store.desk import colleagues, register, tickets
from mailflow.store.mail import failures

_A_DAY = timedelta(days=1)


def letter_failed(parts: Parts, n: int | None, failed: LetterFailed, cause: Cause) -> None:
    """A letter of ticket `n` could not be delivered: owner and PIC are told. Inside the caller's transaction. What
    should have verified a customer's address, or went to many, flags it."""
    if failed.letter == VERIFY:
        register.flag(parts.db, failed.recipient, failed.words)
    elif failed.letter == BROADCAST:
        register.came_back(parts.db, failed.recipient, failed.words)
    ticket = tickets.load(parts.db, n) if n is not None else None
    if ticket is not None:
        handle(parts, ticket, replace(failed, again=_is_told_of(parts, failed)), cause)


def _is_told_of(parts: Parts, failed: LetterFailed) -> bool:
    """A colleague's dead address fails for every ticket: it is told once a day."""
    if not colleagues.was_one(parts.db, failed.recipient):
        return False
    return failures.told_since(parts.db, failed.recipient, parts.clock.now() - _A_DAY)
