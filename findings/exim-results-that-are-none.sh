#!/bin/sh
# Exim 4.96 (Debian 12's 4.96-15+deb12u11, amd64, as root, 2026-11-30): the field that its ${authresults {…}} makes for who trusts it
# (RFC 8601), and authres 1.2.0, the parser of most Python programs.
# Guess: "mx; none" where nothing was checked, as section 2.2 wants it, and the results' own names: temperror (section 2.7.1).
# Seen: the server's name alone, without "; none": no field by the grammar, and authres raises an error of its own, so who reads all mail
# with it must catch that for every mail without a signature. And a key that could not be had for the moment is "tmperror", which
# no standard knows: who tries again at "temperror" does not, and authres hands it on as it is.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder" && chmod 755 .
for package in exim4-daemon-light exim4-base; do apt-get --quiet --quiet download "$package=4.96-15+deb12u11" 2>/dev/null; done
for file in *.deb; do dpkg-deb --extract "$file" root; done
mkdir -p root/etc/exim4 root/dev root/tmp root/out && chmod 1777 root/tmp root/out
mkdir -p root/var/spool/exim4 root/var/log/exim4 && chown -R 8000:8000 root/var/spool/exim4 root/var/log/exim4
mknod -m 666 root/dev/null c 1 3
ldd root/usr/sbin/exim4 | grep -o '/[^ ]*' | while read -r library; do cp --parents --dereference "$library" root; done
cp --parents --dereference /lib/x86_64-linux-gnu/libnss_files.so.2 root
printf 'root:x:0:0::/:/bin/sh\nDebian-exim:x:8000:8000::/:/bin/sh\n' >root/etc/passwd
printf 'root:x:0:\nDebian-exim:x:8000:\n' >root/etc/group
cat >root/etc/exim4/exim4.conf <<'CONF'
keep_environment =
exim_user = Debian-exim
exim_group = Debian-exim
primary_hostname = mx.desk.example
acl_smtp_rcpt = accept
acl_smtp_data = results
begin acl
results:
  warn add_header = :at_start:${authresults {mx.desk.example}}
  accept
begin routers
box:
  driver = accept
  transport = box
begin transports
box:
  driver = appendfile
  file = /out/box
  user = Debian-exim
CONF
python3 -m venv env && env/bin/pip --quiet --disable-pip-version-check install authres==1.2.0
cat >try.py <<'PY'
import base64
import hashlib
import mailbox
import shutil
import subprocess
import time

from authres import AuthenticationResultsHeader
from authres.core import SyntaxError as Unreadable

BODY = "Belum masuk.\r\n"
PLAIN = f"From: ani@customer.example\r\nSubject: Pulsa\r\n\r\n{BODY}"
SIGNATURE = "; ".join([
    "DKIM-Signature: v=1", "a=rsa-sha256", "d=customer.example", "s=s1", "h=from",
    f"bh={base64.b64encode(hashlib.sha256(BODY.encode()).digest()).decode()}", f"b={base64.b64encode(bytes(256)).decode()}",
])  # the key is asked for in DNS, which is not there


def deliver(mail: str) -> str:
    """The field above a mail that came by SMTP."""
    said = "EHLO mx.customer.example\r\nMAIL FROM:<ani@customer.example>\r\nRCPT TO:<desk@desk.example>\r\nDATA\r\n"
    exim = [shutil.which("chroot") or "/usr/sbin/chroot", "root", "/usr/sbin/exim4", "-odi", "-oMa", "192.0.2.1", "-bs"]
    subprocess.run(exim, input=f"{said}{mail}.\r\nQUIT\r\n".encode(), stdout=subprocess.DEVNULL, check=True)
    for _ in range(50):
        mails = list(mailbox.mbox("root/out/box"))
        if mails:
            break
        time.sleep(0.1)
    (got,) = mails
    open("root/out/box", "w").close()
    field = " ".join(got["Authentication-Results"].split())
    print("Authentication-Results:", field)
    return field


nothing = deliver(PLAIN)
assert nothing == "mx.desk.example"
try:
    AuthenticationResultsHeader.parse(f"Authentication-Results: {nothing}")
    raise SystemExit("authres takes it")
except Unreadable as error:
    print(error)
unavailable = deliver(f"{SIGNATURE}\r\n{PLAIN}")
(result,) = AuthenticationResultsHeader.parse(f"Authentication-Results: {unavailable}").results
assert (result.method, result.result) == ("dkim", "tmperror")
PY
env/bin/python try.py
