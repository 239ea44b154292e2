"""`mirror: {folders: …}`: copies of mails in folders per owner and state. The server's side is simulated, the real
ImapMirror speaks to it; connections break before and after a command, the process dies between two, a server knows
neither MOVE nor UIDPLUS, and people put mails of their own there. All of it by dice of its own."""

from __future__ import annotations

import imaplib
from dataclasses import dataclass, field
from email import message_from_bytes
from random import Random
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from mailflow.config.settings import ImapBox
from mailflow.core.mirror import COPY, mirrored, root_of
from mailflow.credentials import Credentials
from mailflow.errors import TryLater
from mailflow.flow.schedule.mailbox_mirror import _Mirrored
from mailflow.mail.ids import message_ids
from mailflow.mail.mirror_imap import ImapMirror
from mailflow.store.desk import tickets
from tests.simulation.mailboxes import Box

if TYPE_CHECKING:
    from tests.simulation.daemons import SimDaemon
    from tests.simulation.world import World

_PATTERNS = ("", "Tiket/{owner}", "Tiket/{state}", "Tiket/{owner}/{state}")
_BREAKS, _DIES = 0.004, 0.002  # of all commands
_BY_HAND = 0.01  # a person drops a mail into a folder of ours, of all looks
_HEADER = b"BODY[HEADER.FIELDS (MESSAGE-ID)]"
_URL = "imap+insecure://desk@localhost/INBOX"
_FILED = (
    "SELECT i.message_id, i.ticket_n FROM inbox i JOIN message m ON m.message_id = i.message_id AND "
    "m.ticket_n = i.ticket_n AND m.inbox_id IS NOT NULL WHERE i.mailbox = ? AND i.uidvalidity = ? AND i.uid = ? "
    "AND i.message_id <> ''"
)


class Died(BaseException):
    """The process, between two commands."""


@dataclass
class Copied:
    """A mail in a folder."""

    message_id: str  # as its header is written
    flags: set[bytes] = field(default_factory=set)


class Folders:
    """The server's folders beside one mailbox."""

    def __init__(self, world: World, box: Box, dice: Random) -> None:
        self.world, self.box, self.dice = world, box, dice
        self.pattern = dice.choice(_PATTERNS)
        self.uidplus, self.namespace = dice.random() < 0.7, dice.random() < 0.3
        self.there: dict[str, dict[int, Copied]] = {}
        self.flags: dict[tuple[int, int], set[bytes]] = {}  # in the mailbox itself, by UIDVALIDITY and UID
        self.mark: Any = None  # what the mirror has noted
        self.holder: SimDaemon | None = None
        self.calm = False
        self._uid = 0

    def put(self, folder: str, mail: Copied) -> None:
        self._uid += 1
        self.there[folder][self._uid] = mail

    def message_id(self, uid: int) -> str:
        """As its header is written."""
        return str(message_from_bytes(self.box.at(uid).raw)["Message-ID"] or "")

    def somebody_drops_one(self) -> None:
        """It stays, whatever becomes of the tickets."""
        if self.there and self.dice.random() < _BY_HAND:
            self.put(self.dice.choice(sorted(self.there)), Copied("<by-hand@people.example>"))


def folders_of(world: World) -> list[Folders]:
    """Those beside its mailboxes that are mirrored, in some of its histories."""
    for box in world.boxes if world.mirrors else ():
        if box.folders is None:
            box.folders = Folders(world, box, Random(f"{world.seed} folders {box.name}"))
    return [box.folders for box in world.boxes if box.folders is not None and box.folders.pattern]


