"""The self-probe: a mail to ourselves every few minutes (`probe:`), out through the outbox and back through a mailbox.

It is recognised by its signed Message-ID, which names no ticket (n = 0) and begins with the probe mark. When it comes
back it is an echo like every letter of ours: no ticket, no letter.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from mailflow.clock import machine_now
from mailflow.config.settings import SelfProbe
from mailflow.core.message import Address
from mailflow.flow.parts import Parts
from mailflow.mail.probing import probe_letter
from mailflow.store.desk.record import OutboxEntry
from mailflow.store.health import probes

log = logging.getLogger("mailflow")

_KEPT = timedelta(days=7)  # how long the probe letters are kept


class Prober:
    """Called every few seconds."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._tidied = 0.0  # machine time

    def look(self) -> None:
        """Note returned probes, send one if due. Raises TryLater."""
        plan, now = self._parts.policy.settings.probe, machine_now()
        if plan is None:
            return
        probes.note_returned(self._parts.db, now)
        if not self._parts.is_silent() and probes.is_due(self._parts.db, plan.every, now):
            self._send(plan, now)
        if not 0 <= now - self._tidied < 86400:
            self._tidied = now
            probes.forget_old(self._parts.db, self._parts.clock.now() - _KEPT, now)

    def _send(self, plan: SelfProbe, now: float) -> None:
        parts = self._parts
        at = parts.clock.now()
        finished = probe_letter(parts.secret, parts.token(), parts.rules.desk, plan.to, at)
        to = (Address(plan.to),)
        if probes.send(parts.db, OutboxEntry(probes.KIND, finished, to), plan.every, at, now):
            log.debug("probe %s to %s", finished.message_id, plan.to)
