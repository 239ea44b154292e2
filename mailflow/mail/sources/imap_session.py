"""What is said to an IMAP server besides reading: logging in, opening the folder, and carrying out `after:`."""

from __future__ import annotations

import imaplib
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError

from mailflow.errors import TryLater
from mailflow.mail.network import Endpoint, keep_alive, other_scheme, reason, refused_login, tls_context, words
from mailflow.mail.sources.after import After
from mailflow.mail.sources.idle import Idle

log = logging.getLogger(__name__)

CHUNK = 200  # uids in one command
PATIENCE = 2.0  # seconds for a goodbye
# What broken connections, unwilling servers and answers nobody can parse look like through imapclient
TROUBLE = (
    *(IMAPClientError, OSError, EOFError, ValueError, LookupError),
    *(OverflowError, MemoryError, RecursionError),  # a literal of so many bytes, brackets nested so deep
)


def log_in(server: Endpoint, password: str, cafile: Path | None, timeout: float) -> IMAPClient:
    """A logged-in connection, its TLS verified (none for imap+insecure). TryLater else; a refused login says so."""
    with trouble(server, "connecting"):
        context = None if server.security == "none" else tls_context(cafile)
        client = IMAPClient(
            server.host,
            server.port,
            ssl=server.security == "tls",
            ssl_context=context,
            timeout=SocketTimeout(timeout, timeout),  # the default waits for ever
        )
    try:
        client.normalise_times = False  # else INTERNALDATE comes without its zone
        with trouble(server, "connecting"):
            keep_alive(client.socket())
            if server.security == "starttls":
                _start_tls(client, server, context)
        _identify(client, server, password)
    except BaseException:
        hang_up(client)
        raise
    return client


def open_folder(client: IMAPClient, server: Endpoint, *, read_only: bool) -> tuple[str, int]:
    """SELECT, or EXAMINE when nothing will be changed: (UIDVALIDITY, number of mails)."""
    with trouble(server, f"opening {server.path}"):
        answer = client.select_folder(server.path, readonly=read_only)
        if not answer.get(b"UIDVALIDITY"):
            raise TryLater(f"{server.place}: {server.path} has no UIDVALIDITY, its mails cannot be told apart")
        return str(answer[b"UIDVALIDITY"]), int(answer[b"EXISTS"])


def finish(client: IMAPClient, uids: list[int], after: After, told: set[str]) -> None:
    """Carry out `after` for stored mails; those that vanished meanwhile are no error. `told` keeps a complaint about
    the server from being repeated. Raises as imapclient does."""
    for start in range(0, len(uids), CHUNK):
        some = uids[start : start + CHUNK]
        if after.what == "seen":
            client.add_flags(some, [rb"\Seen"], silent=True)
        elif after.what == "delete":
            _remove(client, some, told)
        elif after.what == "move":
            _move(client, some, after.folder, told)


def sure_folder(client: IMAPClient, folder: str) -> str:
    """The folder's name on this server, where it may have to begin with "INBOX." (RFC 2342; Courier); made if need
    be. Raises as imapclient does."""
    prefix = _prefix(client)
    if prefix and not folder.upper().startswith(prefix.upper()) and not client.folder_exists(folder):
        folder = prefix + folder
    if not client.folder_exists(folder):
        client.create_folder(folder)
        log.info("created the folder %s on %s", folder, client.host)
    return folder


def _prefix(client: IMAPClient) -> str:
    """With which a person's own folders begin; "" where they need none."""
    if not client.has_capability("NAMESPACE"):
        return ""
    personal = client.namespace().personal
    return str(personal[0][0]) if personal else ""


def hang_up(client: IMAPClient) -> None:
    """Let go of a connection that is of no more use, without a word."""
    try:
        client.shutdown()
    except (OSError, imaplib.IMAP4.error):
        log.debug("the connection was gone already")


def say_goodbye(client: IMAPClient, idle: Idle | None = None) -> None:
    """LOGOUT, for servers that count connections; one that does not answer soon is left without."""
    try:
        client.socket().settimeout(PATIENCE)
        if idle is not None:
            idle.leave()
        client.logout()
    except TROUBLE:
        hang_up(client)


@contextmanager
def trouble(server: Endpoint, doing: str) -> Iterator[None]:
    """Every failure in words: which server, while doing what, and what happened."""
    try:
        yield
    except imaplib.IMAP4.abort as error:
        raise TryLater(f"{server.place}: {doing}: the server ended the connection ({reason(error)})") from error
    except TROUBLE as error:
        raise TryLater(f"{server.place}: {doing}: {other_scheme(server, error) or reason(error)}") from error


def _start_tls(client: IMAPClient, server: Endpoint, context: ssl.SSLContext | None) -> None:
    if not client.has_capability("STARTTLS"):
        raise TryLater(f"{server.place}: offers no STARTTLS, without which imap:// does not log in")
    client.starttls(context)


def _identify(client: IMAPClient, server: Endpoint, password: str) -> None:
    assert server.user is not None  # parse_endpoint saw to it
    with trouble(server, "logging in"):
        try:
            if password.isascii() and server.user.isascii():
                client.login(server.user, password)
            else:
                client.plain_login(server.user, password)  # LOGIN is ASCII only, PLAIN is UTF-8 (RFC 4616)
        except LoginError as error:
            if isinstance(error.__context__, imaplib.IMAP4.abort):
                raise error.__context__ from None  # imapclient calls a lost connection a refused login
            raise TryLater(refused_login(server, words(str(error)))) from error


def _remove(client: IMAPClient, uids: list[int], told: set[str]) -> None:
    """Without UIDPLUS only EXPUNGE is left, which would remove what a person marked, too: so the mails stay marked."""
    client.add_flags(uids, [rb"\Deleted"], silent=True)
    if client.has_capability("UIDPLUS"):
        client.uid_expunge(uids)
    elif "UIDPLUS" not in told:
        told.add("UIDPLUS")
        log.warning("%s has no UIDPLUS: stored mails stay in the folder, marked as deleted", client.host)


def _move(client: IMAPClient, uids: list[int], folder: str, told: set[str]) -> None:
    if not client.has_capability("MOVE"):
        # a mail already marked was copied before a connection died or stays for want of UIDPLUS
        uids = sorted(set(client.search(["UNDELETED", "UID", ",".join(map(str, uids))])) & set(uids))
        if not uids:
            return
    bring = client.move if client.has_capability("MOVE") else client.copy
    try:
        bring(uids, folder)
    except imaplib.IMAP4.abort:
        raise
    except IMAPClientError:
        if client.folder_exists(folder):
            raise
        bring(uids, sure_folder(client, folder))
    if bring == client.copy:
        _remove(client, uids, told)
