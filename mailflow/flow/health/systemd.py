"""Notifications to the service manager: sd_notify(3), silent where no service manager listens.

READY=1 when every loop has begun, WATCHDOG=1 only while none hangs, STATUS= as text, STOPPING=1 at the end.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
from collections.abc import Callable
from time import monotonic

from mailflow.flow.loop_health import Loop, Loops

log = logging.getLogger("mailflow")

LOOK_SECONDS = 1.0
JUMP_SECONDS = 60.0  # a jump: the machine's clock was set, not just adjusted by NTP


class Notifier:
    """`send("READY=1", "STATUS=…")`. A missing or full socket is not an error."""

    def __init__(self, address: str | None, watchdog: float | None = None) -> None:
        self._address = "\0" + address[1:] if address and address.startswith("@") else address  # abstract namespace
        self.every = None if watchdog is None else watchdog / 3  # seconds between WATCHDOG=1 messages

    def send(self, *lines: str) -> None:
        if not self._address:
            return
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
            sock.settimeout(1.0)
            sock.sendto("\n".join(lines).encode("utf-8", "replace"), self._address)


class Watchdog:
    """A thread that checks the loops every second. It uses neither database nor network, so that it cannot hang with
    them."""

    def __init__(self, loops: Loops, notifier: Notifier, status: Callable[[], str], jumped: Callable[[float], None],
                 machine: Callable[[], float]) -> None:  # fmt: skip
        self._loops, self._notifier, self._status, self._jumped, self._machine = (
            loops, notifier, status, jumped, machine
        )  # fmt: skip
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="warden", daemon=True)
        self._ready = False
        self._said = ""
        self._hanging: set[str] = set()
        self._sign_of_life = 0.0
        self._offset = machine() - monotonic()

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        self._notifier.send("STOPPING=1", "STATUS=stopping")
        if self._thread.is_alive():
            self._thread.join(LOOK_SECONDS)

    def look(self) -> None:
        """One round of the thread."""
        self._mind_the_clock()
        hanging = self._loops.hanging()
        self._complain(hanging)
        lines = []
        if not self._ready and self._loops.begun:
            self._ready = True
            lines.append("READY=1")
        if (said := self._words(hanging)) != self._said:
            self._said = said
            lines.append(f"STATUS={said}")
        every = self._notifier.every
        if every is not None and not hanging and monotonic() - self._sign_of_life >= every:
            self._sign_of_life = monotonic()
            lines.append("WATCHDOG=1")
        if lines:
            self._notifier.send(*lines)

    def _run(self) -> None:
        while not self._over.wait(LOOK_SECONDS):
            self.look()

    def _words(self, hanging: list[Loop]) -> str:
        names = ", ".join(loop.name for loop in hanging)
        return f"hangs: {names}" if hanging else self._status() if self._ready else "starting"

    def _complain(self, hanging: list[Loop]) -> None:
        for loop in hanging:
            if loop.name not in self._hanging:
                log.error("%s hangs: nothing for %.0f s", loop.name, loop.age)
        for name in self._hanging - {loop.name for loop in hanging}:
            log.info("%s goes on", name)
        self._hanging = {loop.name for loop in hanging}

    def _mind_the_clock(self) -> None:
        offset = self._machine() - monotonic()
        jump, self._offset = offset - self._offset, offset
        if abs(jump) > JUMP_SECONDS:
            log.warning("the machine's clock jumped %s by %.0f s", "ahead" if jump > 0 else "back", abs(jump))
            self._jumped(jump)
