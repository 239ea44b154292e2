#!/bin/sh
# SQLite 3.54.1 of apsw 3.54.1.0 (Python 3.11, 2026-11-30), FTS5: what the file keeps of a word that only a deleted text held.
# Guess: "PRAGMA secure_delete" overwrites what is deleted, in the word index too; else FTS5's own option "secure-delete" does.
# Seen: the pragma alone leaves the word readable in the file, until the segments are merged ("optimize"). The option alone
# leaves it as well; both together take it away at once, also of a table without its texts (content='') that is handed the
# text to forget. But not of one with contentless_delete=1, which needs no text: it accepts the option, finds the word no
# more, and keeps it in the file.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install apsw==3.54.1.0
"$folder/env/bin/python" - "$folder" <<'PY'
import pathlib
import sys

import apsw

TEXT = "pulsa belum masuk zebraxyq"
ROW = "DELETE FROM words WHERE rowid = 7"


def left(table: str, pragma: bool, option: bool, delete: str = ROW) -> tuple[bool, bool, bool, bool]:
    """Whether the word is still found, in the file, in it after "optimize", and after VACUUM."""
    file = pathlib.Path(sys.argv[1], "desk.db")
    file.unlink(missing_ok=True)
    database = apsw.Connection(str(file))
    database.execute(f"PRAGMA secure_delete = {int(pragma)}")
    database.execute(f"CREATE VIRTUAL TABLE words USING fts5(text{table})")
    if option:
        database.execute("INSERT INTO words (words, rank) VALUES ('secure-delete', 1)")
    for row in range(40):
        database.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (row, TEXT if row == 7 else f"nomor{row}"))
    database.execute(delete)
    found = [database.execute("SELECT count(*) FROM words WHERE words MATCH 'zebraxyq'").get > 0]
    for statement in ("", "INSERT INTO words (words) VALUES ('optimize')", "VACUUM"):
        database.execute(statement)
        found.append(b"ebraxyq" in file.read_bytes())  # its first letter may be shared with the word before it
    database.close()
    print(f"{table:36} pragma {pragma!s:6} option {option!s:6} {found}")
    return tuple(found)


FORGET = f"INSERT INTO words (words, rowid, text) VALUES ('delete', 7, '{TEXT}')"
assert left("", False, False) == (False, True, True, False)
assert left("", True, False) == (False, True, False, False)
assert left("", False, True)[1]
assert left("", True, True) == (False, False, False, False)
assert left(", content=''", True, True, FORGET) == (False, False, False, False)
assert left(", content='', contentless_delete=1", True, True) == (False, True, False, False)
PY
