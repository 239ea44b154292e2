"""Counters for `limits:`; floods of mails quarantined together; and for a quarantined mail its sender and how likely it
is a person's."""

STATEMENTS = (
    """CREATE TABLE tally (
        what TEXT NOT NULL, who TEXT NOT NULL, hour {integer} NOT NULL, count {integer} NOT NULL,
        PRIMARY KEY (what, who, hour))""",
    """CREATE TABLE flood (
        id {id}, what TEXT NOT NULL, who TEXT NOT NULL, began_at TEXT NOT NULL, last_at TEXT NOT NULL,
        held {integer} NOT NULL, told {integer} NOT NULL)""",
    """CREATE TABLE letter_about (
        message_id TEXT NOT NULL, what TEXT NOT NULL, number {integer} NOT NULL,
        PRIMARY KEY (message_id, what, number))""",
    "ALTER TABLE inbox ADD COLUMN flood_id {integer} REFERENCES flood (id)",
    "ALTER TABLE inbox ADD COLUMN sender TEXT",
    "ALTER TABLE inbox ADD COLUMN weight {integer} NOT NULL DEFAULT 0",
    "CREATE INDEX inbox_quarantined ON inbox (id) WHERE outcome = 'quarantined'",
    "CREATE INDEX inbox_flood ON inbox (flood_id) WHERE flood_id IS NOT NULL",
)
