#!/bin/sh
# mlmmj 1.3.0 (Debian 12's 1.3.0-4, amd64, 2026-11-29), a list as its own mlmmj-make-ml makes it, with the prefix of its README.
# Guess: what a list sends on says so: List-Id (RFC 2919), List-Unsubscribe or "Precedence: list"; and members' absence notices
# stop at the list.
# Seen: only the envelope is the list's. The members get the author's mail, From and Message-ID untouched and no field added, so
# no program can tell it from one written to them: they are answered by vacation programs, and the new subject breaks the
# author's signature. A notice with "Auto-Submitted: auto-replied" goes to every member; a mail that comes without a Return-Path
# goes to nobody, without a word.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get --quiet --quiet download mlmmj=1.3.0-4 2>/dev/null
for file in *.deb; do dpkg-deb --extract "$file" .; done
export PATH="$folder/usr/bin:$PATH"
printf '%s\n' lists.desk.example owner@desk.example "$folder/usr/share/mlmmj/text.skel/en" n n >answers
sh usr/bin/mlmmj-make-ml -L ops -s "$folder/spool" <answers >/dev/null
echo '[ops]' >spool/ops/control/prefix && echo budi@desk.example >spool/ops/subscribers.d/b
cat >try.py <<'PY'
import email
import os
import pathlib
import socketserver
import subprocess
import threading
import time

LIST = pathlib.Path("spool/ops").resolve()
got: list[str] = []


class Server(socketserver.StreamRequestHandler):
    """As much SMTP as mlmmj-send speaks."""

    def handle(self) -> None:
        self.say("220 mx.example")
        while verb := self.rfile.readline()[:4].upper():
            self.say("354 go" if verb == b"DATA" else "221 bye" if verb == b"QUIT" else "250 ok")
            if verb == b"DATA":
                got.append("".join(iter(lambda: self.rfile.readline().decode(), ".\r\n")))
                self.say("250 ok")

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Server)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
(LIST / "control/relayhost").write_text("127.0.0.1\n")
(LIST / "control/smtpport").write_text(f"{server.server_address[1]}\n")


def distributed(*fields: str, path: str = "Return-Path: <ani@customer.example>\n"):
    """The mail that Budi, the one member, gets for one to the list; None for nothing."""
    got.clear()
    incoming = LIST / "incoming/mail"
    head = "From: Ani <ani@customer.example>\nTo: ops@lists.desk.example\nSubject: Pulsa\nMessage-ID: <1@customer.example>\n"
    incoming.write_text(path + head + "".join(f"{field}\n" for field in fields) + "\nHalo\n")
    subprocess.run([LIST.parents[1] / "usr/bin/mlmmj-process", "-L", str(LIST), "-m", str(incoming)], check=True, capture_output=True)
    until = time.monotonic() + 3  # mlmmj-send runs on its own
    while time.monotonic() < until and not got:
        time.sleep(0.05)
    return email.message_from_string(got[0]) if got else None


mail = distributed()
print(mail)
assert mail.items() == [("From", "Ani <ani@customer.example>"), ("To", "ops@lists.desk.example"), ("Subject", "[ops] Pulsa"),
                        ("Message-ID", "<1@customer.example>")]
assert distributed("Auto-Submitted: auto-replied")["Auto-Submitted"] == "auto-replied"
assert distributed(path="") is None
PY
python3 try.py
