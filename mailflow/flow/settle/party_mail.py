"""Whether a mail is of a party outside that a ticket is discussed with: the second tier, a third party asked privately.

It is theirs when it answers a letter to them, or another mail of theirs, or comes from their address on that ticket.
A ticket system that drops References is recognised by our subject or its own number in the subject, for the houses
rules.yaml names and for the very address that was asked; and these may write our number. It is filed as no mail of the
customer's: nothing of it reaches him.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.core.meaning import Meaning
from mailflow.core.message import Nature
from mailflow.core.occasions import MailArrived, Role
from mailflow.core.outcomes import outcome_of
from mailflow.core.parties import Party, PartyMail, with_address
from mailflow.core.people import is_customer
from mailflow.core.replies.customer import read
from mailflow.core.replies.party import only_promises
from mailflow.core.ticket import Ticket
from mailflow.flow.parts import Parts
from mailflow.flow.settle.case import Case, Settled, file_mail
from mailflow.flow.settle.no_person import HASTY, is_hasty_notice
from mailflow.flow.settle.refused_form import AT_ONCE, brought_back, note_refusal, refused_at_once
from mailflow.flow.ticket.handle import handle
from mailflow.flow.ticket.merging import last_of
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail import desk_robots
from mailflow.mail.party_subject import has_number, is_about, their_number
from mailflow.store.desk import tickets
from mailflow.store.mail import outbox
from mailflow.store.mail.outbox import Posted
from mailflow.store.mail.party_letters import PartyLetter, about, written_to

_BULK = "Precedence: bulk"  # ticket systems mark people's answers so, too (Roundup)
_RECEIPT = "the receipt of a ticket system"
_MOVED = "a notice that their ticket has another state"


@dataclass(frozen=True, slots=True)
class OfParty:
    """A mail of a party's, on its ticket."""

    ticket: Ticket
    party: Party
    refused: Posted | None = None  # our letter, which it brings back


def is_of_party(parts: Parts, case: Case) -> OfParty | None:
    """Reads only."""
    message = case.message
    if case.form is not None or (case.match is None and case.rules.second_tier is None and not _may_be_asked(case)):
        return None
    if case.is_colleagues or case.author.role is Role.DESK:
        return None
    if message.sender is None and message.via is None:
        return None
    back = brought_back(parts, case)
    if back is not None:
        return OfParty(*back)
    for ticket in _tickets(parts, case):
        if ticket.parties and (found := _on(parts, case, ticket)) is not None:
            return found
    return _by_subject(parts, case)


def _may_be_asked(case: Case) -> bool:
    """It may be a third party's answer without References; a new request is none, and needs no look."""
    return case.message.is_reply or bool(case.marks.numbers)


def _tickets(parts: Parts, case: Case) -> list[Ticket]:
    """That of the mail; where that was merged into another, first the one it answers: the exchange stays there."""
    found = [case.ticket] if case.ticket is not None else []
    if case.match is not None and case.match.clue.n != case.match.ticket.n:
        merged = tickets.load(parts.db, case.match.clue.n)
        found = [*([merged] if merged is not None else []), *found]
    return found


def _on(parts: Parts, case: Case, ticket: Ticket) -> OfParty | None:
    message = case.message
    if message.sender is not None and is_customer(ticket, message.sender.email):
        return None
    parents = (*message.in_reply_to, *reversed(message.references))
    found = next((one for one in ticket.parties if any(parent in one.ids for parent in parents)), None)
    found = found or next((one for one in (_addressed(parts, ticket, parent) for parent in parents) if one), None)
    if found is None and message.sender is not None and not message.is_forged:
        found = with_address(ticket.parties, message.sender.email)
    return OfParty(ticket, found) if found is not None else None


def _addressed(parts: Parts, ticket: Ticket, message_id: str) -> Party | None:
    """The party that our letter with this Message-ID was for."""
    letter = outbox.by_message_id(parts.db, message_id)
    if letter is None or letter.ticket != ticket.n or not letter.recipients:
        return None
    return with_address(ticket.parties, letter.recipients[0])


def _by_subject(parts: Parts, case: Case) -> OfParty | None:
    """By what it answers, the subject, and last our number in it, which may be that of their own ticket."""
    message = case.message
    if case.match is not None or message.sender is None or message.is_forged:
        return None
    address = message.sender.email
    addresses = (*_of_house(case, message.sender.key), *([address] if _may_be_asked(case) else []))
    if not addresses:
        return None
    answered = _on_one_of(parts, [n for _, n, _ in case.known.filed], address)
    if answered is not None:
        return answered
    for letter in about(parts.db, tuple(dict.fromkeys(map(str.casefold, addresses)))):
        ticket = tickets.load(parts.db, letter.ticket)
        party = with_address(ticket.parties, letter.address) if ticket is not None else None
        if ticket is not None and party is not None and _names(message.subject, letter, party):
            return OfParty(ticket, party)
    return _on_one_of(parts, [n for n, _ in case.known.numbered], address)


