"""Tries what was answered on the real servers: logs in, sends a first mail to the desk itself, reads it back."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable
from datetime import datetime

from imapclient import IMAPClient

from mailflow.core.how_many import how_many
from mailflow.core.rules import Desk
from mailflow.credentials import Credentials
from mailflow.errors import MailflowError, TryLater
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.authentication import named
from mailflow.mail.network import parse_endpoint
from mailflow.mail.probing import probe_letter
from mailflow.mail.sources.imap_session import log_in, open_folder, say_goodbye, trouble
from mailflow.mail.transports.smtp import SmtpTransport

SECONDS = 20.0  # timeout of one answer
LOOKS, PAUSE = 30, 2.0  # how often the mailbox is looked into for the first mail, and seconds between
NEWEST = 30  # mails whose results are read


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """What came of the first mail."""

    came: bool
    authserv: str  # "": no mail has results that could be our server's


def imap_answer(url: str, ours: Credentials) -> str:
    """Log in and look into the folder; in words. Raises MailflowError, ValueError for a URL that is none."""
    server = parse_endpoint(url, "imap", ours.password_place)
    client = log_in(server, ours, SECONDS)
    try:
        _, count = open_folder(client, server, read_only=True)
    finally:
        say_goodbye(client)
    return f"{server.place}: {how_many(count, 'mail')} in {server.path}"


def smtp_answer(url: str, ours: Credentials) -> str:
    """Log in; in words. Raises MailflowError, ValueError."""
    transport = SmtpTransport(url, ours, timeout=SECONDS)
    try:
        return transport.probe()
    finally:
        transport.close()


def first_mail(
    imap: tuple[str, Credentials], smtp: tuple[str, Credentials], desk: Desk, now: datetime,
    rest: Callable[[float], object],
) -> RoundTrip:  # fmt: skip
    """Send a mail to the desk and wait a minute for it. Raises MailflowError when it cannot be sent or looked for."""
    letter = probe_letter(secrets.token_bytes(32), secrets.token_hex(8), desk, desk.address, now)
    transport = SmtpTransport(*smtp, timeout=SECONDS)
    try:
        refused = [one.words for one in transport.send(letter).outcomes.values() if one.state != "sent"]
    finally:
        transport.close()
    if refused:
        raise TryLater(f"the first mail was refused: {refused[0]}")
    server = parse_endpoint(imap[0], "imap")
    client = log_in(server, imap[1], SECONDS)
    try:
        with trouble(server, "looking for the first mail"):
            return _found(client, server.path, letter.message_id, rest)
    finally:
        say_goodbye(client)


def _found(client: IMAPClient, folder: str, message_id: str, rest: Callable[[float], object]) -> RoundTrip:
    for look in range(LOOKS):
        client.select_folder(folder, readonly=True)
        if found := client.search(["HEADER", "Message-ID", message_id]):
            # the first mail has no results where the server does not check its own; then others may
            return RoundTrip(True, _authserv(client, found) or _authserv(client, client.search("ALL")[-NEWEST:]))
        if look + 1 < LOOKS:
            rest(PAUSE)
    return RoundTrip(False, _authserv(client, client.search("ALL")[-NEWEST:]))


def _authserv(client: IMAPClient, uids: list[int]) -> str:
    """The name most of these mails were judged under."""
    if not uids:
        return ""
    heads = client.fetch(uids, ["BODY.PEEK[HEADER]"])
    names = Counter(name for one in heads.values() if (name := named(one.get(b"BODY[HEADER]") or b"")))
    return next((name for name, _ in names.most_common(1)), "")


WRONG = (MailflowError, ValueError)
