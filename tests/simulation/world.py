"""One history: an agenda in simulated time, everybody on it, the trace of what happened, and when the daemons look."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, NoReturn

from mailflow.clock import SettableClock, machine_time
from mailflow.core.finished import Finished
from mailflow.errors import ConfigError, TryLater
from mailflow.flow.settle import worker
from tests.simulation.alerts import Alerts
from tests.simulation.broadcasting import Broadcasts
from tests.simulation.colleagues import colleagues
from tests.simulation.daemons import Killed, SimDaemon, SimDatabase, Stage, disk_full
from tests.simulation.edits import Edits
from tests.simulation.forum import Forum
from tests.simulation.home import BANK, TIER, Home, draw
from tests.simulation.invariants import Check
from tests.simulation.kept import OPEN
from tests.simulation.mailboxes import Box
from tests.simulation.past import Past
from tests.simulation.people import Customer, Person
from tests.simulation.played import played
from tests.simulation.post import Post
from tests.simulation.register import Register
from tests.simulation.rooster import Bank, Rooster
from tests.simulation.servers import Servers
from tests.simulation.smtp import Accepted
from tests.simulation.troubles import Troubles
from tests.simulation.watching import watched

START = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)  # a Monday morning in Jakarta
MACHINE = 1_700_000_000.0
DAY = 86400.0
YEAR = 365 * DAY
_LAST_STEPS = 80
_OUTAGE = 600.0  # seconds between looks at an outage of which the admin has not been told


class Wrong(BaseException):
    """Something that must never happen has happened; the text is the history's last steps. No Exception: the loops'
    own guards, which keep a daemon going whatever happens, must not catch it."""


@dataclass(frozen=True)
class History:
    """What one seed came to."""

    seed: int
    mails: int
    tickets: int
    letters: int
    doubles: int
    kills: int
    looks: int
    open: tuple[str, ...]  # the faults of kept.OPEN it met
    said: dict[str, int]  # how often each kind of words, robot and slip occurred


class World:
    """`World(seed).run()` plays one desk-year and raises Wrong when an invariant falls."""

    def __init__(self, seed: int, days: float = 365.0, url: str = "") -> None:
        """On SQLite, or on the empty schema of PostgreSQL that `url` names."""
        self.seed, self.end, self._url = seed, days * DAY, url
        self.chance = Random(f"{seed} people")
        self._dice = Random(f"{seed} troubles")
        self._tokens = Random(f"{seed} tokens")
        self.t = 0.0
        self.skew = timedelta(0)  # of the desk's clock
        self.clock = SettableClock(START)
        self._agenda: list[tuple[float, int, bool, Callable[[], None]]] = []
        self._count = 0
        self.trace: list[str] = []
        self.open: dict[str, int] = {}  # known faults met
        self.said: Counter[str] = Counter()
        self.notes: list[tuple[int, int, int]] = []  # of the transaction that runs: (mail, first letter, last letter)
        self.stack: list[SimDaemon] = []
        self.calm = self.hearts = False
        self.kills = self.stops = self.looks = 0
        self.refused: set[str] = set()
        self.deferred: set[str] = set()
        self.dead: set[str] = set()
        self.smtp_down = False
        self._next_look: float | None = None
        self._backoff = 0.0

    # -- the history

    def run(self) -> History:
        with machine_time(lambda: MACHINE + self.t, steady=True), watched(self, worker):
            self._begin()
            try:
                self._play()
                self.check.at_the_end()
                return self._summary()
            finally:
                self.db.close()

    def _begin(self) -> None:
        self.home = Home(draw(self._dice))
        self.post, self.check, self.stage = Post(self), Check(self), Stage(self)
        self.forum, self.register, self.past = Forum(self), Register(self, self._dice), Past(self, self._dice)
        self.alerts, self.edits, self.servers = Alerts(self), Edits(self), Servers(self, self._dice)
        self.broadcasts = Broadcasts(self, Random(f"{self.seed} broadcasts"))
        self.db = SimDatabase.open(self._url, self, self.clock.now())
        keep = ("keep", "keep", "delete")
        self.boxes = [Box(f"maildir:var/{name}", self._dice.choice(keep)) for name in ("in", "also")]
        self.mirrors = self._dice.random() < 0.4
        self.troubles = Troubles(self, self._dice)
        self.people: dict[str, Person] = colleagues(self) | {TIER: Rooster(self), BANK: Bank(self)}
        self.customers: list[Customer] = []
        self.daemons: list[SimDaemon] = []
        for number in range(self._dice.choice((1, 1, 2, 3))):
            self.start_daemon(f"d{number}")
        self.troubles.plan()
        self.register.enter()

    def _play(self) -> None:
        while (moment := self._next()) is not None and moment <= self.end:
            self._step(moment)
        self.say("-- everything calms down")
        self.calm = True
        self.troubles.mend_everything()
        while (moment := self._next()) is not None and moment <= self.end + 60 * DAY:
            self._step(moment)

    def _step(self, moment: float) -> None:
        self.advance(moment - self.t)
        look = self._next_look is not None and self._next_look <= self.t
        while self._agenda and self._agenda[0][0] <= self.t:
            heapq.heappop(self._agenda)[3]()
        if look or self._due() <= self.t:
            self._next_look = None
            self._look()
        elif self._untold():
            for daemon in (d for d in self.daemons if d.alive):
                daemon.see_outages()
            self.alerts.step()

    def _untold(self) -> bool:
        return any(d.alive and d.untold for d in self.daemons)

    def _look(self) -> None:
        before = self._progress()
        for daemon in self.chance.sample(self.daemons, len(self.daemons)):
            if daemon.alive:
                self.looks += 1
                daemon.look()
        self.alerts.step()
        if self._progress() != before:
            self.check.step()
            self._backoff = 0.0
        else:  # what is due cannot be done now: look again later and later
            self._backoff = min(max(self._backoff * 2, 5.0), DAY / 2)

    def _progress(self) -> tuple[Any, ...]:
        sql = (
            "SELECT (SELECT COALESCE(max(id), 0) FROM event), (SELECT COALESCE(max(id), 0) FROM inbox), "
            "(SELECT count(*) FROM inbox WHERE state = 'waiting'), "
            "(SELECT COALESCE(sum(tries), 0) FROM inbox WHERE state = 'waiting'), "
            "(SELECT COALESCE(max(id), 0) FROM letter), (SELECT count(*) FROM letter WHERE state = 'waiting'), "
            "(SELECT COALESCE(sum(tries), 0) FROM letter WHERE state = 'waiting')"
        )
        alarms = self.db.execute("SELECT wake_at FROM ticket WHERE wake_at IS NOT NULL ORDER BY n").fetchall()
        return (*self.db.unless_written(sql), *alarms)

    def _next(self) -> float | None:
        """When something happens next: on the agenda, or inside the desk."""
        inner = max(self._due(), self.t + self._backoff)
        if self._untold():
            inner = min(inner, self.t + _OUTAGE)
        if not any(d.alive for d in self.daemons):
            inner = float("inf")
        moments = [inner, *([self._agenda[0][0]] if self._agenda else [])]
        moments += [self._next_look] if self._next_look is not None else []
        moment = max(min(moments), self.t)
        return None if moment == float("inf") else moment

    def _due(self) -> float:
        """The simulated moment at which the desk itself has something to do."""
        waits = "SELECT min(COALESCE(not_before, 0)) FROM {} WHERE state = 'waiting'"
        alarm = "SELECT min(wake_at) FROM ticket WHERE wake_at IS NOT NULL"
        answer = "SELECT min(due_at) FROM letter WHERE due_at IS NOT NULL AND state = 'waiting'"
        asked = (waits.format("inbox"), waits.format("letter") + " AND due_at IS NULL", alarm, answer)
        *found, alarm_at, answer_at = self.db.unless_written(f"SELECT ({'), ('.join(asked)})")
        moments = [float(at) - MACHINE for at in found if at is not None]
        due = [datetime.fromisoformat(at) for at in (alarm_at, answer_at) if at is not None]
        moments += [(at - START - self.skew).total_seconds() for at in due]
        return max(min(moments, default=float("inf")), 0.0)

    def _summary(self) -> History:
        tickets, letters = self.db.execute(
            "SELECT (SELECT count(*) FROM ticket), (SELECT count(*) FROM letter)"
        ).fetchone()
        return History(
            self.seed,
            len(self.post.mails),
            tickets,
            letters,
            self.post.doubles,
            self.kills,
            self.looks,
            tuple(sorted(self.open)),
            dict(self.said + played(self.db)),
        )

    # -- time

    def now(self) -> datetime:
        """The time of the mail servers and of people's watches."""
        return START + timedelta(seconds=self.t)

    def advance(self, seconds: float) -> None:
        self.t += max(seconds, 0.0)
        self.clock.set(self.now() + self.skew)

    def later(self, seconds: float, act: Callable[[], None], *, mail: bool = False) -> None:
        """`mail`: a server's doing, or a copy's, which also goes on while a daemon is paused."""
        self._count += 1
        heapq.heappush(self._agenda, (self.t + seconds, self._count, mail, act))

    def mail_arrives(self) -> None:
        """What the servers have done by now."""
        due = [entry for entry in self._agenda if entry[2] and entry[0] <= self.t]
        self._agenda = [entry for entry in self._agenda if entry not in due]
        heapq.heapify(self._agenda)
        for entry in sorted(due):
            entry[3]()

    def agenda_count(self) -> int:
        self._count += 1
        return self._count

    def skip_people(self) -> None:
        """Nobody begins anything any more; what is on its way arrives."""
        self.edits.follow()
        self.look_soon()

    def look_soon(self) -> None:
        """IDLE tells at once, a poll within the minute."""
        moment = self.t + self.chance.choice((0.0, 2.0, 2.0, 60.0))
        self._next_look = moment if self._next_look is None else min(moment, self._next_look)

    def token(self) -> str:
        return f"{self._tokens.getrandbits(40):010x}"

    # -- daemons

    def start_daemon(self, name: str) -> None:
        try:
            if (wait := self.edits.must_wait()) > 0:
                self.later(wait, lambda: self.start_daemon(name))  # as edits.wait_at_start does
                return
            daemon = SimDaemon(self, name)
        except ConfigError:
            self.later(600.0, lambda: self.start_daemon(name))  # systemd tries again
            return
        self.daemons = [d for d in self.daemons if d.alive] + [daemon]
        self.say(f"{daemon} starts")
        daemon.start()
        self.edits.in_force()
        self.look_soon()

    def stalls(self, seconds: float) -> None:
        """A daemon waits for a server; its heart beats."""
        self.advance(seconds)
        self.stage.hearts_beat()

    def died(self, daemon: SimDaemon) -> None:
        self.kills += 1
        self.say(f"{daemon} is killed")
        daemon.gone()
        self.check.ending.chain()
        self.later(self.chance.choice((1.0, 30.0, 3600.0)), lambda: self.start_daemon(daemon.next_name))
        self.later(25.0, self.look_soon)

    def point(self, where: str, daemon: SimDaemon | None = None, *, inside: bool = False) -> None:
        """Between two steps of a daemon: it may die here, be paused, or (inside a transaction) meet a full disk."""
        if not self.stack or self.calm or self.hearts:
            return
        rates, running = self.troubles.now, daemon or self.stack[-1]
        dice = self._dice.random()
        if dice < rates.kill:
            self.say(f"{running} at {where}:")
            raise Killed(running)
        if inside:
            if dice < rates.kill + rates.disk:
                self.say(f"{running} at {where}: disk full")
                raise disk_full()
        elif dice < rates.kill + rates.pause:
            self.say(f"{running} at {where}:")
            self.stage.nested("slow" if self._dice.random() < 0.6 else "suspended")

    def dies_of_it(self) -> NoReturn:
        """A mail that makes the process hang, until the watchdog ends it, or crash at once."""
        running = self.stack[-1]
        self.say(f"{running} reads a mail it does not survive:")
        if self._dice.random() < 0.5:
            self.stage.nested("suspended")
        raise Killed(running)

    def let_others_work(self) -> None:
        self.stage.let_others_work()

    def committed(self) -> None:
        if self.hearts:
            return
        self.stage.progressed()
        self.check.committed(self.notes)
        if self.stack:
            self.stack[-1].in_flight.clear()

    def trouble(self, kind: str) -> bool:
        return not self.calm and self._dice.random() < self.troubles.rates[kind]

    def maybe_fail(self, kind: str, words: str) -> None:
        if self.trouble(kind):
            raise TryLater(words)

    def accept(self, letter: Finished, who: str, accepted: Accepted, raw: bytes) -> None:
        self.post.accept(letter, who, accepted, raw)

    def person(self, address: str) -> Person | None:
        return self.people.get(address.lower())

    # -- telling

    def say(self, words: str) -> None:
        day, rest = divmod(self.t, DAY)
        clock = f"{int(rest // 3600):02}:{int(rest % 3600 // 60):02}:{rest % 60:04.1f}"
        indent = "  " * max(len(self.stack) - 1, 0)
        self.trace.append(f"day {int(day):3} {clock} {indent}{words}")

    def known(self, name: str, words: str) -> None:
        """A fault kept.py lists as open: counted and told, so that other faults are still found."""
        if name not in OPEN:
            self.fail(words)
        self.open[name] = self.open.get(name, 0) + 1
        self.say(f"!! {words}")

    def fail(self, words: str) -> NoReturn:
        steps = "\n".join(f"  {line}" for line in self.trace[-_LAST_STEPS:])
        raise Wrong(f"seed {self.seed}: {words}\nIts last steps (make simulate SEED={self.seed}):\n{steps}\n=> {words}")
