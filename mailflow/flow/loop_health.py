"""How the loops of this process are: when each last did something, and what keeps it from working.

A loop says before each step how long the step may last (`step`); one that lets that time pass hangs. A loop that cannot
work says why (`down`), and that it can again (`up`): the log hears each change once, however often a loop tries, and
one cause of several loops only once. Counted by a clock nobody can set.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from time import monotonic

log = logging.getLogger("mailflow")

SOON = 120.0  # seconds a step may last that talks to no server


class Loop:
    """One loop. It is the only one that writes here; others look."""

    def __init__(self, name: str, usual: float = SOON, now: Callable[[], float] = monotonic) -> None:
        self.name = name
        self._usual = usual
        self._now = now
        self.noted: float | None = None  # when it last began a step; None: not yet
        self.allowed = usual
        self.trouble = ""  # why it does not work; "" = it does
        self.since: float | None = None  # when that began
        self.heard = 0.0  # when it was last found so

    def step(self, allowed: float | None = None) -> None:
        """Begin something that ends, or steps on, within so many seconds."""
        self.noted, self.allowed = self._now(), allowed or self._usual

    def down(self, words: str) -> bool:
        """It cannot work; whether that is news."""
        fresh = not self.trouble
        if fresh:
            self.since = self._now()
        self.trouble, self.heard = words, self._now()
        return fresh

    def up(self) -> bool:
        """It works; whether that is news."""
        fresh = bool(self.trouble)
        self.trouble, self.since = "", None
        return fresh

    @property
    def age(self) -> float:
        """Seconds since it last did something."""
        return 0.0 if self.noted is None else self._now() - self.noted

    @property
    def down_for(self) -> float:
        """Seconds it has not worked."""
        return 0.0 if self.since is None else self._now() - self.since

    @property
    def hangs(self) -> bool:
        return self.noted is not None and self.age > self.allowed


class Loops:
    """All of them, and what is said about them. `down` and `up` may be called from any loop's thread."""

    def __init__(self) -> None:
        self.all: list[Loop] = []
        self._causes: dict[str, tuple[str, set[str]]] = {}  # → words that were said, the loops it keeps from working
        self._guard = threading.Lock()

    def add(self, loop: Loop) -> Loop:
        self.all.append(loop)
        return loop

    def drop(self, loop: Loop) -> None:
        """It is no loop of ours any more."""
        self.up(loop)
        self.all = [other for other in self.all if other is not loop]

    def down(self, loop: Loop, words: str, about: str = "") -> bool:
        """It could not do its work; said once. Whether it was. Loops that complain `about` the same thing have one
        cause, whatever their words."""
        with self._guard:
            if not loop.down(words):
                return False
            cause = about or words
            known = cause in self._causes
            self._causes.setdefault(cause, (words, set()))[1].add(loop.name)
        if not known:
            log.error("%s: %s; trying again", loop.name, words)
        return not known

    def up(self, loop: Loop) -> None:
        """It did its work; said once, when the last loop kept back by the same cause is free again."""
        if not loop.trouble:
            return
        with self._guard:
            loop.up()
            over = [cause for cause, (_, names) in self._causes.items() if names == {loop.name}]
            for _, names in self._causes.values():
                names.discard(loop.name)
            said = [self._causes.pop(cause)[0] for cause in over]
        for words in said:
            log.info("%s works again, no longer: %s", loop.name, words)

    @property
    def begun(self) -> bool:
        """Every loop has taken a step."""
        return bool(self.all) and all(loop.noted is not None for loop in self.all)

    def hanging(self) -> list[Loop]:
        return [loop for loop in self.all if loop.hangs]
