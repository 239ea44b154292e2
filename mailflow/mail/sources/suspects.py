"""Mails at which the connection broke: which of them are asked for alone, and which are left until much later.

A server may end the connection, fall silent or lose its place at one mail, each time anew; asked for beside others it
takes them along. So what a broken answer was about is asked for one by one, what broke it alone is asked for again, and
at the third time it is left where it lies: every other mail has been read by then. Pure bookkeeping over UIDs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

TRIES = 3  # breaks until a mail is left
PAUSES = (600.0, 1800.0, 3600.0, 6 * 3600.0)  # seconds until a mail that was left is asked for again
REFUSALS = 3  # more than so many, and nothing else comes: it is not the mails, it is the server
MOST_BREAKS = 8  # of one reading: each may cost a time-out


@dataclass(frozen=True, slots=True)
class Left:
    """A mail under suspicion, as the inbox remembers it across restarts."""

    tries: int  # how often the connection broke at it
    again: float = 0.0  # machine seconds when to ask again; 0: with the next reading
    why: str = ""


class Suspects:
    """Of one folder under one UIDVALIDITY. `now` is machine seconds."""

    def __init__(self, known: dict[int, Left] | None = None) -> None:
        self._mails = dict(known or {})
        self._blamed: set[int] = set()  # those that broke it in this reading: each counts once
        self._got = False  # whether any mail came in this reading

    @property
    def mails(self) -> dict[int, Left]:
        return dict(self._mails)

    def left(self) -> list[int]:
        """Those given up for now, ascending."""
        return sorted(uid for uid, mail in self._mails.items() if mail.again)

    def why(self, uid: int) -> str:
        return self._mails[uid].why

    def rests(self, uid: int, now: float) -> bool:
        """Left, and not to be asked for yet."""
        mail = self._mails.get(uid)
        return mail is not None and mail.again > now

    def begin(self, listed: Iterable[int], floor: int) -> None:
        """Another reading, of the folder from `floor` up, where these lie: what has vanished is forgotten."""
        there = set(listed)
        for uid in [uid for uid in self._mails if uid >= floor and uid not in there]:
            del self._mails[uid]
        self._blamed.clear()
        self._got = False

    def portions(self, uids: Iterable[int]) -> list[list[int]]:
        """What to ask for together, in this order: oldest first, the suspects among them alone; and last, the fewest
        breaks first, those that broke it by themselves, so that they keep no other back."""
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
        """These have come; those of them that had been left. The others that were left are worth another try."""
        self._got = True
        back = [uid for uid in uids if uid in self._mails and self._mails[uid].again]
        self.clear(uids)
        if back:
            self._mails = {uid: replace(mail, again=min(mail.again, 1.0)) for uid, mail in self._mails.items()}
        return back

    def clear(self, uids: Iterable[int]) -> None:
        """The connection outlived asking for these."""
        for uid in uids:
            self._mails.pop(uid, None)

    def broke(self, uids: list[int], why: str) -> None:
        """The connection broke while these were asked for."""
        for uid in uids:
            mail = self._mails.get(uid, Left(0))
            if len(uids) > 1:
                self._mails[uid] = replace(mail, tries=max(mail.tries, 1))
            elif uid not in self._blamed:
                self._blamed.add(uid)
                self._mails[uid] = replace(mail, tries=mail.tries + 1, why=why)

    @property
    def enough(self) -> bool:
        """This reading had better end."""
        return len(self._blamed) > (MOST_BREAKS if self._got else REFUSALS)

    def judge(self, now: float) -> list[int]:
        """After a reading: leave those that broke it for the third time, unless nothing but such came. The newly
        left."""
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
        """Those that broke it in this reading and are asked for again with the next."""
        return sorted(uid for uid in self._blamed if not self._mails[uid].again)
