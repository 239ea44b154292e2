"""Runs the loops: threads for mailboxes, inbox and outbox, a ticker for alarms and edits; or each of them once.

APScheduler only decides when to look; the database decides what is due. Any commit, of this process or another, wakes
the loops that work on the database.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from mailflow.clock import SystemClock, machine_now
from mailflow.config.settings import Settings
from mailflow.core.letter_kinds import KINDS
from mailflow.errors import ConfigError, Fault, MailflowError, StandBy, TryLater, login_of
from mailflow.flow.deliver import Circuit, deliver
from mailflow.flow.health import alerts, edits
from mailflow.flow.health.heartbeat import BEAT_SECONDS
from mailflow.flow.health.list_holds import tell_of_holds
from mailflow.flow.health.self_check import LONGEST_LOOK, WATCH_SECONDS, SelfCheck
from mailflow.flow.health.server_names import tell_of_silence
from mailflow.flow.health.systemd import Notifier, Watchdog
from mailflow.flow.intake.receive import read_to_end
from mailflow.flow.loop_health import SOON, Loop, Loops
from mailflow.flow.parts import Parts
from mailflow.flow.schedule import answers, followers, hours_change, letters_due, reminders, retention
from mailflow.flow.schedule.followers import Follower
from mailflow.flow.settle import worker as settling
from mailflow.flow.settle.case import MAY_YET_COME
from mailflow.flow.ticket import letter_limits
from mailflow.flow.ways import OpenMailbox, Ways, needs_restart
from mailflow.mail.transports import Transport
from mailflow.store.desk import holdings
from mailflow.store.health import watching, workers
from mailflow.store.mail import awaited, inbox, outbox

log = logging.getLogger("mailflow")

TICK_SECONDS = 1.0  # how precise alarms are
EDIT_SECONDS = 1.0  # how often edits are looked for
IDLE_SECONDS = 5.0  # loops poll at least this often, even when nothing woke them
STOP_SECONDS = 8.0  # what all loops together get to finish their current work
HANG_UP_SECONDS = 60.0  # an SMTP connection idle this long is closed
LONGEST_WAIT = 86400.0  # seconds: a next try further away was scheduled by a clock that was wrong
COPY_AGAIN_SECONDS = 30.0  # after a failure of the folder for copies
SEND_SECONDS = 600.0  # for one letter: a server that scans it may take five minutes to reply


class Daemon:
    """`mailflow run`. `start` it, `stop` it on a signal; it ends within ten seconds."""

    def __init__(
        self, parts: Parts, mailboxes: Sequence[OpenMailbox], transport: Transport, notifier: Notifier | None = None
    ) -> None:
        # slow to import, and `run --once` has no ticker
        from apscheduler.schedulers.background import BackgroundScheduler

        self._parts = parts
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []
        self._circuit = Circuit()
        self._scheduler = BackgroundScheduler(
            timezone="UTC",  # libraries.md: local zones fire twice or never at clock changes
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._workers = [workers.register(parts.db, machine_now()) for _ in range(2)]
        self.loops = Loops()
        self.ways = Ways(parts, mailboxes, transport, self.loops)
        self._receivers, self.beside = self.ways.receivers, self.ways.beside
        self._started = parts.policy.settings
        self.watch = SelfCheck(parts, self.loops, self._receivers, self._circuit, self._workers[0])
        self._warden = Watchdog(
            self.loops, notifier or Notifier(None), self.watch.status, self._clock_jumped, machine_now
        )
        self._ring = Loop("ring")
        self._followers = followers.of(parts, self._stopping.is_set, partial(alerts.tell_admin, parts))
        self._accepted = holdings.accepted(parts.db)
        self._to_follow: list[Callable[[], None]] = []  # of edits: what was not done yet, because the disk was full
        self._idle = 0.0  # seconds since the SMTP connection was last used

    def start(self) -> None:
        """Start all loops; returns soon."""
        self._parts.templates.prepare(kind.name for kind in KINDS.values() if kind.everyday)
        letter_limits.prepare()
        edits.tell_of_days_off(self._parts, reminders.apply_rules(self._parts))
        watching.hurry(self._parts.db, machine_now() + LONGEST_WAIT)
        log.info("running: %s", ", ".join(receiver.name for receiver in self._receivers))
        self.ways.start(lambda receiver, run: self._spawn(receiver.loop, lambda _: run(), over=lambda: receiver.ended))
        self._spawn(self.loops.add(Loop("process")), self._process)
        self._spawn(self.loops.add(Loop("deliver")), self._deliver, lambda: self.ways.transport.close())
        for name, follower in self._followers:
            self._spawn(self.loops.add(Loop(name, SEND_SECONDS)), partial(self._follow_up, follower), follower.close)
        for loop, seconds, job in (
            (self._ring, TICK_SECONDS, self.tick),
            (Loop("edits"), EDIT_SECONDS, self.look_for_edits),
            (Loop("heartbeat"), BEAT_SECONDS, self._beat),
            (Loop("watch", LONGEST_LOOK), WATCH_SECONDS, self.watch.look),
        ):
            self.loops.add(loop)
            now = SystemClock().now()  # at once, so that every loop shows early that it runs
            self._scheduler.add_job(self._guarded(loop, job), "interval", seconds=seconds, next_run_time=now)
        self._scheduler.start()
        self._warden.start()
        for other in self.beside:
            other.start()

    def stop(self) -> bool:
        """Every loop ends after its current work; what is claimed and not done is free for other daemons at once.

        False when a loop hangs (a server that does not answer): its thread still uses the database, which must not be
        closed.
        """
        self._stopping.set()
        self._warden.stop()
        for other in self.beside:
            other.stop()
        for receiver in self._receivers:
            receiver.stop()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)
        until = time.monotonic() + STOP_SECONDS
        for thread in self._threads:
            while thread.is_alive() and time.monotonic() < until:
                self._parts.db.wake()  # again: the loop may have been just about to wait
                thread.join(timeout=0.1)
        busy = [thread.name for thread in self._threads if thread.is_alive()]
        if busy:
            log.warning("not waiting any longer for: %s", ", ".join(busy))
        self.watch.forget()
        # a mail it hangs on stays claimed by a dead worker: if that happens again, it is recognised as poisonous
        workers.forget(self._parts.db, self._workers[1:] if "process" in busy else self._workers)
        log.info("stopped")
        return not busy

    # -- loops

    def _process(self, loop: Loop) -> None:
        settling.drain(self._parts, self._workers[0], stop=self._asked(loop))
        loop.step()
        self._parts.db.wait_for_commit(IDLE_SECONDS)

    def _deliver(self, loop: Loop) -> None:
        if self.ways.take_transport():
            self._circuit.another_server()
            with self._parts.db.transaction():
                outbox.hurry(self._parts.db, machine_now())
        transport = self.ways.transport
        if deliver(self._parts, self._workers[1], transport, self._circuit, self._asked(loop, SEND_SECONDS)):
            self._idle = 0.0
        elif self._idle >= HANG_UP_SECONDS:
            transport.close()
            self._idle = 0.0
        loop.step()
        pause = self._until_next_letter()
        if not self._parts.db.wait_for_commit(pause):
            self._idle += pause

    def _follow_up(self, follower: Follower, loop: Loop) -> None:
        """A loop of its own, so that no letter waits for a folder."""
        try:
            follower.look()
        except MailflowError:
            self._stopping.wait(COPY_AGAIN_SECONDS)
            raise
        loop.step()
        self._parts.db.wait_for_commit(IDLE_SECONDS)

    def _asked(self, loop: Loop, allowed: float = SOON) -> Callable[[], bool]:
        """The `stop` callback of a loop: each call also marks the beginning of the loop's next step."""

        def stop() -> bool:
            loop.step(allowed)
            return self._stopping.is_set()

        return stop

    def _until_next_letter(self) -> float:
        due = outbox.next_due(self._parts.db, machine_now())
        return IDLE_SECONDS if due is None else min(max(due - machine_now(), 0.05), IDLE_SECONDS)

    def tick(self) -> None:
        """Let answers go whose moment has come. Fire due alarms, but only when every mailbox has been read to its end
        and all its mail is settled."""
        behind = self.ways.behind() or inbox.due_now(self._parts.db, machine_now())
        answers.send_due(self._parts, self._asked(self._ring), behind=behind)
        if not behind:
            reminders.ring(self._parts, self._asked(self._ring))
            letters_due.write_due(self._parts, steady=True)
            retention.carry_out_if_due(self._parts, self._stopping.is_set)
            hours_change.note_first(self._parts)

    def look_for_edits(self) -> None:
        accepted = holdings.accepted(self._parts.db)
        if accepted != self._accepted:
            self._accepted = accepted
            self._parts.policy.hurry()
        edit = self._parts.policy.refresh(accepted)
        if edit.renewed is not None:
            log.info("rules.yaml was edited: the new rules are in force")
            self._to_follow.append(partial(self._follow, edit.renewed))
        if edit.proposed is not None:
            self._to_follow.append(partial(edits.tell_of_losses, self._parts, edit.proposed, edit.waiting))
        self._to_follow.append(partial(self._tell_faults, edit.faults))
        while self._to_follow:
            self._to_follow[0]()
            del self._to_follow[0]
        self.ways.follow_mute()

    def _follow(self, before: Settings) -> None:
        """Other rules than `before` are in force."""
        edits.tell_of_days_off(self._parts, reminders.apply_rules(self._parts))  # first: it is what rings go by
        self._tell_faults(self.ways.follow(before, self._parts.policy.settings))
        self._say_what_needs_a_restart()

    def _tell_faults(self, faults: Iterable[Fault]) -> None:
        for fault in faults:
            log.error("%s", fault)
        alerts.tell_faults(self._parts, faults)

    def _say_what_needs_a_restart(self) -> None:
        """Everything else follows edits. Logged once, and kept for `doctor`."""
        keys = needs_restart(self._started, self._parts.policy.settings)
        words = f"{' and '.join(keys)} in rules.yaml: counts only after a restart of mailflow" if keys else ""
        if not words:
            self.watch.rules.up()
        elif self.watch.rules.trouble != words:
            self.watch.rules.down(words)
            log.warning("%s", words)
            edits.tell_of_restart(self._parts, keys)

    def _beat(self) -> None:
        workers.beat(self._parts.db, self._workers, machine_now())

    # -- supervision

    def _spawn(
        self,
        loop: Loop,
        work: Callable[[Loop], None],
        leave: Callable[[], None] = lambda: None,
        over: Callable[[], bool] = lambda: False,
    ) -> threading.Thread:
        """A thread that calls `work` repeatedly until it is `over`. A failure (database locked, disk full, a bug) is
        logged once, and retried."""

        def run() -> None:
            while not self._stopping.is_set() and not over():
                if not self._tried(loop, lambda: work(loop)):
                    self._stopping.wait(1.0)
            leave()
            self._parts.db.close_thread()

        thread = threading.Thread(target=run, name=loop.name, daemon=True)
        self._threads = [*(t for t in self._threads if t.is_alive() or t.ident is None), thread]
        thread.start()
        return thread

    def _guarded(self, loop: Loop, job: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            self._tried(loop, job)

        return run

    def _tried(self, loop: Loop, work: Callable[[], None]) -> bool:
        loop.step()
        try:
            work()
        except MailflowError as error:
            about = error.about if isinstance(error, TryLater) else ""
            self.loops.down(loop, str(error), about, login_of(error))
            return False
        except Exception as error:
            if self.loops.down(loop, repr(error)):
                log.exception("%s failed", loop.name)
            return False
        self.loops.up(loop)
        return True

    def _clock_jumped(self, by: float) -> None:
        """The scheduler and the next tries count by the machine's clock: when it is set back, they would not fire until
        it has caught up again."""
        now = SystemClock().now()
        for job in self._scheduler.get_jobs():
            job.modify(next_run_time=now)
        self.watch.clock_jumped(by)


def run_once(parts: Parts, mailboxes: Sequence[OpenMailbox], transport: Transport, worker: str) -> list[str]:
    """`mailflow run --once`: take in all waiting mail, fire due alarms, try to send every due letter.

    Returns what could not be done (a mailbox unreachable), for the exit status. No alarm fires unless every mailbox was
    read to its end; a mailbox that another daemon reads is left to it.
    """
    troubles = []
    edits.tell_of_days_off(parts, reminders.apply_rules(parts))
    waited = answers.undoable(parts)
    for mailbox in mailboxes:
        try:
            if mailbox.lock is not None:
                mailbox.lock.take()
            read_to_end(parts, mailbox.source, mailbox.lock)
        except StandBy as why:
            log.info("standing by: %s", why)
        except ConfigError:
            raise
        except MailflowError as error:
            troubles.append(str(error))
        finally:
            mailbox.source.close()
            if mailbox.lock is not None:
                mailbox.lock.free()
    settling.drain(parts, worker)
    # all mailboxes have been read: a request that a reply waits for cannot arrive any more
    with parts.db.transaction():
        early = sum([awaited.hurry(parts.db, reason) for reason in MAY_YET_COME])
    if early:
        settling.drain(parts, worker, patient=False)
    answers.send(parts, waited)
    answers.send_due(parts)
    if not troubles:
        reminders.ring(parts)
        letters_due.write_due(parts)
        retention.carry_out_if_due(parts)
    tell_of_silence(parts)
    tell_of_holds(parts)
    circuit = Circuit()
    deliver(parts, worker, transport, circuit)
    transport.close()
    return [
        *troubles,
        *followers.once(parts, partial(alerts.tell_admin, parts)),
        *([circuit.words] if circuit.words else []),
    ]
