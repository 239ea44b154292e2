"""Mail that a listener cannot store is refused for now: said when it begins, and with a count when it is over."""

from __future__ import annotations

import logging

log = logging.getLogger(__name__)


class Refusals:
    """Of one listener."""

    def __init__(self, mailbox: str) -> None:
        self._mailbox = mailbox
        self._count = 0

    def refused(self, count: int, words: str) -> None:
        """So many mails, and why."""
        log.log(
            logging.DEBUG if self._count else logging.WARNING, "refuses mail on %s for now: %s", self._mailbox, words
        )
        self._count += count

    def stored(self) -> None:
        """Mail is stored again."""
        if self._count:
            log.info("accepts mail on %s again; it was refused for now %d times", self._mailbox, self._count)
            self._count = 0
