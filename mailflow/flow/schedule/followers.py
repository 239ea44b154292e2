"""What follows the desk without anything waiting for it: copies, mirrors, the search index, the days' sums, the
providers' tokens, webhooks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from mailflow.errors import MailflowError
from mailflow.flow.parts import Parts
from mailflow.flow.schedule.day_sums import DaySums
from mailflow.flow.schedule.logins import Logins
from mailflow.flow.schedule.mailbox_mirror import MailboxMirror
from mailflow.flow.schedule.sent_copies import SentCopies
from mailflow.flow.schedule.webhooks import TellAdmin, Webhooks
from mailflow.flow.schedule.word_indexer import WordIndexer


class Follower(Protocol):
    """Called every few seconds, by one thread."""

    def look(self) -> int:
        """Do what is due; how much. Raises TryLater, and then goes on where it was the next time."""

    def close(self) -> None: ...


def of(parts: Parts, stop: Callable[[], bool], tell: TellAdmin) -> tuple[tuple[str, Follower], ...]:
    """All of them, by the names of their loops. `tell` the admin of what only a person can mend."""
    return (
        ("sent_folder", SentCopies(parts)),
        ("mirror", MailboxMirror(parts)),
        ("search", WordIndexer(parts, stop)),
        ("figures", DaySums(parts, stop)),
        ("logins", Logins(parts)),
        ("webhooks", Webhooks(parts, stop, tell)),
    )


def once(parts: Parts, tell: TellAdmin) -> list[str]:
    """Each of them once; what kept them from following."""
    return [words for _, follower in of(parts, lambda: False, tell) for words in _followed_up(follower)]


def _followed_up(follower: Follower) -> list[str]:
    try:
        follower.look()
    except MailflowError as error:
        return [str(error)]
    finally:
        follower.close()
    return []
