"""The text of attachments, for search: read one after the other, beside the mail (mail/file_reader.py)."""

from __future__ import annotations

import logging
from collections.abc import Callable

from mailflow.errors import CannotDo
from mailflow.flow.parts import Parts
from mailflow.mail.file_reader import kind_of, missing_library, text_of
from mailflow.mail.understand import attachment
from mailflow.store.desk import search_index
from mailflow.store.mail import inbox, unread_files
from mailflow.store.mail.unread_files import UnreadFile

log = logging.getLogger("mailflow")

_AT_ONCE = 20


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
        for file in unread_files.waiting(db, _AT_ONCE):
            if self._stopping():
                break
            self._read(file)
            done += 1
        return done

    def _read(self, file: UnreadFile) -> None:
        kind = kind_of(file.name, file.content_type)
        library = missing_library(kind)
        if library:
            self._tell(library)
        text = "" if library or not kind or file.inbox_id is None else self._text(file, kind)
        with self._parts.db.transaction(quiet=True):
            if text.strip():
                search_index.read(self._parts.db, file.document, text)
            else:
                unread_files.set_aside(self._parts.db, file.document, lacks_library=bool(library))

    def _text(self, file: UnreadFile, kind: str) -> str:
        assert file.inbox_id is not None
        try:
            raw = inbox.raw(self._parts.db, file.inbox_id)
        except CannotDo:  # kept no longer
            return ""
        found = text_of(attachment(raw, file.index), kind)
        if found.why:
            log.info("the text of attachment %r of mail %s is not searched: %s", file.name, file.inbox_id, found.why)
        return found.text

    def _tell(self, library: str) -> None:
        if library not in self._missing:
            self._missing.add(library)
            log.warning(
                "attachments are found by name only where %s is needed to read them: pip install 'mailflow[files]'",
                library,
            )
