"""Attachments that several letters share are stored once; a letter's bytes are its own part followed by the shared
part."""

STATEMENTS = (
    "CREATE TABLE letter_files (digest TEXT NOT NULL PRIMARY KEY, data {blob} NOT NULL)",
    "ALTER TABLE letter_data ADD COLUMN files TEXT REFERENCES letter_files (digest)",
    "CREATE INDEX letter_data_files ON letter_data (files)",
)
