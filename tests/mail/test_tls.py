"""TLS 1.2 or newer, certificates of both sides, and no way down to less."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailflow.credentials import Credentials
from mailflow.errors import TryLater
from mailflow.mail.network import parse_endpoint, reason
from mailflow.mail.sources.imap_session import log_in
from mailflow.mail.transports.smtp import SmtpTransport
from tests.servers import make_certificate


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    return make_certificate(tmp_path)


class TlsServer:
    """Shakes hands, and says what a client showed; `greeting` is what it says after that."""

    def __init__(self, context: ssl.SSLContext, greeting: bytes) -> None:
        self._context, self._greeting = context, greeting
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self.shown: list[object] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> TlsServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.close()
        self._thread.join(30)

    def _serve(self) -> None:
        peer, _ = self._listener.accept()
        try:
            with self._context.wrap_socket(peer, server_side=True) as safe:
                certificate = safe.getpeercert() or {}
                self.shown.append(certificate.get("subject"))
                safe.sendall(self._greeting)
                safe.recv(1000)
        except OSError as error:
            self.shown.append(type(error).__name__)


@pytest.fixture
def old_tls(certificate: tuple[Path, Path]) -> Iterator[ssl.SSLContext]:
    """What a server of 2010 speaks."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with pytest.warns(DeprecationWarning):
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    yield context


def test_a_server_that_speaks_old_tls_gets_nothing(old_tls: ssl.SSLContext, certificate: tuple[Path, Path]) -> None:
    """RFC 8997: TLS 1.0 and 1.1 are no more; the words say that it is TLS that failed."""
    ours = Credentials("secret", certificate[0])
    with TlsServer(old_tls, b"* OK\r\n") as server, pytest.raises(TryLater, match="TLS failed"):
        log_in(parse_endpoint(f"imaps://desk@127.0.0.1:{server.port}", "imap"), ours, 10)
    with TlsServer(old_tls, b"220 ok\r\n") as server, pytest.raises(TryLater, match="TLS failed"):
        SmtpTransport(f"smtps://desk@127.0.0.1:{server.port}", ours, timeout=10).probe()


@pytest.mark.parametrize("apart", [True, False])
def test_our_certificate_is_shown(certificate: tuple[Path, Path], tmp_path: Path, apart: bool) -> None:
    """To a server that asks for it; the key may stand in the same file."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=str(certificate[0]))
    context.load_cert_chain(*certificate)
    context.verify_mode = ssl.CERT_REQUIRED
    both = tmp_path / "both.pem"
    both.write_bytes(certificate[0].read_bytes() + certificate[1].read_bytes())
    ours = Credentials("", certificate[0], *(certificate if apart else (both, None)))
    with TlsServer(context, b"* BYE enough\r\n") as server, pytest.raises(TryLater):
        log_in(parse_endpoint(f"imaps://desk@127.0.0.1:{server.port}", "imap"), ours, 10)
    assert server.shown == [((("commonName", "localhost"),),)]
    with TlsServer(context, b"554 enough\r\n") as server, pytest.raises(TryLater):
        SmtpTransport(f"smtps://desk@127.0.0.1:{server.port}", ours, timeout=10).probe()
    assert server.shown == [((("commonName", "localhost"),),)]


def test_a_certificate_that_cannot_be_used_says_why(certificate: tuple[Path, Path], tmp_path: Path) -> None:
    """A file that is missing, another key, a key with a passphrase: nothing is asked at the terminal."""
    locked, other = tmp_path / "locked.key", tmp_path / "other"
    encrypt = ["openssl", "pkey", "-in", certificate[1], "-aes256", "-passout", "pass:secret", "-out", locked]
    subprocess.run(encrypt, check=True, capture_output=True)
    other.mkdir()
    wrong = {
        tmp_path / "none.key": "there is no file",
        make_certificate(other)[1]: "cannot be used: .*mismatch",
        locked: "has a passphrase",
    }
    for key, words in wrong.items():
        with pytest.raises(TryLater, match=f"(?i){words}"):
            SmtpTransport("smtps://desk@127.0.0.1:1", Credentials("", certificate[0], certificate[0], key)).probe()


@pytest.mark.parametrize("security", ["smtp", "imap"])
def test_a_stripped_starttls_is_refused_before_the_login(security: str) -> None:
    """Whoever sits in between can take STARTTLS away, and must get neither password nor token."""
    seen: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def talk() -> None:
        peer, _ = listener.accept()
        with peer, peer.makefile("rb") as lines:
            peer.sendall(b"220 ready\r\n" if security == "smtp" else b"* OK ready\r\n")
            for line in lines:
                seen.append(line)
                tag = line.split()[0]
                capable = b"* CAPABILITY IMAP4rev1 AUTH=XOAUTH2\r\n" + tag + b" OK done\r\n"
                peer.sendall(b"250-x\r\n250 AUTH XOAUTH2 PLAIN\r\n" if security == "smtp" else capable)

    thread = threading.Thread(target=talk, daemon=True)
    thread.start()
    place = f"{security}://desk@127.0.0.1:{listener.getsockname()[1]}"
    with pytest.raises(TryLater, match="offers no STARTTLS"):
        if security == "smtp":
            SmtpTransport(place, Credentials("secret"), timeout=10).probe()
        else:
            log_in(parse_endpoint(place, "imap"), Credentials("secret"), 10)
    thread.join(30)
    listener.close()
    assert not any(b"AUTH" in line or b"LOGIN" in line or b"secret" in line for line in seen)


def test_a_certificate_for_another_name_is_called_that(tmp_path: Path) -> None:
    """As a hosting provider has it: mail.DOMAIN leads to its server, whose certificate knows only its own name."""
    certificate, key = tmp_path / "other.pem", tmp_path / "other.key"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=server12"
    argv = [*command.split(), "-addext", "subjectAltName=DNS:server12.hoster.example", "-keyout", str(key)]
    subprocess.run([*argv, "-out", str(certificate)], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with TlsServer(context, b"* OK ready\r\n") as server:
        endpoint = parse_endpoint(f"imaps://desk@localhost:{server.port}", "imap")
        with pytest.raises(TryLater, match="for another host name: write the name your provider tells"):
            log_in(endpoint, Credentials("secret", certificate), 10)


@pytest.mark.parametrize(("code", "words"), [
    (10, "has expired"), (9, "is not valid yet"), (64, "not for this IP address"), (18, "named as `cafile:`"),
])  # fmt: skip
def test_what_is_wrong_with_a_certificate_is_said_with_a_remedy(code: int, words: str) -> None:
    """By OpenSSL's number of it."""
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code, error.verify_message = code, "self-signed certificate"
    assert words in reason(error)
