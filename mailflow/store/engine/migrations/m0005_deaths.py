"""How many workers died while processing a mail: a poison message is recognised and parked."""

STATEMENTS = ("ALTER TABLE inbox ADD COLUMN deaths {integer} NOT NULL DEFAULT 0",)
