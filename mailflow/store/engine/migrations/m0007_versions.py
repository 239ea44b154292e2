"""A letter stores the version its ticket had when it was written: a reply to a notice decides about the closing
statement that notice was about, and no other."""

STATEMENTS = ("ALTER TABLE letter ADD COLUMN version {integer}",)
