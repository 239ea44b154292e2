"""A letter knows the version of its ticket when it was written: a reply to a notice decides about the closing statement
the notice told of, and no other."""

STATEMENTS = ("ALTER TABLE letter ADD COLUMN version {integer}",)
