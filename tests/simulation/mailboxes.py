"""Mailboxes as IMAP servers keep them, in memory, and the Source through which a simulated daemon reads one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from mailflow.core.arrival import Arrival
from mailflow.errors import StandBy, TryLater
from mailflow.mail.sources.progress import Progress
from mailflow.store.mail import arrivals
from tests.simulation.mails import Mail

if TYPE_CHECKING:
    from tests.simulation.daemons import SimDaemon
    from tests.simulation.world import World


@dataclass
class Put:
    """One mail in one mailbox under one name; what the model remembers of it for ever."""

    mail: Mail
    raw: bytes
    arrived_at: datetime  # whole seconds, as INTERNALDATE tells
    gone: bool = False  # a human expunged or moved it, or the mailbox was renumbered


@dataclass
class Box:
    """The server's side. `puts` is every name it ever gave, `uids` those it lists now."""

    name: str
    after: str  # keep | delete
    validity: int = 1
    down: bool = False
    last_uid: int = 0
    uids: list[int] = field(default_factory=list)
    puts: dict[tuple[str, str], Put] = field(default_factory=dict)
    holder: SimDaemon | None = None  # of the lock file
    caught_up: bool = False  # somebody has read it to its end since it was last out of reach

    def put(self, mail: Mail, raw: bytes, at: datetime) -> None:
        self.last_uid += 1
        self.uids.append(self.last_uid)
        self.puts[str(self.validity), str(self.last_uid)] = Put(mail, raw, at.replace(microsecond=0))

    def at(self, uid: int) -> Put:
        return self.puts[str(self.validity), str(uid)]

    def remove(self, uid: int) -> None:
        """A human moves the mail elsewhere, or deletes it."""
        if uid in self.uids:
            self.uids.remove(uid)
            self.at(uid).gone = True

    def renumber(self) -> None:
        """UIDVALIDITY changes: a restored backup, a moved server. The mails are the same, their names are not."""
        here = [self.at(uid) for uid in self.uids]
        self.validity += 1
        self.last_uid, self.uids = 0, []
        for old in here:
            old.gone = True
            self.put(old.mail, old.raw, old.arrived_at)


class Lock:
    """The lock file of a mailbox: held by one daemon, freed when it dies."""

    def __init__(self, box: Box, daemon: SimDaemon) -> None:
        self._box, self._daemon = box, daemon

    def take(self) -> None:
        if self._box.holder not in (None, self._daemon):
            raise StandBy(f"{self._box.name}: another daemon reads it")
        self._box.holder = self._daemon

    def check(self) -> None:
        """A lock file is taken from nobody who lives."""

    def free(self) -> None:
        if self._box.holder is self._daemon:
            self._box.holder = None


class MemorySource:
    """A connection to a Box: lists what is above the floor, asks the inbox once, yields, breaks off."""

    def __init__(self, world: World, daemon: SimDaemon, box: Box) -> None:
        self.name = box.name
        self._world, self._daemon, self._box = world, daemon, box
        self._progress: Progress | None = None

    def fetch(self) -> Iterator[list[Arrival]]:
        box, world = self._box, self._world
        self._alive()
        if self._progress is None or self._progress.uidvalidity != str(box.validity):
            self._progress = Progress(str(box.validity))
        progress, validity = self._progress, box.validity
        listed = box.uids[bisect_left(box.uids, progress.begin) :]
        unknown = progress.unknown(listed)
        if unknown:
            known = arrivals.known(world.db, box.name, progress.uidvalidity, [str(uid) for uid in unknown])
            progress.learn(int(uid) for uid in known)
        left = [uid for uid in unknown if str(uid) not in known] if unknown else []
        while left:
            size = world.chance.randint(1, 6)
            yield from self._batch(left[:size], validity)
            left = left[size:]
        progress.settle(self._left(listed))
        box.caught_up = True  # told now: the daemon may be killed before it could say so

    def _left(self, listed: list[int]) -> list[int]:
        here = set(self._box.uids)
        return [uid for uid in listed if uid in here]

    def _batch(self, uids: list[int], validity: int) -> Iterator[list[Arrival]]:
        box = self._box
        found = [self._arrival(uid) for uid in uids if uid in box.uids and box.validity == validity]
        if found:
            yield found
        self._alive()
        self._world.maybe_fail("mailbox", f"{box.name}: connection reset in the middle of a fetch")
        if box.validity != validity:
            raise TryLater(f"{box.name}: UIDVALIDITY has changed")

    def _arrival(self, uid: int) -> Arrival:
        put = self._box.at(uid)
        return Arrival(self.name, str(self._box.validity), str(uid), put.arrived_at, put.raw)

    def done(self, batch: list[Arrival]) -> None:
        self._world.point("before done", self._daemon)
        self._alive()
        self._world.maybe_fail("mailbox", f"{self.name}: BYE before the mails are marked")
        if self._progress is not None:
            self._progress.learn(int(arrival.uid) for arrival in batch)
        if self._box.after == "delete":
            for arrival in batch:
                if arrival.uidvalidity == str(self._box.validity):
                    self._box.remove(int(arrival.uid))

    def _alive(self) -> None:
        if self._box.down:
            raise TryLater(f"{self.name}: connection refused")

    def wait(self, seconds: float) -> bool:
        return False

    def stop(self) -> None:
        """Nothing waits here."""

    def probe(self) -> str:
        self._alive()
        return self.name

    def close(self) -> None:
        self._progress = None
