"""Shared by IMAP and SMTP: server addresses, verified TLS, and readable messages for broken connections."""

from __future__ import annotations

import ipaddress
import re
import socket
import sys
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urlsplit

from mailflow.credentials import Credentials
from mailflow.lazy_dataclasses import dataclass

if TYPE_CHECKING:
    import ssl

TlsMode = Literal["tls", "starttls", "none"]

CONTROL = re.compile(r"[\x00-\x1f\x7f\x80-\x9f\u2028\u2029]")
_SCHEMES: dict[str, tuple[TlsMode, int]] = {
    "imaps": ("tls", 993),
    "imap": ("starttls", 143),
    "imap+insecure": ("none", 143),
    "smtps": ("tls", 465),
    "smtp": ("starttls", 587),
    "smtp+insecure": ("none", 25),
}


UNTRUSTED = "its certificate is not trusted"
_TLS_PORTS = {"imap": 993, "smtp": 465}
# reasons of OpenSSL
_NO_TLS = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "PACKET_LENGTH_TOO_LONG", "RECORD_LAYER_FAILURE")
_CLOSED = (ConnectionResetError, BrokenPipeError, EOFError)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server to log in to, from a URL of rules.yaml."""

    scheme: str
    security: TlsMode
    host: str
    port: int
    user: str | None  # None: no login (outgoing mail on a trusted host)
    path: str  # the IMAP folder; "" for SMTP
    password_place: str = field(default="", compare=False)  # for messages: where the admin finds the password

    @property
    def place(self) -> str:
        """`host:port` for messages, with brackets around an IPv6 address."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def __str__(self) -> str:
        user = f"{self.user}@" if self.user else ""
        return f"{self.scheme}://{user}{self.place}" + (f"/{self.path}" if self.path else "")


def parse_endpoint(url: str, kind: Literal["imap", "smtp"], password_place: str = "") -> Endpoint:
    """`imaps://user@host:993/INBOX` → Endpoint. Raises ValueError in words for the admin.

    A password inside the URL is refused: URLs are shown in logs, passwords are not (interfaces.md, "rules.yaml").
    """
    if CONTROL.search(url):
        raise ValueError("the url contains a control character")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError(f"not a url: {error}") from None
    if parts.scheme not in _SCHEMES or not parts.scheme.startswith(kind):
        known = ", ".join(f"{name}://" for name in _SCHEMES if name.startswith(kind))
        raise ValueError(f"unknown kind of url {parts.scheme + '://' if parts.scheme else repr(url)}, use {known}")
    if parts.password is not None:
        raise ValueError("the password does not belong in the url, write it under password:")
    if not parts.hostname:
        raise ValueError("the url names no host")
    security, usual = _SCHEMES[parts.scheme]
    if security == "none" and not is_loopback(parts.hostname):
        raise ValueError(f"{parts.scheme}:// is not encrypted and only for this machine, not for {parts.hostname}")
    user = clean(unquote(parts.username), "the user name") if parts.username else None
    path = clean(unquote(parts.path.strip("/")), "the folder")
    if kind == "imap" and user is None:
        raise ValueError("the url names no user: imaps://USER@host/INBOX")
    if kind == "imap":
        path = path or "INBOX"
    return Endpoint(parts.scheme, security, parts.hostname, port or usual, user, path, password_place)


def parse_address(text: str, default_host: str = "127.0.0.1") -> tuple[str, int]:
    """`127.0.0.1:8024`, `[::1]:8024` or `:8024` → (host, port) of a listener. Raises ValueError otherwise."""
    host, colon, port = text.strip().rpartition(":")
    if not colon or not port.isascii() or not port.isdigit() or int(port) > 65535:
        raise ValueError(f"{text!r} is not HOST:PORT")
    return (clean(host.strip("[]"), "the host") or default_host), int(port)


