"""Replies that came before the mail they answer, as when two mailboxes are read: due the moment it comes, so that a
claim is decided by its arrival and not by which worker looks again first. In memory: after a kill, and in another
process, they are due within seconds all the same."""

from __future__ import annotations

from collections.abc import Iterable

_MOST = 1_000  # ids that are remembered


class EarlyReplies:
    """The mails this process has postponed, by the Message-IDs they answer."""

    def __init__(self) -> None:
        self._waiting: dict[str, list[int]] = {}

    def note(self, inbox_id: int, answers: Iterable[str]) -> None:
        for message_id in answers:
            waiting = self._waiting.setdefault(message_id, [])
            if inbox_id not in waiting:
                waiting.append(inbox_id)
        while len(self._waiting) > _MOST:
            del self._waiting[next(iter(self._waiting))]

    def called(self, message_id: str) -> list[int]:
        """Inbox ids that wait for this mail; they are forgotten."""
        return self._waiting.pop(message_id, []) if self._waiting else []
