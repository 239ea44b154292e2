"""Replies to letters that belong to no ticket (digest, flood, confirm): who wrote them, and the one letter back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mailflow.core.addressed import addressed
from mailflow.core.authors import is_admin
from mailflow.core.commands.command import Words
from mailflow.core.letter import Letter
from mailflow.core.message import Address, Message
from mailflow.core.occasions import Author, Role
from mailflow.core.preview import preview
from mailflow.core.rules import Person
from mailflow.core.state_words import state_words
from mailflow.core.ticket import Ticket
from mailflow.core.wording import in_language
from mailflow.flow.parts import Parts
from mailflow.flow.ticket.files import MailInHand
from mailflow.flow.ticket.render import post_alone, written
from mailflow.store.desk import tickets
from mailflow.store.desk.record import post

ADMIN = "admin"
RECEIPT = "command-receipt"
LONGEST_SUBJECT = 80  # characters of a subject beside its number
_COLLEAGUES = (Role.OPERATOR, Role.PIC)


def proven_name(parts: Parts, message: Message, author: Author) -> str | None:
    """The proven colleague's name in rules.yaml, `ADMIN` for the admin; None for anybody else."""
    if author.role in _COLLEAGUES and author.proven:
        return author.name
    return ADMIN if is_admin(message, parts.rules) else None


def reader_of(parts: Parts, message: Message) -> Person | None:
    """Who gets the answer: the colleague at the colleague's own address, or the admin."""
    sender, rules = message.sender, parts.rules
    if sender is None:
        return None
    return rules.operator(sender.email) or rules.pic_person(sender.email) or Person(sender.name, sender.email)


def post_back(parts: Parts, mail: MailInHand, to: Person, kind: str, facts: Mapping[str, object]) -> str:
    """Writer. The letter back; returns its Message-ID."""
    language = to.language or parts.rules.desk.language
    letter = Letter(kind, (Address(to.address, to.name),), language=language, facts=facts)
    return post_alone(parts, letter, mail.message.subject, mail)


def row_name(ticket: Ticket) -> str:
    """ "[#12] Pulsa belum masuk": a ticket as its readers know it."""
    return f"[#{ticket.number}] {preview(ticket.subject, LONGEST_SUBJECT)}".rstrip()


def ticket_receipt(parts: Parts, mail: MailInHand, to: Person, told: Sequence[tuple[str, Words]], n: int) -> None:
    """Writer. As `receipt`, of what was done to one ticket: under its subject, and with its state now."""
    ticket = tickets.load(parts.db, n)
    if ticket is None:
        return
    language = parts.rules.desk.spoken(to.language)
    facts = {"results": _rows(told, language), "state": state_words(ticket, parts.rules, language)}
    own = to.language or parts.rules.desk.language
    letter = Letter(RECEIPT, (Address(to.address, to.name),), language=own, facts=facts)
    entries, _ = written(parts, [addressed(letter, ticket, mail.message)], mail)
    for entry in entries:
        post(parts.db, entry, parts.clock.now(), n)


def receipt(parts: Parts, mail: MailInHand, to: Person, told: Sequence[tuple[str, Words]], kind: str = RECEIPT) -> None:
    """Writer. What became of each line."""
    language = parts.rules.desk.spoken(to.language)
    post_back(parts, mail, to, kind, {"results": _rows(told, language)})


def _rows(told: Sequence[tuple[str, Words]], language: str) -> tuple[Mapping[str, str], ...]:
    return tuple({"line": line, "result": in_language(words, language)} for line, words in told)
