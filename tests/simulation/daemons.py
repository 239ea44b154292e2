"""Simulated daemons: the real loops of `mailflow run`, one pass at a time, that can be killed between any two steps."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from mailflow.errors import MailflowError, StandBy, TryLater
from mailflow.flow.daemon import Daemon
from mailflow.flow.deliver import deliver
from mailflow.flow.health.heartbeat import BEAT_SECONDS
from mailflow.flow.parts import Parts
from mailflow.flow.policy import Policy
from mailflow.flow.schedule import reminders
from mailflow.flow.settle import worker as process
from mailflow.flow.ways import OpenMailbox
from mailflow.store.engine import migrations
from mailflow.store.engine.database import Database
from mailflow.store.engine.postgres import PostgresEngine
from mailflow.store.engine.sqlite import SqliteEngine
from tests.simulation.folders import FolderMirror, folders_of
from tests.simulation.imap import SimulatedSource
from tests.simulation.mailboxes import Lock
from tests.simulation.mirroring import SimMirror
from tests.simulation.smtp import SimulatedTransport

if TYPE_CHECKING:
    from tests.simulation.world import World

_RANG = "SELECT count(*) FROM event WHERE kind = 'rang'"
_INDEXES = (  # of what only the simulation asks, again and again
    "simulated_requests ON inbox (ticket_n, outcome)",
    "simulated_ids ON message (message_id)",
)
_PATIENCE = 200  # waits for other daemons in a row after which somebody waits for ever
_SLEEP = 60  # after which one that stands still is dead to all


class Killed(BaseException):
    """SIGKILL."""

    def __init__(self, daemon: SimDaemon) -> None:
        self.daemon = daemon


class Yielded(BaseException):
    """This loop waits for one that is suspended below it on the simulator's stack: it goes on at its next turn."""


class _InMemory(SqliteEngine):
    """SQLite as it is, with the one connection of a history in its own memory: a commit writes no file."""

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(":memory:", isolation_level=None, cached_statements=1024)
        for name, value in self._pragmas:
            connection.execute(f"PRAGMA {name} = {value}")
        return connection


class SimDatabase(Database):
    """The real database; at each transaction's borders daemons die, pause, or meet a full disk."""

    world: World
    _told: tuple[int, dict[str, Any]] = (-1, {})  # rows by their SELECT, as of so many changes

    @classmethod
    def open(cls, url: str, world: World, now: datetime) -> SimDatabase:
        """`url`: of an empty schema of PostgreSQL; "": SQLite, in memory."""
        engine: Any = PostgresEngine(url) if url else _InMemory(":memory:")
        engine.lease_time = lambda now: ("CAST(? AS DOUBLE PRECISION)", (now,))  # the server's time is not simulated
        db = cls(engine)
        db.world = world
        migrations.migrate(db, now)
        with Database.transaction(db):
            for index in _INDEXES:
                db.execute(f"CREATE INDEX {index}")
        return db

    @contextmanager
    def transaction(self, *args: Any, **kwargs: Any) -> Iterator[None]:
        world = self.world
        world.point("before a transaction")
        world.notes.clear()
        with super().transaction(*args, **kwargs):
            yield
            world.point("before a commit", inside=True)
        world.committed()
        world.point("after a commit")

    def unless_written(self, sql: str) -> Any:
        """The first row of a SELECT, asked once until something is written, by whichever daemon: they share one
        connection. Not inside a transaction, which may be undone."""
        if self._told[0] != self.engine.changes():
            self._told = self.engine.changes(), {}
        rows = self._told[1]
        if sql not in rows:
            rows[sql] = self.execute(sql).fetchone()
        return rows[sql]

    def wait_for_commit(self, seconds: float) -> bool:
        """Another daemon holds an earlier mail: the others go on meanwhile."""
        self.world.let_others_work()
        return True


