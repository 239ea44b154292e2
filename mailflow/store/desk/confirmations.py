"""Questions whose *yes* carries out a dangerous act: stored with the letter that asks, ended by the first answer."""

from __future__ import annotations

from datetime import datetime

from mailflow.core.confirmations import Act, Question
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_json, from_text, to_json, to_text


def ask(db: Database, message_id: str, reader: str, act: Act, at: datetime) -> None:
    """Writer. The letter with this Message-ID asks `reader`, an address, whether `act` shall happen."""
    sql = "INSERT INTO confirmation (message_id, reader, act, asked_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
    db.execute(sql, (message_id, reader.casefold(), to_json(act), to_text(at)))


def asked_by(db: Database, message_id: str) -> Question | None:
    """The question a letter of ours asks; None when it asks none."""
    sql = "SELECT act, reader, asked_at, ended_at FROM confirmation WHERE message_id = ?"
    row = db.execute(sql, (message_id,)).fetchone()
    if row is None:
        return None
    act, reader, asked_at, ended_at = row
    return Question(from_json(Act, act), reader, from_text(asked_at), ended_at is not None)


def end(db: Database, message_id: str, by: str, at: datetime) -> None:
    """Writer. The question is answered, whichever of its readers was asked by this letter."""
    sql = """UPDATE confirmation SET ended_at = ?, ended_by = ? WHERE ended_at IS NULL AND (act, asked_at) IN
        (SELECT act, asked_at FROM confirmation WHERE message_id = ?)"""
    db.execute(sql, (to_text(at), by, message_id))
