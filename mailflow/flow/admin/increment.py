"""A backup of what is new since another one: the pages of the database that have changed, and the few other files.

The one before must lie in the same folder when a home is restored. It may be one of these itself: then that one's too.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from mailflow.core.plain import JsonObject
from mailflow.errors import CannotDo
from mailflow.flow.admin import archive, sealing
from mailflow.flow.admin.archive import CHANGED, COMPLETE, DATABASE, INCREMENT, PAGES
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.admin import page_copy


@dataclass(frozen=True, slots=True)
class Before:
    """The backup that is built upon."""

    file: Path
    manifest: JsonObject


def before(file: Path, later: Path) -> Before:
    """Raises CannotDo: `later` cannot be built upon `file`."""
    if file.absolute().parent != later.absolute().parent:
        raise CannotDo(f"{later.name} would need {file} beside it to be restored: put both into one folder")
    if file.is_file() and sealing.is_sealed(file):
        raise CannotDo(f"{file} is encrypted, so what it holds is not known here; make a complete backup")
    manifest = archive.manifest_of(file)
    if PAGES not in archive.entries(manifest):
        raise CannotDo(f"{file} was made by an older mailflow, which wrote down no pages; make a complete backup")
    return Before(file, manifest)


def parts(work: Path, earlier: Before | None) -> tuple[dict[str, Path], tuple[int, int]]:
    """What goes into the archive beside, or in place of, the copy of the database in `work`; and how many pages that
    has, and how many of them are in the archive."""
    database, size = work / DATABASE, page_copy.page_size(work / DATABASE)
    found = {PAGES: work / PAGES}
    with (work / PAGES).open("wb") as out:
        page_copy.digests(database, out)
    count = changed = database.stat().st_size // size
    if earlier is not None:
        if earlier.manifest["page"] != size:
            raise CannotDo(f"the database has other pages than in {earlier.file}; make a complete backup")
        (work / "earlier").mkdir()
        known = archive.extract_one(earlier.file, PAGES, work / "earlier")
        assert known is not None  # before() has looked
        with (work / PAGES).open("rb") as now, known.open("rb") as digests, (work / CHANGED).open("wb") as out:
            changed = page_copy.write_changes(database, now, digests, out)
        found[CHANGED] = work / CHANGED
    return found, (count, changed)


def head(work: Path, earlier: Before | None) -> JsonObject:
    """What the manifest says about it."""
    database = work / DATABASE
    found = {"format": COMPLETE, "page": page_copy.page_size(database)}
    if earlier is None:
        return found
    known = earlier.manifest
    since = {"file": earlier.file.name, "at": known["at"], "database": known["files"][DATABASE]}
    return found | {"format": INCREMENT, "since": since, "size": database.stat().st_size}


def unpack(file: Path, work: Path, identity: Path | None) -> JsonObject:
    """Extract a backup below `work`, the database as of its moment. `identity`: the file with the private key. Raises
    CannotDo."""
    manifest = archive.unpack(_opened(file, work, identity), work)
    if manifest["format"] == INCREMENT:
        _complete(file, manifest, work, identity)
    return manifest


def _complete(file: Path, manifest: JsonObject, work: Path, identity: Path | None) -> None:
    """The database, of that in the backup before and what has changed."""
    since = manifest["since"]
    earlier, aside = file.parent / since["file"], work / "since"
    if not earlier.is_file():
        raise CannotDo(f"{file.name} holds only what is new since {earlier.name} of {since['at']}: put that beside it")
    aside.mkdir()
    found = unpack(earlier, aside, identity)
    if found["files"][DATABASE] != since["database"]:
        raise CannotDo(
            f"{file.name} was made since another {earlier.name} than the one beside it: that was made at "
            f"{since['at']}, this one at {found['at']}"
        )
    database = work / DATABASE
    (aside / DATABASE).replace(database)
    shutil.rmtree(aside)
    with (work / CHANGED).open("rb") as changes:
        page_copy.apply_changes(database, changes, manifest["size"])
    if archive.sha256(database) != manifest["files"][DATABASE]:
        raise CannotDo(f"{file} is damaged: with {earlier.name} it does not make the database it was made of")


def _opened(file: Path, work: Path, identity: Path | None) -> Path:
    """The archive itself: decrypted below `work` if it is encrypted."""
    if not file.is_file() or not sealing.is_sealed(file):
        return file
    sealing.unseal(file, work / "opened.tar.gz", identity)
    return work / "opened.tar.gz"
