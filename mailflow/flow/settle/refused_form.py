"""A ticket system that would not have our form: it says so in an automatic mail. That is as if the form had come back
undelivered, so its author has the ticket again, and is told what the ticket system says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.message import Address, Nature
from mailflow.core.occasions import LetterFailed
from mailflow.core.parties import Party, with_address
from mailflow.core.ticket import Ticket
from mailflow.flow.parts import Parts
from mailflow.flow.settle.case import Case, Settled, file_mail
from mailflow.flow.ticket.undeliverable import letter_failed
from mailflow.mail import desk_robots
from mailflow.mail.domains import organisation
from mailflow.store.desk import tickets
from mailflow.store.mail import outbox
from mailflow.store.mail.outbox import Posted
from mailflow.store.mail.party_letters import PartyLetter

AT_ONCE = timedelta(hours=1)  # with what mail takes on its way
_ANY_ID = LazyPattern(r"<[^<>\s@]{1,200}@[^<>\s@]{1,200}>")
_LOOKED_AT = 20_000  # characters of a mail that may bring ours back
_SHOWN = 300  # characters of what a ticket system says


def brought_back(parts: Parts, case: Case) -> tuple[Ticket, Party, Posted] | None:
    """The letter to a party of this ticket that the mail brings back, as text, without any reference (Roundup)."""
    message = case.message
    if message.sender is None or message.is_forged or message.nature is Nature.HUMAN:
        return None
    if not desk_robots.refuses(message.subject, message.text):
        return None
    for one in dict.fromkeys(_ANY_ID.findall(message.text[:_LOOKED_AT])):
        letter = outbox.by_message_id(parts.db, one)
        ticket = tickets.load(parts.db, letter.ticket) if letter is not None and letter.ticket else None
        if letter is None or ticket is None or not letter.recipients:
            continue
        party = with_address(ticket.parties, letter.recipients[0])
        if party is not None and _same_house(Address(party.address), message.sender):
            return ticket, party, letter
    return None


def _same_house(one: Address, other: Address) -> bool:
    return organisation(one) == organisation(other)


def refused_at_once(parts: Parts, case: Case, letters: Sequence[PartyLetter]) -> Posted | None:
    """The newest of these letters, when this automatic mail comes at once after it and says that it was not taken."""
    message = case.message
    newest = max(letters, key=lambda letter: letter.at, default=None)
    if newest is None or message.nature is not Nature.AUTOMATIC or abs(case.row.arrived_at - newest.at) >= AT_ONCE:
        return None
    words = message.reply_text
    if not desk_robots.refuses(message.subject, words) or desk_robots.opens(words) or desk_robots.acknowledges(words):
        return None
    return outbox.by_message_id(parts.db, newest.message_id)


def note_refusal(parts: Parts, case: Case, party: Party, letter: Posted) -> Settled:
    """As for a bounce."""
    said = " ".join(case.message.reply_text.split())[:_SHOWN] or case.message.subject
    outbox.bounced(parts.db, letter.id, party.address, said)
    letter_failed(parts, letter.ticket, LetterFailed(letter.kind, party.address, said), case.cause())
    ticket = tickets.load(parts.db, letter.ticket or 0)
    assert ticket is not None  # the letter is one of its ticket's
    file_mail(parts, case, ticket, aside=True)
    return Settled(party.kind.value, ticket.n, "a ticket system has not taken our letter")
