"""What an import of any length must remember of its earlier lines, in a scratch file that nothing of is kept."""

from __future__ import annotations

import sqlite3

from mailflow.core.customer_rows import LineSaid


class Scratch:
    """{key: LineSaid} in a few megabytes of memory, then in a file without a name, gone with this object. Keys and
    numbers have 64 bits."""

    def __init__(self) -> None:
        self._file = sqlite3.connect("", isolation_level=None)
        self._file.execute("CREATE TABLE said (key INTEGER PRIMARY KEY, line INTEGER NOT NULL, what INTEGER NOT NULL)")
        self._file.execute("BEGIN")

    def get(self, key: int) -> LineSaid | None:
        row = self._file.execute("SELECT line, what FROM said WHERE key = ?", (key,)).fetchone()
        return None if row is None else LineSaid(*row)

    def put(self, key: int, said: LineSaid) -> None:
        """What stands there already stays."""
        self._file.execute("INSERT OR IGNORE INTO said (key, line, what) VALUES (?, ?, ?)", (key, *said))
