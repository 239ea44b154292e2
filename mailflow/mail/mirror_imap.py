"""Shows the state of tickets in an IMAP mailbox: keywords on their mails, copies in folders. What is there is asked
first, so that doing it again changes nothing; flags and folders of people are left alone."""

from __future__ import annotations

import imaplib
import logging
import re
from collections.abc import Iterable, Mapping

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError

from mailflow.core.mirror import COPY, PREFIX, MirrorMail
from mailflow.credentials import Credentials
from mailflow.errors import TryLater
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.network import parse_endpoint
from mailflow.mail.sources.after import After
from mailflow.mail.sources.imap_session import (
    finish,
    hang_up,
    log_in,
    personal_prefix,
    say_goodbye,
    sure_folder,
    trouble,
)

log = logging.getLogger(__name__)


_HEADER = "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"
_WORD = re.compile(rb"[!-~]+")
_LONGEST = 200  # characters of an id that are searched for


@dataclass(frozen=True, slots=True)
class SoughtMail:
    """How a mail's copies are found: the server knows the header as it was written, which may be folded within the id,
    lack its brackets, or be longer than what we keep of it."""

    piece: str  # SEARCH finds it in the header; "": there is none
    value: bytes  # the whole, its blanks made one

    @classmethod
    def of(cls, fetched: Mapping[bytes, object]) -> SoughtMail:
        header = next((data for name, data in fetched.items() if name.startswith(b"BODY[HEADER")), b"")
        value = b" ".join(header.partition(b":")[2].split()) if isinstance(header, bytes) else b""
        piece = max(_WORD.findall(value), key=len, default=b"")[:_LONGEST]
        return cls(piece.decode("ascii"), value)

    def among(self, client: IMAPClient, criteria: list[str]) -> list[int]:
        """UIDs in the folder that is selected. SEARCH finds what contains the piece (RFC 9051 §6.4.4)."""
        found = list(client.search([*criteria, "HEADER", "Message-ID", self.piece]))
        whole = self.value == self.piece.encode() and self.value[:1] + self.value[-1:] == b"<>"
        if whole or not found:
            return found
        return [uid for uid, fetched in client.fetch(found, [_HEADER]).items() if self.of(fetched).value == self.value]


