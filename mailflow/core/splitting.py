"""A mail of a ticket becomes one of its own: how the ticket it leaves is without it, and who is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime

from mailflow.core import events as ev
from mailflow.core.evolve import evolve
from mailflow.core.ladder import Ladder
from mailflow.core.occasions import Apart, MailTaken
from mailflow.core.ticket import Status, Ticket, TicketParts
from mailflow.core.undoing import Logged
from mailflow.core.unsent import readers_gone
from mailflow.lazy_dataclasses import replace

# The events by which a further mail of a customer came.
CAME = (ev.CustomerWrote, ev.Reopened, ev.RequestRepeated)


def came_by(log: Iterable[Logged], occasion: int) -> Logged | None:
    """The event by which the mail of this occasion came to the ticket."""
    return next((one for one in log if one.occasion == occasion and isinstance(one.event, CAME)), None)


def taken(ticket: Ticket, mail: MailTaken, now: datetime) -> list[ev.Event]:
    """The ticket without that mail: its log folded anew, but for the events the mail caused. What a later answer or
    command has made of it stays; an answer that has not left, and names a reader who goes, waits for its author."""
    event = ev.SplitOff(mail.actor, now, mail.new.n, mail.new.number, mail.seq, gone=mail.merged)
    event = _with_readers(event, mail, ticket)
    caused = next((one.occasion for one in mail.log if one.seq == mail.seq), None)
    if caused is None or ticket.status is Status.MERGED:
        return [event, *_unsent(ticket, event, now)]
    without = folded(ticket, (one for one in mail.log if not _is_left_out(one, caused, mail)))
    parts, now_so = TicketParts.of(without), TicketParts.of(ticket)
    changed = tuple(one.name for one in fields(TicketParts) if getattr(parts, one.name) != getattr(now_so, one.name))
    return [
        replace(event, changed=changed, before=parts, wrote_at=without.customer_wrote_at),
        *_unsent(ticket, event, now),
    ]


def _unsent(ticket: Ticket, event: ev.SplitOff, now: datetime) -> list[ev.Event]:
    return readers_gone(ticket, now) if event.customer or event.also else []


def _with_readers(event: ev.SplitOff, mail: MailTaken, ticket: Ticket) -> ev.SplitOff:
    """Who came with the ticket that the mail opened, and has no other part here, reads this one no longer."""
    if not mail.joined:
        return event
    came = set.intersection(*({*one.customer, *(who.key for who in one.also)} for one in mail.joined))
    last = mail.joined[-1]
    customer = tuple(one for one in last.customer if one in came)
    also = tuple(one for one in last.also if one.key in came)
    asked = ticket.requester
    return replace(event, customer=customer, also=also, requester=asked is not None and asked.key in customer)


def _is_left_out(one: Logged, caused: int, mail: MailTaken) -> bool:
    """The mail's own events; of a merge only that it joined, since its owner may have become this ticket's."""
    return one.seq == mail.seq if mail.merged else one.occasion == caused and isinstance(one.event, CAME)


def folded(ticket: Ticket, log: Iterable[Logged]) -> Ticket:
    """As these events alone make it. What has rung since a clock began does not ring again, though it rang on the clock
    of a mail that is left out."""
    found, rang = Ticket(n=ticket.n, number=ticket.number, token=ticket.token), list[tuple[Ladder, str, datetime]]()
    for one in log:  # what is left out keeps its number: later events name others by theirs
        found = evolve(replace(found, version=one.seq - 1), one.event, one.at)
        if isinstance(one.event, ev.Rang):
            rang.append((Ladder(one.event.ladder), one.event.after, one.at))
    told = [f"{ladder}:{after}" for ladder, after, at in rang if found.clocks.get(ladder, at) < at]
    kept = (one for one in found.rung if Ladder(one.partition(":")[0]) in found.clocks)
    return replace(found, rung=tuple(dict.fromkeys((*kept, *told))))


def apart(ticket: Ticket, actor: str, started: datetime, now: datetime) -> Apart:
    """What the new ticket takes along. `started`: when its customer began to wait. While that is unanswered the waiting
    goes on; else it begins now."""
    waits = ticket.answer_since
    if waits is None or waits > started:
        return Apart(ticket, actor, now, at=now)
    if waits < started:  # for the answer to an earlier mail
        return Apart(ticket, actor, max(started, ticket.claimed_at or started), at=now)
    rung = tuple(one for one in ticket.rung if one.startswith(f"{Ladder.ANSWER}:"))
    return Apart(ticket, actor, started, ticket.breached, rung, now)
