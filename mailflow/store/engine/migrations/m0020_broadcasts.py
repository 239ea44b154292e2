"""Broadcasts: one row each, and one for each customer of it."""

STATEMENTS = (
    """CREATE TABLE broadcast (
        id {id}, letter TEXT NOT NULL, customer_group TEXT NOT NULL, round {integer} NOT NULL, state TEXT NOT NULL,
        reason TEXT NOT NULL, started_by TEXT NOT NULL, started_at TEXT NOT NULL, ended_at TEXT,
        CHECK (state IN ('running', 'stopped', 'done')))""",
    "CREATE UNIQUE INDEX broadcast_once ON broadcast (letter, customer_group, round)",
    """CREATE TABLE broadcast_mail (
        broadcast_id {integer} NOT NULL REFERENCES broadcast (id), registered_id {integer} NOT NULL,
        state TEXT NOT NULL, reason TEXT NOT NULL, letter_id {integer}, written_at TEXT,
        automatic_at TEXT, replied_at TEXT, unsubscribed_at TEXT, PRIMARY KEY (broadcast_id, registered_id),
        CHECK (state IN ('waiting', 'written', 'left-out'))) {clustered}""",
    "CREATE INDEX broadcast_mail_waiting ON broadcast_mail (broadcast_id, registered_id) WHERE state = 'waiting'",
    "CREATE INDEX broadcast_mail_written ON broadcast_mail (written_at) WHERE written_at IS NOT NULL",
    "CREATE INDEX broadcast_mail_customer ON broadcast_mail (registered_id, written_at)",
    "CREATE INDEX broadcast_mail_letter ON broadcast_mail (letter_id) WHERE letter_id IS NOT NULL",
)
