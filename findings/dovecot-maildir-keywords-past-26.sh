#!/bin/sh
# Dovecot 2.3.19.1 (Debian 12's 1:2.3.19.1+dfsg1-2.1+deb12u7, amd64, as root or not, 2026-11-29), keywords of mails in a Maildir.
# Guess: as PERMANENTFLAGS says "\*", any keyword lasts; two spellings that differ in case are one, each mail showing its own.
# Seen: one folder's files can hold 26 different keywords (letters a to z). Those beyond live only in the index, without a
# word to the client, and are gone when the index is made anew (lost, repaired, copied without it). And all mails of a
# folder show a keyword in the spelling that came first, whatever is stored on them later.
# A desk that writes one keyword an operator has its last ones for as long as the index lives.
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
import re
from pathlib import Path

import imap

server = imap.connect()
server.create("Desk")
imap.append(server, "satu", "1")
imap.append(server, "dua", "2")
server.select("Desk")
server.store("1", "+FLAGS", "($mf_New)")
server.store("2", "+FLAGS", "($MF_NEW)")
assert b"$mf_New" in server.fetch("2", "(FLAGS)")[1][0]
for number in range(30):
    server.store("1", "+FLAGS", f"($mf_owner_{number:02})")


def owners(connection) -> list[str]:
    return re.findall(r"mf_owner_(\d\d)", connection.fetch("1", "(FLAGS)")[1][0].decode())


before = owners(server)
server.logout()
for index in Path(imap.FOLDER, "mail", ".Desk").glob("dovecot.index*"):
    index.unlink()
server = imap.connect()
server.select("Desk")
after = owners(server)
print(len(before), "keywords before,", len(after), "after:", after)
assert len(before) == 30 and after == [f"{number:02}" for number in range(25)]
server.logout()
PY
python3 try.py
