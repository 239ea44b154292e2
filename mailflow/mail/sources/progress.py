"""The cursor of an IMAP folder: pure bookkeeping over UIDs, so that a poll is cheap and no mail is skipped.

UIDs increase, but they are not always stored in order: a process dies in the middle of a batch, a mail cannot be
fetched today, some servers show a low UID after a higher one. So the cursor is not the highest UID stored but the
*floor*: everything the folder has listed up to it is stored. A poll lists what is above the floor, and `LOOKBACK` UIDs
below it for latecomers. The floor is kept in memory; a new process starts at 0 and asks the inbox once about all.
"""

from __future__ import annotations

from collections.abc import Iterable

LOOKBACK = 200


class Progress:
    """The cursor of one folder under one UIDVALIDITY: when that changes, UIDs mean other mails (RFC 3501 §2.3.1.1)."""

    def __init__(self, uidvalidity: str) -> None:
        self.uidvalidity = uidvalidity
        self.floor = 0
        self.started = False  # whether the inbox was asked about the whole folder
        self._stored: set[int] = set()  # stored UIDs above floor - LOOKBACK

    @property
    def begin(self) -> int:
        """The lowest UID the next listing must contain; 1: the whole folder."""
        return max(1, self.floor - LOOKBACK + 1)

    def restart(self) -> None:
        """Start at the bottom again, to find mails that appeared below the floor."""
        self.floor = 0
        self._stored.clear()

    def unknown(self, listed: Iterable[int]) -> list[int]:
        """Those listed that are not known to be stored, ascending."""
        begin, stored = self.begin, self._stored
        return sorted(uid for uid in set(listed) if uid >= begin and uid not in stored)

    def learn(self, uids: Iterable[int]) -> None:
        """These are durably stored."""
        self._stored.update(uids)

    def settle(self, listed: Iterable[int]) -> None:
        """The folder was read to the end of this listing (without mails that have vanished): the floor rises to just
        below the first mail that is not stored."""
        begin = self.begin
        uids = [uid for uid in listed if uid >= begin]
        missing = [uid for uid in uids if uid not in self._stored]
        reached = min(missing) - 1 if missing else max(uids, default=0)
        self.floor = max(self.floor, reached) if not missing else reached
        begin = self.begin
        self._stored = {uid for uid in self._stored if uid >= begin}
        self.started = True
