"""The text of attachments, for search: read some at a time, beside the mail (mail/file_reader.py)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from mailflow.batches import batches
from mailflow.errors import CannotDo
from mailflow.flow.parts import Parts
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.file_reader import LARGEST, kind_of, missing_library, texts_of
from mailflow.mail.understand import attachment
from mailflow.store.desk import search_index
from mailflow.store.mail import inbox, unread_files
from mailflow.store.mail.unread_files import UnreadFile

log = logging.getLogger("mailflow")

_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file and what reads it; "" when nothing does."""

    file: UnreadFile
    data: bytes = b""
    kind: str = ""
    lacks_library: bool = False


class FileTexts:
    """Called every few seconds, by one thread."""

    def __init__(self, parts: Parts, stopping: Callable[[], bool] = lambda: False) -> None:
        self._parts = parts
        self._stopping = stopping
        self._missing: set[str] = set()  # libraries that were told of
        self._began = False

    def look(self) -> int:
        """Read some of the files that wait; how many."""
        db = self._parts.db
        if not self._began:
            self._began = True
            with db.transaction(quiet=True):
                unread_files.try_again(db)
        done = 0
        opened = (self._opened(file) for file in unread_files.waiting(db, _AT_ONCE))
        for some in batches(opened, lambda one: len(one.data), LARGEST):  # as many as one process reads
            if self._stopping():
                break
            self._read(some)
            done += len(some)
        return done

    def _read(self, some: Sequence[_Opened]) -> None:
        texts = texts_of([(one.data, one.kind) for one in some])
        with self._parts.db.transaction(quiet=True):
            for one, found in zip(some, texts, strict=True):
                file = one.file
                if found.why:
                    log.info("attachment %r of mail %s is not searched: %s", file.name, file.inbox_id, found.why)
                if found.text.strip():
                    search_index.read(self._parts.db, file.document, found.text)
                else:
                    unread_files.set_aside(self._parts.db, file.document, lacks_library=one.lacks_library)

    def _opened(self, file: UnreadFile) -> _Opened:
        kind = kind_of(file.name, file.content_type)
        library = missing_library(kind)
        if library:
            self._tell(library)
        if library or not kind or file.inbox_id is None:
            return _Opened(file, lacks_library=bool(library))
        try:
            return _Opened(file, attachment(inbox.raw(self._parts.db, file.inbox_id), file.index), kind)
        except CannotDo:  # kept no longer
            return _Opened(file)

    def _tell(self, library: str) -> None:
        if library not in self._missing:
            self._missing.add(library)
            log.warning(
                "attachments are found by name only where %s is needed to read them: pip install 'mailflow[files]'",
                library,
            )
