"""Step 1: a new request gets its number, and its customer at once an acknowledgement, unless limits forbid it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from mailflow.core.likeness import Begun, keys
from mailflow.core.limits import Name, letter_limit_reached, of_letter
from mailflow.core.message import Message
from mailflow.core.occasions import MailArrived
from mailflow.core.opening import Opening, opened
from mailflow.core.ticket import Ticket
from mailflow.flow.parts import Parts
from mailflow.flow.settle import robots
from mailflow.flow.settle.robots import Seen, Standing
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.mail import desk_robots
from mailflow.mail.domains import organisation
from mailflow.mail.language import language_of
from mailflow.store.desk import prefetch
from mailflow.store.desk.numbers import blank
from mailflow.store.mail import tally

A_DAY = timedelta(days=1)
KIND = "acknowledgement"
ENOUGH = "not acknowledged: a robot's, which answers our acknowledgements; it has had enough"


@dataclass(frozen=True, slots=True)
class Beginning:
    """A blank ticket with its number, and the occasion that opens it."""

    ticket: Ticket
    occasion: MailArrived
    names: Sequence[Name] = ()  # under which its acknowledgement is counted
    found: Seen | None = None  # what it is in a conversation of acknowledgements; None: it never gets one
    why_not: str = ""  # it is not acknowledged: for the admin, where the mail itself does not show it


def begin(parts: Parts, opening: Opening) -> Beginning:
    """Takes a number: there is a ticket in any case."""
    db, rules, now = parts.db, parts.rules, parts.clock.now()
    asked = opened(opening, rules)
    entered = opening.registered.language if opening.registered is not None else None
    language = asked.occasion.language or entered or language_of(asked.occasion.words) or ""
    robotic = desk_robots.acknowledges(opening.message.reply_text)  # here, where the way is in mail/ anyway
    limited = of_letter(rules.limits.letters, asked.reader, organisation(asked.reader), organisation(asked.asked_by))
    today = rules.desk.local(now)
    names = [name for name, _ in limited]
    vouched = asked.asked_by is None
    found = robots.look(parts, opening, now - A_DAY, vouched=vouched, robotic=robotic) if names else None
    counts = tally.counts(db, names, now) if names else []
    ticket = blank(db, rules.desk.number, today, parts.token() + parts.token())
    full = letter_limit_reached(limited, counts)
    why_not = f"not acknowledged: {full}" if full else ""
    if found is not None and found.standing is Standing.ENOUGH:
        why_not = ENOUGH
    sent = bool(names) and not why_not
    occasion = replace(asked.occasion, language=language, acknowledge=sent)
    return Beginning(ticket, occasion, names if sent else (), found, why_not)


def prefetch_authors(parts: Parts, messages: Sequence[Message]) -> None:
    """One query for what settling these mails will ask about their authors; at most AT_ONCE mails."""
    authors = [message.sender for message in messages if message.sender is not None]
    batch = prefetch.Batch(
        mails=[message.message_id for message in messages],
        people=[author.email for author in authors],
        likenesses=[one for message in messages for one in _keys(message)],
    )
    prefetch.load(parts.db, batch, KIND, parts.clock.now() - A_DAY)


def _keys(message: Message) -> frozenset[str]:
    author = message.shown_sender
    return keys(Begun(author, message.subject, message.reply_text)) if author is not None else frozenset()
