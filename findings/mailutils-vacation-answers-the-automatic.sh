#!/bin/sh
# GNU Mailutils 3.15, its sieve program (Debian 12's 1:3.15-4, amd64, 2026-11-30), action vacation (RFC 5230).
# Guess: like other sieves it leaves mail alone that says Auto-Submitted or comes from a list, and signs what it writes so.
# Seen: Auto-Submitted: auto-generated and List-Id are answered; only Precedence: bulk keeps it silent. The notice bears no
# Auto-Submitted, From, Date or Message-ID, its envelope sender is the owner's address and not empty, and In-Reply-To begins
# with words: "Your message of Mon, 30 Nov 2026 …", the id on the next line. Two of these answer each other.
# Its reject is no report either: multipart/mixed with "Action: deleted" and a Disposition in a message/delivery-status.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder"
for package in mailutils=1:3.15-4 libmailutils9=1:3.15-4 guile-3.0-libs=3.0.8-2 libgc1=1:8.2.2-3 libltdl7=2.4.7-7~deb12u1; do
  apt-get --quiet --quiet download "$package" 2>/dev/null
done
libraries="libgsasl18 libntlm0 libgssglue1 libwrap0 libmariadb3 libpq5 libldap-2.5-0 libsasl2-2 libtirpc3 libnsl2 libunistring2 libidn12"
apt-get --quiet --quiet download $libraries 2>/dev/null
for file in *.deb; do dpkg-deb --extract "$file" .; done
python3 -m venv env && env/bin/pip --quiet --disable-pip-version-check install aiosmtpd==1.4.6
cat >try.py <<'PY'
import email
import os
import pathlib
import socket
import subprocess
from email.message import Message

from aiosmtpd.controller import Controller

libraries = {str(path.parent) for path in pathlib.Path("usr/lib").resolve().rglob("*.so*")}
HERE = pathlib.Path.cwd()
ENVIRON = os.environ | {"LD_LIBRARY_PATH": ":".join(sorted(libraries)), "HOME": str(HERE)}


class Taken:
    """What the sieve sends."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, Message]] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        self.mails.append((envelope.mail_from, email.message_from_bytes(envelope.content)))
        return "250 OK"


taken = Taken()
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
controller = Controller(taken, hostname="127.0.0.1", port=port)
controller.start()


def answered(script: str, *fields: str) -> tuple[str, Message] | None:
    """What a mail with these fields is answered with."""
    taken.mails.clear()
    (HERE / ".vacation").unlink(missing_ok=True)
    head = ["From: Desk <desk@desk.example>", "To: budi@kampus.example", "Subject: Pulsa", "Message-ID: <4@desk.example>",
            "Date: Mon, 30 Nov 2026 10:00:00 +0700", *fields]
    separator = "From desk@desk.example Mon Nov 30 10:00:00 2026\nReturn-Path: <desk@desk.example>\n"
    (HERE / "mail.mbox").write_text(separator + "\n".join(head) + "\n\nAda permintaan baru.\n\n")
    (HERE / "script").write_text(script)
    command = ["usr/bin/sieve", "--no-config", "-f", f"mbox:{HERE}/mail.mbox", "-M", f"smtp://127.0.0.1:{port}",
               "-e", "budi@kampus.example", "script"]
    subprocess.run(command, env=ENVIRON, check=True, capture_output=True)
    return taken.mails[0] if taken.mails else None


VACATION = 'require "vacation";\nvacation :days 1 :subject "Cuti" "Saya cuti.";\n'
for fields in ((), ("Auto-Submitted: auto-generated",), ("List-Id: <tim.kampus.example>",), ("Precedence: bulk",)):
    notice = answered(VACATION, *fields)
    print(fields or "(plain)", "answered" if notice else "silent", notice and sorted(name.lower() for name in notice[1].keys()))
    assert (notice is None) == (fields == ("Precedence: bulk",))
    if notice:
        sender, mail = notice
        assert sender == "budi@kampus.example" and not any(mail[name] for name in ("Auto-Submitted", "From", "Date", "Message-ID"))
        assert mail["In-Reply-To"].startswith("Your message of Mon, 30 Nov 2026"), mail["In-Reply-To"]
sender, mail = answered('require "reject";\nreject "Tidak dipakai lagi.";\n')
report = mail.get_payload()[1]
print("reject:", sender, mail.get_content_type(), report.get_content_type(), report.as_string().splitlines()[-5:-1])
assert mail.get_content_type() == "multipart/mixed" and "Action: deleted" in report.as_string() and "Disposition: " in report.as_string()
controller.stop()
PY
env/bin/python try.py
