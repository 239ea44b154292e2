"""The last lines of colleagues' and lists' mails: signatures and list footers are learned from them."""

STATEMENTS = (
    """CREATE TABLE ending (
        who TEXT NOT NULL, inbox_id {integer} NOT NULL REFERENCES inbox (id), author TEXT NOT NULL, text TEXT NOT NULL,
        PRIMARY KEY (who, inbox_id))""",
    "CREATE INDEX ending_inbox ON ending (inbox_id)",
)
