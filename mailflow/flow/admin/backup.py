"""`mailflow backup` and `restore`: a desk as one .tar.gz (archive.py), made while the daemon works; whole, or what is
new since another one (increment.py).

Not included: `.env` (secrets are kept elsewhere), the mailboxes themselves, and locks. The database holds everybody's
mail and the key that signs our Message-IDs: the archive has mode 0600, and should keep it. With keys it is encrypted as
a whole (sealing.py).
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path, PurePosixPath

from mailflow import __version__, config
from mailflow.core.plain import JsonObject
from mailflow.errors import CannotDo, ConfigError
from mailflow.flow.admin import archive, increment, sealing
from mailflow.flow.admin.archive import DATABASE
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.admin import backup as copies
from mailflow.store.admin.backup import Holds
from mailflow.store.desk import meta
from mailflow.store.engine.database import Database
from mailflow.store.engine.opening import open_database
from mailflow.store.engine.sharing import mode_in

RULES = "rules.yaml"
_TEMPLATES = "templates"
ELSEWHERE = "elsewhere"
_WORK = ".mailflow-backup-"  # beginning of the names of temporary folders
_SIDES = ("", "-wal", "-shm", "-journal")  # a SQLite database is all of these


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was written."""

    file: Path
    size: int
    files: tuple[str, ...]
    holds: Holds
    pages: int  # of the database
    changed: int  # of those, that are in it
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
    since: Path | None = None,
    force: bool = False,
) -> Made:
    """Write `file`. `named` are further files of the home that rules.yaml refers to; `encrypt_to` the keys of those who
    may read it; `since` an earlier backup, whose pages of the database are left out. Raises CannotDo: the file exists,
    cannot be written, a key is none, the database is on a server, or `since` cannot be built upon."""
    keys = sealing.recipients(encrypt_to) if encrypt_to else []
    if file.exists() and not force:
        raise CannotDo(f"{file} exists already; name another file, or say --force")
    if not file.parent.is_dir():
        raise CannotDo(f"there is no folder {file.parent}")
    before = None if since is None else increment.before(since, file)
    # unencrypted it never touches the disk the encrypted backup goes to
    _forget_killed(file.parent)
    with _cleared(home if keys else file.parent) as work, _cleared(file.parent) as beside:
        holds = copies.snapshot(db, work / DATABASE)
        files = {DATABASE: work / DATABASE, **_copied(_of_home(home, named), work / "files")}
        parts, changed = increment.parts(work, before)
        manifest: JsonObject = {"mailflow": __version__, "at": now.isoformat(timespec="seconds")}
        manifest |= {"holds": asdict(holds), "files": {name: archive.sha256(path) for name, path in files.items()}}
        manifest |= {"parts": {name: archive.sha256(path) for name, path in parts.items()}}
        manifest |= increment.head(work, before)
        made = work / "backup"
        with os.fdopen(os.open(made, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            archive.write(out, manifest, {name: (parts | files)[name] for name in archive.entries(manifest)})
            out.flush()
            os.fsync(out.fileno())
        archive.read_back(made, archive.entries(manifest))
        if keys:
            sealing.seal(made, beside / "sealed", keys)
            made = beside / "sealed"
        made.replace(file)
    missing = tuple(str(path) for path in dict.fromkeys(named) if not path.is_file())
    return Made(file, file.stat().st_size, tuple(files), holds, *changed, missing)


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


# -- restore


def restore(
    file: Path, home: Path, machine: float, at: datetime, *, identity: Path | None = None, force: bool = False
) -> Restored:
    """Restore `home` from a backup. What is there is kept under another name, and only with `force`; nothing is changed
    unless the backup is complete. `machine` is machine time, `identity` the file with the private key of an encrypted
    backup. Raises CannotDo."""
    _refuse(home, machine, force)
    with _made(home), _cleared(home) as work:
        manifest = increment.unpack(file, work, identity)
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


def _made_ready(work: Path, at: datetime) -> Holds:
    """Migrate the copy to today's tables, delete the claims of its daemons, and make it one file again (no WAL)."""
    db = open_database(f"sqlite:///{DATABASE}", work)
    try:
        with db.transaction():
            copies.forget_workers(db)
            meta.mute(db, at)
        holds = copies.compact(db, work / "ready.db")
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
        work = Path(tempfile.mkdtemp(prefix=_WORK, dir=folder))
        held = _hold(work)
    except OSError as error:
        raise CannotDo(f"{folder} cannot be written: {error.strerror}") from error
    try:
        yield work
    except OSError as error:
        raise CannotDo(f"{error.filename or folder}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
        os.close(held)


def _hold(work: Path) -> int:
    """Locked as long as its maker lives."""
    handle = os.open(work, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    return handle


def _forget_killed(folder: Path) -> None:
    """What a backup that was killed has left there."""
    for work in folder.glob(f"{_WORK}*"):
        with contextlib.suppress(OSError):
            handle = os.open(work, os.O_RDONLY | os.O_DIRECTORY)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(work, ignore_errors=True)
            finally:
                os.close(handle)
