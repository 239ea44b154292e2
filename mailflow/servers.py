"""Opens the sources and transports that rules.yaml names: mailboxes with their locks, outgoing servers. Part of
app.py."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from mailflow.config.settings import ImapBox, ListenerBox, MaildirBox, MaildirOut, SmtpOut
from mailflow.core.people import is_received_here
from mailflow.errors import ConfigError, Fault, GiveUp
from mailflow.lazy_dataclasses import dataclass, replace

if TYPE_CHECKING:
    from mailflow.core.arrival import Arrival
    from mailflow.flow.health.self_check import SelfCheck
    from mailflow.flow.parts import Parts
    from mailflow.flow.ways import Companion, OpenMailbox
    from mailflow.mail.sources import MailboxOptions
    from mailflow.mail.transports import Transport

LISTENER_POLL = 3600.0  # seconds; mail is pushed to a listener, there is nothing to poll
SERVER_SECONDS = 30.0  # timeout of one answer of a server


def mailboxes(
    parts: Parts, timeout: float = SERVER_SECONDS, *, looking: bool = False, names: Collection[str] | None = None
) -> list[OpenMailbox]:
    """The sources rules.yaml names, or only those with these `names`, each with its lock. `looking`: read only, they
    change nothing in the database."""
    import socket

    from mailflow.flow.intake.known_mails import InboxKnownMails
    from mailflow.flow.intake.mailbox_lease import LeaseRenewer, MailboxLease
    from mailflow.flow.intake.receive import Lock, MailboxLock, store
    from mailflow.flow.ways import OpenMailbox
    from mailflow.mail.sources import Surroundings, open_source

    settings = parts.policy.settings
    files, leases = settings.home / ".mailflow", LeaseRenewer(parts.db)

    def lock(mailbox: str, *, listens: bool) -> Lock:
        if listens:  # every host has its own ports; the home may be on a shared disk
            return MailboxLock(files, mailbox, socket.gethostname())
        return MailboxLease(leases, mailbox) if parts.db.shared else MailboxLock(files, mailbox)

    def keep(batch: list[Arrival]) -> None:
        store(parts, batch)

    around = Surroundings(
        home=settings.home,
        known=InboxKnownMails(parts.db, looking),
        clock=parts.clock,
        store=keep,
        accepts=lambda address: is_received_here(address, parts.rules),  # as they are then: rules.yaml may be edited
    )
    found = []
    silent = parts.is_silent()  # a muted copy of a desk changes nothing in the mailboxes
    for box in settings.mailboxes if names is None else [box for box in settings.mailboxes if box.name in names]:
        try:
            options = _options(box, settings.home, timeout)
            source = open_source(replace(options, after="keep") if silent else options, around)
        except ValueError as wrong:
            raise ConfigError([Fault("rules.yaml: mailboxes", str(wrong))]) from wrong
        listens = isinstance(box, ListenerBox)
        poll = LISTENER_POLL if isinstance(box, ListenerBox) else box.poll
        found.append(OpenMailbox(source, lock(source.name, listens=listens), poll, listens))
    return found


def transport(parts: Parts, timeout: float = SERVER_SECONDS) -> Transport:
    """The transport rules.yaml names. Raises ConfigError when it names none."""
    from mailflow.mail.transports import OutgoingOptions, open_transport

    settings = parts.policy.settings
    match settings.outgoing:
        case SmtpOut() as out:
            options = OutgoingOptions("smtp", out.url, out.credentials(settings.home), out.dkim, timeout)
        case MaildirOut() as out:
            options = OutgoingOptions("maildir", str(out.path))
        case _:
            raise ConfigError(
                [Fault("rules.yaml", "there is no outgoing:", "say outgoing: {smtp: …} or {maildir: var/out}")]
            )
    try:
        return open_transport(options, settings.home)
    except ValueError as wrong:
        raise ConfigError([Fault("rules.yaml: outgoing", str(wrong))]) from wrong


def alarm_transport(parts: Parts, timeout: float = SERVER_SECONDS) -> Transport | None:
    """The transport of `alarm:`; None without one. Raises ConfigError."""
    from mailflow.flow.health.alerts import open_route

    route = parts.policy.settings.alarm
    try:
        return None if route is None else open_route(parts, route, timeout)
    except GiveUp as wrong:
        raise ConfigError([Fault("rules.yaml: alarm", str(wrong))]) from wrong


def _options(box: ImapBox | MaildirBox | ListenerBox, home: Path, timeout: float) -> MailboxOptions:
    from mailflow.mail.sources import MailboxOptions

    match box:
        case ImapBox():
            return MailboxOptions("imap", box.url, box.credentials(home), box.after, box.poll, timeout=timeout)
        case MaildirBox():
            return MailboxOptions("maildir", box.written or str(box.path), after=box.after, poll=box.poll)
        case ListenerBox():
            return MailboxOptions(box.kind, f"{box.host}:{box.port}", allow=box.allow)


@dataclass(frozen=True, slots=True)
class ServerOpener:
    """Opens what a running daemon needs when rules.yaml has changed (flow/ways.py)."""

    parts: Parts
    watch: SelfCheck

    def mailboxes(self, names: Collection[str]) -> list[OpenMailbox]:
        return mailboxes(self.parts, names=names)

    def transport(self) -> Transport:
        return transport(self.parts)

    def companions(self) -> list[Companion]:
        listen = self.parts.policy.settings.web
        if listen is None:
            return []
        from mailflow.web import pages
        from mailflow.web.serve import WebServer
        from mailflow.web.site import prepare

        return [WebServer(pages(self.parts, self.watch), listen, prepare)]
