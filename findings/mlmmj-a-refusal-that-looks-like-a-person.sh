#!/bin/sh
# mlmmj 1.3.0 (Debian 12's 1.3.0-4, amd64, 2026-11-30), a list for subscribers only ("subonlypost"), English texts.
# Guess: what it does not take it refuses as servers do (a report, an empty envelope sender), or at least with Auto-Submitted
# or a Precedence, so that no other program answers.
# Seen: a plain multipart/mixed from LIST+owner, envelope LIST+bounces-help, with none of these fields; the refused mail is a
# file beside the words, also one that says "Auto-Submitted: auto-generated" and "Precedence: bulk" itself. A desk that writes to
# such a list by a program, and takes the answer for a customer's, tells the list of its new request, and is refused again.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get --quiet --quiet download mlmmj=1.3.0-4 2>/dev/null
for file in *.deb; do dpkg-deb --extract "$file" .; done
printf '%s\n' lists.desk.example owner@desk.example "$folder/usr/share/mlmmj/text.skel/en" n n >answers
sh usr/bin/mlmmj-make-ml -L ops -s "$folder/spool" <answers >/dev/null
touch spool/ops/control/subonlypost && echo 127.0.0.1 >spool/ops/control/relayhost
python3 -m venv env && env/bin/pip --quiet --disable-pip-version-check install aiosmtpd==1.4.6
cat >try.py <<'PY'
import email
import email.message
import os
import pathlib
import socket
import subprocess
import threading

from aiosmtpd.controller import Controller

HERE = pathlib.Path.cwd()
sent: list[tuple[str, email.message.Message]] = []
done = threading.Event()


class Server:
    async def handle_DATA(self, server, session, envelope) -> str:
        sent.append((envelope.mail_from, email.message_from_bytes(envelope.content)))
        done.set()
        return "250 OK"


with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
controller = Controller(Server(), hostname="127.0.0.1", port=port)
controller.start()
(HERE / "spool/ops/control/smtpport").write_text(f"{port}\n")
letter = b"""Return-Path: <desk@desk.example>
From: Desk <desk@desk.example>
To: ops@lists.desk.example
Subject: [#4] Pulsa
Message-ID: <4@desk.example>
Auto-Submitted: auto-generated
Precedence: bulk

Ada permintaan baru.
"""
environ = os.environ | {"PATH": f"{HERE}/usr/bin:{os.environ['PATH']}"}
subprocess.run([HERE / "usr/bin/mlmmj-receive", "-L", HERE / "spool/ops", "-F"], input=letter, env=environ, check=True)
assert done.wait(30)
controller.stop()
envelope, mail = sent[0]
print("envelope:", envelope, "| From:", mail["From"], "| fields:", sorted(mail.keys()))
print([part.get_content_type() for part in mail.walk()])
assert envelope == "ops+bounces-help@lists.desk.example" and mail["From"] == "ops+owner@lists.desk.example"
assert mail.get_content_type() == "multipart/mixed"
assert not any(mail[name] for name in ("Auto-Submitted", "Precedence", "List-Id", "X-Loop", "X-Auto-Response-Suppress"))
assert mail.get_payload()[1].get_payload()[0]["Auto-Submitted"] == "auto-generated"
PY
env/bin/python try.py
