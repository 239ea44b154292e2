"""One conversation of before → its ticket: with the mails that are not here yet, in the caller's transaction. Also what
`rebuild` does again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime

from mailflow.core.counted import stage
from mailflow.core.eventlog import happened
from mailflow.core.evolve import evolve
from mailflow.core.importing import OldMail, Origin, imported, is_customers
from mailflow.core.letter_kinds import COLLEAGUE_MAIL, CUSTOMER_MAIL
from mailflow.core.message import Message
from mailflow.core.ticket import Ticket
from mailflow.flow.parts import Parts
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.archives.heads import number_of
from mailflow.mail.language import language_of
from mailflow.store.desk import tickets
from mailflow.store.desk.numbers import blank
from mailflow.store.desk.record import Change, Journaled, journal, record
from mailflow.store.engine.fields import pack
from mailflow.store.mail import inbox, messages, old_mails, threads
from mailflow.store.mail.old_mails import OldBytes

KIND = "history-imported"  # of occasion
ACTOR = "mailflow"
Filed = tuple[int, Message, datetime]  # id in the inbox, the mail as understood, when it was written
_MAILS = ("mail", CUSTOMER_MAIL, COLLEAGUE_MAIL)  # what is filed of people; anything else is a letter of ours


@dataclass(frozen=True, slots=True)
class OldRaw:
    """A mail of an archive that was not brought in before."""

    raw: bytes = field(repr=False)
    sha256: str
    at: datetime
    place: str  # for people
    number: str = ""  # that its ticket had
    message: Message = field(default_factory=Message)


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a conversation."""

    n: int = 0  # its ticket; 0 where no mail of it was new
    imported: int = 0  # mails
    known: int = 0
    is_new: bool = False  # the ticket


def bring_in(parts: Parts, mails: Sequence[OldRaw], known_home: int = 0) -> Brought:
    """Writer. `mails`, oldest first, are of one conversation, and understood. `known_home`: the ticket that has other
    mails of it."""
    fresh = [one for one in _once(mails) if not _is_here(parts, one.message)]
    if not fresh:
        return Brought(known=len(mails))
    home, linked = _relatives(parts, fresh, known_home)
    source = fresh[0].place.partition(", byte ")[0]
    ids = old_mails.put(parts.db, [_stored(one) for one in fresh], parts.clock.now())
    number = number_of(one.number for one in mails)
    origin = Origin(ACTOR, source, _language(fresh), linked)
    filed = [(row, one.message, one.at) for row, one in zip(ids, fresh, strict=True)]
    n = write(parts, filed, origin, home, number)
    return Brought(n, len(fresh), len(mails) - len(fresh), home is None)


def _once(mails: Sequence[OldRaw]) -> list[OldRaw]:
    """Without second copies, such as that in the folder of sent mail: same Message-ID, author and Date."""
    found: dict[object, OldRaw] = {}
    for one in mails:
        said = one.message
        author = said.shown_sender.key if said.shown_sender else ""
        found.setdefault((said.message_id, author, said.date) if said.message_id else one.sha256, one)
    return list(found.values())


def write(parts: Parts, mails: Sequence[Filed], origin: Origin, home: Ticket | None, number: str) -> int:
    """Writer. The ticket `home`, or a new one, gets these mails. Its n."""
    db, rules, now = parts.db, parts.rules, parts.clock.now()
    event = imported([OldMail(message, at) for _, message, at in mails], origin, rules)
    token = parts.token() + parts.token() if home is None else ""
    before = home or blank(db, rules.desk.number, rules.desk.local(event.began_at), token, number)
    after = evolve(before, event, now)
    data: dict[str, object] = {
        "mails": [row for row, _, _ in mails],
        "source": origin.source,
        "language": origin.language,
        "linked": list(origin.linked),
        "number": number,
        "home": home is not None,
        "tokens": [],
    }
    if token:
        data["token"] = token
    journaled = journal(db, KIND, now, rules.fingerprint, data=data, n=after.n)
    happening = happened(event)
    stages = [stage(happening[0], happening[2], before, after)]
    record(db, before, Change(after, [happening], stages=stages), journaled)
    for mail in mails:
        _file(parts, after.n, mail, journaled)
    return after.n


def _file(parts: Parts, n: int, mail: Filed, journaled: Journaled) -> None:
    row, message, at = mail
    theirs = is_customers(message, parts.rules)
    messages.file_message(parts.db, n, message, at=at, inbox_id=row, kind=CUSTOMER_MAIL if theirs else COLLEAGUE_MAIL)
    if theirs:
        threads.answered(parts.db, n, dict.fromkeys((*message.references[:1], *message.in_reply_to[:2])))
    message_id, digest = message.message_id, message.digest
    inbox.finish(parts.db, row, old_mails.OUTCOME, journaled.at, n, message_id=message_id, digest=digest)


def _stored(one: OldRaw) -> OldBytes:
    return OldBytes(one.sha256, len(one.raw), pack(one.raw), one.at)


def _is_here(parts: Parts, message: Message) -> bool:
    """Whether it is a mail of a ticket, or a letter of ours. What a mailbox had before the desk began is on none."""
    db, message_id = parts.db, message.message_id
    filed = tickets.find(db, [message_id]) if message_id else []
    if message_id and not filed:
        return False
    if any(kind not in _MAILS for _, _, kind in filed):
        return True
    earlier = messages.duplicate_of(db, message_id, message.digest)
    if earlier is not None and earlier.ticket is not None:
        return True
    if not message_id:
        return False
    copy = messages.other_copy(db, message_id, message.sender, message.date, message.text)
    return copy is not None


def _relatives(parts: Parts, mails: Sequence[OldRaw], known_home: int) -> tuple[Ticket | None, tuple[int, ...]]:
    """(the imported ticket that these mails continue, this desk's own tickets with mails of the same conversation)."""
    ids = [one for mail in mails for one in (*mail.message.references, *mail.message.in_reply_to)]
    named = dict.fromkeys(n for _, n, _ in tickets.find(parts.db, ids))
    found = [ticket for n in dict.fromkeys((known_home, *sorted(named))) if n and (ticket := tickets.load(parts.db, n))]
    home = next((ticket for ticket in found if ticket.imported), None)
    return home, tuple(ticket.n for ticket in found if not ticket.imported)[:5]


def _language(mails: Sequence[OldRaw]) -> str:
    return next((said for one in mails if (said := language_of(one.message.reply_text or one.message.text))), "")
