"""Letters that wait for their moment (`undo_within:`, `/kirim Senin 08.00`), and the answer that a letter is about."""

STATEMENTS = (
    "ALTER TABLE letter ADD COLUMN due_at TEXT",
    "ALTER TABLE letter ADD COLUMN about {integer}",
    "CREATE INDEX letter_due ON letter (due_at) WHERE due_at IS NOT NULL",
)
