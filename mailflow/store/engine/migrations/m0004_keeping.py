"""Retention: when the bytes of a mail or letter were deleted, as `retention:` in rules.yaml says."""

STATEMENTS = ("ALTER TABLE inbox ADD COLUMN expired_at TEXT", "ALTER TABLE letter ADD COLUMN expired_at TEXT")
