#!/bin/sh
# fetchmail 6.4.37 (Debian 12's 6.4.37-1, amd64, 2026-11-30) between a mailbox (pymap 0.36.7) and a listener that takes no mail for
# the address it was told, a slip in one of two files.
# Guess: the mail stays where it is, or it is sent back once; and fetchmail says that something is wrong.
# Seen: the mail stays, and at each poll its author gets another report, "This is a permanent error", by whatever listens on
# port 25 of this machine, not by the listener named. Polled every five minutes a customer hears 288 times a day that his
# question failed, while it lies in the mailbox and will be answered. The report has no Date, no Message-ID and no Auto-Submitted;
# the exit status is 0. If the listener takes mail for postmaster@, the question goes there, and its author hears that it failed.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder"
apt-get --quiet --quiet download fetchmail=6.4.37-1 2>/dev/null && dpkg-deb --extract fetchmail_*.deb .
python3 -m venv env && env/bin/pip --quiet --disable-pip-version-check install pymap==0.36.7
cat >try.py <<'PY'
import fcntl
import imaplib
import os
import pathlib
import socket
import socketserver
import struct
import subprocess
import threading
import time

with socket.socket() as any_socket:  # a network of our own: its loopback interface is down
    fcntl.ioctl(any_socket, 0x8914, struct.pack("16sh", b"lo", 1))


class Listener(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        takes, taken = self.server.takes, self.server.taken
        self.wfile.write(b"220 mx\r\n")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"RCPT" and not any(name in line for name in takes):
                self.wfile.write(b"550 5.1.1 not received here\r\n")
            elif word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                taken.append("".join(iter(lambda: self.rfile.readline().decode().replace("\r", ""), ".\n")))
                self.wfile.write(b"250 taken\r\n")
            else:
                self.wfile.write(b"250 yes\r\n")
            if word == b"QUIT":
                return


def listen(port: int, *takes: bytes) -> socketserver.ThreadingTCPServer:
    server = socketserver.ThreadingTCPServer(("127.0.0.1", port), Listener)
    server.takes, server.taken = takes, []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


imap = subprocess.Popen("env/bin/pymap --host 127.0.0.1 --port 1143 --no-tls dict --demo-data --demo-user desk --demo-password x".split())
try:
    for _ in range(100):
        try:
            client = imaplib.IMAP4("127.0.0.1", 1143)
            break
        except OSError:
            time.sleep(0.2)
    client.login("desk", "x")
    client.select("INBOX")
    client.store("1:*", "+FLAGS", r"(\Deleted)")
    client.expunge()
    mail = "Return-Path: <ani@customer.example>\r\nFrom: ani@customer.example\r\nTo: desk@desk.example\r\nSubject: Pulsa\r\n\r\nBelum.\r\n"
    client.append("INBOX", None, None, mail.encode())
    local, desk = listen(25, b"@customer.example"), listen(2525)
    given = pathlib.Path("rc")
    given.write_text('poll 127.0.0.1 protocol imap port 1143 user desk password x is "desk@desk.example" here '
                     'smtphost "127.0.0.1/2525" sslproto ""\n')
    given.chmod(0o600)

    def poll() -> int:
        """fetchmail's exit status; how often the author has been written to, and what is left."""
        run = subprocess.run(["usr/bin/fetchmail", "--nosyslog", "-f", "rc"], env={**os.environ, "FETCHMAILHOME": os.getcwd()},
                             capture_output=True, text=True)
        left = client.select("INBOX")[1][0].decode()
        print(f"exit {run.returncode}, mails left {left}, reports to the author {len(local.taken)}")
        assert left == "1"
        return run.returncode

    assert [poll() for _ in range(3)] == [0, 0, 0]
    assert len(local.taken) == 3
    print(local.taken[0])
    fields = local.taken[0].partition("\n\n")[0]
    assert "Mail delivery failed" in fields and not any(name in fields for name in ("Date:", "Message-ID:", "Auto-Submitted:"))
    assert "This is a permanent error." in local.taken[0]
finally:
    imap.terminate()
PY
unshare --map-root-user --net python3 try.py
