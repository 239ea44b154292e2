"""Files and folders → the archives in them: mbox files, Maildirs with their subfolders, folders of .eml files (also of
MH, and Apple's .emlx), each also behind gzip; and what is none of these, by name."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.archives import mbox
from mailflow.mail.archives.place import Archive, Span

# folders that nobody means when he says "the archive"; given by name they are read
_ASIDE = re.compile(
    r"(?:^|[./])(?:\[?(?:gmail|google mail)\]?[./])?"
    r"(?:spam|junk(?: e-?mail)?|bulk|trash|deleted(?: items| messages)?|bin|drafts?|sampah|draf|konsep|outbox)$",
    re.IGNORECASE,
)
# what mail programs keep beside the mails
_BESIDE = re.compile(
    r"(?:\.msf|\.dat|\.index|\.log|\.lock|\.cache|\.json|\.html|\.png)$|^(?:dovecot|cyrus\.|courier|\.mh_|\.mairix)|"
    r"^(?:maildirfolder|maildirsize|subscriptions|msgfilterrules|\.ds_store|\.uidvalidity|\.subscribed)",
    re.IGNORECASE,
)
_FIELD = re.compile(rb"[!-9;-~]{1,100}[ \t]?:")
_TELLING = re.compile(rb"(?im)^(?:from|date|received|message-id|subject|return-path|to):")
_EMLX = re.compile(rb"\s*(\d{1,10})\s*\n")
_HEAD = 65_536


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file or mail that is not brought in, and why: a key of WHY."""

    name: str
    why: str


WHY = {
    "not-mail": "no mail, and no archive of mails",
    "unreadable": "cannot be read",
    "empty": "empty",
    "aside": "in a folder for spam, drafts or deleted mail; name that folder to bring it in",
    "deleted": "marked as deleted",
    "draft": "marked as a draft",
    "large": "larger than 50 MB",
    "headless": "no mail: it has no header",
    "not-json": "no JSON",
    "no-moment": "says nowhere when it was written",
    "no-ticket": "belongs to no ticket",
    "no-tickets": "nothing in it is a message of a ticket",
    "spam": "marked as spam; --spam brings it in",
}


def archives(paths: Sequence[Path], scratch: Path) -> Iterator[Archive | LeftOut]:
    """In order of their names. `scratch`: a folder for what has to be unpacked."""
    for path in paths:
        if path.is_dir():
            yield from _folder(path, scratch)
        else:
            yield from _file(path, path.name, scratch)


def spans(archive: Archive) -> Iterator[Span]:
    """The mails of one. Raises OSError."""
    if archive.form == "mbox":
        yield from mbox.spans(archive.path)
        return
    size, written = archive.path.stat().st_size, archive.path.stat().st_mtime
    at = datetime.fromtimestamp(written, UTC)
    with archive.path.open("rb") as file:
        counted = _EMLX.match(file.read(20))
    yield Span(counted.end(), int(counted[1]), at=at) if counted else Span(0, size, at=at)


def _folder(root: Path, scratch: Path) -> Iterator[Archive | LeftOut]:
    for folder, below, names in os.walk(root):
        here = Path(folder)
        shown = "" if here == root else here.relative_to(root).as_posix()
        if shown and _ASIDE.search(shown):
            below.clear()
            yield LeftOut(f"{root.name}/{shown}", "aside")
            continue
        below.sort()
        maildir = here.name in ("cur", "new") and {"cur", "new"} & {one.name for one in here.parent.iterdir()}
        if here.name == "tmp" and (here.parent / "cur").is_dir():
            continue
        for name in sorted(names):
            told = "/".join(filter(None, (root.name, shown, name)))
            if maildir and (flags := _flags(name)) & {"T", "D"}:
                yield LeftOut(told, "deleted" if "T" in flags else "draft")
            elif not _BESIDE.search(name):
                yield from _file(here / name, told, scratch)


def _flags(name: str) -> set[str]:
    """Of a Maildir's file: `…:2,FS`; Windows has no colon in a name."""
    found = re.search(r"[:;!]2,([A-Za-z]{0,40})$", name)
    return set(found[1]) if found else set()


def _file(path: Path, name: str, scratch: Path) -> Iterator[Archive | LeftOut]:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        if head.startswith(b"\x1f\x8b"):
            path = _unpacked(path, scratch)
            with path.open("rb") as file:
                head = file.read(_HEAD)
    except (OSError, EOFError, zlib.error):
        yield LeftOut(name, "unreadable")
        return
    yield _kind(path, name, head)


def _kind(path: Path, name: str, head: bytes) -> Archive | LeftOut:
    if not head.strip():
        return LeftOut(name, "empty")
    if mbox.is_mbox(head):
        return Archive(path, name, "mbox")
    counted = _EMLX.match(head)
    start = counted.end() if counted else 0
    is_mail = _FIELD.match(head, start) is not None and _TELLING.search(head, start) is not None
    return Archive(path, name, "one") if is_mail else LeftOut(name, "not-mail")


def _unpacked(path: Path, scratch: Path) -> Path:
    made = scratch / f"{len(list(scratch.iterdir()))}-{path.name.removesuffix('.gz')}"
    with gzip.open(path) as packed, made.open("wb") as file:
        shutil.copyfileobj(packed, file)
    os.utime(made, (path.stat().st_atime, path.stat().st_mtime))
    return made
