"""AUTH at a mail server (RFC 4954): a password, or a token of OAuth 2."""

from __future__ import annotations

import base64
import smtplib

from mailflow.credentials import Credentials, TokenSource
from mailflow.errors import TryLater
from mailflow.mail.bearer import MECHANISMS, Bearer, bearer
from mailflow.mail.network import Endpoint, refused_login, words

SHUTTING_DOWN = 421


def log_in(connection: smtplib.SMTP, server: Endpoint, ours: Credentials) -> None:
    """Raises TryLater with the server's words, LoginNeeded; OSError when the connection is lost."""
    if ours.tokens is not None:
        _show_token(connection, server, ours.tokens)
        return
    user = server.user or ""
    try:
        if ours.password.isascii() and user.isascii():
            connection.login(user, ours.password)
        else:
            _login_utf8(connection, user, ours.password)
    except smtplib.SMTPAuthenticationError as error:
        raise TryLater(refused_login(server, shown(error.smtp_code, error.smtp_error))) from error
    except smtplib.SMTPNotSupportedError as error:
        raise TryLater(refused_login(server, "the server offers none we know")) from error


def shown(code: int, text: bytes | str) -> str:
    """A reply as one line for people."""
    return words(f"{code} {words(text)}")


def _login_utf8(connection: smtplib.SMTP, user: str, password: str) -> None:
    """AUTH PLAIN with UTF-8 (RFC 4616); smtplib's login is ASCII only."""
    plain = f"\0{user}\0{password}".encode()
    code, text = connection.docmd("AUTH", f"PLAIN {_base64(plain)}")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, text)


def _show_token(connection: smtplib.SMTP, server: Endpoint, tokens: TokenSource) -> None:
    """A server may refuse a token before its end: then another one is tried, once."""
    token = tokens.access()
    for last in (False, True):
        ours = bearer(server, token, connection.esmtp_features.get("auth", "").upper().split())
        if ours is None:
            raise TryLater(refused_login(server, f"the server offers neither {' nor '.join(MECHANISMS)}"))
        code, text = _authenticate(connection, ours)
        if code == 235:
            return
        if last or code == SHUTTING_DOWN or not tokens.rejected(token):
            raise TryLater(refused_login(server, f"{shown(code, text)} {ours.error}".strip()))
        token = tokens.access()


def _authenticate(connection: smtplib.SMTP, ours: Bearer) -> tuple[int, bytes]:
    """Not smtplib's auth(), which takes no UTF-8. A server that says what is wrong does so in a challenge, and waits
    for an answer before it refuses (RFC 7628 §3.2.3)."""
    code, text = connection.docmd("AUTH", f"{ours.mechanism} {_base64(ours(None))}")
    for _ in range(2):
        if code != 334:
            break
        code, text = connection.docmd(_base64(ours(_decoded(text))))
    return code, text


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _decoded(text: bytes) -> bytes:
    try:
        return base64.b64decode(text)
    except ValueError:
        return text
