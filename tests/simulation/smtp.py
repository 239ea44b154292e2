"""The way out, as the real transport meets it: a server that refuses, defers, goes down, loses its own answer, has
enough of our account or of this connection; and the post that carries letters on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from smtplib import SMTPServerDisconnected
from typing import TYPE_CHECKING, Any

from mailflow.core.finished import Finished
from mailflow.errors import GiveUp, TryLater
from mailflow.mail.transports import Sent
from mailflow.mail.transports.smtp import SmtpTransport

if TYPE_CHECKING:
    from tests.simulation.daemons import SimDaemon
    from tests.simulation.world import World

Reply = tuple[int, bytes]
OK: Reply = (250, b"2.1.0 ok")
# What a server says that has enough of our account: (at which command, its reply)
ENOUGH = (
    ("MAIL", (550, b"5.7.1 this account has been suspended")),
    ("MAIL", (452, b"4.3.1 out of disk space, come back later")),
    ("RCPT", (550, b"5.4.5 Daily user sending quota exceeded")),
    ("RCPT", (451, b"4.7.1 Rate limit for this account reached")),
    ("DATA", (554, b"5.7.0 You have reached the maximum of messages per day")),
    ("text", (550, b"Hourly sending limit exceeded for iduhelp@desk.example")),
    ("text", (535, b"5.7.8 Authentication expired")),
)  # fmt: skip
# What it says that has enough of this connection
NEXT_PLEASE = (
    ("MAIL", (421, b"4.7.0 too many messages in this session")),
    ("MAIL", (550, b"5.7.0 Too many mails in one connection")),
    ("RCPT", (452, b"4.5.3 Too many messages per session")),
    ("DATA", (451, b"4.7.0 limit of messages per connection reached")),
)


@dataclass
class Accepted:
    """One letter the server has taken for one recipient."""

    daemon: SimDaemon
    answer_lost: bool


class Wire:
    """One connection, as far as the transport uses smtplib.SMTP."""

    sock = None
    command_encoding = "ascii"

    def __init__(self, world: World, transport: SimulatedTransport) -> None:
        self._world, self._transport = world, transport
        self.esmtp_features: dict[str, str] = {}
        self._letters = 0
        self._to: list[str] = []
        self._text = b""

    def has_extn(self, name: str) -> bool:
        return name in ("8bitmime",)

    def docmd(self, command: str, args: str = "") -> Reply:
        world = self._world
        if world.smtp_down:
            raise SMTPServerDisconnected("connection closed")
        if command == "MAIL":
            self._to = []
            if world.trouble("smtp"):
                return 421, b"try again later"
        limited = self._limited(command)
        if limited is not None:
            return limited
        match command:
            case "RCPT":
                return self._recipient(args.removeprefix("TO:<").rstrip(">"))
            case "DATA":
                malformed = world.trouble("malformed")
                return (554, b"5.6.0 this server takes no such letters") if malformed else (354, b"go on")
            case _:
                return OK

    def _limited(self, command: str) -> Reply | None:
        world, most = self._world, self._world.servers.most_letters
        if world.servers.enough is not None and world.servers.enough[0] == command:
            return world.servers.refuses()
        if most and self._letters >= most and world.servers.next_please[0] == command:
            self._transport.asked_to_reconnect = True
            world.said["server: enough letters for one connection"] += 1
            return world.servers.next_please[1]
        return None

    def _recipient(self, who: str) -> Reply:
        world = self._world
        if who in world.refused:
            return 550, b"5.1.1 no such user"
        if who in world.deferred or world.trouble("deferred"):
            return 450, b"4.2.1 mailbox busy"
        self._to.append(who)
        return OK

    def send(self, data: bytes) -> None:
        self._text = data

    def getreply(self) -> Reply:
        """It has the whole letter: from here on it is delivered, whatever becomes of the answer."""
        world, daemon, letter = self._world, self._transport.daemon, self._transport.letter
        refused = self._limited("text")
        if refused is not None:
            return refused
        self._letters += 1
        lost = world.trouble("answer lost")
        taken = [who for who in letter.recipients if who in self._to]
        raw = world.servers.relayed(letter.data)
        for who in taken:
            world.accept(letter, who, Accepted(daemon, lost), raw)
        daemon.in_flight.add(letter.message_id)
        world.point("after a letter was taken", daemon)
        if lost:
            world.say(f"the server took {letter.message_id}, its answer is lost")
            raise ConnectionResetError("connection lost after DATA")
        return 250, b"2.0.0 taken"

    def rset(self) -> Reply:
        return OK

    noop = quit = rset

    def close(self) -> None:
        """Nothing to end."""


class SimulatedTransport(SmtpTransport):
    """The real transport on such connections."""

    def __init__(self, world: World, daemon: SimDaemon) -> None:
        super().__init__("smtp+insecure://localhost:25", hello="desk.example")
        self._world, self.daemon = world, daemon
        self.letter = Finished("", "", (), b"")
        self.asked_to_reconnect = False

    def _connect(self) -> Any:
        if self._world.smtp_down:
            raise ConnectionRefusedError("connection refused")
        return Wire(self._world, self)

    def send(self, letter: Finished) -> Sent:
        world = self._world
        world.point("before a letter is sent", self.daemon)
        if world.trouble("malformed"):
            raise GiveUp("this server takes letters of 1000 bytes at most")
        self.letter, self.asked_to_reconnect = letter, False
        try:
            sent = super().send(letter)
        except TryLater as why:
            self._told_why(str(why))
            raise
        for outcome in sent.outcomes.values():
            self._told_why(outcome.words)
        return sent

    def _told_why(self, words: str) -> None:
        """A connection that has had its letters is no reason to wait: there are others."""
        if self.asked_to_reconnect and self._world.servers.next_please[1][1].decode() in words:
            self._world.fail(f"{self.letter.message_id} waits because a connection had had enough: {words}")


def renamed(raw: bytes, message_id: str) -> bytes:
    """The letter as a relay sends it on that gives every mail a Message-ID of its own."""
    assert BytesHeaderParser().parsebytes(raw)["Message-ID"]
    return re.sub(rb"(?im)^message-id:[^\n]*(?:\n[ \t][^\n]*)*", f"Message-ID: {message_id}\r".encode(), raw, count=1)
