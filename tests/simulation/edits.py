"""When what the admin saves takes effect: what is whole after two looks, what takes people away after its minute, what
is half written never."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mailflow.flow.health.edits import since_last_run
from mailflow.flow.policy import PATIENCE

if TYPE_CHECKING:
    from tests.simulation.world import World

_LOOKS = (1.0, 2.5, 2.5, 61.0, 5.0)  # seconds between them: it is seen, has settled, its minute is over


class Edits:
    """Lets every daemon look, as it does each second, and asks what it goes by then."""

    def __init__(self, world: World) -> None:
        self.world = world

    def must_wait(self) -> float:
        """Seconds until a daemon that starts now may go by rules.yaml as it stands there."""
        if not self.world.home.whole:
            return PATIENCE
        lost = since_last_run(self.world.db, self.world.home.settings())
        return self.world.home.edited_at + PATIENCE - self.world.t if lost else 0.0

    def follow(self) -> None:
        """The admin has saved something: every daemon looks, as it does each second."""
        self.world.home.edited_at = self.world.t
        self.world.later(_LOOKS[0], partial(self._see_edits, self.world.home.edits, _LOOKS[1:]))

    def _see_edits(self, edits: int, pauses: tuple[float, ...]) -> None:
        for daemon in [d for d in self.world.daemons if d.alive]:
            daemon.see_edits()
        late = f"{self.world.t - self.world.home.edited_at:.0f}"
        self.in_force()
        if pauses:
            self.world.later(pauses[0], partial(self._see_edits, edits, pauses[1:]))
        elif edits == self.world.home.edits and self.world.home.whole and not self.world.home.is_broken:
            for daemon in [d for d in self.world.daemons if d.alive]:
                if daemon.parts.policy.settings.digest != self.world.home.digest:
                    self.world.fail(f"{daemon} does not follow an edit of {late} seconds ago")
        self.world.look_soon()

    def in_force(self) -> None:
        """The rules the daemons go by: never a half-written file; nobody is removed before his minute is over."""
        home, before = self.world.home, len(self.world.home.in_force["operators"])
        living = {daemon.parts.policy.settings.digest: daemon for daemon in self.world.daemons if daemon.alive}
        for digest, daemon in living.items():
            found = home.versions.get(digest)
            if found is None:
                self.world.fail(f"{daemon} goes by a rules.yaml that was only half written")
            early = self.world.t - home.edited_at
            if len(found["operators"]) < before and early < PATIENCE:
                self.world.fail(f"{daemon} has removed an operator {early:.0f} seconds after the edit")
        if len(living) == 1:  # all agree
            home.in_force = home.versions[next(iter(living))]
            self.world.check.edited()
