#!/bin/sh
# Haraka 3.1.1 (npm, Node.js 20.20.2, 2026-11-30), a home made by `haraka -i`, outbound mail that a server refuses with 550.
# Guess: its bounce is the one of its configuration: "From: MAILER-DAEMON@…", Subject "failure notice", a text in words.
# Seen: a multipart/report without From, To, Subject, MIME-Version and Auto-Submitted, and its text part is empty: the template
# is not found where 3.1's outbound looks for it, and nothing says so. Only the status part and the empty envelope sender tell
# what it is; a program that asks From or the subject whether a mail is a bounce takes it for a mail of nobody about nothing.
set -eu
folder=$(mktemp -d) && trap 'kill "$(cat "$folder/desk/pid")" 2>/dev/null || true; rm -rf "$folder"' EXIT
cd "$folder" && npm install --silent --no-fund --no-audit --ignore-scripts --omit=optional --global --prefix "$folder/node" Haraka@3.1.1 >/dev/null
python3 -m venv env && env/bin/pip --quiet --disable-pip-version-check install aiosmtpd==1.4.6
node/bin/haraka -i desk >/dev/null 2>&1
cat >desk/plugins/desk.js <<'JS'
// takes every mail, and hands all of them to the server on the port in the environment
exports.register = function () { this.register_hook('rcpt', 'take'); this.register_hook('get_mx', 'mx'); };
exports.take = (next, connection) => { connection.relaying = true; next(OK); };
exports.mx = (next) => next(OK, { priority: 0, exchange: '127.0.0.1', port: Number(process.env.NEXT) });
JS
echo desk >desk/config/plugins && echo host.example >desk/config/me
cat >try.py <<'PY'
import email
import os
import pathlib
import smtplib
import socket
import subprocess
import time
from email.message import Message

from aiosmtpd.controller import Controller


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Next:
    """The next server: it knows Budi, and takes what comes for him."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, Message]] = []

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:
        if not address.startswith("budi@"):
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:
        self.mails.append((envelope.mail_from, email.message_from_bytes(envelope.content)))
        return "250 OK"


following, own = free_port(), free_port()
taken = Next()
controller = Controller(taken, hostname="127.0.0.1", port=following)
controller.start()
pathlib.Path("desk/config/smtp.ini").write_text(f"listen=127.0.0.1:{own}\nnodes=0\n")
with open("desk/log", "w") as log:
    haraka = subprocess.Popen(["node/bin/haraka", "-c", "desk"], env=os.environ | {"NEXT": str(following)}, stdout=log, stderr=log)
pathlib.Path("desk/pid").write_text(str(haraka.pid))
until = time.monotonic() + 120
while time.monotonic() < until:
    try:
        with smtplib.SMTP("127.0.0.1", own, timeout=10) as server:
            server.sendmail("budi@desk.example", ["rina@customer.example"],
                            "From: budi@desk.example\r\nTo: rina@customer.example\r\nSubject: Pulsa\r\nMessage-ID: <4@desk.example>\r\n\r\nx\r\n")
        break
    except OSError:
        time.sleep(0.5)
while not taken.mails and time.monotonic() < until:
    time.sleep(0.2)
haraka.terminate()
controller.stop()
(sender, bounce), = taken.mails
parts = bounce.get_payload()
print("envelope:", repr(sender), "header:", sorted(bounce.keys()))
print("parts:", [(one.get_content_type(), len(one.as_string())) for one in parts], repr(parts[0].get_payload()))
assert sender in ("", "<>") and bounce.get_content_type() == "multipart/report"
assert not any(bounce[name] for name in ("From", "To", "Subject", "MIME-Version", "Auto-Submitted"))
assert parts[0].get_payload().strip() == "" and "Status: 5.1.1" in parts[1].as_string()
PY
env/bin/python try.py
