"""`webhooks:` events are told to other programs, each webhook in its order, at least once. Nothing waits for it.

What is told is read from the log when it is told: words that were erased meanwhile do not leave. A muted desk tells
nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mailflow.clock import machine_now, steady_now
from mailflow.core import eventlog
from mailflow.core.evolve import evolve
from mailflow.core.plain import JsonObject
from mailflow.core.ticket import Ticket
from mailflow.errors import StandBy
from mailflow.flow.intake.mailbox_lease import LeaseRenewer, MailboxLease
from mailflow.flow.intake.receive import Lock, MailboxLock
from mailflow.flow.parts import Parts
from mailflow.flow.schedule.webhook_mark import WebhookMark, begun, forget, mark_of, marks, note
from mailflow.lazy_dataclasses import replace
from mailflow.store.desk import tickets
from mailflow.store.read import archive, happened
from mailflow.store.read.happened import HappenedEvent
from mailflow.webhooks.facts import facts
from mailflow.webhooks.hook import Webhook
from mailflow.webhooks.signing import message_id, signed
from mailflow.webhooks.words import ToldEvent, holds

if TYPE_CHECKING:
    from mailflow.webhooks.post import Receipt

log = logging.getLogger("mailflow")

TellAdmin = Callable[[str, str], None]  # topic, words
TURN_SECONDS = 10.0  # of one webhook, before the next has its turn
NOTE_SECONDS = 1.0  # a kill repeats at most what was told since
_AT_ONCE = 100  # events read


class Webhooks:
    """Called every few seconds, by one thread. Follows rules.yaml."""

    def __init__(self, parts: Parts, stop: Callable[[], bool], tell: TellAdmin) -> None:
        self._parts, self._stop, self._tell = parts, stop, tell
        self._known: dict[str, Webhook] | None = None  # as they were at the last look; None: there was none yet
        self._lock: Lock | None = None

    def look(self) -> int:
        """Tell what has happened since; how many requests were taken."""
        hooks = self._parts.policy.settings.webhooks
        self._forget_others({hook.name for hook in hooks})
        if not hooks or self._parts.is_silent() or not self._is_ours():
            return 0
        return sum(self._serve(hook) for hook in hooks if not self._stop())

    def close(self) -> None:
        if self._lock is not None:
            self._lock.free()
            self._lock = None

    def _forget_others(self, names: set[str]) -> None:
        if self._known is None:
            known = set(marks(self._parts.db))
            self._known = {}
        else:
            known = set(self._known)
        for name in known - names:
            forget(self._parts.db, name)
            self._known.pop(name, None)

    def _is_ours(self) -> bool:
        """Of several daemons of a desk one tells."""
        self._lock = self._lock or _lock(self._parts)
        try:
            self._lock.take()
        except StandBy:
            return False
        return True

    def _serve(self, hook: Webhook) -> int:
        db, known = self._parts.db, self._known or {}
        mark = mark_of(db, hook.name)
        before = known.get(hook.name, hook)
        self._known = {**known, hook.name: hook}
        if mark is None:
            note(db, hook.name, begun(db))
            return 0
        if before != hook:  # it was mended
            mark = replace(mark, not_before=0.0, gone=False)
        if mark.gone or mark.not_before > machine_now():
            return 0
        return _Turn(self._parts, hook, mark, self._stop, self._tell).run()


class _Turn:
    """One webhook's events, until there are none, one fails, or its time is up."""

    def __init__(
        self, parts: Parts, hook: Webhook, mark: WebhookMark, stop: Callable[[], bool], tell: TellAdmin
    ) -> None:
        self._parts, self._hook, self._stop, self._tell = parts, hook, stop, tell
        self._mark = self._noted = mark
        self._until = steady_now() + TURN_SECONDS
        self._noted_at = steady_now()

    def run(self) -> int:
        told = 0
        for event in self._events():
            body = body_for(self._parts, self._hook, event)
            if body is None:
                self._mark = self._mark.done(event.id, None)
                continue
            receipt = _send(self._parts, self._hook, event, body)
            if not receipt.ok and not self._goes_on(receipt, event):
                break
            if receipt.ok:
                told += 1
                self._succeeded(event)
        self._note()
        return told

    def _events(self) -> Iterator[HappenedEvent]:
        """First those to be tried again."""
        for event_id in self._mark.again:
            event = happened.one(self._parts.db, event_id)
            if event is not None and not self._is_over():
                yield event
        while not self._is_over():
            found = happened.after(self._parts.db, self._mark.upto, _AT_ONCE)
            if not found:
                return
            for event in found:
                if self._is_over():
                    return
                yield event

    def _is_over(self) -> bool:
        return self._stop() or steady_now() > self._until

    def _succeeded(self, event: HappenedEvent) -> None:
        if self._mark.trouble:
            log.info("webhook %s works again, no longer: %s", self._hook.name, self._mark.trouble)
        self._mark = self._mark.done(event.id, self._parts.clock.now())
        if steady_now() - self._noted_at > NOTE_SECONDS:
            self._note()

    def _goes_on(self, receipt: Receipt, event: HappenedEvent) -> bool:
        """Whether the next event is tried now, because this one is given up."""
        now = self._parts.clock.now()
        before, self._mark = self._mark, self._mark.failed(receipt, now, machine_now())
        if before.trouble != receipt.words:
            log.error("webhook %s: %s; trying again", self._hook.name, receipt.words)
        if self._mark.gone and not before.gone:
            words = f"it wants no more (HTTP 410), and is told nothing until: mailflow webhooks retry {self._hook.name}"
            self._tell(f"webhook {self._hook.name}", words)
        if not self._mark.is_over(receipt, event, self._hook, now):
            return False
        log.error("webhook %s: event %d of ticket %d given up", self._hook.name, event.seq, event.n)
        if not before.all_given_up:
            words = f"{receipt.words}: an event was given up: mailflow webhooks retry {self._hook.name}"
            self._tell(f"webhook {self._hook.name}", words)
        self._mark = self._mark.without(event.id)
        return True

    def _note(self) -> None:
        if self._mark != self._noted:
            note(self._parts.db, self._hook.name, self._mark, durable=bool(self._mark.trouble))
            self._noted = self._mark
        self._noted_at = steady_now()


