"""The mailboxes' server, as the real source meets it: what IMAPClient would give, and mails the server cannot give."""

from __future__ import annotations

import imaplib
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from imapclient.exceptions import IMAPClientError

from mailflow.core.arrival import Arrival
from mailflow.credentials import Credentials
from mailflow.flow.intake.known_mails import InboxKnownMails
from mailflow.mail.sources.imap import ImapSource
from mailflow.mail.sources.imap_session import trouble
from mailflow.mail.sources.protocol import MailboxOptions
from mailflow.mail.sources.suspects import PAUSES, TRIES
from mailflow.store.mail import arrivals

if TYPE_CHECKING:
    from tests.simulation.daemons import SimDaemon
    from tests.simulation.mailboxes import Box
    from tests.simulation.world import World

POISONS = ("closed in the literal", "BYE", "a stall", "a wrong size", "an over-long line", "NIL", "left out")
MOST_POISON = 3  # mails of one mailbox at once: more, and it is the server that is ill
STALL = 30.0  # seconds: the source's patience


@dataclass
class Poison:
    """A mail the server cannot give, until somebody mends it."""

    kind: str
    first: float = 0.0  # when it was first asked for in vain
    breaks: int = 0
    disturbed: int = 0  # kills, resets and returns of others by then


class Connection:
    """One connection to a Box, as far as the source uses IMAPClient."""

    host = "mail.desk.example"

    def __init__(self, world: World, box: Box) -> None:
        self._world, self._box, self._validity = world, box, box.validity
        self._imap = SimpleNamespace(untagged_responses={})
        self._alive()

    def _alive(self) -> None:
        if self._box.down:
            raise ConnectionRefusedError("connection refused")
        if self._validity != self._box.validity:
            raise imaplib.IMAP4.abort("the mailbox was made anew")

    def select_folder(self, _folder: str, readonly: bool) -> dict[bytes, int]:
        self._validity = self._box.validity
        self._alive()
        return {b"UIDVALIDITY": self._validity, b"EXISTS": len(self._box.uids)}

    def _raw_command_untagged(self, _command: bytes, words: list[bytes]) -> list[bytes]:
        """SEARCH, by sequence numbers or UIDs."""
        self._alive()
        return [" ".join(map(str, self._found([word.decode() for word in words]))).encode()]

    def _found(self, criteria: list[str]) -> list[int]:
        if criteria[0] != "UID":
            low, _, high = criteria[0].partition(":")
            return self._box.uids[int(low) - 1 : int(high)]
        if criteria[1].endswith(":*"):
            return [uid for uid in self._box.uids if uid >= int(criteria[1][:-2])]
        asked = set(map(int, criteria[1].split(",")))
        return [uid for uid in self._box.uids if uid in asked]

    def fetch(self, uids: list[int], items: list[str]) -> dict[int, dict[bytes, Any]]:
        self._alive()
        here = [uid for uid in uids if uid in self._box.uids]
        if "INTERNALDATE" in items:
            found = {uid: self._box.at(uid) for uid in here if self._gives(uid)}
            return {uid: {b"RFC822.SIZE": len(p.raw), b"INTERNALDATE": p.arrived_at} for uid, p in found.items()}
        if self._world.trouble("mailbox"):
            self._box.shaken += 1
            raise ConnectionResetError("connection reset in the middle of a fetch")
        return {uid: {b"BODY[]": self._body(uid)} for uid in here}

    def _gives(self, uid: int) -> bool:
        poison = self._box.poison.get(uid)
        if poison is not None and poison.kind == "left out":
            self._box.meets(poison, self._world)
            return False
        return True

    def _body(self, uid: int) -> bytes | None:
        poison = self._box.poison.get(uid)
        if poison is None:
            return self._box.at(uid).raw
        self._box.meets(poison, self._world)
        match poison.kind:
            case "closed in the literal":
                raise imaplib.IMAP4.abort("command: UID => socket error: EOF")
            case "BYE":
                raise imaplib.IMAP4.abort("command: UID => Server shutting down")
            case "an over-long line":
                raise IMAPClientError("got more than 1000000 bytes")
            case "a wrong size":
                raise IMAPClientError("unexpected response: b'From: …'")
            case "a stall":
                self._world.stalls(STALL)
                raise TimeoutError("timed out")
            case _:
                return None

    def add_flags(self, _uids: list[int], _flags: list[bytes], silent: bool) -> None:
        self._alive()

    def uid_expunge(self, uids: list[int]) -> None:
        self._alive()
        for uid in uids:
            self._box.remove(uid)

    def has_capability(self, name: str) -> bool:
        return name == "UIDPLUS"

    def socket(self) -> Any:
        return SimpleNamespace(settimeout=lambda seconds: None)

    def logout(self) -> None:
        """Nothing to end."""

    shutdown = logout


class SimulatedSource(ImapSource):
    """The real source on such connections. The daemon may die between storing and `done`."""

    def __init__(self, world: World, daemon: SimDaemon, box: Box) -> None:
        options = MailboxOptions("imap", "imap+insecure://desk@localhost/INBOX", Credentials("secret"), after=box.after)
        super().__init__(options, InboxKnownMails(world.db, False), world.clock)
        self.name = box.name
        self._world, self._daemon, self._box = world, daemon, box

    def _ready(self) -> Any:
        if self._client is None:
            with trouble(self._server, "connecting"):
                self._client = Connection(self._world, self._box)
            self._select(self._client)
        return self._client

    def fetch(self) -> Iterator[list[Arrival]]:
        here, validity = list(self._box.uids), self._box.validity
        yield from super().fetch()
        self._box.caught_up = True  # told now: the daemon may be killed before it could say so
        if self._box.poison and validity == self._box.validity:
            self._all_others_came(here)

    def _all_others_came(self, uids: list[int]) -> None:
        """A mail the server cannot give keeps nobody else's out, and is named."""
        box, named = self._box, {int(name.split()[1]) for name in self.left_out()}
        here = [uid for uid in uids if uid in box.uids]
        stored = arrivals.known(self._world.db, box.name, str(box.validity), map(str, here))
        for uid in here:
            if str(uid) not in stored and uid not in named:
                self._world.fail(f"{box.name} is said to be read to its end, without mail {uid}, which nobody names")
            if str(uid) not in stored and uid not in box.poison and uid not in box.freed and not box.shaken:
                self._world.fail(f"{box.name}: mail {uid} is left although the server gives it")

    def done(self, batch: list[Arrival]) -> None:
        self._world.point("before done", self._daemon)
        self._world.maybe_fail("mailbox", f"{self.name}: BYE before the mails are marked")
        super().done(batch)

    def wait(self, seconds: float) -> bool:
        return False


def rarely(breaks: int, seconds: float, disturbances: int) -> bool:
    """Whether it was asked for as rarely as promised: three times, then after ten minutes, and later and later; in the
    company of others and alone."""
    return breaks <= 2 * (TRIES * (1 + disturbances) + seconds / PAUSES[0]) + 1
