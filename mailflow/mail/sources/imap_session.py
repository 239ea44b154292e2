"""IMAP commands besides fetching: login, selecting the folder, and `after:`."""

from __future__ import annotations

import imaplib
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError

from mailflow.credentials import Credentials, TokenSource
from mailflow.errors import TryLater
from mailflow.mail.bearer import MECHANISMS, bearer
from mailflow.mail.network import Endpoint, keep_alive, other_scheme, reason, refused_login, tls_context, words
from mailflow.mail.sources.after import After
from mailflow.mail.sources.idle import Idle
from mailflow.mail.sources.imap_list import search

log = logging.getLogger(__name__)

CHUNK = 200  # uids per command
PATIENCE = 2.0  # seconds to wait for the response to LOGOUT
# What imapclient raises for lost connections, refusing servers and responses that cannot be parsed
TROUBLE = (
    *(IMAPClientError, OSError, EOFError, ValueError, LookupError),
    *(OverflowError, MemoryError, RecursionError),  # absurd literal sizes, deeply nested brackets
)


def log_in(server: Endpoint, ours: Credentials, timeout: float) -> IMAPClient:
    """A logged-in connection with verified TLS (without TLS for imap+insecure). Raises TryLater; a refused login is
    named as such."""
    with trouble(server, "connecting"):
        context = None if server.security == "none" else tls_context(ours)
        client = IMAPClient(
            server.host,
            server.port,
            ssl=server.security == "tls",
            ssl_context=context,
            timeout=SocketTimeout(timeout, timeout),  # the default is no timeout
        )
    try:
        client.normalise_times = False  # otherwise INTERNALDATE loses its zone
        with trouble(server, "connecting"):
            keep_alive(client.socket())
            if server.security == "starttls":
                _start_tls(client, server, context)
        _identify(client, server, ours)
    except BaseException:
        hang_up(client)
        raise
    return client


def open_folder(client: IMAPClient, server: Endpoint, *, read_only: bool) -> tuple[str, int]:
    """SELECT, or EXAMINE when nothing will be changed; returns (UIDVALIDITY, number of mails)."""
    with trouble(server, f"opening {server.path}"):
        answer = client.select_folder(server.path, readonly=read_only)
        if not answer.get(b"UIDVALIDITY"):
            raise TryLater(f"{server.place}: {server.path} has no UIDVALIDITY, its mails cannot be told apart")
        return str(answer[b"UIDVALIDITY"]), int(answer[b"EXISTS"])


def finish(client: IMAPClient, uids: list[int], after: After, told: set[str]) -> None:
    """Apply `after` to stored mails; mails that have vanished are no error. `told` holds warnings about the server that
    were logged already. Raises as imapclient does."""
    for start in range(0, len(uids), CHUNK):
        some = uids[start : start + CHUNK]
        if after.what == "seen":
            client.add_flags(some, [rb"\Seen"], silent=True)
        elif after.what == "delete":
            _remove(client, some, told)
        elif after.what == "move":
            _move(client, some, after.folder, told)


def sure_folder(client: IMAPClient, folder: str) -> str:
    """The folder's name on this server, where it may need the prefix "INBOX." (RFC 2342; Courier); created if
    necessary. Raises as imapclient does."""
    prefix = personal_prefix(client)
    if prefix and not folder.upper().startswith(prefix.upper()) and not client.folder_exists(folder):
        folder = prefix + folder
    if not client.folder_exists(folder):
        client.create_folder(folder)
        log.info("created the folder %s on %s", folder, client.host)
    return folder


def personal_prefix(client: IMAPClient) -> str:
    """The prefix of personal folders on this server; "" where none is needed."""
    if not client.has_capability("NAMESPACE"):
        return ""
    personal = client.namespace().personal
    return str(personal[0][0]) if personal else ""


def hang_up(client: IMAPClient) -> None:
    """Close a connection that is of no more use, without LOGOUT."""
    try:
        client.shutdown()
    except (OSError, imaplib.IMAP4.error):
        log.debug("the connection was gone already")


def say_goodbye(client: IMAPClient, idle: Idle | None = None) -> None:
    """LOGOUT, for servers that count connections; the response is not waited for long."""
    try:
        client.socket().settimeout(PATIENCE)
        if idle is not None:
            idle.leave()
        client.logout()
    except TROUBLE:
        hang_up(client)


@contextmanager
def trouble(server: Endpoint, doing: str) -> Iterator[None]:
    """Turns every failure into TryLater with words: which server, during which operation, and what happened."""
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


def _identify(client: IMAPClient, server: Endpoint, ours: Credentials) -> None:
    assert server.user is not None  # guaranteed by parse_endpoint
    with trouble(server, "logging in"):
        if ours.tokens is not None:
            _show_token(client, server, ours.tokens)
            return
        try:
            if ours.password.isascii() and server.user.isascii():
                client.login(server.user, ours.password)
            else:
                client.plain_login(server.user, ours.password)  # LOGIN is ASCII only, PLAIN is UTF-8 (RFC 4616)
        except LoginError as error:
            raise _refused(server, error) from error


def _show_token(client: IMAPClient, server: Endpoint, tokens: TokenSource) -> None:
    """A server may refuse a token before its end: then another one is tried, once."""
    token = tokens.access()
    for last in (False, True):
        shown = bearer(server, token, [one for one in MECHANISMS if client.has_capability(f"AUTH={one}")])
        if shown is None:
            raise TryLater(refused_login(server, f"the server offers neither {' nor '.join(MECHANISMS)}"))
        try:
            client.sasl_login(shown.mechanism, shown)
        except LoginError as error:
            refusal = _refused(server, error, shown.error)
            if last or not tokens.rejected(token):
                raise refusal from error
            token = tokens.access()
        else:
            return


def _refused(server: Endpoint, error: LoginError, more: str = "") -> Exception:
    if isinstance(error.__context__, imaplib.IMAP4.abort):
        return error.__context__  # imapclient reports a lost connection as a refused login
    answer = words(str(error))
    return TryLater(refused_login(server, f"{answer} {more}" if more else answer))


def _remove(client: IMAPClient, uids: list[int], told: set[str]) -> None:
    """Delete by UID EXPUNGE. Without UIDPLUS (RFC 4315) there is only EXPUNGE, which would also remove what a person
    has marked as deleted: then our mails only stay marked."""
    client.add_flags(uids, [rb"\Deleted"], silent=True)
    if client.has_capability("UIDPLUS"):
        client.uid_expunge(uids)
    elif "UIDPLUS" not in told:
        told.add("UIDPLUS")
        log.warning("%s has no UIDPLUS: stored mails stay in the folder, marked as deleted", client.host)


def _move(client: IMAPClient, uids: list[int], folder: str, told: set[str]) -> None:
    if not client.has_capability("MOVE"):
        # a mail marked as deleted was copied already, before a lost connection or without UIDPLUS
        uids = sorted(set(search(client, ["UNDELETED", "UID", ",".join(map(str, uids))])) & set(uids))
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
