"""One POST to a webhook: verified TLS, no redirect, no proxy, no cookie, within a time whatever the other side does."""

from __future__ import annotations

import http.client
import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import urlsplit

from mailflow import __version__
from mailflow.credentials import Credentials
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.network import reason, tls_context, words
from mailflow.webhooks.addresses import addresses, may_connect
from mailflow.webhooks.hook import Webhook

CONNECT_SECONDS = 10.0
WHOLE_SECONDS = 20.0  # from the first byte to the answer; who drips bytes has no more
_READ = 2_000  # bytes of the answer
_NOT_FOLLOWED = "it redirects, and no redirect is followed: write the address it leads to"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one POST. `status` 0: there was no answer."""

    status: int
    words: str  # "HTTP 500 Internal Server Error", "connection refused"; never more of the URL than its host
    pause: float = 0.0  # seconds the receiver asks us to wait
    said: str = ""  # the beginning of its answer, one line

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300


def post(hook: Webhook, body: bytes, headers: Mapping[str, str]) -> Receipt:
    """Never raises for what the network or the receiver does."""
    try:
        connection = _Connection(hook)
        return _within_time(connection, _target(hook.url), body, headers)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Receipt(0, f"{hook.host}: {reason(error)}")


class _Connection(http.client.HTTPConnection):
    """To an address that was looked at; the name is only for TLS and the Host header."""

    def __init__(self, hook: Webhook) -> None:
        parts = urlsplit(hook.url)
        self._hook, self._tls = hook, parts.scheme == "https"
        super().__init__(parts.hostname or "", parts.port or (443 if self._tls else 80), timeout=CONNECT_SECONDS)
        if (parts.port is None) and self._tls:
            self.default_port = 443  # no port in the Host header

    def connect(self) -> None:
        found = addresses(self.host, self.port)
        usable = [one for one in found if may_connect(one, self._hook.allow)]
        if not usable:
            where = ", ".join(found)
            raise OSError(0, f"its address {where} is not public: `allow: {found[0]}` in rules.yaml permits it")
        raw = _first_that_answers(usable, self.port)
        self.sock = raw
        if self._tls:
            context = tls_context(Credentials(cafile=self._hook.cafile))
            sock = context.wrap_socket(raw, server_hostname=self.host, do_handshake_on_connect=False)
            self.sock = sock  # first: so that `cut` ends a handshake too
            sock.do_handshake()

    def cut(self) -> None:
        """From another thread: what waits for the peer wakes up with an error."""
        if self.sock is not None:
            with suppress(OSError):
                socket.socket.shutdown(self.sock, socket.SHUT_RDWR)


def _first_that_answers(usable: list[str], port: int) -> socket.socket:
    for address in usable[:-1]:
        with suppress(OSError):
            return socket.create_connection((address, port), CONNECT_SECONDS)
    return socket.create_connection((usable[-1], port), CONNECT_SECONDS)


def _within_time(connection: _Connection, target: str, body: bytes, headers: Mapping[str, str]) -> Receipt:
    over = threading.Event()

    def end() -> None:
        over.set()
        connection.cut()

    timer = threading.Timer(WHOLE_SECONDS, end)
    timer.daemon = True
    timer.start()
    try:
        connection.request("POST", target, body, {"User-Agent": f"mailflow/{__version__}", **headers})
        answer = connection.getresponse()
        said = answer.read(_READ)
        return _receipt(connection.host, answer, said)
    except (OSError, http.client.HTTPException, ValueError) as error:
        late = TimeoutError() if over.is_set() else error
        return Receipt(0, f"{connection.host}: {reason(late)}")
    finally:
        timer.cancel()
        connection.close()


def _receipt(host: str, answer: http.client.HTTPResponse, said: bytes) -> Receipt:
    status = answer.status
    told = f"{host}: HTTP {status} {words(answer.reason)}".strip()
    if 300 <= status < 400:
        told = f"{told}: {_NOT_FOLLOWED}"
    after = answer.headers.get("Retry-After", "")
    pause = float(after) if after.isascii() and after.isdecimal() and len(after) < 6 else 0.0
    return Receipt(status, told, pause, words(said)[:200])


def _target(url: str) -> str:
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
