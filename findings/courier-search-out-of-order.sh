#!/bin/sh
# Courier-IMAP 5.0.13 (Debian 12's 5.0.13+1.0.16-3+b6, amd64, 2026-11-29), searching mails by keyword.
# Guess: SEARCH answers in ascending order, as every server does and many clients rely on ("the last is the newest").
# Seen: by keyword in the order in which the mails got it: "3 2 1"; every other search (ALL, FLAGGED, UNKEYWORD) ascends. RFC
# 3501 promises no order. Who asks for $mf_new and keeps the last of the answer as the highest, or cuts the list at a
# remembered number, misses mails.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder"
for package in courier-imap=5.0.13+1.0.16-3+b6 courier-authlib libgamin0 libcourier-unicode4 libgdbm6 libidn12; do
  apt-get --quiet --quiet download "$package" 2>/dev/null
done
for file in *.deb; do dpkg-deb --extract "$file" .; done
mkdir -p Maildir/cur Maildir/new Maildir/tmp
export LD_LIBRARY_PATH="$folder/usr/lib:$folder/usr/lib/x86_64-linux-gnu" HOME="$folder" MAILDIR="$folder/Maildir"
export AUTHENTICATED=desk AUTHADDR=desk TCPREMOTEIP=127.0.0.1 IMAP_CAPABILITY="IMAP4rev1 UIDPLUS" IMAP_KEYWORDS=1
cat >try.py <<'PY'
import subprocess

server = subprocess.Popen(["usr/bin/imapd", "Maildir"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
while b"PREAUTH" not in server.stdout.readline():
    pass  # what it says of file watching


def ask(command: str, literal: bytes = b"") -> list[str]:
    """The lines of the answer to one command."""
    server.stdin.write(b"t " + command.encode() + (b" {%d}" % len(literal) if literal else b"") + b"\r\n")
    server.stdin.flush()
    if literal:
        server.stdout.readline()  # "+ OK"
        server.stdin.write(literal + b"\r\n")
        server.stdin.flush()
    lines = []
    while not lines or not lines[-1].startswith("t "):
        lines.append(server.stdout.readline().decode().strip())
        assert lines[-1], command
    assert lines[-1].startswith("t OK"), lines
    return lines[:-1]


def search(what: str) -> str:
    found = ask("SEARCH " + what)[0].removeprefix("* SEARCH").strip()
    print(f"{what:40} {found}")
    return found


for key in "123":
    ask("APPEND INBOX", f"From: ani@customer.example\r\nSubject: x\r\nMessage-ID: <{key}@x.example>\r\n\r\nx\r\n".encode())
ask("SELECT INBOX")
for key in "32":
    ask(f"STORE {key} +FLAGS ($mf_new \\Flagged)")
assert search("KEYWORD $mf_new") == "3 2"
ask("STORE 1 +FLAGS ($mf_new)")
assert search("KEYWORD $mf_new") == "3 2 1"
assert search("FLAGGED") == "2 3" and search("ALL") == "1 2 3" and search("UNKEYWORD $other") == "1 2 3"
assert search("KEYWORD $mf_new FLAGGED") == "3 2"
ask("LOGOUT")
PY
python3 try.py
