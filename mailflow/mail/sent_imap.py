"""Copies of what was sent, in a folder on an IMAP server. Asks for the Message-ID before each."""

from __future__ import annotations

from datetime import datetime

from imapclient import SEEN, IMAPClient

from mailflow.credentials import Credentials
from mailflow.errors import TryLater
from mailflow.mail.network import parse_endpoint
from mailflow.mail.sources.imap_session import hang_up, log_in, say_goodbye, sure_folder, trouble


class ImapSent:
    """A folder on an IMAP server, made if need be."""

    def __init__(self, url: str, ours: Credentials, folder: str, *, timeout: float = 30.0) -> None:
        self._server = parse_endpoint(url, "imap", ours.password_place)
        self._ours, self._timeout = ours, timeout
        self._folder = folder
        self._client: IMAPClient | None = None
        self.name = f"sent_folder {folder} on {self._server.place}"

    def keep(self, message_id: str, data: bytes, at: datetime) -> bool:
        client = self._ready()
        try:
            with trouble(self._server, f"keeping a copy in {self._folder}"):
                if client.search(["HEADER", "Message-ID", message_id]):
                    return False
                client.append(self._folder, data, flags=(SEEN,), msg_time=at)
                client.noop()  # so that the folder that is open knows of it at the next search
        except TryLater:
            self._drop()
            raise
        return True

    def probe(self) -> str:
        self._ready()
        return f"{self.name}: copies of answers can be kept"

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            say_goodbye(client)

    def _ready(self) -> IMAPClient:
        if self._client is None:
            client = log_in(self._server, self._ours, self._timeout)
            try:
                with trouble(self._server, f"opening {self._folder}"):
                    self._folder = sure_folder(client, self._folder)
                    client.select_folder(self._folder, readonly=True)
            except BaseException:
                hang_up(client)
                raise
            self._client = client
        return self._client

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            hang_up(client)
