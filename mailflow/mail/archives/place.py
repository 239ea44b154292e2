"""Where an old mail lies, and its bytes."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from mailflow.lazy_dataclasses import dataclass

MOST = 50_000_000  # bytes of a mail: a larger one is named, and left where it is

_QUOTED = re.compile(rb"(?m)^>(>*From )")
_RAW_FROM = re.compile(rb"(?m)^From ")


class Span(NamedTuple):
    """A mail inside a file. `quoted`: `>From ` stands for `From ` there."""

    offset: int
    length: int
    quoted: bool = False
    at: datetime | None = None  # by the archive itself: the mbox's line, the file's time


@dataclass(frozen=True, slots=True)
class Archive:
    """A file with one mail or many. `name` is what people call it, also where `path` is a copy of it."""

    path: Path
    name: str
    form: str  # mbox | one | spool


class ArchiveReader:
    """Reads mails in any order; keeps the file open that it read last."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._file: BinaryIO | None = None

    def read(self, path: Path, span: Span) -> bytes:
        """Raises OSError."""
        if path != self._path or self._file is None:
            self.close()
            self._path, self._file = path, path.open("rb")
        self._file.seek(span.offset)
        raw = self._file.read(span.length)
        return unquoted(raw) if span.quoted else raw

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        self._path = self._file = None


def unquoted(raw: bytes) -> bytes:
    """The lines as they were before an mbox quoted them (mboxrd; in mboxo one `>` was all there is). A body with a
    plain `From ` in it was never quoted: mboxcl2."""
    if b"\n>" not in raw or _RAW_FROM.search(raw):
        return raw
    return _QUOTED.sub(rb"\1", raw)
