"""Questions whose *yes* carries out a dangerous act, once, within the hour (core/confirmations.py)."""

STATEMENTS = (
    """CREATE TABLE confirmation (
        message_id TEXT PRIMARY KEY NOT NULL, reader TEXT NOT NULL, act TEXT NOT NULL, asked_at TEXT NOT NULL,
        ended_at TEXT, ended_by TEXT)""",
    "CREATE INDEX confirmation_asked ON confirmation (asked_at)",
)