class SimDaemon:
    """One process: its Parts, its connections, its two workers' heartbeats."""

    def __init__(self, world: World, name: str) -> None:
        self.world, self.name = world, name
        self.alive, self.suspended = True, False
        self.in_flight: set[str] = set()  # Message-IDs the server took from us and we have not recorded yet
        home = world.home
        self._fresh = True
        self.unreported: set[str] = set()  # those whose report the database refused
        self.overslept = False  # stood still for longer than its heart counts, with letters in hand
        self._beaten = float("-inf")
        watcher = home.watch(lambda: world.t)
        policy = Policy(home.settings(), home.templates, home.settings, watcher, now=lambda: world.t)
        self.parts = Parts(world.db, world.clock, policy, b"simulated secret", world.token)
        boxes = [OpenMailbox(SimulatedSource(world, self, box), Lock(box, self), 60.0) for box in world.boxes]
        self.mirrors = [SimMirror(world, box, self) for box in world.boxes] if world.mirrors else []
        self.copies = [FolderMirror(self, one) for one in folders_of(world)]
        self.transport = SimulatedTransport(world, self)
        self.daemon = Daemon(self.parts, boxes, self.transport)
        self.daemon.loops.hanging = list  # type: ignore[method-assign]  # here loops run when there is something to do

    def __str__(self) -> str:
        return self.name

    @property
    def next_name(self) -> str:
        """Of the process that comes after this one: d1.7 after d1.6."""
        name, _, life = self.name.partition(".")
        return f"{name}.{int(life or 0) + 1}"

    def start(self) -> None:
        self._step([lambda: reminders.apply_rules(self.parts)])

    def look(self) -> None:
        """Every loop once, in any order."""
        loops: list[Callable[[], None]] = [self.read, self.process, self.tick, self.deliver, self.watch, self.mirror]
        self.world.chance.shuffle(loops)
        self._step(loops)

    def see_edits(self) -> None:
        """As it does every second."""
        self._step([self.daemon.look_for_edits])

    def see_outages(self) -> None:
        """As it does every few seconds, whether or not there is anything to do."""
        self._step([self.watch])

    def work(self) -> None:
        """Somebody waits for this one to end what it holds."""
        self._step([self.process])

    def _step(self, loops: list[Callable[[], None]]) -> None:
        world = self.world
        world.stack.append(self)
        try:
            for loop in loops:
                self._loop(loop)
        except Killed as death:
            if death.daemon is not self:
                raise
            world.alerts.killed(self.outages)
            world.died(self)
        except Yielded:
            pass
        finally:
            world.stack.pop()

    def _loop(self, loop: Callable[[], None]) -> None:
        """As `Daemon` guards its threads: what a loop cannot do now it does later."""
        try:
            self.beat()
            loop()
        except MailflowError as error:
            self.world.say(f"{self} {getattr(loop, '__name__', 'loop')}: {error}")

    def beat(self) -> None:
        if not self.suspended and self.world.t - self._beaten >= BEAT_SECONDS:
            self.daemon._beat()
            self._beaten = self.world.t

    def read(self) -> None:
        readers = list(zip(self.daemon._receivers, self.world.boxes, strict=True))
        self.world.chance.shuffle(readers)
        for receiver, box in readers[: 1 if self._fresh else None]:
            self._fresh = False  # daemons that start together race for the mailboxes
            try:
                receiver._round(lambda: None)
            except StandBy as why:
                receiver._down(str(why), stands_by=True)
            except MailflowError as why:
                self.world.say(f"{self} cannot read {box.name}: {why}")
                receiver._down(str(why))
                if box.caught_up or not box.down:
                    self.world.look_soon()  # it tries again after a second
                box.caught_up = False  # told by now to whoever stands by

    def process(self) -> None:
        process.drain(self.parts, self.daemon._workers[0])

    def tick(self) -> None:
        """Alarms; after an outage they must wait until every mailbox has been read to its end, by whomever."""
        world, behind = self.world, [box.name for box in self.world.boxes if not box.caught_up]
        before = world.db.value(_RANG) if behind else 0
        self.daemon.tick()
        if behind and world.db.value(_RANG) != before:
            world.known(
                "rang in an outage", f"{self} rang although nobody has read {behind} to its end since the outage"
            )

    def deliver(self) -> None:
        self.in_flight.clear()
        self.overslept = False
        try:
            deliver(self.parts, self.daemon._workers[1], self.transport, self.daemon._circuit)
        except MailflowError:
            self.unreported |= self.in_flight
            raise

    def mirror(self) -> None:
        """What the mailboxes show of their tickets."""
        for one in self.mirrors:
            one.look()
        for copies in self.copies:
            copies.look()

    def watch(self) -> None:
        """Outages the admin must be told of."""
        self.daemon.watch.outages.look()

    @property
    def outages(self) -> set[str]:
        """Those it knows of."""
        return set(self.daemon.watch.outages._began)

    @property
    def untold(self) -> bool:
        """An outage lasts, and nobody has been told yet."""
        outages = self.daemon.watch.outages
        return bool(outages._began.keys() - outages._asked)

    @property
    def workers(self) -> list[str]:
        return self.daemon._workers

    def stop(self) -> None:
        """SIGTERM: what it holds is free at once."""
        self.world.stops += 1
        self._step([self.daemon.stop])
        self.gone()

    def gone(self) -> None:
        self.alive = False
        for box in self.world.boxes:
            if box.holder is self:
                box.holder = None


class Stage:
    """What the world asks of its daemons: who runs, who waits, who dies, who is only slow."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.nestings = 0  # how often others have gone on beside somebody who stands still
        self._waits = 0

    def nested(self, kind: str) -> None:
        """The daemon on top of the stack pauses here: the others go on. `suspended`: even its heart stops."""
        world, paused = self.world, self.world.stack[-1]
        others = [d for d in world.daemons if d.alive and d not in world.stack]
        if not others or len(world.stack) > 2:
            return
        self.nestings += 1
        paused.suspended = kind == "suspended"
        paused.overslept |= paused.suspended
        world.say(f"{paused} is {kind}")
        world.advance(world.chance.choice((0.0, 1.0, 4.0) if kind == "slow" else (4.0, 30.0, 400.0)))
        world.mail_arrives()
        self.hearts_beat()
        for daemon in others:
            if daemon.alive:  # still, after what the one before it did
                daemon.look()
        paused.suspended = False
        world.say(f"{paused} goes on")

    def let_others_work(self) -> None:
        world = self.world
        self._waits += 1
        if self._waits > _PATIENCE:
            world.fail("somebody waits for ever for an earlier mail that another daemon holds")
        others = [d for d in world.daemons if d.alive and d not in world.stack]
        frozen = any(d.suspended for d in world.stack)
        world.advance(1.0)
        self.hearts_beat()
        if len(world.stack) > 1 and self._waits > (_SLEEP if frozen else len(others)):
            raise Yielded
        for daemon in others:
            if daemon.alive:
                daemon.work()

    def hearts_beat(self) -> None:
        """Every five seconds, in a thread of its own, whatever the loops of a daemon are held up by."""
        self.world.hearts = True
        for daemon in self.world.daemons:
            if daemon.alive:
                daemon.beat()
        self.world.hearts = False

    def progressed(self) -> None:
        self._waits = 0


def disk_full() -> TryLater:
    return TryLater("the disk of the database is full")
