#!/bin/sh
# psycopg 3.3.9 with PostgreSQL of pgserver 0.1.4 (Python 3.11, 2026-11-29): reading notifications by Connection.notifies()
# and leaving the loop at the first one, as `any(...)`, `next(...)` or a `break` do.
# Guess: what else has arrived is given by the next call, as one that came while another statement ran is.
# Seen: all that came in the same packet as the first is gone. Programs that use a notification's payload as the work
# itself lose work; one that only wakes up and looks into its tables loses nothing.
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
with (
    psycopg.connect(server.get_uri(), autocommit=True) as listener,
    psycopg.connect(server.get_uri(), autocommit=True) as sender,
):
    listener.execute("LISTEN work")
    with sender.transaction():  # sent together at the commit
        for payload in ("one", "two", "three"):
            sender.execute("SELECT pg_notify('work', %s)", [payload])
    first = next(listener.notifies(timeout=5)).payload
    then = [notice.payload for notice in listener.notifies(timeout=0.5)]
    print("first:", first, "- then:", then)
    sender.execute("NOTIFY work, 'four'")
    listener.execute("SELECT 1")  # it arrives with this answer
    kept = [notice.payload for notice in listener.notifies(timeout=0.5)]
    print("arrived with another answer:", kept)
server.cleanup()
assert (first, then, kept) == ("one", [], ["four"])
PY
