"""Bytes are kept for as long as rules.yaml says: when those of a mail or letter were removed."""

STATEMENTS = ("ALTER TABLE inbox ADD COLUMN expired_at TEXT", "ALTER TABLE letter ADD COLUMN expired_at TEXT")