class FolderConnection:
    """As far as the mirror uses IMAPClient."""

    host = "mail.desk.example"

    def __init__(self, folders: Folders) -> None:
        self._on, self._ended, self._selected = folders, False, ""
        self._validity = folders.box.validity
        self._alive()

    def _alive(self) -> None:
        box = self._on.box
        if self._ended or box.down or self._validity != box.validity:
            self._ended = True
            raise imaplib.IMAP4.abort("the connection has ended")

    def _step(self) -> bool:
        """Whether the response to this command gets lost. Raises when it is not even carried out."""
        self._alive()
        if self._on.calm:
            return False
        fate = self._on.dice.random()
        if fate < _DIES:
            self._ended = True
            raise Died
        if fate < _DIES + _BREAKS:
            self._ended = True
            if self._on.dice.random() < 0.5:
                raise imaplib.IMAP4.abort("socket error: EOF")
            return True
        return False

    def _lost(self, lost: bool) -> None:
        if lost:
            raise imaplib.IMAP4.abort("socket error: EOF, before the response")

    def has_capability(self, name: str) -> bool:
        return {"UIDPLUS": self._on.uidplus, "NAMESPACE": self._on.namespace}.get(name, False)

    def namespace(self) -> Any:
        return SimpleNamespace(personal=(("INBOX.", "."),))

    def folder_exists(self, folder: str) -> bool:
        self._alive()
        return folder in self._on.there

    def create_folder(self, folder: str) -> None:
        lost = self._step()
        self._on.there[folder] = {}
        self._lost(lost)

    def list_folders(self, _directory: str, pattern: str) -> list[tuple[tuple[bytes, ...], bytes, str]]:
        self._alive()
        return [((), b"/", name) for name in sorted(self._on.there) if name.startswith(pattern.removesuffix("*"))]

    def select_folder(self, folder: str, readonly: bool = False) -> dict[bytes, Any]:
        self._alive()
        self._selected = "" if folder == "INBOX" else folder
        return {b"UIDVALIDITY": self._on.box.validity, b"PERMANENTFLAGS": (rb"\*",)}

    def _flags(self, uid: int) -> set[bytes]:
        if self._selected:
            return self._on.there[self._selected][uid].flags
        return self._on.flags.setdefault((self._on.box.validity, uid), set())

    def _here(self, uids: list[int]) -> list[int]:
        there = self._on.there[self._selected] if self._selected else self._on.box.uids
        return [uid for uid in uids if uid in there]

    def fetch(self, uids: list[int], _items: list[str]) -> dict[int, dict[bytes, Any]]:
        self._alive()
        there = {uid: {b"FLAGS": tuple(self._flags(uid)), _HEADER: self._header(uid)} for uid in self._here(uids)}
        return cast(dict[int, dict[bytes, Any]], there)

    def _header(self, uid: int) -> bytes:
        kept = self._on.there[self._selected][uid].message_id if self._selected else self._on.message_id(uid)
        return f"Message-ID: {kept}\r\n\r\n".encode() if kept else b"\r\n"

    def search(self, criteria: list[str]) -> list[int]:
        self._alive()
        marked = COPY.encode() if "KEYWORD" in criteria else None
        return [
            uid
            for uid, mail in self._on.there[self._selected].items()
            if criteria[-1] in mail.message_id
            and rb"\Deleted" not in mail.flags
            and (marked is None or marked in mail.flags)
        ]

    def add_flags(self, uids: list[int], flags: list[str | bytes], silent: bool) -> None:
        lost = self._step()
        for uid in self._here(uids):
            self._flags(uid).update(one if isinstance(one, bytes) else one.encode() for one in flags)
        self._lost(lost)

    def remove_flags(self, uids: list[int], flags: list[str | bytes], silent: bool) -> None:
        lost = self._step()
        for uid in self._here(uids):
            self._flags(uid).difference_update(one if isinstance(one, bytes) else one.encode() for one in flags)
        self._lost(lost)

    def copy(self, uids: list[int], folder: str) -> None:
        lost = self._step()
        for uid in self._here(uids):
            self._on.put(folder, Copied(self._on.message_id(uid), set(self._flags(uid))))
        self._lost(lost)

    def uid_expunge(self, uids: list[int]) -> None:
        lost = self._step()
        for uid in self._here(uids):
            if rb"\Deleted" in self._flags(uid):
                del self._on.there[self._selected][uid]
        self._lost(lost)

    def socket(self) -> Any:
        return SimpleNamespace(settimeout=lambda seconds: None)

    def logout(self) -> None:
        self._ended = True

    shutdown = logout


