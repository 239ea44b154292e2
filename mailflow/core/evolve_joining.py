"""What becomes of tickets that become one, or two. A part of evolve.py."""

from __future__ import annotations

from typing import assert_never

from mailflow.core import events as ev
from mailflow.core.clocks import of_ladders, operators_turn, without_clocks
from mailflow.core.holding import FurtherMail
from mailflow.core.ladder import Ladder
from mailflow.core.ticket import Status, Ticket
from mailflow.lazy_dataclasses import replace

MOST_FURTHER = 10  # of a customer's mails; an author who has the newest has the older ones


def beside_others(
    ticket: Ticket, event: ev.Merged | ev.TicketJoined | ev.MergeMoved | ev.SplitOff | ev.SplitFrom | ev.Linked
) -> Ticket:
    match event:
        case ev.Merged():
            return _merged(ticket, event)
        case ev.TicketJoined():
            return _joined(ticket, event)
        case ev.MergeMoved():
            return replace(ticket, merged_into=event.into, merged_number=event.number)
        case ev.SplitOff():
            return _without_mail(ticket, event)
        case ev.SplitFrom():
            linked = (*ticket.linked, event.n)
            return replace(ticket, linked=linked, breached=event.breached, rung=event.rung, in_hand_until=event.at)
        case ev.Linked():
            return ticket if event.n in ticket.linked else replace(ticket, linked=(*ticket.linked, event.n))
        case _:
            assert_never(event)


def _merged(ticket: Ticket, event: ev.Merged) -> Ticket:
    """The exchange with the second tier stays here, and so does the clock of its answer."""
    gone = replace(without_clocks(ticket), status=Status.MERGED, merged_into=event.into, merged_number=event.number)
    since = ticket.clocks.get(Ladder.SECOND_TIER)
    if not event.tier_goes_on or since is None:
        return gone
    return replace(gone, clocks={Ladder.SECOND_TIER: since}, rung=of_ladders(ticket.rung, (Ladder.SECOND_TIER,)))


def _joined(ticket: Ticket, event: ev.TicketJoined) -> Ticket:
    """What its customer has written counts like a further mail of this ticket's. Running clocks go on from the earlier
    start; a breach counted there is not counted here again."""
    whole = replace(
        ticket,
        merged_from=tuple(dict.fromkeys((*ticket.merged_from, event.n))),
        requester=ticket.requester or event.requester,
        answer_to=ticket.answer_to or event.requester,
        customer=(*ticket.customer, *event.customer),
        participants=(*ticket.participants, *event.also),
        outsiders=(*ticket.outsiders, *event.outsiders),
    )
    if event.since is None:
        return whole
    further = FurtherMail(ticket.version + 1, event.at, known_to=(event.actor,))
    asked = replace(
        whole,
        asked="",
        further=(*ticket.further, further)[-MOST_FURTHER:],
        contradicted=ticket.contradicted or ticket.statement is not None,
        statement=None,
        statement_by=None,
        statement_sent=False,
    )
    if ticket.status in (Status.WAITING, Status.CLOSING):
        asked = operators_turn(asked, event.since)
    ladder = Ladder.CLAIM if asked.status is Status.NEW and not event.claimed else Ladder.ANSWER
    clocks = {**asked.clocks, ladder: min(asked.clocks.get(ladder, event.since), event.since)}
    rung = tuple(dict.fromkeys((*asked.rung, *event.rung)))
    return replace(asked, clocks=clocks, rung=rung, breached=asked.breached or event.breached)


def _without_mail(ticket: Ticket, event: ev.SplitOff) -> Ticket:
    parts = {name: getattr(event.before, name) for name in event.changed}
    asker = (None, None) if event.requester else (ticket.requester, ticket.answer_to)
    return replace(
        ticket,
        **parts,
        requester=asker[0],
        answer_to=asker[1],
        linked=(*ticket.linked, event.n),
        customer_wrote_at=event.wrote_at if event.seq else ticket.customer_wrote_at,
        further=tuple(one for one in ticket.further if one.number != event.seq),
        merged_from=tuple(n for n in ticket.merged_from if n != event.gone),
        customer=tuple(one for one in ticket.customer if one not in event.customer),
        participants=tuple(one for one in ticket.participants if one not in event.also),
    )
