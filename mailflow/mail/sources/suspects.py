"""Mails at which the connection breaks (poison messages of an IMAP server): isolating them, and leaving them for later.

A server may close the connection, fall silent or send garbage at one mail, every time it is fetched, and mails fetched
together with it are lost with it. So after a break the mails of that command are fetched one by one; the mail that
breaks the connection alone is tried again, and after the third time left until later: by then every other mail has been
read. Pure bookkeeping over UIDs.
"""

from __future__ import annotations

from collections.abc import Iterable

from mailflow.lazy_dataclasses import dataclass, replace

TRIES = 3  # breaks after which a mail is left for later
PAUSES = (600.0, 1800.0, 3600.0, 6 * 3600.0)  # backoff: seconds until a mail left for later is fetched again
REFUSALS = 3  # more than so many, and no other mail arrives: not the mails but the server is at fault
MOST_BREAKS = 8  # breaks in one pass: each may cost a timeout


@dataclass(frozen=True, slots=True)
class Left:
    """A suspected mail, as the inbox stores it across restarts."""

    tries: int  # how often the connection broke at it
    again: float = 0.0  # machine time when to fetch it again; 0: in the next pass
    why: str = ""


class Suspects:
    """The suspected mails of one folder under one UIDVALIDITY. `now` is machine time."""

    def __init__(self, known: dict[int, Left] | None = None) -> None:
        self._mails = dict(known or {})
        self._blamed: set[int] = set()  # mails that broke the connection in this pass: each is counted once
        self._got = False  # whether any mail arrived in this pass

    @property
    def mails(self) -> dict[int, Left]:
        return dict(self._mails)

    def left(self) -> list[int]:
        """UIDs left for later, ascending."""
        return sorted(uid for uid, mail in self._mails.items() if mail.again)

    def why(self, uid: int) -> str:
        return self._mails[uid].why

    def rests(self, uid: int, now: float) -> bool:
        """Whether it is left and not due yet."""
        mail = self._mails.get(uid)
        return mail is not None and mail.again > now

    def begin(self, listed: Iterable[int], floor: int) -> None:
        """A new pass over the folder from UID `floor` up, which lists these UIDs: mails that have vanished are
        forgotten."""
        there = set(listed)
        for uid in [uid for uid in self._mails if uid >= floor and uid not in there]:
            del self._mails[uid]
        self._blamed.clear()
        self._got = False

    def portions(self, uids: Iterable[int]) -> list[list[int]]:
        """The UIDs of each FETCH, in this order: oldest first, suspects one by one; at the end those that have broken
        the connection alone, fewest breaks first, so that they delay no other."""
        portions: list[list[int]] = []
        last: list[int] = []
        for uid in uids:
            if self._broke_alone(uid):
                last.append(uid)
            elif uid not in self._mails and portions and portions[-1][0] not in self._mails:
                portions[-1].append(uid)
            else:
                portions.append([uid])
        return portions + [[uid] for uid in sorted(last, key=lambda uid: (self._mails[uid].tries, uid))]

    def _broke_alone(self, uid: int) -> bool:
        return uid in self._mails and bool(self._mails[uid].why)

    def got(self, uids: list[int]) -> list[int]:
        """These mails have arrived. Returns those of them that had been left for later; the others that were left are
        worth another try."""
        self._got = True
        back = [uid for uid in uids if uid in self._mails and self._mails[uid].again]
        self.clear(uids)
        if back:
            self._mails = {uid: replace(mail, again=min(mail.again, 1.0)) for uid, mail in self._mails.items()}
        return back

    def clear(self, uids: Iterable[int]) -> None:
        """The connection survived fetching these."""
        for uid in uids:
            self._mails.pop(uid, None)

    def broke(self, uids: list[int], why: str) -> None:
        """The connection broke while these were fetched."""
        for uid in uids:
            mail = self._mails.get(uid, Left(0))
            if len(uids) > 1:
                self._mails[uid] = replace(mail, tries=max(mail.tries, 1))
            elif uid not in self._blamed:
                self._blamed.add(uid)
                self._mails[uid] = replace(mail, tries=mail.tries + 1, why=why)

    @property
    def enough(self) -> bool:
        """Whether this pass should end."""
        return len(self._blamed) > (MOST_BREAKS if self._got else REFUSALS)

    def judge(self, now: float) -> list[int]:
        """At the end of a pass: leave those that broke the connection for the third time, unless no other mail arrived.
        Returns the newly left ones."""
        guilty = [uid for uid in self._blamed if self._mails[uid].tries >= TRIES]
        if not self._got and len(self._blamed) > REFUSALS:
            return []
        fresh = [uid for uid in guilty if not self._mails[uid].again]
        for uid in guilty:
            mail = self._mails[uid]
            self._mails[uid] = replace(mail, again=now + PAUSES[min(mail.tries - TRIES, len(PAUSES) - 1)])
        return sorted(fresh)

    @property
    def pending(self) -> list[int]:
        """Those that broke the connection in this pass and are tried again in the next."""
        return sorted(uid for uid in self._blamed if not self._mails[uid].again)
