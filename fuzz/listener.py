# ruff: noqa: E501 - a grammar is read by name, not by width
"""Target: whatever a client sends to the port, each command has its answer, and a mail ends only at CRLF.CRLF."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from random import Random
from zlib import crc32

from aiosmtpd.smtp import SMTP

from fuzz.harness import Check, Target
from fuzz.making import grown, mutated
from mailflow.clock import SettableClock
from mailflow.core.arrival import Arrival
from mailflow.mail.sources.lmtp import _Desk, _LmtpSession, _SmtpSession
from mailflow.mail.sources.rights import Rights

_MAIL_BYTES = 20_000
_TOKENS = (
    *(b"\r\n", b"\n", b"\r", b"\0", b"\r\n.\r\n", b"\n.\n", b"\r.\r", b"\n.\r\n", b"\r\n.\n", b".", b"..", b"DATA\r\n", b"QUIT\r\n"),
    *(b"RSET\r\n", b"MAIL FROM:<>\r\n", b"RCPT TO:<desk@desk.example>\r\n", b"\xff\xfe", b"\xc3\xa9", b" SIZE=1", b" BODY=8BITMIME"),
    *(b" SMTPUTF8", b"<", b">", b"@", b":", b'"', b"\\", b" " * 600, b"A" * 2_000, b"\x1b[2J", b"=", b"BDAT 5 LAST\r\nhello"),
)  # fmt: skip
GRAMMAR = {
    "start": ["{hello}{mail}{rcpt}{data}{start}", "{hello}{mail}{rcpt}{rcpt}{data}", "{hello}{mail}{rcpt}{data}{mail}{rcpt}{data}", "{line}{start}", "{line}"],
    "hello": ["EHLO {host}{end}", "HELO {host}{end}", "LHLO {host}{end}", ""],
    "mail": ["MAIL FROM:<{address}>{options}{end}", "mail from: {address}{end}", "MAIL FROM:<>{end}", "{line}"],
    "rcpt": ["RCPT TO:<{address}>{options}{end}", "RCPT TO:<desk@desk.example>{end}", "RCPT TO:<desk@desk.example>{end}", "{line}"],
    "data": ["DATA{end}{text}{end}.{end}", "DATA\r\n{text}\r\n.\r\n", "DATA\r\n{text}\r\n.\r\n", "DATA{end}.{end}", "BDAT {digit}{end}{text}"],
    "line": ["{verb} {word}{end}", "{verb}{end}", "{word}{end}", "{end}"],
    "verb": ["NOOP", "RSET", "VRFY", "EXPN", "HELP", "STARTTLS", "AUTH PLAIN", "AUTH LOGIN", "AUTH CRAM-MD5", "QUIT", "DATA", "XCLIENT", "PROXY TCP4", "GET / HTTP/1.1", "EHLO", "MAIL", "RCPT", "RCPT TO:", "MAIL FROM:"],
    "options": ["", "", " SIZE={digit}", " BODY=8BITMIME", " SMTPUTF8", " {word}={word}", " BODY={word} SIZE=1 RET=FULL"],
    "address": ["desk@desk.example", "ani@mail.example", '"{word} {word}"@{host}', "{word}@{host}", "@a,@b:c@d.example", "{word}", "a@[IPv6:::1]", "é@{host}", ""],
    "host": ["mail.example", "[127.0.0.1]", "{word}", "-", "münchen.example"],
    "digit": ["0", "1", "20001", "99999999999999999999", "-1", "x"],
    "text": ["From: a@b\r\nSubject: {word}\r\n\r\n{word}", "{word}\r\n{text}", "..\r\n{text}", "{word}{end}.{end}MAIL FROM:<evil@evil.example>{end}{text}", "{word}"],
    "end": ["\r\n", "\r\n", "\r\n", "\r\n", "\n", "\r", "\r\n"],
    "word": ["x", "{digit}", "\0", "\x1b[31m", "\u202e", "AGJ1ZGkAcGFzcw==", "a" * 1_200, "=?utf-8?B?", "()", "*", "."],
}  # fmt: skip
_DIALOGUES = (
    b"EHLO a.example\r\nMAIL FROM:<ani@mail.example> SIZE=100 BODY=8BITMIME\r\nRCPT TO:<desk@desk.example>\r\nDATA\r\n"
    b"From: ani@mail.example\r\nSubject: Pulsa\r\n\r\nBelum masuk.\r\n..\r\n.\r\nQUIT\r\n",
    b"LHLO a.example\r\nMAIL FROM:<>\r\nRCPT TO:<desk@desk.example>\r\nRCPT TO:<x@desk.example>\r\n"
    b"RCPT TO:<desk+1.abc@desk.example>\r\nDATA\r\nSubject: x\r\n\r\n\xff\xfe\r\n.\r\nRSET\r\nNOOP\r\nQUIT\r\n",
)


def make(dice: Random) -> bytes:
    """The first byte chooses the protocol."""
    kind = dice.choice((b"L", b"S"))
    if dice.random() < 0.4:
        return kind + mutated(dice, _DIALOGUES, _TOKENS)
    raw = grown(dice, GRAMMAR).encode()
    return kind + (mutated(dice, (raw,), _TOKENS) if dice.random() < 0.5 else raw)


class _Wire(asyncio.Transport):
    """A connection from this machine; what is written is kept."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.session: SMTP | None = None
        self.ended = False

    def get_extra_info(self, name: str, default: object = None) -> object:
        return ("127.0.0.1", 40_000) if name == "peername" else default

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += bytes(data)

    def is_closing(self) -> bool:
        return self.ended

    def close(self) -> None:
        if not self.ended and self.session is not None:
            self.ended = True
            asyncio.get_running_loop().call_soon(self.session.connection_lost, None)