class ImapMirror:
    """One mailbox. Connects when first used; any error drops the connection and is TryLater."""

    def __init__(self, url: str, ours: Credentials, root: str, *, keywords: bool = True, timeout: float = 30.0) -> None:
        self._server = parse_endpoint(url, "imap", ours.password_place)
        self._ours, self._timeout = ours, timeout
        self._root = root  # with which the names of all folders for copies begin; "": no copies
        self._keywords = keywords
        self._client: IMAPClient | None = None
        self._uidvalidity = ""
        self._free = False  # the server lets us make keywords
        self._told: set[str] = set()  # warnings that were logged already
        self.name = f"mirror of {self._server.path} on {self._server.place}"

    def show(self, mails: Iterable[MirrorMail]) -> int:
        """Returns how many mails were changed or copied. Those that have gone, and those of an earlier UIDVALIDITY, are
        left out; all of them on a server that keeps no keywords of ours."""
        try:
            with trouble(self._server, "mirroring tickets"):
                client = self._ready()
                known = {mail.uid: mail for mail in mails if mail.uidvalidity == self._uidvalidity}
                return self._shown(client, known) if self._free and known else 0
        except TryLater:
            self._drop()
            raise

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            say_goodbye(client)

    def _shown(self, client: IMAPClient, known: Mapping[int, MirrorMail]) -> int:
        there = client.fetch(list(known), ["FLAGS", _HEADER] if self._root else ["FLAGS"])
        changed = 0
        for uid, fetched in there.items():
            mail = known.get(uid)
            if mail is None:  # somebody else's change, told along
                continue
            if self._keywords:
                changed += self._labelled(client, uid, _ours(fetched[b"FLAGS"]), mail.view.keywords)
        if self._root:
            sought = {uid: SoughtMail.of(fetched) for uid, fetched in there.items() if uid in known}
            changed += sum(self._copied(client, known[uid], one) for uid, one in sought.items())
        return changed

    # -- keywords

    def _labelled(self, client: IMAPClient, uid: int, there: frozenset[str], wanted: frozenset[str]) -> bool:
        """The mail bears the keywords wanted, and no other of ours."""
        fresh, old = wanted - there, there - wanted
        if old:
            client.remove_flags([uid], sorted(old), silent=True)
        added = bool(fresh) and self._added(client, uid, sorted(fresh))
        return added or bool(old)

    def _added(self, client: IMAPClient, uid: int, fresh: list[str]) -> bool:
        """Whether the server took one at least. A folder of Cyrus (3.6) has a hundred names for good and refuses what
        comes later, and all that is asked for together with it."""
        try:
            client.add_flags([uid], fresh, silent=True)
        except imaplib.IMAP4.abort:
            raise
        except IMAPClientError as error:
            if len(fresh) > 1:
                return sum(self._added(client, uid, [one]) for one in fresh) > 0  # each is asked for
            self._tell_once(fresh[0], "%s refuses the keyword %s: it is left out (%s)", fresh[0], error)
            return False
        return True

    def _tell_once(self, what: str, words: str, *values: object) -> None:
        if what not in self._told:
            self._told.add(what)
            log.warning(words, self.name, *values)

    # -- copies

    def _copied(self, client: IMAPClient, mail: MirrorMail, sought: SoughtMail) -> bool:
        """The copy is in its folder, and in no other of ours."""
        if not mail.message_id or not sought.piece:
            return False
        wanted = None if mail.view.folder is None else sure_folder(client, mail.view.folder)
        changed = False
        if wanted is not None and not self._is_in(client, wanted, mail, sought):
            self._copy(client, mail.uid, wanted)
            changed = True
        for folder in self._folders(client):
            if folder != wanted:
                changed |= self._taken_out(client, folder, sought)
        self._reselect(client)
        return changed

    def _copy(self, client: IMAPClient, uid: int, folder: str) -> None:
        """The copy bears its mark from the beginning: COPY takes the flags along (RFC 9051 §6.4.7)."""
        self._reselect(client)
        client.add_flags([uid], [COPY], silent=True)
        try:
            client.copy([uid], folder)
        finally:
            client.remove_flags([uid], [COPY], silent=True)

    def _is_in(self, client: IMAPClient, folder: str, mail: MirrorMail, sought: SoughtMail) -> bool:
        """A copy that is there already gets the keywords of now."""
        client.select_folder(folder)
        found = sought.among(client, ["UNDELETED"])
        for uid, fetched in (client.fetch(list(found), ["FLAGS"]) if found and self._keywords else {}).items():
            ours = _ours(fetched[b"FLAGS"])
            if COPY in ours:
                self._labelled(client, uid, ours, mail.view.keywords | {COPY})
        return bool(found)

    def _taken_out(self, client: IMAPClient, folder: str, sought: SoughtMail) -> bool:
        """Only what bears our mark."""
        client.select_folder(folder, readonly=True)
        old = sought.among(client, ["UNDELETED", "KEYWORD", COPY])
        if not old:
            return False
        client.select_folder(folder)
        finish(client, list(old), After("delete"), self._told)
        return True

    def _folders(self, client: IMAPClient) -> list[str]:
        """Those below the root of ours that can be opened."""
        prefix = sure_prefix(client, self._root)
        return [name for flags, _, name in client.list_folders("", f"{prefix}*") if rb"\Noselect" not in flags]

    # -- the connection

    def _ready(self) -> IMAPClient:
        if self._client is None:
            client = log_in(self._server, self._ours, self._timeout)
            try:
                self._open(client)
            except BaseException:
                hang_up(client)
                raise
            self._client = client
        return self._client

    def _open(self, client: IMAPClient) -> None:
        answer = client.select_folder(self._server.path)
        self._uidvalidity = str(answer.get(b"UIDVALIDITY", ""))
        self._free = rb"\*" in answer.get(b"PERMANENTFLAGS", ())
        if not self._free:
            self._tell_once("keywords", "%s keeps no keywords of ours (no \\* in PERMANENTFLAGS): nothing is mirrored")

    def _reselect(self, client: IMAPClient) -> None:
        client.select_folder(self._server.path)

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            hang_up(client)


def sure_prefix(client: IMAPClient, root: str) -> str:
    """The root as folders on this server begin with it (RFC 2342: "INBOX.")."""
    prefix = personal_prefix(client)
    return root if not prefix or root.upper().startswith(prefix.upper()) else prefix + root


def _ours(flags: Iterable[bytes]) -> frozenset[str]:
    """Servers may change the case of keywords."""
    names = (flag.decode("ascii", "replace").lower() for flag in flags if isinstance(flag, bytes))
    return frozenset(name for name in names if name.startswith(PREFIX))
