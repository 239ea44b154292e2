"""An operator's mail on a ticket, with the questions about it answered once: whom it reaches, and what it says."""

from __future__ import annotations

from mailflow.core.letter_kinds import ReplyUse, reply_to
from mailflow.core.meaning import Meaning, Reading
from mailflow.core.occasions import MailArrived
from mailflow.core.people import reaches_customer, reaches_desk, reaches_list
from mailflow.core.replies.operator import read
from mailflow.core.replies.spoken import People
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket
from mailflow.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OperatorReply:
    """The mail, with the questions about it answered once."""

    author: str
    words: str  # the words its meaning is decided by
    text: str  # the text as it is passed on and stored
    content: bool  # it has words or a real attachment
    direct: bool  # the customer has it already
    meant: bool  # meant to be relayed to the customer
    has_customer: bool  # the ticket has a customer to send an answer to
    closing: str | None  # satisfied | no-feedback: the words are that canned closing text
    reading: Reading  # what the words mean; without words a claim
    canned: str = ""  # the canned letter its text is made of

    @property
    def relayed(self) -> bool:
        return self.meant and self.has_customer

    @property
    def lost(self) -> bool:
        """Meant for the customer, but the ticket has none."""
        return self.meant and not self.has_customer


def understood(ticket: Ticket, mail: MailArrived, rules: Rules) -> OperatorReply:
    """Analyse an operator's mail on this ticket, before anything is decided."""
    direct = reaches_customer(ticket, mail.message)
    return OperatorReply(
        author=mail.author.name or "",
        words=mail.words.strip(),
        text=mail.told,
        content=bool(mail.words.strip() or mail.message.files),
        direct=direct,
        meant=not direct and _is_for_customer(ticket, mail, rules) and reaches_desk(mail.message, rules),
        has_customer=ticket.requester is not None,
        closing=mail.closing,
        reading=reading(ticket, mail, rules),
    )


def _is_for_customer(ticket: Ticket, mail: MailArrived, rules: Rules) -> bool:
    """Whether it replies to a letter that carries the customer's words. Alarms go to others too, so for those only the
    owner's words are an answer; before a claim anyone's, as below an announcement, but not on the list, where
    colleagues talk to each other."""
    meaning = reply_to(mail.answers)
    if meaning is ReplyUse.OWNERS_ANSWER and ticket.owner is None:
        return not reaches_list(mail.message, rules)
    if meaning is ReplyUse.OWNERS_ANSWER or (meaning is ReplyUse.CLOSING_TEXT and mail.closing is not None):
        return ticket.owner is not None and ticket.owner == mail.author.name
    return meaning is ReplyUse.ANSWER


def reading(ticket: Ticket, mail: MailArrived, rules: Rules) -> Reading:
    """The meaning of the words. A real attachment always needs a person to look; a canned closing text has its own
    meaning."""
    if mail.message.files or mail.closing is not None:
        by = "a file" if mail.message.files else f"a closing text that says {mail.closing}"
        return Reading(Meaning.CONTENT, by, mail.words)
    if not mail.words.strip():
        return Reading(Meaning.CLAIM, "no words")
    return read(mail.words, rules.claim_words, _people(ticket, mail, rules))


def _people(ticket: Ticket, mail: MailArrived, rules: Rules) -> People:
    others = (person.name for person in rules.colleagues if person.name != mail.author.name)
    asked = [address for address in (ticket.requester, ticket.answer_to, *ticket.participants) if address]
    called = (name for address in asked for name in (address.name, address.email.partition("@")[0]))
    owned = ticket.owner is not None and ticket.owner == mail.author.name
    return People(mail.author_names, tuple(others), tuple(called), rules.desk.name, ticket.n, owned)
