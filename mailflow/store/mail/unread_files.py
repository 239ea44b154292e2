"""Attachments whose text is not in the search index yet."""

from __future__ import annotations

import json

from mailflow.lazy_dataclasses import dataclass
from mailflow.store.engine.database import Database

WAITS, LACKS_LIBRARY = 1, 2  # document.reading


@dataclass(frozen=True, slots=True)
class UnreadFile:
    document: int
    inbox_id: int | None  # the mail it came with
    index: int  # in the mail, as mail.understand.attachment takes it
    name: str
    content_type: str


def waiting(db: Database, limit: int) -> list[UnreadFile]:
    """The newest first."""
    sql = (
        "SELECT d.id, m.inbox_id, d.part, m.attachments FROM document d LEFT JOIN message m ON m.id = d.source_id "
        "WHERE d.reading IS NOT NULL AND d.reading = ? ORDER BY d.id DESC LIMIT ?"
    )
    return [_file(*row) for row in db.all(sql, (WAITS, limit))]


def _file(document: int, inbox_id: int | None, part: int, attachments: str | None) -> UnreadFile:
    files = json.loads(attachments or "[]")
    one = files[part - 1] if part <= len(files) else {}
    return UnreadFile(document, inbox_id, one.get("index", -1), one.get("name", ""), one.get("content_type", ""))


def set_aside(db: Database, document: int, *, lacks_library: bool = False) -> None:
    """Writer. There is no text to read, or nothing that could read it."""
    reading = LACKS_LIBRARY if lacks_library else None
    db.execute("UPDATE document SET reading = ? WHERE id = ?", (reading, document))


def try_again(db: Database) -> None:
    """Writer. A library may be here now."""
    db.execute("UPDATE document SET reading = ? WHERE reading IS NOT NULL AND reading = ?", (WAITS, LACKS_LIBRARY))
