"""Waiting for an IMAP server: IDLE (RFC 2177) without three bugs of imapclient 4.1's `idle_check`.

A push in the same TCP segment as the server's `+ idling` was missed; a line split over two segments broke the
connection; a closed connection looked like silence, 43,000 times a second (libraries.md, imapclient).
"""

from __future__ import annotations

import os
import re
import socket
import ssl
import weakref
from time import monotonic

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientAbortError

from mailflow.descriptors import readable

RENEW = 9 * 60.0  # seconds; servers may close after 30 minutes, some routers after 10 (RFC 2177, mail.md 13.1)
NEWS = re.compile(rb"\* \d+ (EXISTS|RECENT)\b", re.IGNORECASE)


class Wake:
    """Lets another thread end a poll, now and for ever: a pipe that becomes readable and stays so."""

    def __init__(self) -> None:
        self._reader, self._writer = os.pipe()
        weakref.finalize(self, _close_both, self._reader, self._writer)
        self.is_set = False

    def set(self) -> None:
        if not self.is_set:
            self.is_set = True
            os.write(self._writer, b".")

    def wait(self, seconds: float) -> bool:
        """Sleep; returns True if woken."""
        return bool(readable([self._reader], seconds))

    def fileno(self) -> int:
        return self._reader


class Idle:
    """A running IDLE command. Call `leave` before any other command."""

    def __init__(self, client: IMAPClient) -> None:
        self._client = client
        self._enter()

    def wait(self, seconds: float, wake: Wake) -> bool:
        """True as soon as the server announces mail, False after `seconds` or when woken. Raises what imapclient and
        sockets raise when the connection is lost."""
        until = monotonic() + seconds
        while not wake.is_set:
            left = until - monotonic()
            if left <= 0:
                return False
            if monotonic() - self._since >= RENEW:
                if self.leave():
                    return True
                self._enter()
            line = self._line(min(left, RENEW - (monotonic() - self._since)), wake)
            if line.upper().startswith(b"* BYE"):
                raise IMAPClientAbortError(line[5:].decode("utf-8", "replace"))
            if NEWS.match(line):
                return True
        return False

    def leave(self) -> bool:
        """End the command (DONE); returns whether mail was announced meanwhile."""
        _, answers = self._client.idle_done()
        return any(len(answer) == 2 and answer[1] in (b"EXISTS", b"RECENT") for answer in answers)

    def _enter(self) -> None:
        self._client.idle()
        self._since = monotonic()

    def _line(self, seconds: float, wake: Wake) -> bytes:
        """One whole line, or b"" when none begins within `seconds` (or when woken). imaplib may have buffered one
        already: look there first, without blocking, then at the socket."""
        if self._buffered()[0]:
            return bytes(self._client._imap._get_line())
        ready = readable([self._client.socket().fileno(), wake.fileno()], seconds)
        if self._client.socket().fileno() not in ready:
            return b""
        some, blocked = self._buffered()
        if some:
            return bytes(self._client._imap._get_line())  # the rest of the line arrives within the read timeout
        if blocked:
            return b""  # a TLS record without application data
        raise EOFError

    def _buffered(self) -> tuple[bool, bool]:
        """(a byte can be read at once, no byte has arrived yet). False, False: the connection is closed."""
        sock = self._client.socket()
        timeout = sock.gettimeout()
        sock.setblocking(False)
        try:
            return _peek(self._client._imap, sock), False
        except (ssl.SSLWantReadError, BlockingIOError):
            return False, True
        finally:
            sock.settimeout(timeout)


def _peek(imap: IMAPClient, sock: socket.socket) -> bool:
    """Whether imaplib has buffered bytes, or can read some without blocking. Until Python 3.13 it reads through a
    buffered file; since 3.14 it keeps a list of its own, to which we may append."""
    if not hasattr(imap, "_readbuf"):
        return bool(imap.file.peek(1))
    if not any(imap._readbuf):
        imap._readbuf.append(sock.recv(65536))
    return any(imap._readbuf)


def _close_both(reader: int, writer: int) -> None:
    os.close(reader)
    os.close(writer)
