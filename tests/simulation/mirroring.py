"""`mirror:` the mailboxes show the state of their tickets. What is simulated is the server's side of the keywords; it
can be down, and daemons die between two mails."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import TYPE_CHECKING, Any, cast

from mailflow.config.settings import ImapBox
from mailflow.core.mirror import CLOSED, NEW, PREFIX, WAITING, MirrorMail, owner_keyword
from mailflow.errors import TryLater
from mailflow.flow.schedule.mailbox_mirror import _Mirrored
from tests.simulation.mailboxes import Box, Lock

if TYPE_CHECKING:
    from tests.simulation.daemons import SimDaemon
    from tests.simulation.world import World

_SHOWN = (
    "SELECT i.uid, t.status, t.owner FROM message m JOIN inbox i ON i.id = m.inbox_id "
    "JOIN ticket t ON t.n = m.ticket_n WHERE i.mailbox = ? AND i.uidvalidity = ?"
)
_TICKETS = "SELECT (SELECT max(id) FROM event), (SELECT sum(version) FROM ticket), (SELECT count(*) FROM letter)"
_FLAGGED = ("\\Flagged", "\\Seen", CLOSED, NEW, f"{PREFIX}owner_sari", "Penting")
_OVER = ("closed", "merged", "discarded")


class Shelf:
    """The keywords of one mailbox, as its server keeps them."""

    def __init__(self, world: World, box: Box, daemon: SimDaemon) -> None:
        self.world, self.box, self.daemon = world, box, daemon

    def show(self, mails: Iterable[MirrorMail]) -> int:
        """As ImapMirror does."""
        changed = 0
        for mail in mails:
            if self.box.down:
                raise TryLater(f"{self.box.name} is down")
            if mail.uidvalidity != str(self.box.validity) or mail.uid not in self.box.uids:
                continue
            shown = self.box.keywords.get(mail.uid)
            after = {word for word in shown or () if not word.startswith(PREFIX)} | mail.view.keywords
            if after != shown:
                self.world.point("before a mail is marked", self.daemon)
                self.box.keywords[mail.uid] = after
                changed += 1
        return changed

    def close(self) -> None:
        """Nothing to end."""


class SimMirror(_Mirrored):
    """The real one, beside such a mailbox."""

    def __init__(self, world: World, box: Box, daemon: SimDaemon) -> None:
        self.world = world
        self.box = cast(ImapBox, box)  # of which only the name is asked
        self._parts, self._pattern = daemon.parts, ""
        self._shown, self._seen, self._looked = {}, set(), None
        self._mirror = cast(Any, Shelf(world, box, daemon))
        self._lock = cast(Any, Lock(Box(f"mirror {box.name}", "keep"), daemon))

    def look(self) -> int:
        """Whatever somebody has moved or flagged: no ticket changes by it."""
        nested, before = self.world.stage.nestings, self.world.db.unless_written(_TICKETS)
        changed = super().look()
        if self.world.db.unless_written(_TICKETS) != before and self.world.stage.nestings == nested:
            self.world.fail(f"the mirror of {self.box.name} changed a ticket")
        self.world.said["mirror: mails are marked"] += changed
        return changed


def somebody_flags(world: World, dice: Random) -> None:
    """A person marks mails in the shared mailbox, also with words of ours."""
    for box in world.boxes if world.mirrors else ():
        for uid in dice.sample(sorted(box.keywords), min(3, len(box.keywords))):
            box.keywords[uid] = {*box.keywords[uid], dice.choice(_FLAGGED)}
            world.said["mirror: somebody flags a mail"] += 1


def at_the_end(world: World) -> None:
    """Every mail that lies there shows what its ticket is, also what comes without an event."""
    for daemon in world.daemons:  # the last mail may have come after the last look
        if daemon.alive:
            daemon.mirror()
    for box in world.boxes if world.mirrors else ():
        for uid, status, owner in world.db.execute(_SHOWN, (box.name, str(box.validity))).fetchall():
            told = box.keywords.get(int(uid), frozenset())
            if int(uid) in box.uids and not _expected(status, owner) <= set(told):
                world.fail(f"mail {uid} of {box.name} shows {set(told)}: its ticket is {status} of {owner}")


def _expected(status: str, owner: str | None) -> set[str]:
    if status in _OVER:
        return {CLOSED}
    state = {"new": NEW, "waiting": WAITING}.get(status)
    return {*([state] if state else []), *([owner_keyword(owner)] if owner else [])}