def is_loopback(host: str) -> bool:
    """Whether what is sent to `host` stays on this machine. Names are not resolved: their addresses may change."""
    if host.lower() in ("localhost", "localhost."):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def peer_address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """As a socket tells it, `fe80::1%eth0` and `::ffff:192.0.2.7` too; None for what is none."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def clean(text: str, what: str) -> str:
    """`text`, if it has no control characters; else ValueError. imapclient and smtplib pass CR and LF on to the server,
    where the rest of the line would be another command (imapclient #657)."""
    if CONTROL.search(text):
        raise ValueError(f"{what} contains a control character")
    return text


def tls_context(ours: Credentials) -> ssl.SSLContext:
    """TLS 1.2 or newer. Verifies certificates and host names; against `cafile` alone if given, else against the
    system's authorities. Shows our certificate, if there is one. Raises OSError in words for the admin."""
    import ssl  # not needed by a desk that uses only Maildirs

    try:
        context = ssl.create_default_context(cafile=None if ours.cafile is None else str(ours.cafile))
    except FileNotFoundError as error:  # which does not name the file
        raise FileNotFoundError(error.errno, f"there is no cafile {ours.cafile}") from error
    context.minimum_version = max(context.minimum_version, ssl.TLSVersion.TLSv1_2)  # RFC 8314 §4
    if ours.certfile is not None:
        _show(context, ours.certfile, ours.keyfile or ours.certfile)
    return context


def _show(context: ssl.SSLContext, certfile: Path, keyfile: Path) -> None:
    """Our own certificate."""

    def no_passphrase() -> bytes:  # else OpenSSL asks at the terminal, and a daemon hangs
        raise ValueError("the key has a passphrase, which nobody can type while a desk starts")

    try:
        context.load_cert_chain(certfile, keyfile, no_passphrase)
    except FileNotFoundError as error:
        missing = next((path for path in (certfile, keyfile) if not path.is_file()), certfile)
        raise FileNotFoundError(error.errno, f"there is no file {missing}") from error
    except (OSError, ValueError) as error:
        raise OSError(0, f"the certificate {certfile} with the key {keyfile} cannot be used: {error}") from error


def keep_alive(sock: socket.socket) -> None:
    """TCP keepalive: notice a peer that vanished silently within about two minutes, even while we only wait (mail.md
    13.1)."""
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (("TCP_KEEPIDLE", 60), ("TCP_KEEPINTVL", 20), ("TCP_KEEPCNT", 3)):
        if hasattr(socket, name):
            sock.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


def reason(error: BaseException) -> str:
    """The error in words for a log line: no class names, tuples or bytes literals."""
    ssl = sys.modules.get("ssl")  # if it was never imported, the error is not from it; and importing may fail now
    if ssl is not None and isinstance(error, ssl.SSLCertVerificationError):
        return _untrusted(error.verify_code, error.verify_message)
    if ssl is not None and isinstance(error, ssl.SSLError):
        return f"TLS failed ({words(str(error.strerror or error))})"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, socket.gaierror):
        return "the host name is not known"
    if isinstance(error, ConnectionRefusedError):
        return "connection refused"
    if isinstance(error, _CLOSED):
        return "the connection was closed by the server"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return words(str(error.args[0]) if error.args else str(error)) or type(error).__name__


# By X509_V_ERR_… of OpenSSL: a certificate that no authority of one's own would mend
_NO_GOOD = {
    62: "its certificate is for another host name: write the name your provider tells, often that of its own server",
    64: "its certificate is not for this IP address: write the server's name",
    10: "its certificate has expired: whose server it is must renew it, or is this machine's clock wrong?",
    9: "its certificate is not valid yet: is this machine's clock right?",
}


def _untrusted(code: int, words: str) -> str:
    return _NO_GOOD.get(code) or f"{UNTRUSTED} ({words}): one of an authority of your own is named as `cafile:`"


# Providers whose answer does not say that the account's own password is none here
_NO_PASSWORDS = {
    "office365.com": "Microsoft takes no password: write oauth: instead, see docs/providers.md",
    "outlook.com": "Microsoft takes no password: write oauth: instead, see docs/providers.md",
    "gmail.com": "Google takes an app password or oauth:, not the account's own, see docs/providers.md",
    "yahoo.com": "Yahoo takes an app password, not the account's own",
    "icloud.com": "iCloud takes an app password, not the account's own",
    "mail.me.com": "iCloud takes an app password, not the account's own",
}


def refused_login(server: Endpoint, answer: str) -> str:
    """The server's reply, where the refused password is written, and what its provider wants instead."""
    said = f"{server.place}: login refused for {server.user}: {answer}"
    if not server.password_place:
        return said
    host = f".{server.host.lower()}"
    provider = next((f"; {wants}" for end, wants in _NO_PASSWORDS.items() if host.endswith(f".{end}")), "")
    return f"{said} (its password: {server.password_place}{provider})"


def other_scheme(server: Endpoint, error: BaseException) -> str:
    """The scheme to use instead, where the URL uses TLS on a port that does not, or expects a plain greeting on a port
    that starts with TLS; "" for any other error."""
    kind = server.scheme.partition("+")[0].removesuffix("s")
    if server.security == "tls" and getattr(error, "reason", "") in _NO_TLS:
        return f"this port does not begin with TLS: use {kind}:// for it, or {kind}s:// with port {_TLS_PORTS[kind]}"
    if server.security != "tls" and server.port == _TLS_PORTS[kind] and isinstance(error, (TimeoutError, *_CLOSED)):
        return f"port {server.port} begins with TLS: use {kind}s://"
    return ""


def words(text: str | bytes) -> str:
    """A server's reply as one printable line of at most 500 characters."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    if text[:2] in ("b'", 'b"') and text[-1:] == text[1]:  # imaplib puts the repr of bytes into its exceptions
        text = text[2:-1]
    return " ".join(CONTROL.sub(" ", text).split())[:500]
