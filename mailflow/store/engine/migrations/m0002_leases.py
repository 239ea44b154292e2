"""Leases: which process reads a mailbox, where daemons on several hosts share a database."""

STATEMENTS = ("CREATE TABLE lease (name TEXT NOT NULL PRIMARY KEY, holder TEXT NOT NULL, ends {real} NOT NULL)",)
