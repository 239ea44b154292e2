#!/bin/sh
# dma 0.13 (Debian 12's 0.13-1+b1, amd64, as root, 2026-11-30), the small mailer of many servers and containers: the Message-ID of
# the bounces it writes.
# Guess: as that of the mails it completes: made of time, file and chance.
# Seen: it is the number of the spool file's inode, in hex, and nothing else: "<1c@mx.example>". File systems give a number again as
# soon as it is free, so bounces of different letters, weeks apart, have the same id (on an ext4 of its own every one had), and
# so have the first ones of every start of a container. Who drops what he knows by Message-ID (a mailbox, a Sieve redirect, a desk)
# sees the first bounce and none of the later ones. They are plain text, "From: MAILER-DAEMON <>", without MIME and Auto-Submitted.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder" && chmod 755 .
apt-get --quiet --quiet download dma=0.13-1+b1 2>/dev/null
dpkg-deb --extract dma_*.deb root
mkdir -p root/dev root/tmp root/spool && chmod 1777 root/tmp && mknod -m 666 root/dev/null c 1 3
ldd root/usr/sbin/dma | grep -o '/[^ ]*' | while read -r library; do cp --parents --dereference "$library" root; done
cp --parents --dereference /lib/x86_64-linux-gnu/libnss_files.so.2 root
printf 'root:x:0:0::/:/bin/sh\nmail:x:8:8::/:/bin/sh\n' >root/etc/passwd
printf 'root:x:0:\nmail:x:8:\n' >root/etc/group
cat >try.py <<'PY'
import re
import shutil
import socketserver
import subprocess
import threading

taken: list[str] = []


class Server(socketserver.StreamRequestHandler):
    """Takes every mail but those for gone@."""

    def handle(self) -> None:
        self.wfile.write(b"220 mx\r\n")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"RCPT" and b"gone@" in line:
                self.wfile.write(b"550 5.1.1 user unknown\r\n")
            elif word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                taken.append("".join(iter(lambda: self.rfile.readline().decode().replace("\r", ""), ".\n")))
                self.wfile.write(b"250 taken\r\n")
            else:
                self.wfile.write(b"250 yes\r\n")
            if word == b"QUIT":
                return


server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Server)
threading.Thread(target=server.serve_forever, daemon=True).start()
open("root/etc/dma/dma.conf", "w").write(
    f"MAILNAME mx.example\nSMARTHOST 127.0.0.1\nPORT {server.server_address[1]}\nSPOOLDIR /spool\n")
MAIL = "From: desk@desk.example\nTo: {}\nSubject: {}\n\nSudah kami proses.\n"
# a spool that begins anew, as in a container
SEND = 'mount -t tmpfs spool root/spool && chown 0:8 root/spool && chmod 2775 root/spool && exec "$0" root /usr/sbin/dma -D -f "$1" "$2"'


def ids(reader: str, subject: str) -> str:
    """The Message-ID of what arrives when the desk writes to a reader: the mail, or its bounce."""
    taken.clear()
    chroot = shutil.which("chroot") or "/usr/sbin/chroot"
    subprocess.run(["unshare", "--mount", "sh", "-c", SEND, chroot, "desk@desk.example", reader],
                   input=MAIL.format(reader, subject), text=True, check=True, timeout=60)
    (mail,) = taken
    print(mail.partition("Message headers follow")[0], "-" * 70, sep="\n")
    found = re.search(r"^Message-Id: (.*)$", mail, re.MULTILINE)
    assert found is not None
    return found[1]


ordinary = [ids("ani@customer.example", subject) for subject in ("[#4] Pulsa", "[#5] Akun")]
bounces = [ids("gone@customer.example", subject) for subject in ("[#4] Pulsa", "[#5] Akun")]
print(ordinary, bounces)
assert all(re.fullmatch(r"<[0-9a-f]+\.[0-9a-f]+\.[0-9a-f]+@mx\.example>", one) for one in ordinary) and len(set(ordinary)) == 2
assert all(re.fullmatch(r"<[0-9a-f]{1,16}@mx\.example>", one) for one in bounces) and len(set(bounces)) == 1
PY
python3 try.py
