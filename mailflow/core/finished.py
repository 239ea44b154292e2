"""Finished: a letter as it is stored, sent and, the same bytes, sent again. `mail/compose.py` makes it of a Letter."""

from __future__ import annotations

from mailflow.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finished:
    """A letter as exact bytes (CRLF line ends, headers complete, Message-ID fixed): what is sent, and sent again.

    Letters with the same attachments share those bytes in memory: `data` joins the two parts.
    """

    message_id: str  # with brackets
    sender: str  # envelope reverse-path: the desk, perhaps with this letter's tag: bounces come back there
    recipients: tuple[str, ...]  # envelope: addr-specs; once claimed only those it was not yet delivered to
    own: bytes  # the whole letter, or its part before the attachments
    subject: str = ""  # for the archive: subject and text without headers
    text: str = ""
    files: bytes = b""  # the shared attachments at the end

    @property
    def data(self) -> bytes:
        return self.own + self.files if self.files else self.own
