"""Copies of what was sent, in a folder people look into: by IMAP (sent_imap.py), or in a Maildir. Each is there once.

Whether it is there already is asked before: a kill between the copy and the note that it was made doubles nothing.
"""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from pathlib import Path
from typing import Protocol

from mailflow.errors import TryLater
from mailflow.mail.network import reason


class SentFolder(Protocol):
    """One thread uses one. Raises TryLater."""

    name: str

    def keep(self, message_id: str, data: bytes, at: datetime) -> bool:
        """A copy of the message, as read; `at` is when it was sent. False: it was there already."""

    def probe(self) -> str:
        """Look whether it can be written; one line for `mailflow check --connect`."""

    def close(self) -> None:
        """Let go of connections; it may be used again."""


class MaildirSent:
    """A folder in Maildir format, made if need be. A file's name begins with a digest of its Message-ID."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self.name = f"sent_folder maildir:{name}"

    def keep(self, message_id: str, data: bytes, at: datetime) -> bool:
        name = hashlib.sha256(message_id.encode("utf-8", "surrogatepass")).hexdigest()[:40] + ".mailflow"
        try:
            self._made()
            if any(self._folder.glob(f"[cn]*/{name}*")):
                return False
            self._written(name, data, at)
        except OSError as error:
            raise TryLater(f"{self.name}: {reason(error)}") from error
        return True

    def probe(self) -> str:
        try:
            self._made()
        except OSError as error:
            raise TryLater(f"{self.name}: {reason(error)}") from error
        if not os.access(self._folder / "cur", os.W_OK):
            raise TryLater(f"{self.name}: the folder cannot be written")
        return f"{self.name}: copies of answers can be kept"

    def close(self) -> None:
        """Nothing is held open."""

    def _made(self) -> None:
        for part in ("tmp", "new", "cur"):
            (self._folder / part).mkdir(parents=True, exist_ok=True)

    def _written(self, name: str, data: bytes, at: datetime) -> None:
        """In tmp/ first, which nobody reads; a copy a killed daemon left there is written over."""
        tmp = self._folder / "tmp" / f"part-{name}"
        with tmp.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.utime(tmp, (at.timestamp(), at.timestamp()))
        tmp.rename(self._folder / "cur" / f"{name}:2,S")
