"""Held mails that a person wants as a ticket of their own."""

STATEMENTS = ("ALTER TABLE inbox ADD COLUMN as_ticket {integer} NOT NULL DEFAULT 0",)
