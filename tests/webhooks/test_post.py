"""One request: to whom it may go, what proves the receiver, what is not followed, and that it ends."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from mailflow.webhooks import addresses
from mailflow.webhooks import post as posting
from mailflow.webhooks.hook import Webhook
from mailflow.webhooks.post import Receipt, post
from tests.receiver import Receiver
from tests.servers import make_certificate

HERE = ("127.0.0.0/8",)


def hook(url: str, allow: tuple[str, ...] = HERE, cafile: Path | None = None) -> Webhook:
    return Webhook("chat", url, allow=allow, cafile=cafile)


@contextmanager
def peer(behave: Callable[[socket.socket], None]) -> Iterator[int]:
    """A TCP server of one connection; its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with suppress(OSError):  # the test was over before anybody came
                connection, _ = server.accept()
                with connection:
                    behave(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield server.getsockname()[1]


@pytest.mark.parametrize("address", [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1", "::",
    "fe80::1", "fe80::1%eth0", "fd00::7", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::1",
    "2002:7f00:1::", "2001:0:a00:1::", "224.0.0.1", "255.255.255.255", "ff02::1", "240.0.0.1", "198.18.0.1", "no",
])  # fmt: skip
def test_what_is_not_public(address: str) -> None:
    """This machine, the house, the cloud's metadata, and all of them written into an IPv6 address."""
    assert not addresses.may_connect(address, ())


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34",
                                     "64:ff9b::5db8:d822"])  # fmt: skip
def test_what_is_public(address: str) -> None:
    """Reached without `allow:`."""
    assert addresses.may_connect(address, ())


def test_what_is_allowed() -> None:
    """These networks and no other."""
    assert addresses.may_connect("10.1.2.3", ("10.1.0.0/16",))
    assert addresses.may_connect("::ffff:10.1.2.3", ("10.1.0.0/16",))
    assert not addresses.may_connect("10.2.2.3", ("10.1.0.0/16",))


def test_a_name_that_leads_home_is_not_followed() -> None:
    """`localhost` stands for whatever name a DNS server answers with an address of ours."""
    with Receiver() as receiver:
        found = post(hook(receiver.url.replace("127.0.0.1", "localhost"), allow=()), b"{}", {})
    assert found.status == 0
    assert "is not public" in found.words
    assert receiver.told == []


def test_it_connects_to_the_address_it_has_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that points elsewhere a moment later is not asked again."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def getaddrinfo(host: str, *more: object, **named: object) -> object:
        asked.append(str(host))
        return real("127.0.0.1", *more, **named)  # type: ignore[call-overload]

    with Receiver() as receiver:
        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        assert post(hook(receiver.url.replace("127.0.0.1", "rebinding.example")), b"{}", {}).ok
    assert asked.count("rebinding.example") == 1
    assert receiver.told[0].headers["host"].startswith("rebinding.example")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    """What is signed for one address is told to no other."""
    with Receiver() as other, Receiver(lambda told: (status, {"Location": other.url})) as receiver:
        found = post(hook(receiver.url), b"{}", {})
    assert not found.ok
    assert "no redirect is followed" in found.words
    assert other.told == []


@contextmanager
def over_tls(cert: Path, key: Path) -> Iterator[int]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)

    def behave(connection: socket.socket) -> None:
        try:
            with context.wrap_socket(connection, server_side=True) as tls:
                while not tls.recv(65536).endswith(b"{}"):
                    pass
                tls.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
        except OSError:
            pass

    with peer(behave) as port:
        yield port


def test_the_receiver_is_verified(tmp_path: Path) -> None:
    """By the system's authorities, else by `cafile:` alone."""
    cert, key = make_certificate(tmp_path)
    with over_tls(cert, key) as port:
        refused = post(hook(f"https://localhost:{port}/"), b"{}", {})
    with over_tls(cert, key) as port:
        taken = post(hook(f"https://localhost:{port}/", cafile=cert), b"{}", {})
    assert "its certificate is not trusted" in refused.words
    assert taken.ok


def test_a_certificate_of_another_name_is_none(tmp_path: Path) -> None:
    """Though its authority is known."""
    cert, key = make_certificate(tmp_path)
    with over_tls(cert, key) as port:
        found = post(hook(f"https://other.localhost:{port}/", cafile=cert), b"{}", {})
    assert not found.ok


def test_it_ends_whatever_the_receiver_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that answers a byte now and then has no more time than others."""
    monkeypatch.setattr(posting, "WHOLE_SECONDS", 1.0)

    def drip(connection: socket.socket) -> None:
        try:
            connection.recv(65536)
            for byte in b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1000:
                connection.sendall(bytes([byte]))
                time.sleep(0.2)
        except OSError:
            pass

    began = time.monotonic()
    with peer(drip) as port:
        found = post(hook(f"http://127.0.0.1:{port}/"), b"{}", {})
    assert (found.status, found.words) == (0, "127.0.0.1: no answer in time")
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("said", [
    b"", b"HTTP/1.1 nothing\r\n\r\n", b"\x16\x03\x01", b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 500 + b"\r\n",
    b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
])  # fmt: skip
def test_an_answer_that_is_none_is_a_failure(said: bytes) -> None:
    """In words, without an exception."""

    def behave(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(said)

    with peer(behave) as port:
        found = post(hook(f"http://127.0.0.1:{port}/"), b"{}", {})
    assert isinstance(found, Receipt)
    assert not found.ok
    assert found.words.startswith("127.0.0.1: ")


def test_a_large_answer_is_not_read() -> None:
    """Its beginning is enough."""

    def behave(connection: socket.socket) -> None:
        connection.recv(65536)
        with suppress(OSError):
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + b"z" * 5_000_000)

    with peer(behave) as port:
        found = post(hook(f"http://127.0.0.1:{port}/"), b"{}", {})
    assert found.ok
    assert len(found.said) == 200


def test_the_port_is_named_only_where_it_is_unusual() -> None:
    """Some receivers compare the Host header."""
    for url, expected in (("https://a.example/x?y=1", "a.example"), ("https://a.example:8443/", "a.example:8443")):
        connection = posting._Connection(hook(url))
        sent: list[bytes] = []
        connection.send = sent.append  # type: ignore[method-assign,assignment]
        http.client.HTTPConnection.request(connection, "POST", posting._target(url), b"{}")
        assert f"Host: {expected}\r\n".encode() in sent[0]
        assert sent[0].startswith(b"POST /x?y=1 " if "?" in url else b"POST / ")
