"""Reply tokens that are no longer in force; what proved a mail's author when it came; senders a person has decided
about."""

STATEMENTS = (
    """CREATE TABLE reply_token (
        person TEXT NOT NULL, ticket_n {integer} NOT NULL, renewed {integer} NOT NULL,
        PRIMARY KEY (person, ticket_n))""",
    """CREATE TABLE sender_verdict (
        who TEXT PRIMARY KEY NOT NULL, verdict TEXT NOT NULL, decided_by TEXT NOT NULL, decided_at TEXT NOT NULL,
        until TEXT)""",
    "ALTER TABLE inbox ADD COLUMN proof TEXT",
    "CREATE INDEX letter_about_number ON letter_about (what, number)",
)
