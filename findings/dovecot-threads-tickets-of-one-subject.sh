#!/bin/sh
# Dovecot 2.3.19.1 (Debian 12's 1:2.3.19.1+dfsg1-2.1+deb12u7, amd64, as root or not, 2026-11-29), THREAD=REFERENCES over mails of two tickets.
# Guess: a number in the subject keeps conversations apart: "[#4] Saldo" and "[#5] Saldo" are two threads.
# Seen: one. The base subject of RFC 5256, section 2.1, drops what stands in brackets in front, so every ticket whose
# customers chose the same words is one conversation to a mail client that asks the server, unless it asks for THREAD=REFS
# (no joining by subject). Numbers at the end of a subject, or without brackets, do part them.
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
import imap

server = imap.connect()
server.create("Desk")
for key, subject in enumerate(("[#4] Saldo", "[#5] Saldo", "#4 Saldo", "#5 Saldo", "Pulsa (4)", "Pulsa (5)"), start=1):
    imap.append(server, subject, str(key))
server.select("Desk")
by_subject = server.thread("REFERENCES", "UTF-8", "ALL")[1][0]
by_references = server.thread("REFS", "UTF-8", "ALL")[1][0]
print(by_subject, by_references)
assert by_subject == b"((1)(2))(3)(4)(5)(6)"
assert by_references == b"(1)(2)(3)(4)(5)(6)"
server.logout()
PY
python3 try.py
