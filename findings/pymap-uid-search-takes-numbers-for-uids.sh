#!/bin/sh
# pymap 0.36.7 (PyPI, Python 3.11, 2026-11-30), an IMAP server: UID SEARCH with a set of sequence numbers.
# Guess: a bare set in UID SEARCH means sequence numbers, as in SEARCH; only the answer has UIDs (RFC 3501 §6.4.8).
# Seen: the set is compared with UIDs. Of four mails with the UIDs 101 to 104, `UID SEARCH 1:4` names none and answers OK,
# `UID SEARCH 101:102` names two; SEARCH 1:4, UID SEARCH ALL and UID SEARCH UID 1:* are right. Who reads a large folder by
# windows of sequence numbers sees an empty one, without an error; in a young folder, where both are equal, nobody notices.
set -eu
folder=$(mktemp -d) && trap 'kill "$server" 2>/dev/null; rm -rf "$folder"' EXIT
server=
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet "pymap==0.36.7"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$folder/venv/bin/pymap" --host 127.0.0.1 --port "$port" --no-tls dict --demo-data --demo-user demo --demo-password demo &
server=$!
python3 - "$port" <<'PY'
import imaplib
import sys
import time

for tried in range(100):
    try:
        client = imaplib.IMAP4("127.0.0.1", int(sys.argv[1]))
        break
    except OSError:
        time.sleep(0.2)
client.login("demo", "demo")
assert client.select("INBOX")[1] == [b"4"]


def uids(*what: str) -> bytes:
    status, found = client.uid("SEARCH", *what)
    print("UID SEARCH", *what, found[0].decode())
    assert status == "OK"
    return found[0]


assert uids("1:4") == b"", "sequence numbers are understood"
assert uids("101:102") == b"101 102"
assert uids("ALL") == uids("UID", "1:*") == b"101 102 103 104"
assert client.search(None, "1:4")[1] == [b"1 2 3 4"]
client.logout()
PY
