"""`mailflow backup` and `restore`: a desk as one .tar.gz, made while the daemon works.

    backup.json       when, by which mailflow, and the SHA-256 of each file below
    mailflow.db       a consistent snapshot of the database
    rules.yaml, templates/…, and the calendars and certificates rules.yaml names, when they are inside the home

Not included: `.env` (secrets are kept elsewhere), the mailboxes themselves, and locks. The database holds everybody's
mail and the key that signs our Message-IDs: the archive has mode 0600, and should keep it. With keys it is encrypted as
a whole (sealing.py).
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from mailflow import __version__, config
from mailflow.core.plain import JsonObject
from mailflow.errors import CannotDo, ConfigError
from mailflow.flow.admin import sealing
from mailflow.flow.admin.quick_gzip import QuickGzip
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.admin import backup as copies
from mailflow.store.admin.backup import Holds
from mailflow.store.desk import meta
from mailflow.store.engine.database import Database
from mailflow.store.engine.opening import open_database
from mailflow.store.engine.sharing import mode_in

DATABASE = "mailflow.db"
RULES = "rules.yaml"
_MANIFEST = "backup.json"
_TEMPLATES = "templates"
ELSEWHERE = "elsewhere"
_SIDES = ("", "-wal", "-shm", "-journal")  # a SQLite database is all of these
_FORMAT = 1
_AT_ONCE = 2**20  # bytes handed on at once


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was written."""

    file: Path
    size: int
    files: tuple[str, ...]
    holds: Holds
    missing: tuple[str, ...] = ()  # files rules.yaml names that are not there


@dataclass(frozen=True, slots=True)
class Restored:
    """A home that was restored."""

    home: Path
    made_at: str
    files: tuple[str, ...]
    aside: tuple[str, ...]  # new names of what was there before
    holds: Holds


# -- backup


