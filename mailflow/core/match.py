"""Which ticket a message belongs to: clues in order of trust, and who may use which (mail.md 4.1, 4.6, 4.13)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from enum import IntEnum

from mailflow.core.message import Message
from mailflow.core.occasions import Author, Role
from mailflow.core.people import belongs
from mailflow.core.ticket import Ticket
from mailflow.lazy_dataclasses import dataclass


class ClueTrust(IntEnum):
    """How much a clue proves, strongest first."""

    REPLY_TOKEN = 1  # desk+token@ among the recipients: only readers of our letters know it
    OWN_ID = 2  # a Message-ID we signed, in In-Reply-To or References
    KNOWN_ID = 3  # a Message-ID we have filed: other people and lists may know it too
    TAG = 4  # [#N] in the subject: anyone can write that
    HINT = 5  # Outlook's Thread-Index of a mail we have filed: the client dropped the other headers (mail.md 4.4)
    SHARED = 6  # a mail filed on the ticket replies to the same mail, which the desk never received


@dataclass(frozen=True, slots=True)
class Clue:
    """A sign that a message belongs to ticket `n`."""

    trust: ClueTrust
    n: int
    source: str  # the address, Message-ID or tag, for explain
    kind: str | None = None  # what has that Message-ID: a letter's kind, "customer-mail", "colleague-mail"


@dataclass(frozen=True, slots=True)
class Marks:
    """What a mail bears of ours (mail/marks.py finds it). Signed by us, but for the numbers, which anyone can write."""

    own_id: bool = False  # its Message-ID is one of ours
    looped: bool = False  # its X-Mailflow-Loop is ours
    addresses: tuple[tuple[int, str], ...] = ()  # (ticket, reply address of ours) among its recipients
    refers_to: tuple[str, ...] = ()  # Message-IDs, the nearest first; last what its bounce address stands for
    ids: Mapping[str, int] = field(default_factory=dict)  # {those of them that are ours: ticket}
    numbers: tuple[str, ...] = ()  # tagged in its subject, the last one first, for that one counts (mail.md 4.5)


def believable(clue: Clue, message: Message, ticket: Ticket, author: Author) -> bool:
    """A token or signed id is proof enough to join a ticket. Anything weaker requires that the author belongs to the
    ticket already, and is not disproven; an unknown list that names the author is not enough.

    Operators and PICs may name any ticket; whether they are proven is checked elsewhere. A mail without a readable From
    joins nothing, except a robot's notice about a letter of ours.
    """
    if message.unnamed and not message.automatic:
        return False
    if clue.trust in (ClueTrust.REPLY_TOKEN, ClueTrust.OWN_ID):
        return True
    # the mail it replies to may still arrive
    if author.role in (Role.OPERATOR, Role.PIC) and clue.trust is not ClueTrust.SHARED:
        return True
    doubtful = message.is_forged or (message.via is not None and not message.via_known)
    return message.sender is not None and not doubtful and belongs(ticket, message.sender.email)


def as_shown(clues: list[Clue], message: Message, now: Callable[[int], int]) -> list[Clue]:
    """A colleague's clues in the order they count, from strongest first. `now`: what a ticket has gone into.

    Where the mail he replies to is none of ours and never was filed, whoever wrote it chose what it refers to, such as
    a forger. The colleague has read the number in its subject: that goes before references which lead to none of the
    tickets named there.
    """
    tags = [clue for clue in clues if clue.trust is ClueTrust.TAG]
    parents = message.parents
    if not tags or not parents:
        return clues
    if any(clue.source in parents or clue.trust is ClueTrust.REPLY_TOKEN for clue in clues):  # as we sent it
        return clues
    named, others = {now(clue.n) for clue in tags}, [clue for clue in clues if clue not in tags]
    return clues if any(now(clue.n) in named for clue in others) else [*tags, *others]


def answered_kind(clues: list[Clue], message: Message, n: int) -> str | None:
    """What the mail replies to, by In-Reply-To (else its newest reference); None when not known.

    An unknown In-Reply-To means a mail we never received: the reply to it is not relayed, whatever References contain.
    """
    kinds = {
        clue.source: clue.kind for clue in clues if clue.n == n and clue.trust in (ClueTrust.OWN_ID, ClueTrust.KNOWN_ID)
    }
    parents = message.parents
    return next((kinds[parent] for parent in parents if kinds.get(parent)), None)
