"""What the admin is told of outages: each once when it has lasted, and its end once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailflow.core.alerts import OVER

if TYPE_CHECKING:
    from tests.simulation.world import World

_ABOUT = "iDuHelp: "
_OUTAGES = ("sending", "read ", "mails of ", "working")


class Alerts:
    """Reads the letters `admin-alert` as they are written."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.newest = self._seen = 0  # the newest of them; the newest letter
        self._open: set[str] = set()  # what the admin has been told of, and not of its end
        self._told: list[tuple[int, str]] = []
        self._unsure: set[str] = set()  # of these nobody can know
        self._early: set[str] = set()  # of the end of these he was told first

    def step(self) -> None:
        newest = self.world.db.value("SELECT COALESCE(max(id), 0) FROM letter")
        if newest == self._seen:
            return
        sql = "SELECT id, subject FROM letter WHERE kind = 'admin-alert' AND id > ? ORDER BY id"
        for letter_id, subject in self.world.db.execute(sql, (self._seen,)).fetchall():
            self.newest = letter_id
            topic = subject.removeprefix(_ABOUT)
            self._told.append((letter_id, topic))
            self.world.say(f"   the admin is told: {topic}")
            if topic.startswith(_OUTAGES):
                self._in_turn(topic)
        self._seen = newest

    def _in_turn(self, topic: str) -> None:
        about, over = topic.removesuffix(OVER), topic.endswith(OVER)
        if over and about not in self._open and about not in self._unsure:
            self._early.add(about)  # another daemon is just writing the letter about its beginning
            return
        if not over and about in self._early:
            self._early.discard(about)
            return
        if over != (about in self._open) and about not in self._unsure:
            self.world.fail(f"the admin is told twice: {topic}")
        (self._open.discard if over else self._open.add)(about)
        self._unsure.discard(about)

    def killed(self, subjects: set[str]) -> None:
        """A daemon died while it told of these: it may have told, or not."""
        self.step()
        self._unsure |= subjects | self._open

    def count(self, topic: str, after: int) -> int:
        """How often the admin was told that, since letter `after`."""
        self.step()
        return sum(found == topic for letter_id, found in self._told if letter_id > after)

    def at_the_end(self) -> None:
        self.step()
        if self._early:
            self.world.fail(f"the admin was told only of the end of {self._early}")

    def told_of(self, topic: str, after: int, *, surely: bool) -> None:
        """At the end of an outage that began at letter `after`."""
        times = self.count(topic, after)
        if times > 1 or (surely and not times and topic not in self._open):
            self.world.fail(f"of {topic}, which lasted, the admin was told {times} times")