class _Copies(ImapMirror):
    """The real one, on such a connection."""

    def __init__(self, folders: Folders) -> None:
        super().__init__(_URL, Credentials("secret"), root_of(folders.pattern), keywords=False)
        self._folders_of = folders

    def _ready(self) -> Any:
        if self._client is None:
            client = cast(Any, FolderConnection(self._folders_of))
            self._open(client)
            self._client = client
        return self._client


class _OfOne:
    """A daemon holds it or looks elsewhere."""

    def __init__(self, folders: Folders, daemon: SimDaemon) -> None:
        self._folders, self._daemon = folders, daemon

    def take(self) -> None:
        self._folders.holder = self._daemon

    def free(self) -> None:
        """Whoever comes next has it."""


class FolderMirror(_Mirrored):
    """The real one. What it notes is kept by the simulation: nothing of it draws from the world's dice."""

    def __init__(self, daemon: SimDaemon, folders: Folders) -> None:
        self.box, self._parts, self._pattern = cast(ImapBox, folders.box), daemon.parts, folders.pattern
        self.world, self._folders_of, self._daemon = folders.world, folders, daemon
        self._lock = cast(Any, _OfOne(folders, daemon))
        self._begin()

    def _begin(self) -> None:
        self._mirror = _Copies(self._folders_of)
        self._shown, self._seen, self._looked = {}, set(), None

    def look(self) -> int:
        folders = self._folders_of
        if folders.holder not in (None, self._daemon) and folders.holder is not None and folders.holder.alive:
            return 0
        if folders.holder is not self._daemon:
            self._begin()
        folders.somebody_drops_one()
        try:
            changed = super().look()
        except TryLater:
            folders.world.said["mirror: folders out of reach"] += 1
            return 0
        except Died:
            folders.world.said["mirror: dies between two mails"] += 1
            self._begin()
            return 0
        folders.world.said["mirror: copies in folders"] += changed
        return changed

    def _mark(self) -> Any:
        known = self._folders_of.mark
        if known is None:
            from mailflow.flow.schedule.mailbox_mirror import _MirroredTo
            from mailflow.store.read.mirrored import newest_event

            known = self._folders_of.mark = _MirroredTo(newest_event(self._parts.db))
        return known

    def _note(self, mark: Any) -> None:
        self._folders_of.mark = mark


def at_the_end(world: World) -> None:
    """Every mail of a ticket that lies in its mailbox is in the folder of now, once, and in no other; what people have
    put there is there still."""
    for at, folders in enumerate(folders_of(world)):
        folders.calm = True
        next(daemon for daemon in world.daemons if daemon.alive).copies[at].look()
        wanted = _wanted(world, folders)
        found: dict[str, list[str]] = {}
        for name, mails in folders.there.items():
            for mail in mails.values():
                if rb"\Deleted" not in mail.flags:
                    found.setdefault("".join(message_ids(mail.message_id)), []).append(name)
        for message_id, places in wanted.items():
            if sorted(found.get(message_id, [])) != sorted(places):
                world.fail(f"{folders.box.name}: copies of {message_id} are in {found.get(message_id)}, not {places}")
        world.said["mirror: copies there at the end"] += sum(map(len, wanted.values()))


def _wanted(world: World, folders: Folders) -> dict[str, list[str]]:
    """{Message-ID: its one folder, or none} of the mails in the mailbox that belong to a ticket."""
    found: dict[str, set[str | None]] = {}
    for uid in folders.box.uids:
        key = (folders.box.name, str(folders.box.validity), str(uid))
        for message_id, n in world.db.execute(_FILED, key).fetchall():
            ticket = tickets.load(world.db, n)
            assert ticket is not None
            view = mirrored(ticket, folders.pattern, world.daemons[0].parts.rules.desk.language)
            prefix = "INBOX." if folders.namespace and view.folder else ""
            found.setdefault(message_id, set()).add(view.folder and prefix + view.folder)
    return {one: [place for place in places if place] for one, places in found.items() if len(places) == 1}
