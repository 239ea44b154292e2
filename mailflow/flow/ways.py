"""The sources, the transport and the pages of a running daemon. They follow edits of rules.yaml.

app.py opens them; a daemon without an `Opener` keeps those it was given.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from mailflow.config.settings import MailboxSettings, Settings
from mailflow.errors import ConfigError, Fault
from mailflow.flow.intake.receive import Lock, Receiver
from mailflow.flow.loop_health import Loops
from mailflow.flow.parts import Parts
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.sources import Source
from mailflow.mail.transports import Transport

log = logging.getLogger("mailflow")

LET_GO = 30.0  # seconds to wait for another loop of this process to stop reading the same mailbox


@dataclass(frozen=True, slots=True)
class OpenMailbox:
    """A source, with the lock that keeps others from reading it and its polling interval."""

    source: Source
    lock: Lock | None
    poll: float  # seconds
    listens: bool = False  # a listener: mail is pushed to us and is stored nowhere else


class Companion(Protocol):
    """Something that runs beside the loops, such as the web pages."""

    def start(self) -> None: ...
    def stop(self) -> None: ...


class Opener(Protocol):
    """Opens what the rules in force name. Each method raises ConfigError."""

    def mailboxes(self, names: Collection[str]) -> Sequence[OpenMailbox]: ...
    def transport(self) -> Transport: ...
    def companions(self) -> Sequence[Companion]: ...


Spawn = Callable[[Receiver, Callable[[], None]], threading.Thread]


class Ways:
    """Changed by the loop that looks for edits, used by all loops."""

    def __init__(self, parts: Parts, mailboxes: Sequence[OpenMailbox], transport: Transport, loops: Loops) -> None:
        self._parts, self._loops = parts, loops
        self.opener: Opener | None = None
        self.transport = transport
        self._next: Transport | None = None  # a new transport for the delivery loop
        self.receivers = [Receiver(parts, m.source, m.lock, m.poll) for m in mailboxes]
        self.beside: list[Companion] = []
        self._threads: dict[str, threading.Thread] = {}  # {mailbox: its thread}
        self._spawn: Spawn | None = None
        self._silent = False
        for receiver in self.receivers:
            loops.add(receiver.loop)

    def start(self, spawn: Spawn) -> None:
        self._spawn, self._silent = spawn, self._parts.is_silent()
        for receiver in self.receivers:
            self._threads[receiver.name] = spawn(receiver, receiver.run)

    def behind(self) -> bool:
        """Whether a mailbox may contain mail that no daemon has read since it was last unreachable."""
        return any(receiver.behind for receiver in tuple(self.receivers))

    def take_transport(self) -> bool:
        """Called by the delivery loop: switch to the transport rules.yaml names now. Returns whether it has
        changed."""
        if self._next is None:
            return False
        self.transport.close()
        self.transport, self._next = self._next, None
        return True

    def follow(self, before: Settings, after: Settings) -> list[Fault]:
        """The rules in force were `before` and are `after`; returns faults of what cannot be opened, which stays as it
        was."""
        if self.opener is None or self._spawn is None:
            return []
        faults: list[Fault] = []
        if before.outgoing != after.outgoing:
            faults += _tried(self._follow_outgoing)
        if before.web != after.web:
            faults += _tried(self._follow_web)
        old, new = _by_name(before), _by_name(after)
        changed = [name for name in old.keys() | new.keys() if old.get(name) != new.get(name)]
        return faults + (_tried(lambda: self._reopen(changed)) if changed else [])

    def follow_mute(self) -> None:
        """A muted desk changes nothing in its mailboxes; `after:` applies again when it is unmuted."""
        silent = self._parts.is_silent()
        if self.opener is not None and self._spawn is not None and silent != self._silent:
            self._silent = silent
            self._reopen([receiver.name for receiver in self.receivers])
            log.info("muted" if silent else "no longer muted: letters leave")

    def _follow_outgoing(self) -> None:
        assert self.opener is not None
        self._next = self.opener.transport()
        log.info("letters leave by %s now", self._next.name)
        self._parts.db.wake()

    def _follow_web(self) -> None:
        assert self.opener is not None
        found = list(self.opener.companions())
        for old in self.beside:
            old.stop()
        self.beside[:] = found
        for new in found:
            new.start()

    def _reopen(self, names: Collection[str]) -> None:
        """Start reading these mailboxes as rules.yaml says now, or stop."""
        assert self.opener is not None
        opened = self.opener.mailboxes(names)
        ended = [receiver for receiver in self.receivers if receiver.name in names]
        fresh = [Receiver(self._parts, box.source, box.lock, box.poll) for box in opened]
        for receiver in fresh:  # first of all: no alarm fires until they have been read
            self._loops.add(receiver.loop)
        self.receivers[:] = [*(r for r in self.receivers if r not in ended), *fresh]
        for receiver in ended:
            receiver.stop()
            self._loops.drop(receiver.loop)
        for name in sorted({r.name for r in ended} - {r.name for r in fresh}):
            log.info("no longer reading %s", name)
        for receiver in fresh:
            self._begin(receiver, self._threads.get(receiver.name))

    def _begin(self, receiver: Receiver, before: threading.Thread | None) -> None:
        """Read it, once the loop that reads the same mailbox has stopped."""
        assert self._spawn is not None
        log.info("reading %s now", receiver.name)

        def run() -> None:
            if before is not None:
                before.join(LET_GO)
            receiver.run()

        self._threads[receiver.name] = self._spawn(receiver, run)


def _by_name(settings: Settings) -> dict[str, MailboxSettings]:
    return {box.name: box for box in settings.mailboxes}


def _tried(act: Callable[[], None]) -> list[Fault]:
    try:
        act()
    except ConfigError as wrong:
        return list(wrong.faults)
    return []


def needs_restart(started: Settings, now: Settings) -> list[str]:
    """Keys of rules.yaml that were edited since the start and take effect only after a restart."""
    return [key for key in ("database", "secret") if getattr(started, key) != getattr(now, key)]