def make(
    db: Database,
    home: Path,
    file: Path,
    now: datetime,
    *,
    named: Sequence[Path] = (),
    encrypt_to: Sequence[str] = (),
    force: bool = False,
) -> Made:
    """Write `file`. `named` are further files of the home that rules.yaml refers to; `encrypt_to` the keys of those who
    may read it. Raises CannotDo: the file exists, cannot be written, a key is none, or the database is on a server."""
    keys = sealing.recipients(encrypt_to) if encrypt_to else []
    if file.exists() and not force:
        raise CannotDo(f"{file} exists already; name another file, or say --force")
    if not file.parent.is_dir():
        raise CannotDo(f"there is no folder {file.parent}")
    # unencrypted it never touches the disk the encrypted backup goes to
    with _cleared(home if keys else file.parent) as work, _cleared(file.parent) as beside:
        holds = copies.snapshot(db, work / DATABASE)
        wanted = {DATABASE: work / DATABASE, **_copied(_of_home(home, named), work / "files")}
        manifest: JsonObject = {"format": _FORMAT, "mailflow": __version__, "at": now.isoformat(timespec="seconds")}
        manifest |= {"holds": asdict(holds), "files": {name: _sha256(path) for name, path in wanted.items()}}
        made = work / "backup"
        with os.fdopen(os.open(made, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            _write(out, manifest, wanted)
            out.flush()
            os.fsync(out.fileno())
        _read_back(made, manifest["files"])
        if keys:
            sealing.seal(made, beside / "sealed", keys)
            made = beside / "sealed"
        made.replace(file)
    missing = tuple(str(path) for path in dict.fromkeys(named) if not path.is_file())
    return Made(file, file.stat().st_size, tuple(wanted), holds, missing)


def _of_home(home: Path, named: Sequence[Path]) -> dict[str, Path]:
    """The admin's files, by their paths relative to the home."""
    letters = sorted(path for path in (home / _TEMPLATES).rglob("*") if path.is_file())
    rules = [home / RULES] if (home / RULES).is_file() else []
    found = {path.relative_to(home).as_posix(): path for path in (*rules, *letters)}
    return found | {name_in_backup(path, home): path for path in named if path.is_file()}


def name_in_backup(path: Path, home: Path) -> str:
    """`campus.ics` for a file in the home, `elsewhere/etc/ssl/own.pem` for one outside."""
    plain = Path(os.path.normpath(path.absolute()))
    if plain.is_relative_to(home):
        return plain.relative_to(home).as_posix()
    return PurePosixPath(ELSEWHERE, *plain.parts[1:]).as_posix()


def _copied(found: dict[str, Path], into: Path) -> dict[str, Path]:
    """The same files as they are now, symlinks followed: an editor may be changing them."""
    copies: dict[str, Path] = {}
    for name, path in found.items():
        copies[name] = into / name
        copies[name].parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copies[name])
    return copies


def _write(out: BinaryIO, manifest: JsonObject, wanted: dict[str, Path]) -> None:
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


def _read_back(file: Path, digests: dict[str, str]) -> None:
    """Verify as `restore` will: every file, byte for byte, so that a failing disk is noticed now."""
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


# -- restore


def restore(
    file: Path, home: Path, machine: float, at: datetime, *, identity: Path | None = None, force: bool = False
) -> Restored:
    """Restore `home` from a backup. What is there is kept under another name, and only with `force`; nothing is changed
    unless the backup is complete. `machine` is machine time, `identity` the file with the private key of an encrypted
    backup. Raises CannotDo."""
    _refuse(home, machine, force)
    with _made(home), _cleared(home) as work:
        manifest = _unpack(_opened(file, work, identity), work)
        copies.inspect(work / DATABASE)
        holds = _made_ready(work, at)
        names = tuple(manifest["files"])
        database = database_of(work)
        places = {name: home / (database if name == DATABASE else name) for name in names}
        aside = tuple(_put_aside(home, [*names, database], str(manifest["at"])))
        # the database last: until then the home has no desk
        for name in sorted(names, key=lambda name: name == DATABASE):
            places[name].parent.mkdir(parents=True, exist_ok=True)
            (work / name).replace(places[name])
        places[DATABASE].chmod(mode_in(places[DATABASE].parent))
    return Restored(home, str(manifest["at"]), names, aside, holds)


def _opened(file: Path, work: Path, identity: Path | None) -> Path:
    """The archive itself: decrypted below `work` if it is encrypted."""
    if not file.is_file() or not sealing.is_sealed(file):
        return file
    sealing.unseal(file, work / "opened.tar.gz", identity)
    return work / "opened.tar.gz"


def _refuse(home: Path, machine: float, force: bool) -> None:
    database = database_of(home)
    there = [name for name in (RULES, database) if (home / name).exists()]
    if there and not force:
        held = f"{home} holds {' and '.join(there)} already"
        raise CannotDo(f"{held}; name an empty folder, or say --force to put it aside")
    if (home / database).is_file() and copies.has_living_daemon(home / database, machine):
        raise CannotDo(f"a mailflow is running on {home}: stop it first")


def database_of(home: Path) -> str:
    """Path of the database relative to `home`, from its rules.yaml; `mailflow.db` when that names a place outside."""
    try:
        place = Path(config.essentials(home).database.removeprefix("sqlite:///"))
    except ConfigError:
        return DATABASE
    return place.relative_to(home).as_posix() if place.is_relative_to(home) else DATABASE


def _unpack(file: Path, work: Path) -> JsonObject:
    """Extract the backup below `work`; every file must match the manifest."""
    try:
        with tarfile.open(file, "r:gz") as tar:
            first = tar.next()
            if first is None or first.name != _MANIFEST:
                raise CannotDo(f"{file} is no backup of mailflow")
            manifest: JsonObject = json.loads(_bytes(tar, first))
            for entry in tar:
                if entry.name != _MANIFEST:
                    _extract(tar, entry, work)
    except FileNotFoundError:
        raise CannotDo(f"there is no file {file}") from None
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise CannotDo(f"{file} cannot be read as a backup: {error}") from error
    if manifest.get("format") != _FORMAT:
        raise CannotDo(
            f"{file} was made by another mailflow ({manifest.get('mailflow')}) in a form this one cannot read"
        )
    for name, digest in manifest["files"].items():
        if not (work / name).is_file() or _sha256(work / name) != digest:
            raise CannotDo(f"{file} is damaged: {name} is not what was put into it")
    return manifest


def _extract(tar: tarfile.TarFile, entry: tarfile.TarInfo, work: Path) -> None:
    """Extract a regular file below `work`, nothing else: the archive may come from an attacker."""
    source = _plain(tar, entry)
    target = work / PurePosixPath(entry.name)
    target.parent.mkdir(parents=True, exist_ok=True)
    mode = 0o600 if entry.name == DATABASE else entry.mode & 0o666 | 0o600
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


def _made_ready(work: Path, at: datetime) -> Holds:
    """Migrate the copy to today's tables, delete the claims of its daemons, and make it one file again (no WAL)."""
    db = open_database(f"sqlite:///{DATABASE}", work)
    try:
        with db.transaction():
            copies.forget_workers(db)
            meta.mute(db, at)
        holds = copies.snapshot(db, work / "ready.db")
    finally:
        db.close()
    for side in (*_SIDES, "-turn"):
        (work / f"{DATABASE}{side}").unlink(missing_ok=True)
    (work / "ready.db").rename(work / DATABASE)
    return holds


def _put_aside(home: Path, names: Sequence[str], at: str) -> Iterator[str]:
    """Rename, never delete: the old database with its WAL, the old rules, all old letters."""
    stamp = "".join(sign for sign in at if sign.isdigit())[:14]
    tops = dict.fromkeys(PurePosixPath(name).parts[0] for name in names)
    for name in (*tops, *(f"{names[-1]}{side}" for side in _SIDES if side)):
        old = home / name
        if old.exists():
            new = next(
                p for i in range(1000) if not (p := home / f"{name}.before-{stamp}{f'-{i}' if i else ''}").exists()
            )
            old.rename(new)
            yield new.name


@contextlib.contextmanager
def _made(home: Path) -> Iterator[None]:
    """The folder with its parents; those created are removed again if the restore fails."""
    missing = [folder for folder in (home, *home.parents) if not folder.exists()]
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotDo(f"{home} cannot be made: {error.strerror}") from error
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):  # something lies in it by now
            for folder in missing:
                folder.rmdir()
        raise


@contextlib.contextmanager
def _cleared(folder: Path) -> Iterator[Path]:
    """A temporary folder on the same disk as the result, deleted afterwards."""
    try:
        work = Path(tempfile.mkdtemp(prefix=".mailflow-", dir=folder))
    except OSError as error:
        raise CannotDo(f"{folder} cannot be written: {error.strerror}") from error
    try:
        yield work
    except OSError as error:
        raise CannotDo(f"{error.filename or folder}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
