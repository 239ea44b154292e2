"""Everything that matching a new mail asks of the database, in one call."""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.core.match import Marks
from mailflow.core.message import Address, Message
from mailflow.core.registered import Registered
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.desk import register, tickets
from mailflow.store.engine.database import Database
from mailflow.store.mail import messages, sender_verdicts, threads

Filed = tuple[str, int, str]  # Message-ID or thread key, ticket, kind of the mail or letter


@dataclass(frozen=True, slots=True)
class OnFile:
    """What the database knows of a mail."""

    is_copied: bool = False  # a mail with its Message-ID has ended or is parked
    filed: Sequence[Filed] = ()  # the mails and letters it refers to
    numbered: Sequence[tuple[int, str]] = ()  # (ticket, its number), as tagged in the subject
    hinted: Sequence[Filed] = ()  # by Thread-Index
    answering: Sequence[tuple[str, int]] = ()  # (Message-ID, ticket) whose mails reply to the same mail, or to this one
    has_verdicts: bool = False  # whether a person has said of any sender that he is blocked or trusted
    customer: str = ""  # address of the customer a new ticket would be compared with
    open_tickets: Sequence[int] = ()  # of that customer, newest first
    registered: Registered | None = None  # that customer in the register


def look(db: Database, message: Message, marks: Marks, customer: Address | None) -> OnFile:
    """Reads only, and asks only for what the mail names."""
    numbered = ((tickets.by_number(db, number), number) for number in marks.numbers)
    conversation = list(dict.fromkeys((*message.in_reply_to, *reversed(message.references), message.message_id)))
    return OnFile(
        is_copied=bool(message.message_id) and messages.is_known(db, message.message_id),
        filed=tickets.find(db, marks.refers_to) if marks.refers_to else (),
        numbered=[(n, number) for n, number in numbered if n],
        hinted=tickets.find(db, [threads.index_key(message.thread_index)]) if message.thread_index else (),
        answering=threads.answering(db, conversation, message.sender.email if message.sender else ""),
        has_verdicts=sender_verdicts.any_there(db),
        customer=customer.email if customer else "",
        open_tickets=tickets.open_of_customer(db, customer.email) if customer else (),
        registered=register.by_address(db, customer.email) if customer else None,
    )
