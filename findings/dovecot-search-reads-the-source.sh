#!/bin/sh
# Dovecot 2.3.19.1 (Debian 12's 1:2.3.19.1+dfsg1-2.1+deb12u7, amd64, as root or not, 2026-11-30), SEARCH without a full-text index, as
# it is installed: what colleagues find from their mail clients.
# Guess: BODY finds what is seen on the screen; SUBJECT finds the subject as it stands in the mail.
# Seen: of HTML the source is searched. A number that is half bold, or has &nbsp; in it, as editors write it, is not found, and
# neither are words on both sides of a tag; comments, addresses behind links and the names of tags are. A blank in the words asked
# for is one blank, while the subject's blanks are made one before they are compared: a subject with two ("Pulsa  ganda"), copied
# into the search field, finds not even itself. A file's name is found by TEXT and not by BODY; an attached mail's words are found,
# its subject and author are not.
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

PY
cat >try.py <<'PY'
import imap

HTML = """<p>Nomor <b>0812</b>-3456, kuota 2&nbsp;GB</p><!-- templat --><a href="http://toko.example/rahasia">lihat</a>"""
FILES = """--b

lihat lampiran
--b
Content-Type: application/pdf
Content-Disposition: attachment; filename=kuitansi.pdf
Content-Transfer-Encoding: base64

cGRm
--b
Content-Type: message/rfc822

From: dalam@toko.example
Subject: Keluhan

isinya
--b--
"""
server = imap.connect()
server.create("Desk")
for subject, kind, body in (("Pulsa  ganda", "text/html", HTML), ("Lampiran", "multipart/mixed; boundary=b", FILES)):
    mail = f"From: ani@customer.example\nSubject: {subject}\nMIME-Version: 1.0\nContent-Type: {kind}\n\n{body}"
    assert server.append("Desk", "", "", mail.replace("\n", "\r\n").encode())[0] == "OK"
server.select("Desk")


def found(field: str, words: str) -> bool:
    answer = server.search(None, field, f'"{words}"')[1][0] != b""
    print(f"{field:8}{words:16}{'found' if answer else '-'}")
    return answer


assert not found("BODY", "0812-3456") and not found("BODY", "2 GB") and not found("BODY", "Nomor 0812")
assert found("BODY", "templat") and found("BODY", "rahasia") and found("BODY", "href")
assert not found("SUBJECT", "Pulsa  ganda") and found("SUBJECT", "Pulsa ganda")
assert found("TEXT", "kuitansi") and not found("BODY", "kuitansi")
assert found("BODY", "isinya") and not found("SUBJECT", "Keluhan") and not found("FROM", "dalam@toko")
server.logout()
PY
python3 try.py