def _of_house(case: Case, sender: str) -> tuple[str, ...]:
    """The second tier's addresses at the sender's domain."""
    tier, domain = case.rules.second_tier, sender.rpartition("@")[2]
    named = tier.addresses if tier is not None else ()
    return tuple(one for one in named if one.casefold().rpartition("@")[2] == domain)


def _on_one_of(parts: Parts, numbers: Sequence[int], address: str) -> OfParty | None:
    """The first of these tickets on which the very address was written to: its mail answers a mail of a colleague's or
    the customer's that it had in copy, or has our number ("Sudah beres [#12]")."""
    for ticket in (tickets.load(parts.db, n) for n in numbers):
        party = with_address(ticket.parties, address) if ticket is not None else None
        if ticket is not None and party is not None:
            return OfParty(ticket, party)
    return None


def _names(subject: str, letter: PartyLetter, party: Party) -> bool:
    return is_about(subject, letter.subject) or has_number(subject, party.their_number)


def note_party(parts: Parts, case: Case, found: OfParty) -> Settled:
    """For the owner; or only filed, when it answers nothing."""
    message, party = case.message, found.party
    letters = written_to(parts.db, found.ticket.n, party.address)
    refused = found.refused or refused_at_once(parts, case, letters)
    if refused is not None:
        return note_refusal(parts, case, party, refused)
    number = their_number(message.subject, letters[0].subject if letters else "")
    why = _no_answer(parts, case, found, number, letters)
    occasion = MailArrived(
        message,
        case.row.arrived_at,
        case.author,
        words=message.reply_text,
        relay=message.relay_text,
        party=PartyMail(party.number, number, why, _owner_now(parts, found.ticket)),
    )
    handled = handle(parts, found.ticket, occasion, case.cause())
    file_mail(parts, case, handled.ticket, aside=True)
    return Settled(outcome_of(handled.events), handled.ticket.n, why)


def _owner_now(parts: Parts, asked: Ticket) -> str:
    """Who has the ticket into which this one was merged, and answers its customer now; "" when it was not."""
    now = last_of(parts.db, asked)
    return (now.owner or "") if now.n != asked.n else ""


def _no_answer(parts: Parts, case: Case, found: OfParty, number: str, letters: Sequence[PartyLetter]) -> str:
    """How it is known that the mail answers nothing; "" when a person must read it."""
    message = case.message
    if message.nature is Nature.AUTOMATIC and message.nature_reason != _BULK:
        done = desk_robots.says_done(_without_our_form(message.reply_text, found.ticket.number))
        return "" if done else message.nature_reason
    if message.reaction:
        return f"a reaction: {message.reaction}"
    if is_hasty_notice(parts, case):
        return HASTY
    if _is_receipt(case, found, number, letters):
        return _RECEIPT
    if message.files:
        return ""
    if not message.reply_text.strip():
        return "no words of its own"
    if desk_robots.only_moves(_without_our_form(message.reply_text, found.ticket.number)):
        return _MOVED
    names = (found.party.operator, case.rules.desk.name)
    if read(message.reply_text, names).meaning in (Meaning.THANKS, Meaning.ACKNOWLEDGEMENT):
        return "it only acknowledges"
    named = (*names, *(one.name for one in (message.sender,) if one is not None and one.name))
    return "it only promises to look" if only_promises(message.reply_text, named) else ""


def _is_receipt(case: Case, found: OfParty, number: str, letters: Sequence[PartyLetter]) -> bool:
    """A ticket system's own words, with a number we did not know, at once after our letter."""
    message = case.message
    if not number or number == found.party.their_number or message.files:
        return False
    if not any(abs(case.row.arrived_at - letter.at) < AT_ONCE for letter in letters):
        return False
    words = _without_our_form(message.reply_text, found.ticket.number)
    return (desk_robots.acknowledges(words) or desk_robots.opens(words)) and not desk_robots.says_more(words)


def _without_our_form(text: str, number: str) -> str:
    """The form's line "Nomor tiket: 7" may stand in an answer that repeats it without marks."""
    return "\n".join(line for line in text.splitlines() if line.rpartition(":")[2].strip() != number)
