"""Another desk's tickets as an archive: its messages are written into one mbox, which is then read like any other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from mailflow.mail.archives import rt, zammad
from mailflow.mail.archives.desk_entry import DeskEntry, mail_of
from mailflow.mail.archives.found import LeftOut
from mailflow.mail.archives.place import Archive
from mailflow.mail.export_files import ExportedMail, mbox

Entries = Callable[[Sequence[Path]], Iterator[DeskEntry | LeftOut]]
DESKS: Mapping[str, Entries] = MappingProxyType({"rt": rt.entries, "zammad": zammad.entries})


def archives(desk: str, paths: Sequence[Path], scratch: Path) -> Iterator[Archive | LeftOut]:
    """`desk`: a key of DESKS."""
    made, count = scratch / f"{desk}.mbox", 0
    with made.open("wb") as file:
        for one in DESKS[desk](paths):
            if isinstance(one, LeftOut):
                yield one
            else:
                file.write(mbox([ExportedMail(one.at, "", mail_of(one))]))
                count += 1
    if count:
        yield Archive(made, desk, "mbox")
    else:
        yield LeftOut(", ".join(one.name for one in paths), "no-tickets")
