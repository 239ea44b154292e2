"""What the desk knows beside a mail when its new words are looked for: the conversation it goes on, and how earlier
mails of its author, and others of the list it came by, have ended."""

from __future__ import annotations

from dataclasses import replace

from mailflow.core.message import Message
from mailflow.core.occasions import Author
from mailflow.flow.parts import Parts
from mailflow.flow.settle.matching import Match
from mailflow.mail.quoting import learned
from mailflow.mail.quoting.learned import Ending
from mailflow.mail.quoting.reply import read_again
from mailflow.mail.quoting.said import Said, Text
from mailflow.mail.understand import known_of
from mailflow.store.mail import endings, said
from mailflow.store.mail.inbox import InboxRow

MOST_OTHERS = 8  # of a list's other mails that are asked for its footer


def informed(
    parts: Parts, row: InboxRow, message: Message, author: Author, found: Match | None, *, colleague: bool
) -> Message:
    """The mail, its words read again with all that is known; as it is when that is nothing more. Reads only.

    `colleague`: an operator or PIC who is not himself the customer of the ticket found.
    """
    if message.automatic or message.reaction or not message.text.strip():
        return message
    known = known_of(message.sender, message.list_ids, parts.policy.ours, reply=message.is_reply)
    more = replace(
        known,
        names=tuple(dict.fromkeys((*known.names, *([author.name] if author.name else [])))),
        colleague=colleague,
        said=None if found is None else _said(parts, row, message, found),
        endings=_endings(parts, known.author, row.id, learned.MAILS) if colleague and author.proven else (),
        list_endings=_endings(parts, _list(message), row.id, MOST_OTHERS),
    )
    return message if more == known else read_again(message, parts.policy.ours.separator, more)


def _said(parts: Parts, row: InboxRow, message: Message, found: Match) -> Said:
    """What was written on the ticket, and where it was merged from; first of all what the mail answers."""
    answered = {*message.in_reply_to, *message.references[-1:]}
    numbers = dict.fromkeys((found.ticket.n, found.clue.n))
    written = [one for n in numbers for one in said.on_ticket(parts.db, n)]
    there = {one.message_id for one in written}
    missing = [one for one in answered if one not in there]
    written += said.of_ids(parts.db, found.ticket.n, missing) if missing else []
    texts = [Text(one.text, public=one.public, answered=one.message_id in answered) for one in written]
    texts += [Text(footer, footer=True) for footer in _footers(parts, row.id)]
    return Said(tuple(sorted(texts, key=lambda one: not one.answered)))


def _footers(parts: Parts, before: int) -> list[str]:
    """What the desk's own list adds to its mails: a quotation of one ends with it."""
    address = (parts.rules.desk.list or "").casefold()
    names = [f"list:{name}" for name in (address.replace("@", "."), address) if address]
    return [footer for who in names if (footer := learned.footer_of(_endings(parts, who, before, MOST_OTHERS)))]


def _list(message: Message) -> str:
    return f"list:{message.list_ids[0]}" if message.list_ids else ""


def _endings(parts: Parts, who: str, before: int, limit: int) -> tuple[Ending, ...]:
    if not who:
        return ()
    return tuple(Ending(text, author) for text, author in endings.of(parts.db, who, before, limit))


def remember(parts: Parts, row: InboxRow, message: Message, author: Author, *, colleague: bool) -> None:
    """Writer. How this mail ended, where something is learned from that: a proven colleague's own words, and whatever
    a list has distributed, our own letters too."""
    if message.sender is None:
        return
    if colleague and author.proven and message.ending and not message.automatic:
        endings.keep(parts.db, message.sender.key, row.id, message.sender.key, message.ending)
    if message.list_ids and message.text.strip():
        last = learned.ending(message.text.split("\n"))
        endings.keep(parts.db, _list(message), row.id, message.sender.key, last)
