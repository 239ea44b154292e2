#!/bin/sh
# psycopg 3.3.9 with PostgreSQL of pgserver 0.1.4 (Python 3.11, 2026-11-30): in a pipeline, ROLLBACK TO SAVEPOINT and then
# the same executemany twice.
# Guess: psycopg hears of the rollback and prepares the statement anew, as it says it does; both go well.
# Seen: it clears its own list and owes the server a DEALLOCATE ALL, which it sends only *after* the first executemany has
# prepared its statement anew. That statement is gone with the others, psycopg still lists it, and the second executemany
# ends with 26000, prepared statement does not exist; the whole pipeline is aborted. With any statement that psycopg does
# not prepare between the rollback's answer and the first executemany (a RELEASE, say), all rows arrive.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder" && export XDG_RUNTIME_DIR="$folder"
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install pgserver==0.1.4 'psycopg[binary]==3.3.9'
"$folder/env/bin/python" - "$folder" <<'PY'
import sys

import pgserver
import psycopg

server = pgserver.get_server(sys.argv[1] + "/data", cleanup_mode="stop")
INSERT, ROWS = "INSERT INTO work VALUES (%s)", [(n,) for n in range(3)]


def attempt(between: str) -> str:
    with psycopg.connect(server.get_uri()) as db, db.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE work (n int)")
        cursor.executemany(INSERT, ROWS)
        try:
            with db.pipeline() as pipeline:
                cursor.execute("SAVEPOINT one")
                cursor.execute("ROLLBACK TO SAVEPOINT one")
                pipeline.sync()  # the rollback's answer is read here
                if between:
                    cursor.execute(between)
                cursor.executemany(INSERT, ROWS)
                cursor.executemany(INSERT, ROWS)
            return f"{db.execute('SELECT count(*) FROM work').fetchone()[0]} rows"
        except psycopg.Error as error:
            return str(error.sqlstate)


alone, released = attempt(""), attempt("RELEASE SAVEPOINT one")
print("nothing between:", alone, "- a statement between:", released)
server.cleanup()
assert (alone, released) == ("26000", "9 rows")
PY
