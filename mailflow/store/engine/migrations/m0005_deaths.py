"""How many workers have died with a mail in hand: one that kills them is found out and set aside."""

STATEMENTS = ("ALTER TABLE inbox ADD COLUMN deaths {integer} NOT NULL DEFAULT 0",)
