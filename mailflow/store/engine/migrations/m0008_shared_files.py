"""The files that several letters take along are stored once; a letter's bytes are its own, then theirs."""

STATEMENTS = (
    "CREATE TABLE letter_files (digest TEXT NOT NULL PRIMARY KEY, data {blob} NOT NULL)",
    "ALTER TABLE letter_data ADD COLUMN files TEXT REFERENCES letter_files (digest)",
    "CREATE INDEX letter_data_files ON letter_data (files)",
)
