"""Context for reading a mail's new words: the conversation it continues, how earlier mails of its author ended
(signature), and how other mails of its list ended (footer)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mailflow.core.message import Message
from mailflow.core.occasions import Author
from mailflow.flow.parts import Parts
from mailflow.flow.settle.matching import Match
from mailflow.flow.ticket.answered import answered_ids
from mailflow.lazy_dataclasses import replace
from mailflow.mail.quoting import learned
from mailflow.mail.quoting.learned import Ending
from mailflow.mail.quoting.memory import Memory
from mailflow.mail.quoting.reply import read_again
from mailflow.mail.quoting.said import Said, Text
from mailflow.mail.understand import known_of
from mailflow.store.mail import endings, said
from mailflow.store.mail.inbox import InboxRow

MOST_OTHERS = 8  # of a list's other mails, from which its footer is learned


def informed(
    parts: Parts,
    inbox_id: int,
    message: Message,
    author: Author,
    found: Match | None,
    *,
    colleague: bool,
    memory: Memory,
    alone: Sequence[str] = (),
    before: datetime | None = None,
) -> Message:
    """The mail with its words read again in context; unchanged when there is no context. Reads only.

    `colleague`: the author is an operator or PIC, and not the customer of the ticket found. `memory`: of its first
    reading. `alone`: texts of letters of no ticket that it answers. `before`: when it came, if it is on the ticket
    already.
    """
    if (
        found is None and not alone and not (colleague or author.name or message.list_ids)
    ):  # nothing is known beside the mail
        return message
    if message.automatic or message.reaction or not message.text.strip():
        return message
    known = known_of(message.sender, message.list_ids, parts.policy.ours, reply=message.is_reply, memory=memory)
    more = replace(
        known,
        names=tuple(dict.fromkeys((*known.names, *([author.name] if author.name else [])))),
        colleague=colleague,
        ours=known.ours | parts.rules.colleague_addresses if colleague else known.ours,
        said=_said(parts, inbox_id, message, found, alone=alone, before=before) if found is not None or alone else None,
        endings=_endings(parts, known.author, inbox_id, learned.MAILS) if colleague and author.proven else (),
        list_endings=_endings(parts, _list(message), inbox_id, MOST_OTHERS),
    )
    return message if more == known else read_again(message, parts.policy.ours.separator, more)


def _said(
    parts: Parts, inbox_id: int, message: Message, found: Match | None, *, alone: Sequence[str], before: datetime | None
) -> Said:
    """What was written on the ticket, and on the one it was merged from; the mails this one replies to first."""
    letters = [Text(one, public=True, answered=True) for one in alone]
    if found is None:
        return Said(tuple(letters))
    answered = answered_ids(message)
    numbers = dict.fromkeys((found.ticket.n, found.clue.n))
    written = [one for n in numbers for one in said.on_ticket(parts.db, n, before)]
    there = {one.message_id for one in written}
    missing = [one for one in answered if one not in there]
    written += said.of_ids(parts.db, found.ticket.n, missing) if missing else []
    texts = [Text(one.text, public=one.public, answered=one.message_id in answered) for one in written]
    texts += [Text(footer, footer=True) for footer in _footers(parts, inbox_id)]
    return Said((*letters, *sorted(texts, key=lambda one: not one.answered)))


def _footers(parts: Parts, before: int) -> list[str]:
    """The footers of the desk's own list: a quotation of one of its mails ends with it."""
    address = (parts.rules.desk.list or "").casefold()
    names = [f"list:{name}" for name in (address.replace("@", "."), address) if address]
    return [footer for source in names if (footer := learned.footer_of(_endings(parts, source, before, MOST_OTHERS)))]


def _list(message: Message) -> str:
    return f"list:{message.list_ids[0]}" if message.list_ids else ""


def _endings(parts: Parts, source: str, before: int, limit: int) -> tuple[Ending, ...]:
    if not source:
        return ()
    return tuple(Ending(text, author) for text, author in endings.of(parts.db, source, before, limit))


def remember(parts: Parts, row: InboxRow, message: Message, author: Author, *, colleague: bool) -> None:
    """Writer. Store the mail's last lines where something is learned from them: a proven colleague's own mail, and any
    mail a list has distributed, our own letters included."""
    if message.sender is None:
        return
    if colleague and author.proven and message.ending and not message.automatic:
        endings.keep(parts.db, message.sender.key, row.id, message.sender.key, message.ending)
    if message.list_ids and message.text.strip():
        last = learned.ending(message.text.split("\n"))
        endings.keep(parts.db, _list(message), row.id, message.sender.key, last)
