"""A port to which an MTA delivers mail: LMTP (RFC 2033) or SMTP (RFC 5321), with aiosmtpd in a thread of its own.

The MTA gets its 250 only after the mail is durably stored, so nothing is ever fetched from a listener: `fetch` only
opens the port (again, if its thread has died) and yields nothing.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Literal
from uuid import uuid4

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from mailflow.clock import Clock
from mailflow.core.arrival import Arrival
from mailflow.core.mailbox_name import listener_name
from mailflow.errors import TryLater
from mailflow.mail.network import CONTROL, parse_address, reason
from mailflow.mail.sources.protocol import BATCH_BYTES, BATCH_MAILS, MAIL_BYTES
from mailflow.mail.sources.refusals import Refusals
from mailflow.mail.sources.rights import Rights
from mailflow.mail.sources.strict_smtp import StrictSMTP

log = logging.getLogger(__name__)

# RFC 5321 §4.5.3.1.6 allows 1000, but programs write longer lines in HTML (libraries.md, aiosmtpd)
LINE_BYTES = 100_000
SESSIONS = 50  # concurrent sessions; further ones get 421
GOODBYE = 5.0  # seconds the thread gets to end
FULL = (errno.ENOSPC, errno.EDQUOT)

Store = Callable[[list[Arrival]], None]


class Listener:
    """`Listener("lmtp", "127.0.0.1:8024", store, clock)`. Port 0 takes a free port; `.port` is the one in use.

    `store` is called in one thread, in the order in which mails were accepted, with all mails that wait (group commit
    for a burst). When it raises, the mail was not stored and is answered with 451 (452 when the disk is full), so that
    it stays with the sender.
    """

    def __init__(
        self,
        kind: str,
        where: str,
        store: Store,
        clock: Clock,
        *,
        accepts: Callable[[str], bool] | None = None,
        allow: Iterable[str] = (),
        mail_bytes: int = MAIL_BYTES,
        name: str | None = None,
    ) -> None:
        """`accepts`: whether a recipient is ours. `allow`: networks that may hand in mail, besides this machine."""
        if kind not in ("lmtp", "smtp"):
            raise ValueError(f"a listener speaks lmtp or smtp, not {kind!r}")
        self.host, self._wanted_port = parse_address(where)
        self.name = name or listener_name(kind, where)
        self._kind = kind
        self._store = store
        self._clock = clock
        self._rights = Rights.of(accepts, allow)
        self._mail_bytes = mail_bytes
        self._socket: socket.socket | None = None
        self._thread: threading.Thread | None = None
        self._end: Callable[[], None] | None = None
        self._news = threading.Event()  # set when a mail was stored, or by stop()
        self._stopped = False

    @property
    def port(self) -> int:
        """The port in use; the configured one while closed."""
        return int(self._socket.getsockname()[1]) if self._socket else self._wanted_port

    def start(self) -> None:
        """Open the port, if it is not open. Raises TryLater when it is not available."""
        if self._thread and self._thread.is_alive():
            return
        self.close()
        self._socket = _bind(self.host, self._wanted_port, self.name)
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(self._socket, ready), name=self.name, daemon=True)
        self._thread.start()
        ready.wait()

    def fetch(self) -> Iterator[list[Arrival]]:
        """Yields nothing, since mail is stored when it is delivered; makes sure that the port is open."""
        self.start()
        return iter(())

    def done(self, batch: list[Arrival]) -> None:
        """Nothing to do: the sender has got its 250 already."""

    def wait(self, seconds: float) -> bool:
        """Block until a mail has been stored, at most `seconds`."""
        if self._stopped:
            return False
        news = self._news.wait(seconds)
        if self._stopped:
            return False
        self._news.clear()
        return news

    def stop(self) -> None:
        self._stopped = True
        self._news.set()

    def uids(self) -> Iterator[tuple[str, str]]:
        """None: delivered mail exists nowhere else."""
        return iter(())

    def probe(self) -> str:
        """One line for `mailflow check --connect`: whether the port is available."""
        if self._socket is not None:
            return f"{self.name}: listening"
        _bind(self.host, self._wanted_port, self.name).close()
        return f"{self.name}: the port can be opened"

    def close(self) -> None:
        """Close the port. Mails being stored are stored and answered; senders in the middle of one will retry."""
        if self._end is not None:
            self._end()
        if self._thread is not None:
            self._thread.join(GOODBYE)
        if self._socket is not None:
            self._socket.close()
        self._thread = self._socket = self._end = None

    def _run(self, sock: socket.socket, ready: threading.Event) -> None:
        try:
            asyncio.run(self._serve(sock, ready))
        except Exception:  # logged before the thread ends; fetch starts another one
            log.exception("lost listener %s", self.name)
        finally:
            ready.set()

    async def _serve(self, sock: socket.socket, ready: threading.Event) -> None:
        loop = asyncio.get_running_loop()
        end = asyncio.Event()
        desk = _Desk(self._kept, self._rights, self._clock, self.name, lmtp=self._kind == "lmtp")
        sessions: set[_Session] = set()
        protocol = _LmtpSession if self._kind == "lmtp" else _SmtpSession

        def session() -> SMTP:
            return protocol(desk, sessions, self._mail_bytes, loop)

        server = await loop.create_server(session, sock=sock)
        self._end = lambda: _call_soon(loop, end.set)
        ready.set()
        log.info("listening on %s", self.name)
        await end.wait()
        server.close()
        await desk.finish()
        for one in list(sessions):
            if one.transport is not None:
                one.transport.close()
        await asyncio.sleep(0)  # lets the closed transports notify their sessions

    def _kept(self, batch: list[Arrival]) -> None:
        self._store(batch)
        self._news.set()


def _call_soon(loop: asyncio.AbstractEventLoop, what: Callable[[], None]) -> None:
    with suppress(RuntimeError):  # the listener had ended by itself
        loop.call_soon_threadsafe(what)


def _bind(host: str, port: int, name: str) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=100)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise TryLater(f"{name}: another program listens there already; end it, or choose another port") from error
        raise TryLater(f"{name}: {reason(error)}") from error


class _Desk:
    """aiosmtpd's handler: accepts or rejects recipients, and answers DATA when the mail is stored."""

    def __init__(self, store: Store, rights: Rights, clock: Clock, mailbox: str, *, lmtp: bool) -> None:
        self._store = store
        self.rights = rights
        self._clock = clock
        self._mailbox = mailbox
        self._lmtp, self._refusals = lmtp, Refusals(mailbox)
        self._queue: list[tuple[Arrival, asyncio.Future[str]]] = []
        self._storing: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"store {mailbox}")

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Announces PIPELINING, which RFC 2033 §5 requires; it works because aiosmtpd reads command by command."""
        session.host_name = hostname
        return [*responses[:-1], "250-PIPELINING", responses[-1]]

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if CONTROL.search(address) or not _is_text(address) or address == "<>":
            return "553 5.1.3 malformed address"
        if self.rights.accepts is not None and not self.rights.accepts(address):
            log.warning("refused a mail for %s on %s: it is not received here", address, self._mailbox)
            return f"550 5.1.1 <{address}> is not received here"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        sender = envelope.mail_from or ""
        arrival = Arrival(
            mailbox=self._mailbox,
            uidvalidity="",
            uid=uuid4().hex,
            arrived_at=self._clock.now(),
            raw=bytes(envelope.original_content or b""),
            envelope_from="" if sender == "<>" else _text(sender),
            envelope_to=tuple(envelope.rcpt_tos),
        )
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._queue.append((arrival, answer))
        if self._storing is None or self._storing.done():
            self._storing = asyncio.create_task(self._store_all())
        status = await asyncio.shield(answer)
        # RFC 2033 §4.2: one reply per recipient. aiosmtpd sends the text it is given (its issue 517).
        return "\r\n".join([status] * len(envelope.rcpt_tos)) if self._lmtp else status

    async def handle_exception(self, error: Exception) -> str:
        log.error("lost a command on %s: %s", self._mailbox, reason(error), exc_info=error)
        return "451 4.3.0 internal error, try again later"

    async def finish(self) -> None:
        """Wait until everything being stored is stored and answered."""
        if self._storing is not None:
            await asyncio.wait([self._storing], timeout=GOODBYE - 1)
        for _ in range(5):  # future, shield, session: turns of the event loop until a reply is written
            await asyncio.sleep(0)
        self._thread.shutdown(wait=False)

    async def _store_all(self) -> None:
        while self._queue:
            taken = _one_batch(self._queue)
            del self._queue[: len(taken)]
            if not await self._stored([arrival for arrival, _ in taken], [answer for _, answer in taken]):
                for arrival, answer in taken:  # one of them may be the cause: store each by itself
                    await self._stored([arrival], [answer], last=True)

    async def _stored(self, batch: list[Arrival], answers: list[asyncio.Future[str]], *, last: bool = False) -> bool:
        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._store, batch)
        except Exception as error:  # whatever happens, the sender keeps the mail
            if len(batch) > 1 and not last:
                return False
            self._refusals.refused(len(batch), reason(error))
            status = "452 4.3.1 the disk is full" if disk_is_full(error) else "451 4.3.0 not stored, try again later"
        else:
            status = "250 2.0.0 stored"
            self._refusals.stored()
        for answer in answers:
            if not answer.done():
                answer.set_result(status)
        return True


def _one_batch(queue: list[tuple[Arrival, asyncio.Future[str]]]) -> list[tuple[Arrival, asyncio.Future[str]]]:
    size = 0
    for count, (arrival, _) in enumerate(queue[:BATCH_MAILS]):
        size += len(arrival.raw)
        if count and size > BATCH_BYTES:
            return queue[:count]
    return queue[:BATCH_MAILS]


def disk_is_full(error: BaseException | None) -> bool:
    """Whether the error, or its cause, is ENOSPC or EDQUOT, or SQLite's words for them."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in FULL:
            return True
        if "disk is full" in str(error) or "No space left" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def _is_text(address: str) -> bool:
    """False for an address with bytes that were not UTF-8: they are surrogates, which neither a reply nor a database
    accepts."""
    return address == _text(address)


