"""The outside world's mail server: accepts the daemon's letters by SMTP and keeps them until they are read."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from mailflow.lazy_dataclasses import dataclass

PATIENCE = 20.0  # seconds to wait for a letter, then the demo ends with an error


@dataclass(frozen=True, slots=True)
class Delivered:
    """A delivered letter, as seen by its reader's mail client."""

    reader: str  # envelope recipient
    mail: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.mail["Subject"])

    @property
    def text(self) -> str:
        part = self.mail.get_body(("plain",))
        return "" if part is None else str(part.get_content()).strip()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class PostOffice:
    """An SMTP server on a free loopback port. Letters can be waited for, in order of arrival."""

    def __init__(self) -> None:
        self._letters: list[Delivered] = []
        self._came = threading.Condition()
        self.port = free_port()  # aiosmtpd connects to its own port after the start, so it must be known before
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def open(self) -> None:
        self._controller.start()

    def close(self) -> None:
        self._controller.stop()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        mail = message_from_bytes(envelope.content, policy=default)
        await asyncio.get_running_loop().run_in_executor(None, self._keep, envelope.rcpt_tos, mail)
        return "250 in the reader's mailbox"

    def _keep(self, readers: list[str], mail: EmailMessage) -> None:
        with self._came:
            self._letters += [Delivered(reader, mail) for reader in readers]
            self._came.notify_all()

    def wait_for(self, wanted: Callable[[Delivered], bool], what: str) -> Delivered:
        """The first unread letter that is `wanted`; marks it as read. Raises TimeoutError, naming `what`, when none
        arrives."""
        with self._came:
            if not self._came.wait_for(lambda: any(map(wanted, self._letters)), PATIENCE):
                waiting = "; ".join(f"{d.reader}: {d.subject}" for d in self._letters)
                raise TimeoutError(f"{what} did not come (unread: {waiting or 'nothing'})")
            found = next(d for d in self._letters if wanted(d))
            self._letters.remove(found)
            return found