def body_for(parts: Parts, hook: Webhook, event: HappenedEvent) -> bytes | None:
    """What this webhook is told of the event, made of the log as it is now; None: nothing."""
    if not hook.wants(event.kind):
        return None
    told = _told(parts, event)
    if told is None or not holds(hook.when, told, parts.rules):
        return None
    web = parts.policy.settings.web
    return made(hook, facts(told, hook, parts.rules.desk, web.url if web is not None else ""))


def made(hook: Webhook, found: JsonObject) -> bytes:
    """The body. A template that fails with these facts, as none did with the samples, is told as JSON instead."""
    from mailflow.webhooks.body import body_of  # Jinja2

    try:
        return body_of(hook, found)
    except Exception as error:  # anything a template raises
        log.error("webhook %s: its body cannot be made: %s", hook.name, error)
        return body_of(replace(hook, body=None), found)


def headers_of(hook: Webhook, ident: str, body: bytes) -> dict[str, str]:
    return {"Content-Type": hook.content_type, **signed(hook.secrets, ident, int(machine_now()), body)}


def _send(parts: Parts, hook: Webhook, event: HappenedEvent, body: bytes) -> Receipt:
    from mailflow.webhooks.post import post  # ssl, for desks that tell somebody

    ident = message_id(hook.name, event.n, event.seq, event.recorded)
    receipt = post(hook, body, headers_of(hook, ident, body))
    log.debug("webhook %s: %s of ticket %d: %s", hook.name, event.kind, event.n, receipt.words)
    return receipt


def _told(parts: Parts, event: HappenedEvent) -> ToldEvent | None:
    """With its ticket as it was right after it: the log folded so far. None for what this version cannot read."""
    stored = tickets.load(parts.db, event.n)
    ticket = Ticket(n=event.n, number=stored.number, token=stored.token) if stored is not None else Ticket(n=event.n)
    try:
        for one in archive.events_of(parts.db, event.n, last=event.seq):
            ticket = evolve(ticket, eventlog.from_json(one.kind, one.data), one.recorded_at)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        log.error("event %d of ticket %d cannot be read: %s", event.seq, event.n, error)
        return None
    return ToldEvent(event.n, event.seq, event.at, event.recorded_at, event.kind, event.actor, event.data, ticket)


def _lock(parts: Parts) -> Lock:
    if parts.db.shared:
        return MailboxLease(LeaseRenewer(parts.db), "webhooks")
    return MailboxLock(Path(parts.policy.settings.home) / ".mailflow", "webhooks")
