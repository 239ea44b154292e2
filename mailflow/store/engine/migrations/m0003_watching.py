"""Self-monitoring: the state of the loops, outages, uptime, and probe mails."""

STATEMENTS = (
    """CREATE TABLE loop (
        daemon TEXT NOT NULL, name TEXT NOT NULL, noted {real} NOT NULL, allowed {real} NOT NULL,
        trouble TEXT NOT NULL, since {real}, PRIMARY KEY (daemon, name))""",
    """CREATE TABLE outage (
        subject TEXT NOT NULL PRIMARY KEY, words TEXT NOT NULL, since {real} NOT NULL, told {real})""",
    "CREATE TABLE pulse (slot {integer} NOT NULL PRIMARY KEY)",
    """CREATE TABLE probe (
        message_id TEXT NOT NULL PRIMARY KEY, sent_at {real} NOT NULL, every {real} NOT NULL, returned_at {real})""",
    "CREATE INDEX probe_sent ON probe (sent_at)",
)
