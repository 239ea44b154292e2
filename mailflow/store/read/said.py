"""The new words of everybody's mails on one ticket, from its log. Read only."""

from __future__ import annotations

import json
from datetime import datetime

from mailflow.lazy_dataclasses import dataclass
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text

_CUSTOMERS = ("request-received", "customer-wrote", "reopened")
_COLLEAGUES = ("answered", "answer-returned", "note-filed", "note-added", "closing-stated", "command-answered")


@dataclass(frozen=True, slots=True)
class RecordedWords:
    """What one person wrote, without what the mail quotes."""

    at: datetime
    mail: int | None  # id in the inbox; None for a note typed
    text: str
    files: tuple[str, ...]
    by_customer: bool
    author: str = ""  # a customer's name, as his mail gives it


def on_ticket(db: Database, n: int) -> list[RecordedWords]:
    """Everything written on ticket `n`, oldest first."""
    kinds = ", ".join("?" * len(_CUSTOMERS + _COLLEAGUES))
    sql = (
        "SELECT e.kind, e.at, e.data, o.data FROM event e JOIN occasion o ON o.id = e.occasion_id "
        f"WHERE e.ticket_n = ? AND e.kind IN ({kinds}) ORDER BY e.seq"
    )
    return [_words(*row) for row in db.execute(sql, (n, *_CUSTOMERS, *_COLLEAGUES))]


def _words(kind: str, at: str, data: str, occasion: str) -> RecordedWords:
    event, cause = json.loads(data), json.loads(occasion)
    return RecordedWords(
        from_text(at),
        cause.get("inbox"),
        str(event.get("text") or ""),
        tuple(files) if isinstance(files := event.get("files"), list) else (),  # of colleagues' only whether there are
        kind in _CUSTOMERS,
        _name(event.get("requester") or event.get("sender")) if kind in _CUSTOMERS else "",
    )


def _name(address: object) -> str:
    """Of an address as events keep it: [address, name]."""
    return str(address[1]) if isinstance(address, list) and len(address) == 2 else ""
