"""The two mail servers around a desk that is killed: the one that takes its letters and remembers on which connection
each came, and the one that hands mail over, by three ways, and again until it is accepted."""

from __future__ import annotations

import asyncio
import queue
import smtplib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from bench.kills.people import DESK, Written
from tests.live.dovecot import Dovecot, closing_client
from tests.servers import SmtpSink

WAYS = ("lmtp", "dovecot", "append")  # the daemon's own port; Dovecot by LMTP; Dovecot by IMAP
SENDERS = 6
AGAIN = 0.05  # seconds until a mail that was not accepted is given again


@dataclass(frozen=True)
class Accepted:
    """A letter the server has answered 250, or was about to: from here on it is the server's."""

    message_id: str
    reader: str
    life: int  # of which daemon
    connection: int
    data: bytes


class Sink(SmtpSink):
    """Takes up to `slow` seconds before it takes a letter, and again before it says so, as servers do."""

    def __init__(self, read: Callable[[str, bytes], None], rng: Random, slow: float) -> None:
        super().__init__()
        self.life = 0  # counts the daemons; set while none is alive and no connection open
        self.accepted: list[Accepted] = []
        self._read, self._rng, self._slow = read, rng, slow
        self._unread: queue.SimpleQueue[Accepted | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._deliver, name="people", daemon=True)

    def start(self) -> Sink:
        super().start()
        self._reader.start()
        return self

    def stop(self) -> None:
        super().stop()
        self._unread.put(None)
        self._reader.join(10)

    def hung_up(self) -> None:
        """Every connection of the daemon that was killed is closed: nothing of it is accepted any more."""
        with self._changed:
            assert self._changed.wait_for(lambda: not self._sessions, 10), "the killed daemon's connection stays open"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        await asyncio.sleep(self._rng.random() * self._slow)
        data = bytes(envelope.original_content or b"")
        message_id = next(
            line.partition(b":")[2].strip().decode()
            for line in data.split(b"\r\n\r\n")[0].replace(b"\r\n ", b" ").split(b"\r\n")
            if line.lower().startswith(b"message-id:")
        )
        for reader in envelope.rcpt_tos:
            self.accepted.append(Accepted(message_id, reader, self.life, id_of(session), data))
            self._unread.put(self.accepted[-1])
        await asyncio.sleep(self._rng.random() * self._slow)
        return "250 2.0.0 kept"

    def _deliver(self) -> None:
        while (letter := self._unread.get()) is not None:
            self._read(letter.reader, letter.data)


def id_of(session: Any) -> int:
    """A number for the connection. The peer's port alone would come again."""
    if not hasattr(session, "mark"):
        session.mark = time.monotonic_ns()
    return int(session.mark)


@dataclass
class Tries:
    """What became of one mail's handing over."""

    way: str  # of WAYS
    tries: int = 0
    accepted: bool = False


@dataclass
class Outbound:
    """An MTA: what the people write reaches the desk, whatever the desk is doing."""

    dovecot: Dovecot
    user: str
    port: int  # of the daemon's own listener
    way: Callable[[Written], str]
    tries: dict[str, Tries] = field(default_factory=dict)  # by Message-ID
    troubles: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._queue: queue.Queue[Written | None] = queue.Queue()
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._run, daemon=True) for _ in range(SENDERS)]

    def __enter__(self) -> Outbound:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join(20)

    def send(self, mail: Written) -> None:
        self.tries[mail.message_id] = Tries(self.way(mail))
        self._queue.put(mail)

    def _run(self) -> None:
        while (mail := self._queue.get()) is not None:
            story = self.tries[mail.message_id]
            try:
                while not story.accepted and not self._over.is_set():
                    story.tries += 1
                    story.accepted = self._given(story.way, mail)
                    if not story.accepted:
                        self._over.wait(AGAIN)
            except Exception as error:  # Dovecot is killed by nobody
                self.troubles.append(f"{mail.message_id} by {story.way}: {error!r}")
            self._queue.task_done()

    @property
    def pending(self) -> int:
        """Mails not accepted yet, or not known to be: who hears no 250 gives again what the desk has already."""
        return self._queue.unfinished_tasks

    def handed_over(self) -> None:
        """Waits until all that was written so far is accepted."""
        self._queue.join()

    def _given(self, way: str, mail: Written) -> bool:
        if way == "append":
            with closing_client(self.dovecot.login(self.user)) as client:
                client.append("INBOX", mail.data)
            return True
        if way == "dovecot":
            with smtplib.LMTP("127.0.0.1", self.dovecot.lmtp_port, timeout=30) as server:
                server.sendmail(mail.sender, [self.user], mail.data)
            return True
        return self._to_the_listener(mail)

    def _to_the_listener(self, mail: Written) -> bool:
        """Only 250 means that the mail is the desk's; all else, a closed connection included, that it is still ours."""
        try:
            with smtplib.LMTP("127.0.0.1", self.port, timeout=30) as server:
                server.sendmail(mail.sender, [DESK], mail.data)
        except (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, smtplib.SMTPResponseException, OSError):
            return False
        return True
