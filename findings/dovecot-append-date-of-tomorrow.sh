#!/bin/sh
# Dovecot 2.3.19.1 (Debian 12's 1:2.3.19.1+dfsg1-2.1+deb12u7, amd64, as root or not, 2026-11-29), APPEND with an INTERNALDATE that lies ahead.
# Guess: RFC 3501, section 6.3.11: "the internal date should be set in the resulting message"; or a refusal.
# Seen: up to two hours ahead are kept; from a day on the answer is OK and the date is the moment of the APPEND. Copies
# whose date is wrong by a zone keep it; copies wrong by a day get today's: dates read back are not those written.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder" && chmod 755 . && mkdir mail run
for package in dovecot-core dovecot-imapd; do
  apt-get --quiet --quiet download "$package=1:2.3.19.1+dfsg1-2.1+deb12u7" 2>/dev/null
done
for file in *.deb; do dpkg-deb --extract "$file" .; done
[ "$(id -u)" != 0 ] || chown nobody mail run
cat >conf <<CONF
mail_location = maildir:$folder/mail
base_dir = $folder/run
log_path = $folder/log
stats_writer_socket_path =
mail_uid = $(if [ "$(id -u)" = 0 ]; then id -u nobody; else id -u; fi)
mail_gid = $(if [ "$(id -u)" = 0 ]; then id -g nobody; else id -g; fi)
first_valid_uid = 1
first_valid_gid = 1
CONF
touch log && chmod 666 log
export USER=desk HOME="$folder" LD_LIBRARY_PATH="$folder/usr/lib/dovecot"
cat >imap.py <<'PY'
import imaplib
import os

FOLDER = os.environ["HOME"]


def connect() -> imaplib.IMAP4_stream:
    """Dovecot's IMAP process on a pipe, already logged in."""
    program = f"{FOLDER}/usr/bin/doveconf -c {FOLDER}/conf -f service=imap -m imap -e {FOLDER}/usr/lib/dovecot/imap"
    return imaplib.IMAP4_stream(program)


def append(server: imaplib.IMAP4_stream, subject: str, key: str, when: str = "") -> None:
    mail = f"From: ani@customer.example\r\nSubject: {subject}\r\nMessage-ID: <{key}@customer.example>\r\n\r\nx\r\n"
    assert server.append("Desk", "", when, mail.encode())[0] == "OK"
PY
cat >try.py <<'PY'
import imaplib
import time

import imap

server = imap.connect()
server.create("Desk")
began = int(time.time())
AHEAD = (7_200, 90_000, 400 * 86_400)
for key, seconds in enumerate(AHEAD):
    imap.append(server, "x", str(key), imaplib.Time2Internaldate(began + seconds))
server.select("Desk")
dates = [time.mktime(imaplib.Internaldate2tuple(row)) for row in server.fetch("1:3", "(INTERNALDATE)")[1]]
print([round(date - began) for date in dates], "seconds from now, written with", AHEAD)
assert dates[0] == began + 7_200
assert all(began <= date <= time.time() for date in dates[1:])
server.logout()
PY
python3 try.py