class _Heard(_Desk):
    """Notes what was raised while a command was carried out."""

    errors: list[Exception]

    async def handle_exception(self, error: Exception) -> str:
        self.errors.append(error)
        return await super().handle_exception(error)


_GOODBYE = b"\r\n.\r\nQUIT\r\nQUIT\r\n"  # ends a mail, a login, and the session
_ENDS = re.compile(rb"(?i)(?=\r\n\.\r\n)|data[^\n]*\n(?=\.\r\n)")  # at once after DATA, whatever ended that line
_REPLY = re.compile(rb"[2-5]\d\d[ -][^\n]*")  # aiosmtpd repeats an unknown command to who sent it, as it came


async def _talk(desk: _Heard, raw: bytes, loop: asyncio.AbstractEventLoop) -> bytes:
    wire, chunks = _Wire(), Random(crc32(raw))
    session = (_LmtpSession if raw[:1] == b"L" else _SmtpSession)(desk, set(), _MAIL_BYTES, loop)
    wire.session = session
    session.connection_made(wire)
    handler = session._handler_coroutine
    said = raw[1:] + _GOODBYE
    while said and not wire.ended:
        size = chunks.choice((1, 7, 100, 100_000))
        session.data_received(said[:size])
        said = said[size:]
        await asyncio.sleep(0)
    assert handler is not None
    await asyncio.wait([handler], timeout=5)
    assert handler.done(), "the session does not end"
    return wire.written


@contextmanager
def opened() -> Iterator[Check]:
    stored: list[Arrival] = []
    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        lost: list[object] = []
        loop.set_exception_handler(lambda _, context: lost.append(context))
        rights = Rights.of(lambda address: address.endswith("@desk.example"), ())
        clock = SettableClock(datetime(2026, 11, 2, tzinfo=UTC))
        desk = _Heard(stored.extend, rights, clock, "lmtp:fuzz", lmtp=True)

        def check(raw: bytes) -> None:
            stored.clear()
            lost.clear()
            desk.errors, desk._lmtp = [], raw[:1] == b"L"
            answers = runner.run(_talk(desk, raw, loop))
            if desk.errors:
                raise desk.errors[0]
            assert not lost, lost
            odd = [line for line in answers.split(b"\r\n")[:-1] if not _REPLY.fullmatch(line)]
            assert not odd, f"no answers: {odd}"
            assert len(stored) <= len(_ENDS.findall(raw + _GOODBYE)), "a mail ended elsewhere"
            for one in stored:
                assert all(to.endswith("@desk.example") and to.isprintable() for to in one.envelope_to)
                (one.envelope_from or "").encode("utf-8")

        yield check
        runner.run(desk.finish())


TARGET = Target("listener", make, opened, seconds=1.0)
