"""Which ticket a message belongs to: clues in order of trust, and who may follow which (mail.md 4.1, 4.6, 4.13)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from mailflow.core.message import Message
from mailflow.core.occasions import Author, Role
from mailflow.core.people import belongs
from mailflow.core.ticket import Ticket


class ClueTrust(IntEnum):
    """How much a clue proves, strongest first."""

    REPLY_TOKEN = 1  # desk+token@ among the recipients: only a reader of our letters has it
    OWN_ID = 2  # a Message-ID we signed, in In-Reply-To or References
    KNOWN_ID = 3  # a Message-ID we have filed: people and lists may know it too
    TAG = 4  # [#N] in the subject: anyone can write that
    HINT = 5  # Outlook's Thread-Index of a mail we have filed: the client lost the rest (mail.md 4.4)
    SHARED = 6  # a mail filed there answers the same mail, which the desk never saw


@dataclass(frozen=True, slots=True)
class Clue:
    """One sign that a message belongs to ticket `n`."""

    trust: ClueTrust
    n: int
    source: str  # the address, Message-ID or tag that says so, for explain
    kind: str | None = None  # what that Message-ID is: a letter's kind, "customer-mail", "colleague-mail"


def believable(clue: Clue, message: Message, ticket: Ticket, author: Author) -> bool:
    """A token or signed id is proof enough to join; anything weaker needs the author to belong to the ticket already,
    and nobody to have proved that he is somebody else; that a list we know nothing of names him is not enough.

    Operators and PICs may name any ticket; whether they are believed to be who they say is asked elsewhere. A mail that
    hides its author (no From that can be read) joins nothing; a robot's notice of a letter of ours may be like that.
    """
    if message.unnamed and not message.automatic:
        return False
    if clue.trust in (ClueTrust.REPLY_TOKEN, ClueTrust.OWN_ID):
        return True
    if author.role in (Role.OPERATOR, Role.PIC) and clue.trust is not ClueTrust.SHARED:  # what he answers may yet come
        return True
    doubtful = message.is_forged or (message.via is not None and not message.via_known)
    return message.sender is not None and not doubtful and belongs(ticket, message.sender.email)


def answered_kind(clues: list[Clue], message: Message, n: int) -> str | None:
    """What the mail replies to, by its In-Reply-To (else its newest reference); None when that is not known.

    An In-Reply-To we do not know is a mail we never saw: its answer is nobody's to relay, whatever References say.
    """
    kinds = {
        clue.source: clue.kind for clue in clues if clue.n == n and clue.trust in (ClueTrust.OWN_ID, ClueTrust.KNOWN_ID)
    }
    parents = message.in_reply_to or message.references[-1:]
    return next((kinds[parent] for parent in parents if kinds.get(parent)), None)
