"""Mailboxes as IMAP servers keep them, in memory, and who may read one (imap.py has the connections)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from mailflow.errors import StandBy
from tests.simulation.imap import MOST_POISON, Poison, rarely
from tests.simulation.mails import Mail

if TYPE_CHECKING:
    from tests.simulation.daemons import SimDaemon
    from tests.simulation.folders import Folders
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
    poison: dict[int, Poison] = field(default_factory=dict)  # mails the server cannot give, by UID
    coming: list[Poison] = field(default_factory=list)  # what the next mails will be
    shaken: int = 0  # how often a connection broke for no mail's sake
    keywords: dict[int, set[str] | frozenset[str]] = field(default_factory=dict)  # by UID
    folders: Folders | None = None  # for copies of its mails
    freed: set[int] = field(default_factory=set)  # those that were mended; they are asked for again within hours

    def put(self, mail: Mail, raw: bytes, at: datetime) -> None:
        self.last_uid += 1
        self.uids.append(self.last_uid)
        if self.coming and len(self.poison) < MOST_POISON:
            self.poison[self.last_uid] = self.coming.pop(0)
        self.puts[str(self.validity), str(self.last_uid)] = Put(mail, raw, at.replace(microsecond=0))

    def at(self, uid: int) -> Put:
        return self.puts[str(self.validity), str(uid)]

    def remove(self, uid: int) -> None:
        """A human moves the mail elsewhere, or deletes it."""
        if uid in self.uids:
            self.uids.remove(uid)
            self.at(uid).gone = True
            self.poison.pop(uid, None)

    def renumber(self) -> None:
        """UIDVALIDITY changes: a restored backup, a moved server. The mails are the same, their names are not."""
        here = [(self.at(uid), self.poison.get(uid)) for uid in self.uids]
        self.validity += 1
        self.last_uid, self.uids, self.poison, self.keywords = 0, [], {}, {}
        coming, self.coming = self.coming, []
        for old, poison in here:
            old.gone = True
            self.put(old.mail, old.raw, old.arrived_at)
            if poison is not None:
                self.poison[self.last_uid] = Poison(poison.kind)
        self.coming = coming

    def meets(self, poison: Poison, world: World) -> None:
        """It was asked for in vain once more: not too often."""
        disturbed = world.kills + world.stops + self.shaken + len(self.freed)
        if not poison.breaks:
            poison.first, poison.disturbed = world.t, disturbed
            world.said[f"server: a mail it cannot give, {poison.kind}"] += 1
        poison.breaks += 1
        seconds = world.t - poison.first
        if not rarely(poison.breaks, seconds, disturbed - poison.disturbed):
            words = f"{self.name}: a mail that cannot be had ({poison.kind}) was asked for {poison.breaks} times"
            world.fail(f"{words} in {seconds:.0f} seconds")

    def mend(self, poison: Poison) -> None:
        """The server gives it again."""
        self.coming = [other for other in self.coming if other is not poison]
        self.freed |= {uid for uid, other in self.poison.items() if other is poison}
        self.poison = {uid: other for uid, other in self.poison.items() if other is not poison}


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