def _text(address: str) -> str:
    return address.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class _SmtpSession(StrictSMTP):
    line_length_limit = LINE_BYTES
    protocol_name: Literal["ESMTP", "LMTP"] = "ESMTP"

    def __init__(
        self, handler: _Desk, sessions: set[_Session], mail_bytes: int, loop: asyncio.AbstractEventLoop
    ) -> None:
        super().__init__(
            handler,
            data_size_limit=mail_bytes,
            enable_SMTPUTF8=True,
            hostname=socket.gethostname(),
            ident=f"{self.protocol_name} mailflow",  # instead of aiosmtpd's version
            loop=loop,
        )
        self._sessions = sessions
        self._rights = handler.rights

    async def _handle_client(self) -> None:
        """Limits the number of sessions: each may hold a whole mail in memory."""
        if self.transport is not None and not self._rights.admits(self.transport.get_extra_info("peername")):
            await self.push("554 5.7.1 mail is not taken from your network")
            self.transport.close()
            return
        if len(self._sessions) > SESSIONS and self.transport is not None:
            await self.push("421 4.3.2 too many connections, try again later")
            self.transport.close()
            return
        await super()._handle_client()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._sessions.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._sessions.discard(self)
        super().connection_lost(error)


class _LmtpSession(_SmtpSession, LMTP):
    protocol_name = "LMTP"


_Session = _SmtpSession
