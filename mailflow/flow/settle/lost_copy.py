"""Whether a customer's mail replies to an operator's answer that the desk has never seen."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from mailflow.core.lost_copies import QuotedAnswer
from mailflow.core.meaning import Meaning
from mailflow.core.people import belongs
from mailflow.core.replies.operator import read
from mailflow.core.replies.spoken import People
from mailflow.core.rules import Person, Rules
from mailflow.core.ticket import Ticket
from mailflow.flow.parts import Parts
from mailflow.flow.settle.case import COLLEAGUES, Case
from mailflow.mail.no_person import no_person_wrote
from mailflow.mail.quoting.quotation import Quotation, quotation
from mailflow.store.mail import messages


def quoted_answer(parts: Parts, case: Case) -> QuotedAnswer | None:
    """Only where one operator fits, by the attribution or by the Message-ID's domain."""
    message, ticket = case.message, case.ticket
    sender, parent = message.sender, next(iter(message.parents), "")
    if ticket is None or sender is None or not parent or case.author.role in COLLEAGUES:
        return None
    if message.automatic or message.is_forged or not belongs(ticket, sender.email) or _is_known(parts, case, parent):
        return None
    quoted = quotation(message.text)
    author = None if quoted is None else _author(quoted, parent, parts.rules)
    if quoted is None or author is None or no_person_wrote(message.subject, quoted.text):
        return None
    if not _answers(quoted.text, ticket, author, parts.rules):
        return None
    return QuotedAnswer(author.name, _written_at(quoted, case.row.arrived_at, parts.rules), quoted.text, parent)


def _is_known(parts: Parts, case: Case, parent: str) -> bool:
    return parent in case.marks.ids or messages.is_known(parts.db, parent)


def _answers(text: str, ticket: Ticket, author: Person, rules: Rules) -> bool:
    """Whether the words answer the customer: neither a claim nor an "ok", nor words to a colleague."""
    others = (one.name for one in rules.colleagues if one.name != author.name)
    asked = (address.name for address in (ticket.requester, *ticket.participants) if address is not None)
    people = People((author.name,), tuple(others), tuple(filter(None, asked)), rules.desk.name, ticket.n, owned=True)
    return read(text, rules.claim_words, people).meaning is Meaning.CONTENT


def _author(quoted: Quotation, parent: str, rules: Rules) -> Person | None:
    head = quoted.head.casefold()
    if any(address.casefold() in head for address in (*rules.desk.addresses, rules.desk.list or "-")):
        return None  # a letter of ours, sent on
    named = [one for one in rules.operators if any(address.casefold() in head for address in one.addresses)]
    if not named and "@" not in head and rules.desk.name.casefold() not in head:
        domain = parent.rpartition("@")[2].casefold()
        named = [one for one in rules.operators if any(a.casefold().endswith(f"@{domain}") for a in one.addresses)]
        named = [one for one in named if one.name.casefold() in head] or named
    return named[0] if len(named) == 1 else None


def _written_at(quoted: Quotation, arrived: datetime, rules: Rules) -> datetime | None:
    from mailflow.core.finders.past_moment import find_moments  # read only for such a mail
    from mailflow.core.finders.past_words import WrittenAt

    found = find_moments(quoted.head, WrittenAt(arrived, ZoneInfo(rules.desk.timezone)))
    return datetime.fromisoformat(found[0].value) if found else None
