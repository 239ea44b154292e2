"""State of this process's loops: when each began its last step, and what keeps it from working.

A loop announces before each step how long the step may take (`step`); one that exceeds that hangs. A loop reports that
it cannot work (`down`), and that it can again (`up`). The log gets each change once, however often the loop retries,
and a common cause of several loops only once. Times are steady_now().
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from mailflow.clock import steady_now

log = logging.getLogger("mailflow")

SOON = 120.0  # seconds that a step which talks to no server may take


class Loop:
    """State of one loop. Only the loop itself writes it; other threads read."""

    def __init__(self, name: str, usual: float = SOON, now: Callable[[], float] = steady_now) -> None:
        self.name = name
        self._usual = usual
        self._now = now
        self.noted: float | None = None  # when its last step began; None: not yet
        self.allowed = usual
        self.trouble = ""  # why it cannot work; "" when it can
        self.login = ""  # the account a person must log in to before it can; "": it is something else
        self.since: float | None = None  # when the trouble began
        self.heard = 0.0  # when the trouble was last seen

    def step(self, allowed: float | None = None) -> None:
        """A step begins that will take at most `allowed` seconds (or the usual time)."""
        self.noted, self.allowed = self._now(), allowed or self._usual

    def down(self, words: str, login: str = "") -> bool:
        """The loop cannot work. Returns whether that is new."""
        fresh = not self.trouble
        if fresh:
            self.since = self._now()
        self.trouble, self.login, self.heard = words, login, self._now()
        return fresh

    def up(self) -> bool:
        """The loop works. Returns whether that is new."""
        fresh = bool(self.trouble)
        self.trouble, self.login, self.since = "", "", None
        return fresh

    @property
    def age(self) -> float:
        """Seconds since its last step began."""
        return 0.0 if self.noted is None else self._now() - self.noted

    @property
    def down_for(self) -> float:
        """Seconds since its trouble began; 0 without trouble."""
        return 0.0 if self.since is None else self._now() - self.since

    @property
    def hangs(self) -> bool:
        """Whether its current step takes longer than allowed."""
        return self.noted is not None and self.age > self.allowed


class Loops:
    """All loops of this process, and what was logged about them. `down` and `up` may be called from any thread."""

    def __init__(self) -> None:
        self.all: list[Loop] = []
        self._causes: dict[str, tuple[str, set[str]]] = {}  # cause → (logged words, names of the loops it affects)
        self._guard = threading.Lock()

    def add(self, loop: Loop) -> Loop:
        self.all.append(loop)
        return loop

    def drop(self, loop: Loop) -> None:
        """The loop no longer belongs to this process."""
        self.up(loop)
        self.all = [other for other in self.all if other is not loop]

    def down(self, loop: Loop, words: str, about: str = "", login: str = "") -> bool:
        """The loop cannot work; logged once per cause. Returns whether it was logged. Troubles with the same `about`
        have one cause, even if their words differ."""
        with self._guard:
            if not loop.down(words, login):
                return False
            cause = about or words
            known = cause in self._causes
            self._causes.setdefault(cause, (words, set()))[1].add(loop.name)
        if not known:
            log.error("%s: %s; trying again", loop.name, words)
        return not known

    def up(self, loop: Loop) -> None:
        """The loop works again; logged when it was the last loop affected by a cause."""
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
        """Whether every loop has begun its first step."""
        return bool(self.all) and all(loop.noted is not None for loop in self.all)

    def hanging(self) -> list[Loop]:
        return [loop for loop in self.all if loop.hangs]
