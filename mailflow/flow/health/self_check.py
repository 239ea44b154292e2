"""The daemon's self-check: stores the state of its loops for `doctor`, tells outages, sends and counts probes."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial

from mailflow.clock import machine_now
from mailflow.core.how_many import how_many
from mailflow.errors import MailflowError
from mailflow.flow.deliver import Circuit
from mailflow.flow.health.list_holds import tell_of_holds
from mailflow.flow.health.outages import JUMP, Outages
from mailflow.flow.health.probe import Prober
from mailflow.flow.health.server_names import tell_of_silence
from mailflow.flow.health.symptoms import Symptoms
from mailflow.flow.intake.receive import Receiver
from mailflow.flow.loop_health import Loop, Loops
from mailflow.flow.parts import Parts
from mailflow.store.health import watching
from mailflow.store.health.watching import SLOT, Noted

log = logging.getLogger("mailflow")

WATCH_SECONDS = 5.0
LONGEST_LOOK = 900.0  # seconds for one round: several alarms through a slow server


class SelfCheck:
    """One job of the scheduler. `worker` identifies this daemon."""

    def __init__(
        self, parts: Parts, loops: Loops, receivers: Sequence[Receiver], circuit: Circuit, worker: str
    ) -> None:
        self._parts, self._loops, self._receivers, self._circuit, self._worker = (
            parts, loops, receivers, circuit, worker
        )  # fmt: skip
        self.rules = Loop("rules.yaml")  # its trouble: what was edited and counts only after a restart
        self.symptoms = Symptoms(parts, loops, receivers, circuit)
        self.outages = Outages(parts, self.symptoms)
        self._prober = Prober(parts)
        self._slot = -1  # the last uptime slot stored
        self._set_back = False  # the clock was set back, and next tries were not adjusted yet

    def look(self) -> None:
        """One round. A failing step does not prevent the others; the first error is raised at the end."""
        failed: list[MailflowError] = []
        silence, holds = partial(tell_of_silence, self._parts), partial(tell_of_holds, self._parts)
        steps = (self._hurry, self.outages.look, self.note, self._pulse, self._prober.look, silence, holds)
        for step in steps:
            try:
                step()
            except MailflowError as error:
                failed.append(error)
        if failed:
            raise failed[0]

    def note(self) -> None:
        """Store the state of the loops, for other processes."""
        watching.note_loops(self._parts.db, self._worker, self.noted(), machine_now())

    def noted(self) -> list[Noted]:
        """State of the loops. The transport, and mails that cannot be fetched, count as loops that never hang."""
        found = [
            Noted(self._worker, loop.name, loop.age, loop.allowed, loop.trouble, loop.down_for)
            for loop in self._loops.all
        ]
        states = [self._circuit.loop, *self._left_out()]
        return found + [Noted(self._worker, s.name, 0.0, s.allowed, s.trouble, s.down_for) for s in states]

    def _left_out(self) -> list[Loop]:
        found = (self.rules, *(receiver.mails for receiver in self._receivers))
        return [loop for loop in found if loop.trouble]

    def status(self) -> str:
        """One line for `systemctl status`."""
        states = (*self._loops.all, self._circuit.loop, *self._left_out())
        down = [f"{loop.name}: {loop.trouble}" for loop in states if loop.trouble]
        if down:
            return "; ".join(dict.fromkeys(down))
        aside = sum(bool(receiver.stands_by) for receiver in self._receivers)
        here = len(self._receivers) - aside
        return f"running: reads {how_many(here, 'mailbox', 'mailboxes')}" + (
            f", stands by for {aside}" if aside else ""
        )

    def clock_jumped(self, by: float) -> None:
        if abs(by) >= JUMP:
            self.outages.jumps.append(by)
        self._slot, self._set_back = -1, self._set_back or by < 0

    def forget(self) -> None:
        """At a clean shutdown."""
        watching.forget_loops(self._parts.db, self._worker)

    def _hurry(self) -> None:
        """After the clock was set back: next tries scheduled by the wrong clock are due now."""
        if self._set_back:
            watching.hurry(self._parts.db, machine_now())
            self._set_back = False

    def _pulse(self) -> None:
        slot = int(machine_now() // SLOT)
        if slot != self._slot:
            watching.pulse(self._parts.db, machine_now())
            self._slot = slot
