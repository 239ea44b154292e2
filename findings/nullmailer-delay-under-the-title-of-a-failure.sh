#!/bin/sh
# nullmailer 2.2 (Debian 12's 1:2.2-4, amd64, 2026-11-30), the reports of its queue: a mail that failed, and one it still tries.
# Guess: the subject tells the two apart, as Postfix's, Exim's and sendmail's do; and both say Auto-Submitted (RFC 3834).
# Seen: both are "Returned mail: Could not send message", from MAILER-DAEMON, in the same form, without Auto-Submitted. Nothing was
# returned of the one that is delayed: only "Action: delayed" and one line of its words say so. Who goes by the subject, as people
# and filters do, opens the ticket again and writes to somebody who gets the letter an hour later.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get --quiet --quiet download nullmailer=1:2.2-4 2>/dev/null && dpkg-deb --extract nullmailer_*.deb .
cat >try.py <<'PY'
import email.message
import subprocess

QUEUED = """desk@desk.example
ani@customer.example

From: desk@desk.example
To: ani@customer.example
Subject: [#4] Pulsa
Message-ID: <4@desk.example>

Sudah kami proses.
"""


def report(status: str) -> email.message.Message:
    given = ["usr/bin/nullmailer-dsn", "--orig-timestamp=1796000000", "--last-attempt=1796000600", status]
    with open("queued", "w") as file:
        file.write(QUEUED)
    with open("queued") as file:
        text = subprocess.run(given, stdin=file, capture_output=True, text=True, check=True).stdout
    mail = email.message_from_string(text.split("\n\n", 1)[1])  # above it stand envelope sender and recipient
    words, fields, _ = [part.get_payload() for part in mail.get_payload()]
    action = fields[1]["Action"]
    print(f"{status} {mail['Subject']!r} Auto-Submitted: {mail['Auto-Submitted']}, Action: {action}", words, sep="\n")
    assert mail["Subject"] == "Returned mail: Could not send message" and mail["Auto-Submitted"] is None
    return action


assert report("5.1.1") == "failed"
assert report("4.4.1") == "delayed"
PY
python3 try.py
