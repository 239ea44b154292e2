"""The first tables. Columns are described in tables.py."""

STATEMENTS = (
    "CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)",
    """CREATE TABLE worker (
        id TEXT NOT NULL PRIMARY KEY, host TEXT NOT NULL, pid {integer} NOT NULL, heartbeat {real} NOT NULL)""",
    """CREATE TABLE mailbox (
        name TEXT NOT NULL PRIMARY KEY, uidvalidity TEXT NOT NULL, highest {integer}, read_at TEXT)""",
    """CREATE TABLE ticket (
        n {id}, number TEXT NOT NULL, token TEXT NOT NULL, status TEXT NOT NULL, subject TEXT NOT NULL, requester TEXT,
        requester_name TEXT NOT NULL, owner TEXT, category TEXT, opened_at TEXT, claimed_at TEXT,
        first_answered_at TEXT, closed_at TEXT, breaches {integer} NOT NULL, state TEXT NOT NULL,
        version {integer} NOT NULL, wake_at TEXT, wake_rules TEXT NOT NULL, CHECK (version > 0), CHECK (n > 0))""",
    "CREATE INDEX ticket_number ON ticket (number)",
    "CREATE INDEX ticket_wake ON ticket (wake_at) WHERE wake_at IS NOT NULL",
    "CREATE INDEX ticket_going ON ticket (n, wake_rules, owner) WHERE status NOT IN ('closed', 'merged', 'discarded')",
    """CREATE TABLE customer (
        address TEXT NOT NULL, ticket_n {integer} NOT NULL REFERENCES ticket (n), PRIMARY KEY (address, ticket_n))""",
    """CREATE TABLE inbox (
        id {id}, mailbox TEXT NOT NULL, uidvalidity TEXT NOT NULL, uid TEXT NOT NULL, arrived_at TEXT NOT NULL,
        recorded_at TEXT NOT NULL, envelope_from TEXT, envelope_to TEXT NOT NULL, oversize {integer} NOT NULL,
        size {integer} NOT NULL, state TEXT NOT NULL, outcome TEXT, ticket_n {integer} REFERENCES ticket (n),
        reason TEXT, message_id TEXT NOT NULL, digest TEXT NOT NULL, released_by TEXT, tries {integer} NOT NULL,
        not_before {real}, worker TEXT, done_at TEXT, CHECK (state IN ('waiting', 'done', 'parked')),
        CHECK ((state = 'done') = (outcome IS NOT NULL)))""",
    "CREATE UNIQUE INDEX inbox_uid ON inbox (mailbox, uidvalidity, uid)",
    "CREATE INDEX inbox_waiting ON inbox (arrived_at, id) WHERE state = 'waiting'",
    "CREATE INDEX inbox_parked ON inbox (id) WHERE state = 'parked'",
    "CREATE INDEX inbox_message_id ON inbox (message_id) WHERE message_id <> ''",
    "CREATE INDEX inbox_digest ON inbox (digest) WHERE digest <> ''",
    "CREATE TABLE inbox_raw (inbox_id {integer} NOT NULL PRIMARY KEY REFERENCES inbox (id), data {blob} NOT NULL)",
    """CREATE TABLE occasion (
        id {id}, at TEXT NOT NULL, kind TEXT NOT NULL, ticket_n {integer}, data TEXT NOT NULL, rules TEXT NOT NULL)""",
    """CREATE TABLE event (
        id {id}, ticket_n {integer} NOT NULL REFERENCES ticket (n), seq {integer} NOT NULL, at TEXT NOT NULL,
        kind TEXT NOT NULL, actor TEXT, data TEXT NOT NULL, occasion_id {integer} NOT NULL REFERENCES occasion (id))""",
    "CREATE UNIQUE INDEX event_seq ON event (ticket_n, seq)",
    "CREATE INDEX event_kind ON event (kind, at)",
    """CREATE TABLE letter (
        id {id}, ticket_n {integer} REFERENCES ticket (n), kind TEXT NOT NULL, message_id TEXT NOT NULL,
        sender TEXT NOT NULL, recipients TEXT NOT NULL, addressee TEXT NOT NULL, people TEXT NOT NULL,
        subject TEXT NOT NULL, text TEXT NOT NULL, size {integer} NOT NULL, state TEXT NOT NULL,
        created_at TEXT NOT NULL, sent_at TEXT, tries {integer} NOT NULL, not_before {real},
        worker TEXT, results TEXT NOT NULL,
        CHECK (state IN ('waiting', 'sent', 'failed', 'dropped')))""",
    "CREATE UNIQUE INDEX letter_message_id ON letter (message_id)",
    "CREATE INDEX letter_waiting ON letter (id) WHERE state = 'waiting'",
    "CREATE INDEX letter_failed ON letter (id) WHERE state = 'failed'",
    "CREATE INDEX letter_ticket ON letter (ticket_n)",
    "CREATE INDEX letter_addressee ON letter (addressee, kind, created_at)",
    "CREATE TABLE letter_data (letter_id {integer} NOT NULL PRIMARY KEY REFERENCES letter (id), data {blob} NOT NULL)",
    """CREATE TABLE message (
        id {id}, ticket_n {integer} NOT NULL REFERENCES ticket (n), at TEXT NOT NULL, direction TEXT NOT NULL,
        sender TEXT, recipients TEXT NOT NULL, subject TEXT NOT NULL, message_id TEXT NOT NULL,
        text TEXT NOT NULL, attachments TEXT NOT NULL, sent_date TEXT, inbox_id {integer} REFERENCES inbox (id),
        letter_id {integer} REFERENCES letter (id), CHECK (direction IN ('in', 'out')))""",
    "CREATE INDEX message_ticket ON message (ticket_n, at)",
    "CREATE INDEX message_inbox ON message (inbox_id) WHERE inbox_id IS NOT NULL",
    """CREATE TABLE thread (
        message_id TEXT NOT NULL, ticket_n {integer} NOT NULL REFERENCES ticket (n), kind TEXT NOT NULL,
        letter_id {integer} REFERENCES letter (id), PRIMARY KEY (message_id, ticket_n))""",
)
