"""A Maildir as a source: every file in `new/` and `cur/` is a mail; `tmp/` belongs to the delivering program.

The identity of a mail is the part of its file name before `:2,`; the rest are flags, which a mail reader may change,
and it may move the file from `new/` to `cur/` at any time (https://cr.yp.to/proto/maildir.html).
"""

from __future__ import annotations

import glob
import logging
import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from mailflow.batches import batches
from mailflow.clock import machine_now
from mailflow.core.arrival import Arrival
from mailflow.core.how_many import how_many
from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.mailbox_name import maildir_name
from mailflow.errors import TryLater
from mailflow.mail.network import reason
from mailflow.mail.sources.after import parse_after
from mailflow.mail.sources.protocol import BATCH_BYTES, BATCH_MAILS, MAIL_BYTES, KnownMails

ASK = 1000  # uids per call of KnownMails.seen
LOOK = 0.25  # seconds between checks of the directories' mtimes while waiting
COARSE = 2.0  # seconds; a directory changed this recently may change again without a new mtime (FAT, NFS)
UNWRITTEN = 60.0  # seconds a file without a byte is left alone: `cp` into new/ makes it before its words
HEADER_BYTES = 1_000_000  # bytes read of a mail over the limit, to find the end of its headers

log = logging.getLogger(__name__)

Stamp = tuple[int, int]

_SYNCHRONISED = LazyPattern(r",U=\d+")  # mbsync's UID of a mail: in another folder the same number means another mail


