"""The composition root: home folder → Parts. The only place where the parts meet."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mailflow import config
from mailflow.clock import Clock, SystemClock, machine_now
from mailflow.config import ImapBox, ListenerBox, MaildirBox, MaildirOut, SmtpOut, Watcher
from mailflow.errors import ConfigError, Fault
from mailflow.flow.daemon import Daemon, Mailbox, run_once
from mailflow.flow.parts import Parts
from mailflow.flow.policy import Policy
from mailflow.flow.receive import MailboxLock, store
from mailflow.mail.sources import Arrival, MailboxOptions, Surroundings, open_source
from mailflow.mail.templates import Templates
from mailflow.mail.transports import OutgoingOptions, Transport, open_transport
from mailflow.store import inbox, meta, workers
from mailflow.store.database import Database, open_database

LISTENER_POLL = 3600.0  # a listener is told; nothing to poll


def fresh_token() -> str:
    """At most 16 of [a-z0-9], unguessable."""
    return secrets.token_hex(5)


def open_parts(
    home: Path,
    clock: Clock | None = None,
    *,
    need_secrets: bool = False,
    environ: dict[str, str] | None = None,
    token: Callable[[], str] = fresh_token,
) -> Parts:
    """Everything a command that changes tickets needs. Raises ConfigError (all faults at once), CannotDo, TryLater."""
    clock = clock or SystemClock()
    watcher = Watcher(home)
    settings = config.load(home, environ, need_secrets)
    watcher.also = settings.watched
    templates = Templates(home, settings.shipped_templates, settings.rules.desk.language)
    faults = templates.load()
    if faults and need_secrets:
        raise ConfigError(faults)
    db = open_database(settings.database, home, clock.now())
    policy = Policy(settings, templates, lambda: config.load(home, environ, need_secrets), watcher)
    return Parts(db, clock, policy, (settings.secret or meta.secret(db)).encode(), token)


def mailboxes(parts: Parts) -> list[Mailbox]:
    """The sources rules.yaml names, each with its lock."""
    settings = parts.policy.settings
    locks = settings.home / ".mailflow"

    def keep(batch: list[Arrival]) -> None:
        store(parts, batch)

    around = Surroundings(home=settings.home, known=_Known(parts.db), clock=parts.clock, store=keep)
    found = []
    for box in settings.mailboxes:
        source = open_source(_options(box), around)
        listens = isinstance(box, ListenerBox)
        poll = LISTENER_POLL if isinstance(box, ListenerBox) else box.poll
        found.append(Mailbox(source, None if listens else MailboxLock(locks, source.name), poll))
    return found


def transport(parts: Parts) -> Transport:
    """The way out rules.yaml names. Raises ConfigError when it names none."""
    settings = parts.policy.settings
    match settings.outgoing:
        case SmtpOut() as out:
            options = OutgoingOptions("smtp", out.url, out.password, out.cafile)
        case MaildirOut() as out:
            options = OutgoingOptions("maildir", str(out.path))
        case _:
            raise ConfigError(
                [Fault("rules.yaml", "there is no outgoing:", "say outgoing: {smtp: …} or {maildir: var/out}")]
            )
    return open_transport(options, settings.home)


def daemon(parts: Parts) -> Daemon:
    return Daemon(parts, mailboxes(parts), transport(parts))


def once(parts: Parts) -> list[str]:
    """`mailflow run --once`; what could not be done."""
    worker = workers.register(parts.db, machine_now())
    try:
        return run_once(parts, mailboxes(parts), transport(parts), worker)
    finally:
        workers.forget(parts.db, [worker])


def _options(box: ImapBox | MaildirBox | ListenerBox) -> MailboxOptions:
    match box:
        case ImapBox():
            return MailboxOptions("imap", box.url, box.password, box.after, box.poll, cafile=box.cafile)
        case MaildirBox():
            return MailboxOptions("maildir", box.written or str(box.path), after=box.after, poll=box.poll)
        case ListenerBox():
            return MailboxOptions(box.kind, f"{box.host}:{box.port}")


@dataclass(frozen=True, slots=True)
class _Known:
    """What the inbox tells a source (mail.sources.Known)."""

    db: Database

    def seen(self, mailbox: str, uidvalidity: str, uids: list[str]) -> set[str]:
        return inbox.known(self.db, mailbox, uidvalidity, uids)

    def highest(self, mailbox: str, uidvalidity: str) -> str | None:
        return inbox.highest(self.db, mailbox, uidvalidity)
