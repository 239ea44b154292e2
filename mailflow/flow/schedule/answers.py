"""Answers that wait for their moment: the loop that lets them leave. Each leaves by an event of its ticket: it is sent
once, whichever daemon does it, and never crosses with `/batal` or a customer's mail."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from mailflow.core.occasions import AnswerDue
from mailflow.flow.parts import Parts
from mailflow.flow.ticket.handle import Cause, handle
from mailflow.store.desk import tickets
from mailflow.store.mail import waiting

_AT_ONCE = 20  # answers in one transaction
PATIENCE = timedelta(minutes=5)  # so long an answer waits for a mailbox that is not read to its end


def send_due(parts: Parts, stop: Callable[[], bool] = lambda: False, *, behind: bool = False) -> int:
    """Let go every answer whose moment has come; returns how many tickets they belong to. `behind`: a mailbox may
    contain a customer's mail that would hold one; nobody waits long for it."""
    sent = 0
    until = PATIENCE if behind else timedelta(0)
    while not stop() and (due := waiting.due(parts.db, by := parts.clock.now() - until, _AT_ONCE)):
        answers = [one for one in due if one is not None]
        with parts.db.transaction():
            if len(answers) < len(due):
                waiting.release_alone(parts.db, by)
            for n in dict.fromkeys(n for n, _ in answers):
                _leave(parts, n, tuple(number for ticket, number in answers if ticket == n))
                sent += 1
    return sent


def undoable(parts: Parts) -> Mapping[int, tuple[int, ...]]:
    """{ticket: answers} that can be taken back now, without those scheduled for later."""
    found = {n: tickets.load(parts.db, n) for n in waiting.tickets(parts.db)}
    return {n: tuple(one.number for one in t.unsent if not one.scheduled) for n, t in found.items() if t is not None}


def send(parts: Parts, answers: Mapping[int, tuple[int, ...]]) -> None:
    """Let these go before their moment: with `run --once` the wait ends with the next run. One that was taken back is
    not sent."""
    for n, numbers in answers.items():
        with parts.db.transaction():
            ticket = tickets.load(parts.db, n)
            still = tuple(one.number for one in ticket.unsent if one.number in numbers) if ticket else ()
            if still:
                _leave(parts, n, still)


def _leave(parts: Parts, n: int, numbers: tuple[int, ...]) -> None:
    ticket = tickets.load(parts.db, n)
    if ticket is not None:
        handle(parts, ticket, AnswerDue(numbers), Cause("answer-due"))
    for number in numbers:  # also one the ticket knows nothing of: no letter waits for ever
        waiting.release(parts.db, n, number)