class MaildirSource:
    """Reads one Maildir. Between scans it remembers only names, so that 100,000 kept mails cost one listing when the
    directory has changed, and two `stat` calls when it has not."""

    def __init__(
        self,
        folder: str | Path,
        known: KnownMails,
        *,
        name: str | None = None,
        after: str = "keep",
        poll: float = 60.0,
        mail_bytes: int = MAIL_BYTES,
        ours: bool = True,
    ) -> None:
        """`ours`: the folder is created when it is missing. Otherwise a missing folder is an error: a typing mistake,
        or a disk that is not mounted."""
        self.folder = Path(folder)
        self._ours = ours
        self.name = name or maildir_name(folder)
        self._known = known
        self._after = parse_after(after)
        self._poll = poll
        self._mail_bytes = mail_bytes
        self._paths: dict[str, str] = {}  # uid -> its path at the last listing
        self._stored: set[str] = set()
        self._stamp: Stamp | None = None  # mtimes of the directories before the last complete scan; None: scan again
        self._unreadable: set[str] = set()  # tried again at every polling interval, logged once
        self._looked = self._listed = -poll  # machine time of the last fetch, of the last listing
        self._stopped = threading.Event()

    def fetch(self) -> Iterator[list[Arrival]]:
        """Everything not yet stored, oldest file first. Files that vanish meanwhile were taken by another program."""
        try:
            self._folders()
            stamp, begun = self._times(), machine_now()
            self._looked = monotonic()
            if stamp == self._stamp and monotonic() - self._listed < self._poll:
                return
            self._listed = monotonic()
            self._paths = self._list()
            self._stored &= self._paths.keys()
            self._unreadable &= self._paths.keys()
            fresh = self._unknown()
        except OSError as error:
            raise TryLater(f"{self.name}: {reason(error)}") from error
        yield from self._batches(fresh)
        settled = begun - max(stamp) / 1e9 > COARSE
        self._stamp = stamp if settled and self._stored | self._unreadable >= self._paths.keys() else None

    def done(self, batch: list[Arrival]) -> None:
        """The batch is stored: mark, move or remove its files. Missing files were taken by another program."""
        try:
            for arrival in batch:
                self._stored.add(arrival.uid)
                self._finish(arrival.uid)
        except OSError as error:
            raise TryLater(f"{self.name}: after {self._after.what}: {reason(error)}") from error

    def wait(self, seconds: float) -> bool:
        """Check the mtimes of `new/` and `cur/` four times a second; also True every `poll` seconds."""
        until = monotonic() + seconds
        while not self._stopped.is_set():
            left = until - monotonic()
            if left <= 0:
                return False
            if self._stopped.wait(min(LOOK, left)):
                return False
            if self._stamp is None or self._changed() or monotonic() - self._looked >= self._poll:
                return True
        return False

    def stop(self) -> None:
        self._stopped.set()

    def left_out(self) -> list[str]:
        return sorted(self._unreadable)

    def uids(self) -> Iterator[tuple[str, str]]:
        """The names in `new/` and `cur/`."""
        try:
            names = sorted(self._list()) if self._is_there() else []
        except OSError as error:
            raise TryLater(f"{self.name}: {reason(error)}") from error
        return (("", name) for name in names)

    def probe(self) -> str:
        """One line for `mailflow check --connect`."""
        try:
            if not self._is_there():
                return f"{self.name}: there is no such folder yet, `mailflow run` makes it; does mail come into it?"
            count = len(self._list())
        except OSError as error:
            raise TryLater(f"{self.name}: {reason(error)}") from error
        if self._after.what != "keep" and not os.access(self.folder / "new", os.W_OK):
            raise TryLater(f"{self.name}: the folder cannot be written, which after: {self._after.what} needs")
        return f"{self.name}: {how_many(count, 'mail, after', 'mails, after')}: {self._after.what}"

    def close(self) -> None:
        """Nothing is kept open; the next fetch scans everything again."""
        self._stamp = None

    def _folders(self) -> None:
        if not self._is_there():
            log.warning("made %s, for there was no such folder: does mail come into it?", self.folder)
        for part in ("tmp", "new", "cur"):
            (self.folder / part).mkdir(parents=True, exist_ok=True)

    def _is_there(self) -> bool:
        """False when it is missing and may be created. Raises TryLater when it must not be."""
        if self.folder.is_dir():
            return True
        if self.folder.exists():
            raise TryLater(f"{self.name}: {self.folder} is no folder")
        if not self._ours:
            raise TryLater(f"{self.name}: there is no such folder; make it, mount its disk, or mend `maildir:`")
        return False

    def _times(self) -> Stamp:
        return (self.folder / "new").stat().st_mtime_ns, (self.folder / "cur").stat().st_mtime_ns

    def _changed(self) -> bool:
        try:
            return self._times() != self._stamp
        except OSError:
            return True  # fetch will report the error

    def _list(self) -> dict[str, str]:
        """`new/` first: a file that a mail reader moves to `cur/` in between is then seen twice instead of not at
        all."""
        found: dict[str, str] = {}
        for part in ("new", "cur"):
            with os.scandir(self.folder / part) as entries:
                for entry in entries:
                    if not entry.name.startswith(".") and entry.is_file():
                        found[unique_name(entry.name)] = entry.path
        return found

    def _unknown(self) -> list[tuple[os.stat_result, str]]:
        """Mails that are neither remembered nor in the inbox, by age. Mails that are stored but were left because a
        process died between storing and `done` get their `after` now."""
        asked = [uid for uid in self._paths if uid not in self._stored]
        for start in range(0, len(asked), ASK):
            self._stored |= self._known.seen(self.name, "", asked[start : start + ASK])
        fresh: list[tuple[os.stat_result, str]] = []
        for uid in asked:
            if uid in self._stored:
                self._finish_late(uid)
            else:
                try:
                    status = os.stat(self._paths[uid])
                    if status.st_size or machine_now() - status.st_mtime > UNWRITTEN:
                        fresh.append((status, uid))
                except FileNotFoundError:
                    self._paths.pop(uid)  # moved or taken; a move changes the directory's mtime, so it is found again
        fresh.sort(key=lambda pair: (pair[0].st_mtime_ns, pair[1]))
        return fresh

    def _batches(self, fresh: list[tuple[os.stat_result, str]]) -> Iterator[list[Arrival]]:
        arrivals = (arrival for status, uid in fresh if (arrival := self._read(uid, status)) is not None)
        return batches(arrivals, lambda arrival: len(arrival.raw), BATCH_BYTES, BATCH_MAILS)

    def _read(self, uid: str, status: os.stat_result) -> Arrival | None:
        too_big = status.st_size > self._mail_bytes
        try:
            with open(self._paths[uid], "rb") as file:
                raw = headers_of(file.read(HEADER_BYTES)) if too_big else file.read()
        except FileNotFoundError:
            self._paths.pop(uid)
            return None
        except OSError as error:  # a mail that cannot be read must not stop the others (mail.md 11.3)
            if uid not in self._unreadable:
                log.error("left %s in %s: %s", uid, self.name, reason(error))
            self._unreadable.add(uid)
            return None
        if uid in self._unreadable:
            self._unreadable.discard(uid)
            log.info("got %s from %s after all", uid, self.name)
        arrived = datetime.fromtimestamp(status.st_mtime, UTC)
        return Arrival(self.name, "", uid, arrived, raw, oversize=status.st_size if too_big else 0)

    def _finish_late(self, uid: str) -> None:
        try:
            self._finish(uid)
        except OSError as error:  # a mail that cannot be moved must not stop the others
            log.warning("left %s in %s: after %s: %s", uid, self.name, self._after.what, reason(error))

    def _finish(self, uid: str) -> None:
        """Apply `after`, wherever a mail reader has moved the file meanwhile."""
        if self._after.what == "keep":
            return
        path = self._paths.get(uid)
        for attempt in (1, 2):
            if path is None:
                return
            try:
                self._apply(Path(path))
                return
            except FileNotFoundError:
                path = self._list().get(uid) if attempt == 1 else None

    def _apply(self, path: Path) -> None:
        if self._after.what == "delete":
            path.unlink()
            return
        unique, _, flags = path.name.partition(":2,")
        if self._after.what == "seen":
            if path.parent.name == "new":  # in cur/ a mail reader has seen it, and owns its flags
                path.rename(self.folder / "cur" / f"{unique}:2,S")
            return
        target = self.folder / maildir_folder(self._after.folder)
        for part in ("tmp", "new", "cur"):
            (target / part).mkdir(parents=True, exist_ok=True)
        moved = _SYNCHRONISED.sub("", unique)
        while any((target / "cur").glob(f"{glob.escape(moved)}:2,*")):
            moved += "_"
        path.rename(target / "cur" / f"{moved}:2,{''.join(sorted(set(flags) | {'S'}))}")


def unique_name(file_name: str) -> str:
    """The part of the file name that never changes, as text: names that are not UTF-8 are escaped, because the database
    accepts only text."""
    return os.fsencode(file_name.partition(":2,")[0]).decode("utf-8", "backslashreplace")


def maildir_folder(folder: str) -> str:
    """`Done/2026` → `.Done.2026`: Maildir++ subfolders are flat, so no folder name leads out of the mailbox."""
    return "." + folder.strip("./").replace("/", ".").replace("\\", ".")


def headers_of(raw: bytes) -> bytes:
    """The mail up to and including the empty line after its headers; all of it when there is none."""
    ends = [end + len(gap) for gap in (b"\r\n\r\n", b"\n\n") if (end := raw.find(gap)) >= 0]
    return raw[: min(ends)] if ends else raw
