"""The customers' register: one row a customer, one for each of his addresses."""

STATEMENTS = (
    """CREATE TABLE registered (
        id {id}, name TEXT NOT NULL, status TEXT NOT NULL, valid_until TEXT, allowance {integer}, counted_from TEXT,
        language TEXT, customer_group TEXT NOT NULL, note TEXT NOT NULL, changed_at TEXT NOT NULL,
        unsubscribed_at TEXT, CHECK (status IN ('active', 'inactive', 'blocked')))""",
    "CREATE INDEX registered_group ON registered (customer_group, id)",
    """CREATE TABLE registered_address (
        address TEXT NOT NULL PRIMARY KEY, registered_id {integer} NOT NULL REFERENCES registered (id),
        position {integer} NOT NULL, asked_at TEXT, proven_at TEXT, failure TEXT) {clustered}""",
    "CREATE INDEX registered_address_of ON registered_address (registered_id, position)",
)
