#!/bin/sh
# PostgreSQL 16.2 of pgserver 0.1.4 with psycopg 3.3.9 (Python 3.11, 2026-12-01): synchronous_standby_names names a standby that is
# not there (failed over, restarting), so every commit waits for it.
# Guess: statement_timeout ends the wait with an error, as it ends every other; a commit that was cancelled or broken off is none.
# Seen: no time-out counts while a commit waits: with statement_timeout = 1 s an INSERT outside of a transaction waits until
# somebody cancels it, and so does COMMIT. Cancelled, both succeed: "INSERT 0 1", and commit() returns without an error; that the
# row is on one machine only is told by a WARNING, which psycopg shows nobody who has not asked for notices. A session that is
# terminated meanwhile gets an error, and its row is there all the same. Nobody else sees any of the rows as long as the wait goes on.
# Who needs two copies must look at the notices; who tries again after an error must first look whether it is there already.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install 'psycopg[binary]==3.3.9' pgserver==0.1.4
cd "$folder" && FOLDER="$folder/base" "$folder/env/bin/python" -W ignore - <<'PY'
import os
import threading
import time

import pgserver
import psycopg

server = pgserver.get_server(os.environ["FOLDER"])
other = psycopg.connect(server.get_uri(), autocommit=True)
other.execute("CREATE TABLE word (said text)")
other.execute("ALTER SYSTEM SET synchronous_standby_names = 'elsewhere'")
other.execute("SELECT pg_reload_conf()")
time.sleep(1)


def waited(word: str, end: str, autocommit: bool) -> tuple[str, list[str]]:
    """What the client hears when its commit is ended from outside after three seconds, and the notices."""
    connection, notices = psycopg.connect(server.get_uri(), autocommit=autocommit), []
    connection.add_notice_handler(lambda notice: notices.append(f"{notice.severity}: {notice.message_primary}"))
    connection.execute("SET statement_timeout = '1s'")
    before: list[int] = []

    def ended() -> None:
        before.extend(other.execute("SELECT count(*) FROM word WHERE said = %s", [word]).fetchone())
        other.execute(f"SELECT {end}(%s)", [connection.info.backend_pid])

    threading.Timer(3, ended).start()
    begun = time.monotonic()
    try:
        heard = connection.execute("INSERT INTO word VALUES (%s)", [word]).statusmessage
        if not autocommit:
            connection.commit()
            heard = "commit() returned"
    except psycopg.Error as error:
        heard = type(error).__name__
    (seen,) = other.execute("SELECT count(*) FROM word WHERE said = %s", [word]).fetchone()
    print(f"{word}: {heard} after {time.monotonic() - begun:.0f} s, rows {before[0]}, then {seen},", *notices)
    assert time.monotonic() - begun > 2.5 and before == [0] and seen == 1
    return heard, notices


WARNING = ["WARNING: canceling wait for synchronous replication due to user request"]
assert waited("alone", "pg_cancel_backend", True) == ("INSERT 0 1", WARNING)
assert waited("committed", "pg_cancel_backend", False) == ("commit() returned", WARNING)
assert waited("terminated", "pg_terminate_backend", False)[0] == "OperationalError"
PY
