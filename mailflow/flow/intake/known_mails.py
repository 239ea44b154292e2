"""What a source may ask of the inbox: which mails of its mailbox are stored, and at which ones its connection
breaks."""

from __future__ import annotations

from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.sources.suspects import Left
from mailflow.store.engine.database import Database
from mailflow.store.mail import arrivals, unreadable


@dataclass(frozen=True, slots=True)
class InboxKnownMails:
    """Implements mail.sources.KnownMails."""

    db: Database
    looking: bool  # read only

    def seen(self, mailbox: str, uidvalidity: str, uids: list[str]) -> set[str]:
        return arrivals.known(self.db, mailbox, uidvalidity, uids)

    def highest(self, mailbox: str, uidvalidity: str) -> str | None:
        return arrivals.highest(self.db, mailbox, uidvalidity)

    def left(self, mailbox: str, uidvalidity: str) -> dict[str, Left]:
        found = unreadable.left(self.db, mailbox, uidvalidity)
        return {uid: Left(tries, again, why) for uid, (tries, again, why) in found.items()}

    def leave(self, mailbox: str, uidvalidity: str, left: dict[str, Left]) -> None:
        if not self.looking:
            rows = {uid: (mail.tries, mail.again, mail.why) for uid, mail in left.items()}
            unreadable.leave(self.db, mailbox, uidvalidity, rows)
