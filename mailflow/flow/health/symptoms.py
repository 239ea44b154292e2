"""What is wrong with this daemon now, seen without I/O to any server: its loops, the state of its servers, its disk."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Iterator, Sequence
from pathlib import Path

from mailflow.clock import steady_now
from mailflow.flow.deliver import Circuit
from mailflow.flow.intake.receive import Receiver
from mailflow.flow.loop_health import Loops
from mailflow.flow.parts import Parts
from mailflow.lazy_dataclasses import dataclass

LITTLE_DISK = 200 * 2**20  # bytes: a backlog with attachments can fill this in an hour
ENOUGH_DISK = LITTLE_DISK * 3 // 2  # hysteresis: a disk near the limit must not alert all day
WORKING, LOGIN = "working", "login of "
HERE = socket.gethostname()
ME = f"{HERE} (pid {os.getpid()})"


@dataclass(frozen=True, slots=True)
class Symptom:
    """Something that is wrong now."""

    subject: str  # identifies the outage: "sending", "read imap://…"
    words: str
    patience: float = 0.0  # seconds until the admin is told
    heard: float = 0.0  # steady_now(): when it was last seen; 0: just now


class Symptoms:
    """The symptoms of this daemon, asked for every few seconds."""

    def __init__(self, parts: Parts, loops: Loops, receivers: Sequence[Receiver], circuit: Circuit) -> None:
        self._parts, self._loops, self._receivers, self._circuit = parts, loops, receivers, circuit
        self._disk_is_low = False

    def now(self) -> dict[str, Symptom]:
        return {symptom.subject: symptom for symptom in self._all()}

    def is_over(self, subject: str, age: float, ours: bool, living: set[str]) -> bool:
        """Whether an outage without a current symptom is over, as far as this daemon can know. It began `age` seconds
        ago, and was seen here (`ours`) or only by another daemon; `living` are the living daemons, named as ME is."""
        for receiver in self._receivers:
            if subject in (receiver.loop.name, receiver.mails.name):
                return receiver.caught_up and not receiver.stands_by
        if subject == self._circuit.loop.name:  # having no error proves nothing: a letter must have been accepted
            return not self._circuit.words and self._circuit.proved > steady_now() - age
        _, hangs, daemon = subject.partition(" hangs on ")
        if hangs:
            return ours or daemon not in living
        if subject.startswith(("disk on ", LOGIN)):  # tokens are kept in the home of each host
            return subject.endswith(f" on {HERE}")
        return True  # it works, or rules.yaml no longer names this mailbox

    def _all(self) -> Iterator[Symptom]:
        patience = self._parts.policy.settings.alarm_after
        reading = [receiver.loop for receiver in self._receivers]
        mails = [receiver.mails for receiver in self._receivers]
        for loop in (*reading, *mails, self._circuit.loop):
            if loop.trouble and not loop.login:
                yield Symptom(loop.name, loop.trouble, patience, loop.heard)
        for loop in self._loops.all:
            if loop.trouble and not loop.login and loop not in reading:
                yield Symptom(WORKING, f"{loop.name}: {loop.trouble}", patience, loop.heard)
        for loop in self._loops.hanging():
            yield Symptom(f"{loop.name} hangs on {ME}", f"nothing for {loop.age:.0f} seconds")
        for loop in (*self._loops.all, self._circuit.loop):  # one cause, however many loops it stops
            if loop.login:
                yield Symptom(f"{LOGIN}{loop.login} on {HERE}", loop.trouble, heard=loop.heard)
        yield from self._little_disk()

    def _little_disk(self) -> Iterator[Symptom]:
        # a PostgreSQL database has no folder here
        places = {self._parts.policy.settings.home, Path(self._parts.db.place).parent}
        free = {folder: free_bytes(folder) for folder in sorted(places) if folder.is_absolute() and folder.is_dir()}
        least = min(free, key=lambda folder: free[folder], default=None)
        if least is not None:
            self._disk_is_low = free[least] < (ENOUGH_DISK if self._disk_is_low else LITTLE_DISK)
            if self._disk_is_low:
                yield Symptom(f"disk on {HERE}", f"{free[least] // 2**20} MB are free on the disk of {least}")


def free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free
