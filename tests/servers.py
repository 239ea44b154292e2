"""Real servers on free ports for tests that send mail. Nothing here sleeps: waiting is for events."""

from __future__ import annotations

import asyncio
import ssl
import subprocess
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

PATIENCE = 10.0


class Received(NamedTuple):
    """A letter as it reached the sink."""

    mail_from: str  # "" is the null reverse-path
    rcpts: tuple[str, ...]
    data: bytes


@dataclass
class Script:
    """What the sink answers instead of 250, consumed from the left."""

    sender: deque[str] = field(default_factory=deque)  # to MAIL
    data: deque[str] = field(default_factory=deque)  # to the end of DATA: a reply, "drop", "drop-kept" or "hang"
    rcpt: dict[str, str] = field(default_factory=dict)  # by address, until forgiven
    before_data: deque[str] = field(default_factory=deque)  # to the DATA command itself: a reply or "drop"


class SmtpSink:
    """A mail server that keeps what it is sent.

        with SmtpSink() as sink:
            transport = SmtpTransport(sink.url)
            ...
            [letter] = sink.wait_for(1)
            letter.mail_from, letter.rcpts, letter.data

    `sink.refuse_next()`, `defer_next()`, `drop_next()`, `hang_next()` decide about the next letter,
    `refuse("a@b")`, `defer("a@b")` about a recipient until `forgive("a@b")`. stop() and start() keep the port."""

    def __init__(
        self,
        *,
        port: int = 0,
        login: tuple[str, str] | None = None,  # user and password; then MAIL without login is answered 530
        tls: tuple[Path, Path]
        | None = None,  # certificate and key: STARTTLS is offered (or spoken at once, see `smtps`)
        smtps: bool = False,
        smtputf8: bool = True,
        size: int = 40_000_000,
    ) -> None:
        self.host = "127.0.0.1"
        self.port = port
        self.letters: list[Received] = []
        self.connections = 0  # how many were ever opened
        self.commands: list[str] = []  # every MAIL line's options, in order: "SIZE=12 BODY=8BITMIME"
        self.script = Script()
        self._login, self._tls, self._smtps, self._smtputf8, self._size = login, tls, smtps, smtputf8, size
        self._changed = threading.Condition()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end: asyncio.Event | None = None
        self._free: asyncio.Event | None = None
        self._thread: threading.Thread | None = None
        self._sessions: set[_Sink] = set()

    @property
    def url(self) -> str:
        scheme = "smtps" if self._smtps else "smtp" if self._tls else "smtp+insecure"
        user = f"{self._login[0]}@" if self._login else ""
        return f"{scheme}://{user}{self.host}:{self.port}"

    def refuse_next(self, reply: str = "550 5.7.1 we do not want this") -> None:
        self.script.data.append(reply)

    def defer_next(self, reply: str = "451 4.3.0 not now") -> None:
        self.script.data.append(reply)

    def drop_next(self, *, kept: bool = False) -> None:
        """Close the connection instead of answering the end of DATA; `kept`: after the letter was kept."""
        self.script.data.append("drop-kept" if kept else "drop")

    def hang_next(self) -> None:
        """Answer the end of the next DATA only when `release` is called."""
        self.script.data.append("hang")

    def refuse_sender_next(self, reply: str = "553 5.7.1 not your address") -> None:
        self.script.sender.append(reply)

    def shut_down_next(self) -> None:
        """Answer the next MAIL with 421 and close, as a server that restarts."""
        self.script.sender.append("421 4.3.2 restarting")

    def refuse(self, address: str, reply: str = "550 5.1.1 no such mailbox") -> None:
        self.script.rcpt[address] = reply

    def defer(self, address: str, reply: str = "450 4.2.1 greylisted") -> None:
        self.script.rcpt[address] = reply

    def forgive(self, address: str) -> None:
        self.script.rcpt.pop(address, None)

    def release(self) -> None:
        """Let hanging answers go."""
        self._in_loop(lambda: self._free and self._free.set())

    def cut(self) -> None:
        """Close every open connection without a word, as a server that was restarted."""
        done = threading.Event()

        def close() -> None:
            for session in list(self._sessions):
                if session.transport is not None:
                    session.transport.abort()
            done.set()

        self._in_loop(close)
        assert done.wait(PATIENCE)
        with self._changed:
            assert self._changed.wait_for(lambda: not self._sessions, PATIENCE)

    def wait_for(self, count: int, seconds: float = PATIENCE) -> list[Received]:
        """The letters, once there are `count`; AssertionError when they do not come."""
        with self._changed:
            came = self._changed.wait_for(lambda: len(self.letters) >= count, seconds)
            assert came, f"{len(self.letters)} of {count} letters came within {seconds} s"
            return list(self.letters)

    def clear(self) -> None:
        """Forget letters and script."""
        with self._changed:
            self.letters.clear()
            self.script = Script()

    def start(self) -> SmtpSink:
        ready = threading.Event()
        failed: list[BaseException] = []
        self._thread = threading.Thread(target=self._run, args=(ready, failed), name="smtp-sink", daemon=True)
        self._thread.start()
        assert ready.wait(PATIENCE)
        if failed:
            raise failed[0]
        return self

    def stop(self) -> None:
        if self._thread is not None:
            self.release()
            self._in_loop(lambda: self._end and self._end.set())
            self._thread.join(PATIENCE)
            self._thread = None

    def __enter__(self) -> SmtpSink:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.stop()

    def _in_loop(self, what: Callable[[], object]) -> None:
        assert self._loop is not None
        self._loop.call_soon_threadsafe(what)

    def _run(self, ready: threading.Event, failed: list[BaseException]) -> None:
        try:
            asyncio.run(self._serve(ready))
        except BaseException as error:  # the starting thread raises it
            failed.append(error)
        finally:
            ready.set()

    async def _serve(self, ready: threading.Event) -> None:
        self._loop, self._end, self._free = asyncio.get_running_loop(), asyncio.Event(), asyncio.Event()
        server = await self._loop.create_server(
            lambda: _Sink(self, self._options()),
            self.host,
            self.port,
            ssl=self._context() if self._smtps else None,
            reuse_address=True,
        )
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        await self._end.wait()
        server.close()
        for session in list(self._sessions):
            if session.transport is not None:
                session.transport.abort()
        await asyncio.sleep(0)

    def _options(self) -> dict[str, Any]:
        options: dict[str, Any] = {
            "enable_SMTPUTF8": self._smtputf8,
            "data_size_limit": self._size,
            "hostname": "sink.example",
            "loop": self._loop,
        }
        if self._tls and not self._smtps:
            options["tls_context"] = self._context()
        if self._login:
            options |= {"authenticator": self._authenticate, "auth_require_tls": False}
        return options

    def _context(self) -> ssl.SSLContext:
        assert self._tls
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self._tls)
        return context

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        right = isinstance(data, LoginPassword) and self._login == (data.login.decode(), data.password.decode())
        return AuthResult(success=right, handled=False)

    # what the session below asks

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.commands.append(" ".join(options))
        if self._login and not session.authenticated:
            return "530 5.7.0 log in first"
        if self.script.sender:
            reply = self.script.sender.popleft()
            if reply.startswith("421"):
                await server.push(reply)
                server.transport.close()  # type: ignore[union-attr]
            return reply
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.script.rcpt:
            return self.script.rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        what = self.script.data.popleft() if self.script.data else ""
        if what == "hang":
            assert self._free is not None
            self._free.clear()
            await self._free.wait()
            what = ""
        if what in ("", "drop-kept"):
            self._keep(envelope)
        if what.startswith("drop"):
            assert server.transport is not None
            server.transport.abort()  # type: ignore[attr-defined]
            return "421 dropped"
        return what or "250 2.0.0 kept"

    def _keep(self, envelope: Envelope) -> None:
        sender = envelope.mail_from or ""
        data = bytes(envelope.original_content or b"")
        letter = Received("" if sender == "<>" else sender, tuple(envelope.rcpt_tos), data)
        self.keep(letter)
        with self._changed:
            self.letters.append(letter)
            self._changed.notify_all()

    def keep(self, letter: Received) -> None:
        """What else becomes of a letter: for servers that pass it on."""

    def _came(self, session: _Sink) -> None:
        with self._changed:
            self.connections += 1
            self._sessions.add(session)

    def _went(self, session: _Sink) -> None:
        with self._changed:
            self._sessions.discard(session)
            self._changed.notify_all()


class _Sink(SMTP):
    line_length_limit = 100_000

    def __init__(self, sink: SmtpSink, options: dict[str, Any]) -> None:
        super().__init__(sink, **options)
        self._sink = sink

    async def smtp_DATA(self, arg: str) -> None:
        script = self._sink.script.before_data
        what = script.popleft() if script else ""
        if what == "drop":
            self.transport.abort()  # type: ignore[union-attr]
        elif what:
            await self.push(what)
        else:
            await super().smtp_DATA(arg)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._sink._came(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._sink._went(self)
        super().connection_lost(error)


def make_certificate(folder: Path) -> tuple[Path, Path]:
    """A self-signed certificate for localhost and 127.0.0.1, and its key."""
    certificate, key = folder / "cert.pem", folder / "key.pem"
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=localhost "
        "-addext subjectAltName=DNS:localhost,IP:127.0.0.1"
    )
    subprocess.run([*command.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return certificate, key
