"""What a letter to colleagues was about, so that a one-word reply refers to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from mailflow.store.engine.database import Database

What = Literal["flood", "page", "mail", "alone"]
FLOOD: What = "flood"  # its id
PAGE: What = "page"  # of the list of held mails, from 0
MAIL: What = "mail"  # a held mail it lists: its id in the inbox
ALONE: What = "alone"  # the only one it tells of: a word without a number is about this


def note(db: Database, message_id: str, what: What, numbers: Sequence[int]) -> None:
    """Writer. What a letter of ours is about: `flood`, `mail` or `alone` and ids, or `page` and its number."""
    rows = [(message_id, what, number) for number in numbers if message_id]
    db.many("INSERT INTO letter_about (message_id, what, number) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", rows)


def told_in(db: Database, message_id: str, what: What) -> list[int]:
    """The numbers stored for a letter of ours."""
    sql = "SELECT number FROM letter_about WHERE message_id = ? AND what = ? ORDER BY number"
    return [int(row[0]) for row in db.execute(sql, (message_id, what))]
