"""The file a backup is: a .tar.gz whose first entry says what the others are.

backup.json        when, by which mailflow, and the SHA-256 of each file below
mailflow.db.pages  a digest of each page of the database, for what is made `--since` this one
mailflow.db        a consistent snapshot of the database, or
mailflow.db.changed  what of it is new since another backup (increment.py)
rules.yaml, templates/…, and the calendars and certificates rules.yaml names
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from mailflow.core.plain import JsonObject
from mailflow.errors import CannotDo
from mailflow.flow.admin.quick_gzip import QuickGzip

DATABASE = "mailflow.db"
PAGES, CHANGED = "mailflow.db.pages", "mailflow.db.changed"
COMPLETE, INCREMENT = 1, 2  # format
_MANIFEST = "backup.json"
_AT_ONCE = 2**20  # bytes handed on at once


def write(out: BinaryIO, manifest: JsonObject, wanted: dict[str, Path]) -> None:
    """`wanted`: entries by their names, in this order."""
    packed = QuickGzip(out)
    with contextlib.closing(packed), tarfile.open(fileobj=packed, mode="w|", bufsize=_AT_ONCE) as tar:
        text = json.dumps(manifest, indent=1).encode()
        head = tarfile.TarInfo(_MANIFEST)
        head.size, head.mode = len(text), 0o600
        tar.addfile(head, io.BytesIO(text))
        for name, path in wanted.items():
            with path.open("rb") as data:
                entry = tar.gettarinfo(arcname=name, fileobj=data)
                entry.uid = entry.gid = 0
                entry.uname = entry.gname = ""
                tar.addfile(entry, data)


def read_back(file: Path, digests: dict[str, str]) -> None:
    """Verify as `restore` will, against `digests` of all entries, byte for byte: a failing disk is noticed now."""
    found: dict[str, str] = {}
    try:
        with tarfile.open(file, "r:gz") as tar:
            for entry in tar:
                if entry.name != _MANIFEST:
                    with _plain(tar, entry) as source:
                        found[entry.name] = hashlib.file_digest(source, "sha256").hexdigest()  # type: ignore[arg-type]
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise CannotDo(f"the backup could not be read back: {error}") from error
    wrong = sorted(name for name in digests.keys() | found.keys() if digests.get(name) != found.get(name))
    if wrong:
        raise CannotDo(f"the backup could not be read back: {wrong[0]} is not what was put into it")


def manifest_of(file: Path) -> JsonObject:
    """What a backup says of itself. Raises CannotDo."""
    with _reading(file) as tar:
        return _manifest(file, tar)


def unpack(file: Path, work: Path) -> JsonObject:
    """Extract everything below `work`; every entry must be what the manifest says. Raises CannotDo."""
    with _reading(file) as tar:
        manifest = _manifest(file, tar)
        for entry in tar:
            if entry.name != _MANIFEST:
                _extract(tar, entry, work)
    for name, digest in entries(manifest).items():
        if not (work / name).is_file() or sha256(work / name) != digest:
            raise CannotDo(f"{file} is damaged: {name} is not what was put into it")
    return manifest


def entries(manifest: JsonObject) -> dict[str, str]:
    """SHA-256 of each entry by its name."""
    found: dict[str, str] = dict(manifest["files"])
    if manifest["format"] == INCREMENT:
        del found[DATABASE]  # of the whole that is made of this and the one before
    parts: dict[str, str] = manifest.get("parts", {})
    return parts | found


def extract_one(file: Path, name: str, work: Path) -> Path | None:
    """The entry `name` below `work`, None when there is none. It stands at the beginning."""
    with _reading(file) as tar:
        digests = entries(_manifest(file, tar))
        if name not in digests:
            return None
        for entry in tar:
            if entry.name == name:
                _extract(tar, entry, work)
                break
    if sha256(work / name) != digests[name]:
        raise CannotDo(f"{file} is damaged: {name} is not what was put into it")
    return work / name


@contextlib.contextmanager
def _reading(file: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(file, "r:gz") as tar:
            yield tar
    except FileNotFoundError:
        raise CannotDo(f"there is no file {file}") from None
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise CannotDo(f"{file} cannot be read as a backup: {error}") from error


def _manifest(file: Path, tar: tarfile.TarFile) -> JsonObject:
    first = tar.next()
    if first is None or first.name != _MANIFEST:
        raise CannotDo(f"{file} is no backup of mailflow")
    manifest: JsonObject = json.loads(_bytes(tar, first))
    if manifest.get("format") not in (COMPLETE, INCREMENT):
        raise CannotDo(
            f"{file} was made by another mailflow ({manifest.get('mailflow')}) in a form this one cannot read"
        )
    return manifest


def _extract(tar: tarfile.TarFile, entry: tarfile.TarInfo, work: Path) -> None:
    """Extract a regular file below `work`, nothing else: the archive may come from an attacker."""
    source = _plain(tar, entry)
    target = work / PurePosixPath(entry.name)
    target.parent.mkdir(parents=True, exist_ok=True)
    mode = 0o600 if entry.name.startswith(DATABASE) else entry.mode & 0o666 | 0o600
    with source, os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
        shutil.copyfileobj(source, out)
        out.flush()
        os.fsync(out.fileno())


def _plain(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> IO[bytes]:
    """Raises CannotDo for an entry that is not a regular file below the archive's root."""
    parts = PurePosixPath(entry.name)
    if not entry.isfile() or parts.is_absolute() or ".." in parts.parts:
        raise CannotDo(f"{entry.name!r} in the backup is no file of a home")
    source = tar.extractfile(entry)
    assert source is not None  # isfile() said so
    return source


def _bytes(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> bytes:
    source = tar.extractfile(entry)
    assert source is not None
    with source:
        return source.read()


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
