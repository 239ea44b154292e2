#!/bin/sh
# OpenSMTPD 6.8.0p2 (Debian 12's 6.8.0p2-4+b4, amd64, as root, 2026-12-01): what the author of a mail hears when its time in the queue
# is over (`queue ttl`; here twelve seconds, with a notice of the delay after five).
# Guess: first "delayed", then "failed", as with every server; both say Auto-Submitted, and the notice says the time that was set.
# Seen: the second is called a delay as well: subject "Delivery status notification: delayed", "Action: delayed", "is delayed for more
# than 0 seconds", "only a temporary failure report", "kept in the queue", "You DO NOT NEED to re-send", while the mail is deleted and
# nothing ever follows. Only "Envelope expired" and the status 4.4.7 tell. Whatever `queue ttl` says the words say 7 days. The report
# is multipart/mixed without Auto-Submitted, with a part text/rfc822-headers that has the whole mail in it. Who goes by Action, as RFC
# 3464 means it, waits for ever for a mail that is lost.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder" && chmod 755 .
apt-get --quiet --quiet download opensmtpd=6.8.0p2-4+b4 2>/dev/null && dpkg-deb --extract ./*.deb root
mkdir -p root/dev root/tmp root/out root/var/spool root/var/run root/home root/bin && chmod 1777 root/tmp root/out && chmod 755 root
mknod -m 666 root/dev/null c 1 3 && mknod -m 666 root/dev/urandom c 1 9
cp --dereference /bin/sh /bin/cat root/bin
for program in root/usr/sbin/smtpd root/usr/libexec/opensmtpd/* root/bin/*; do
  ldd "$program" 2>/dev/null | grep -o '/[^ ]*' | while read -r library; do cp --parents --dereference "$library" root; done
done
cp --parents --dereference /lib/x86_64-linux-gnu/libnss_files.so.2 root
printf '%s\n' root:x:0:0::/:/bin/sh opensmtpd:x:8000:8000::/var/lib/opensmtpd/empty:/bin/sh \
  opensmtpq:x:8001:8001::/var/lib/opensmtpd/empty:/bin/sh vmail:x:8003:8003::/home:/bin/sh >root/etc/passwd
printf '%s\n' root:x:0: opensmtpd:x:8000: opensmtpq:x:8001: vmail:x:8003: >root/etc/group
printf '%s\n' 'root:*:::::::' 'vmail:*:::::::' >root/etc/shadow
echo mx.mail.example >root/etc/mailname && echo '127.0.0.1 localhost mx.mail.example' >root/etc/hosts && : >root/etc/resolv.conf
cat >try.py <<'PY'
import email
import pathlib
import shutil
import smtplib
import socket
import subprocess
import threading
import time

MAIL = "From: desk@desk.example\r\nTo: ani@toko.example\r\nSubject: [#4] Pulsa\r\nMessage-ID: <4@desk.example>\r\n\r\nSudah kami proses.\r\n"
SAID = {b"ani@": b"451 4.2.1 nanti\r\n", b"rina@": b"550 5.1.1 tidak dikenal\r\n"}
listening = socket.create_server(("127.0.0.1", 0))
with socket.create_server(("127.0.0.1", 0)) as free:
    port = free.getsockname()[1]


def answer(connection: socket.socket) -> None:
    """A server that does not take the mail yet, or not at all."""
    connection.sendall(b"220 toko.example ESMTP\r\n")
    for line in connection.makefile("rb"):
        found = next((said for name, said in SAID.items() if line.upper().startswith(b"RCPT") and name in line), None)
        connection.sendall(found or (b"221 2.0.0 bye\r\n" if line.upper().startswith(b"QUIT") else b"250 2.0.0 ok\r\n"))


def serve() -> None:
    while True:
        threading.Thread(target=answer, args=[listening.accept()[0]], daemon=True).start()


threading.Thread(target=serve, daemon=True).start()
pathlib.Path("root/etc/smtpd.conf").write_text(f"""
listen on 127.0.0.1 port {port} hostname mx.mail.example
bounce warn-interval 5s
queue ttl 12s
action author mda "cat >/out/$$" user vmail virtual {{ "@" = vmail }}
action beyond relay host smtp://127.0.0.1:{listening.getsockname()[1]}
match from any for domain desk.example action author
match from any for any action beyond
""")
server = subprocess.Popen([shutil.which("chroot") or "/usr/sbin/chroot", "root", "/usr/sbin/smtpd", "-d"], stderr=open("log", "w"))
try:
    time.sleep(2)
    with smtplib.SMTP("127.0.0.1", port) as client:
        client.sendmail("desk@desk.example", ["ani@toko.example"], MAIL)
        client.sendmail("desk@desk.example", ["rina@toko.example"], MAIL.replace("ani@", "rina@"))
    for _ in range(60):
        time.sleep(1)
        if len(list(pathlib.Path("root/out").iterdir())) == 3:
            break
    time.sleep(1)
finally:
    server.terminate()
    server.wait()
reports = {}
for file in pathlib.Path("root/out").iterdir():
    report = email.message_from_bytes(file.read_bytes())
    words, status, copy = [part.get_payload() if part.get_content_maintype() == "text" else part.as_string() for part in report.get_payload()]
    status = status.partition("Final-Recipient: rfc822; ")[2].split("\n")
    reports["expired" if "Envelope expired" in words else status[0]] = (report, words, status, copy)
    print(f"{report['Subject']}  {report.get_content_type()}  {status}")
report, words, status, copy = reports["expired"]
print(words)
assert report["Subject"] == "Delivery status notification: delayed" and status[:3] == ["ani@toko.example", "Action: delayed", "Status: 4.4.7"]
assert "delayed for more than 0 seconds" in words and "temporary failure" in words and "up to 7 days" in words and "DO NOT NEED" in words
assert report.get_content_type() == "multipart/mixed" and report["Auto-Submitted"] is None and "Sudah kami proses." in copy
_, words, status, _ = reports["ani@toko.example"]
assert status[1:3] == ["Action: delayed", "Status: 4.0.0"] and "up to 7 days" in words
assert reports["rina@toko.example"][2][1] == "Action: failed"
PY
python3 try.py
