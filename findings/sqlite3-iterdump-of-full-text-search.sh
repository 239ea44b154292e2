#!/bin/sh
# Python 3.11.2 and SQLite 3.40.1 (Debian 12's 3.11.2-6+deb12u9 and 3.40.1-2+deb12u2, amd64, 2026-11-30): Connection.iterdump of a
# database with full-text search (FTS5), as programs write it for a backup in plain SQL.
# Guess: as the sqlite3 program's .dump, which it follows: what it writes can be loaded again.
# Seen: it raises nothing, and no SQLite can load it, neither Python's nor the sqlite3 program: "table 'words_config' already
# exists", as it writes the search's table, which makes its own inner tables, and then each of these again. (Python 3.11.7 enters
# the table in the schema by hand instead, and the dump fails with "no such table: words".) That is so of an ordinary FTS5
# table, of one over another table and of one without its texts. What .dump writes is loaded and finds the words.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder" && chmod 755 .
for package in python3.11-minimal libpython3.11-minimal libpython3.11-stdlib; do
  apt-get --quiet --quiet download "$package=3.11.2-6+deb12u9" 2>/dev/null
done
for package in libsqlite3-0 sqlite3; do apt-get --quiet --quiet download "$package=3.40.1-2+deb12u2" 2>/dev/null; done
apt-get --quiet --quiet download libreadline8 2>/dev/null
for file in *.deb; do dpkg-deb --extract "$file" .; done
export LD_LIBRARY_PATH="$folder/usr/lib/x86_64-linux-gnu:$folder/lib/x86_64-linux-gnu" PYTHONHOME="$folder/usr"
cat >try.py <<'PY'
import sqlite3
import subprocess

EXISTS = "table 'words_config' already exists"
TABLES = {"ordinary": "text", "over another": "text, content='mail', content_rowid='id'", "without texts": "text, content=''"}


def load(dump: str) -> str:
    """What Python says when it loads it: the rows that have "belum", or the error."""
    database = sqlite3.connect(":memory:")
    try:
        database.executescript(dump)
        return str(database.execute("SELECT rowid FROM words WHERE words MATCH 'belum'").fetchall())
    except sqlite3.Error as error:
        return str(error)


def shell(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(["usr/bin/sqlite3", *arguments], input=given, capture_output=True, text=True)


for name, columns in TABLES.items():
    file = f"{name}.db"
    with sqlite3.connect(file) as database:
        database.executescript(
            "CREATE TABLE mail (id INTEGER PRIMARY KEY, text); INSERT INTO mail VALUES (7, 'pulsa belum masuk');"
            f"CREATE VIRTUAL TABLE words USING fts5({columns}); INSERT INTO words (rowid, text) SELECT id, text FROM mail;"
        )
    dump = "\n".join(database.iterdump())
    other = shell("-bail", ":memory:", given=dump)
    print(f"{name}: iterdump: {load(dump)}; loaded by the program: {other.stderr.strip().splitlines()[0]}")
    assert EXISTS in load(dump) and EXISTS in other.stderr
    again = shell(f"{name} again.db", given=shell(file, ".dump").stdout)
    found = shell(f"{name} again.db", "SELECT rowid FROM words WHERE words MATCH 'belum'").stdout.strip()
    print(f"{name}: .dump: {again.stderr.strip() or 'loaded'}, finds {found}")
    assert found == "7", found
PY
usr/bin/python3.11 try.py
