"""Writes letters into a Maildir instead of sending them: for demos, tests, and desks whose mail another program sends.

Durable means written and fsynced before it is renamed into `new/`. One fsync per letter is slow (334 letters/s measured
on one disk), one `syncfs` per batch is not (libraries.md, section 3): a batch is written to `tmp/`, synced once, then
renamed, and the directory synced.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
from pathlib import Path

from mailflow.core.finished import Finished
from mailflow.core.mailbox_name import maildir_name
from mailflow.errors import GiveUp, MailflowError, TryLater
from mailflow.mail.network import CONTROL, reason
from mailflow.mail.transports.protocol import Outcome, Sent

FEW = 4  # up to this many letters are fsynced one by one; syncfs also writes all other dirty pages of the file system


class MaildirTransport:
    """Writes each letter as one file into `folder/new`, with the envelope on top as `Return-Path` and `X-Envelope-To`.

    The file name is made from the Message-ID: a letter written again after a crash replaces itself (idempotent).
    """

    at_once = 200  # they share one sync; what a kill leaves unfinished is overwritten

    def __init__(self, folder: str | Path, *, name: str | None = None) -> None:
        self.folder = Path(folder)
        self.name = name or maildir_name(folder)

    def send(self, letter: Finished) -> Sent:
        """Write one letter. Raises TryLater when the disk fails."""
        result = self.send_many([letter])[0]
        if isinstance(result, Exception):
            raise result
        return result

    def send_many(self, letters: list[Finished]) -> list[Sent | Exception]:
        """Write all, sync once, make all visible. Either all are durable, or all get the same TryLater."""
        results: list[Sent | Exception] = []
        tmp, new = str(self.folder / "tmp"), str(self.folder / "new")
        written: dict[str, str] = {}  # {name: path}; the same letter twice in a batch is one file
        sent = Outcome("sent", f"in {self.name}")
        try:
            self._folders()
            for letter in letters:
                try:
                    name, data = file_name(letter), with_envelope(letter)
                except GiveUp as error:
                    results.append(error)
                    continue
                written[name] = _write(f"{tmp}/{name}", data)
                results.append(Sent(dict.fromkeys(letter.recipients, sent)))
            _sync(list(written.values()), self.folder)
            for name, path in written.items():
                os.replace(path, f"{new}/{name}")
            _fsync(new, os.O_RDONLY)
        except OSError as error:
            return [_later(self.name, error)] * len(letters)
        return results

    def probe(self) -> str:
        """One line for `mailflow check --connect`. Raises TryLater when the folder cannot be written."""
        try:
            self._folders()
        except OSError as error:
            raise _later(self.name, error) from error
        if not os.access(self.folder / "new", os.W_OK):
            raise TryLater(f"{self.name}: the folder cannot be written")
        return f"{self.name}: letters are written into this folder"

    def close(self) -> None:
        """Nothing is kept open."""

    def _folders(self) -> None:
        for part in ("tmp", "new", "cur"):
            (self.folder / part).mkdir(parents=True, exist_ok=True)


def file_name(letter: Finished) -> str:
    """A file name that is the same for the same Message-ID, whatever characters it contains."""
    return hashlib.sha256(letter.message_id.encode("utf-8", "surrogatepass")).hexdigest()[:40] + ".mailflow"


def with_envelope(letter: Finished) -> bytes:
    """The letter's bytes below its envelope (RFC 5321 §4.4: Return-Path is added at final delivery)."""
    for address in (letter.sender, *letter.recipients):
        if CONTROL.search(address):
            raise GiveUp(f"the address {address!r} contains a control character")
    recipients = ",\r\n ".join(letter.recipients)  # folded, so that a hundred recipients do not make one long line
    head = f"Return-Path: <{letter.sender}>\r\nX-Envelope-To: {recipients}\r\n".encode()
    return head + letter.own + letter.files


def _write(path: str, data: bytes) -> str:
    with open(path, "wb", buffering=0, opener=_for_its_owner) as file:
        view = memoryview(data)
        while view:
            view = view[file.write(view) :]
    return path


def _for_its_owner(path: str, flags: int) -> int:
    """Letters are read by whoever runs the desk, as in every mailbox, whatever the umask."""
    return os.open(path, flags, 0o600)


def _sync(files: list[str], folder: Path) -> None:
    if len(files) > FEW and _syncfs(folder):
        return
    for path in files:
        _fsync(path, os.O_RDWR)


def _syncfs(folder: Path) -> bool:
    """syncfs(2), which is Linux only and not in the os module. False where it is missing; OSError where the disk
    failed."""
    try:
        call = ctypes.CDLL(None, use_errno=True).syncfs
    except (OSError, AttributeError, TypeError):
        return False
    handle = os.open(folder, os.O_RDONLY)
    try:
        if call(handle) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
    finally:
        os.close(handle)
    return True


def _fsync(path: str, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _later(name: str, error: OSError) -> MailflowError:
    return TryLater(f"{name}: {reason(error)}")
