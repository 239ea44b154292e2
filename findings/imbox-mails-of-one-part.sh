#!/bin/sh
# imbox 0.10.1 (Python 3.11, 2026-12-01), which many small desks read mailboxes with: mails that are one part, without a multipart
# around it, as scanners, exports and newsletters write them.
# Guess: HTML is in body["html"], a file is an attachment, whether it is the only part or one of several.
# Seen: HTML alone is in body["plain"], with its tags, and body["html"] is empty; in a multipart of one part it is where it should be. A
# single file is an attachment if it is a PDF; a spreadsheet, a Word file or an archive is nowhere: no text, no attachment, no
# error, an empty mail. A CSV file is the author's words, though it says "attachment"; so is the answer to an invitation. And in a
# multipart a text that says "Content-Disposition: inline" comes as bytes, where its neighbour is a str, and a file without a
# Content-Disposition, which is not obliged to have one, is nowhere either.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install imbox==0.10.1
cd "$folder" && "$folder/env/bin/python" - <<'PY'
from imbox.parser import parse_email

HEAD = b"From: ani@toko.example\r\nTo: desk@desk.example\r\nSubject: Pulsa\r\nMessage-ID: <1@toko.example>\r\nMIME-Version: 1.0\r\n"
SHEET = b"Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet; name=pulsa.xlsx\r\nContent-Transfer-Encoding: base64\r\n"
SAYS = b"Content-Disposition: attachment; filename=pulsa\r\n"


def found(part: bytes, body: bytes) -> tuple[list[object], list[str], list[str]]:
    """The plain texts, the HTML texts and the types of the attachments."""
    mail = parse_email(HEAD + part + b"\r\n" + body + b"\r\n")
    shown = mail.body["plain"], mail.body["html"], [one["content-type"] for one in mail.attachments]
    print(part.split(b"\r\n")[0].decode(), "\n  plain, html, attachments:", *shown)
    return shown


def several(part: bytes, body: bytes) -> tuple[list[object], list[str], list[str]]:
    return found(b"Content-Type: multipart/mixed; boundary=x\r\n", b"--x\r\n" + part + b"\r\n" + body + b"\r\n--x--")


HTML = b"Content-Type: text/html\r\n", b"<p>Belum masuk</p>"
assert found(*HTML) == (["<p>Belum masuk</p>\r\n"], [], [])
assert several(*HTML) == ([], ["<p>Belum masuk</p>"], [])
assert found(b"Content-Type: application/pdf\r\n" + SAYS, b"%PDF")[2] == ["application/pdf"]
assert found(SHEET + SAYS, b"UEsDBA==") == ([], [], [])
assert several(SHEET + SAYS, b"UEsDBA==")[2] == ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"]
assert several(SHEET, b"UEsDBA==") == ([], [], [])
assert found(b"Content-Type: text/csv\r\n" + SAYS, b"nomor;nominal") == (["nomor;nominal\r\n"], [], [])
assert found(b"Content-Type: text/calendar; method=REPLY\r\n", b"BEGIN:VCALENDAR") == (["BEGIN:VCALENDAR\r\n"], [], [])
assert several(b"Content-Type: text/plain\r\nContent-Disposition: inline\r\n", b"Belum masuk") == ([b"Belum masuk"], [], [])
assert several(b"Content-Type: text/plain\r\n", b"Belum masuk") == (["Belum masuk"], [], [])
PY
