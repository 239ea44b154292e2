#!/bin/sh
# GNU Mailutils 3.15 imap4d (Debian 12's 1:3.15-4, amd64, 2026-11-30), mailbox in Maildir format.
# Guess: a mailbox opened with EXAMINE shows a new mail under one UID until it goes; "UID SEARCH UID 1:*" lists every mail.
# Seen: EXAMINE numbers a new mail and keeps nothing of it: each session gets another UID for it, another UIDVALIDITY, and a
# UIDNEXT that never goes back; only SELECT writes the number down. Who reads politely begins anew each time. And "*" means
# nothing inside SEARCH's key UID: "UID SEARCH UID 1:*" is empty, "UID SEARCH 1:*" and "UID SEARCH UID 1:9" list the mails.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder" && mkdir -p box/new box/cur box/tmp
for package in mailutils-imap4d=1:3.15-4 libmailutils9=1:3.15-4 guile-3.0-libs=3.0.8-2 libgc1=1:8.2.2-3 libltdl7=2.4.7-7~deb12u1; do
  apt-get --quiet --quiet download "$package" 2>/dev/null
done
libraries="libgsasl18 libntlm0 libgssglue1 libwrap0 libmariadb3 libpq5 libldap-2.5-0 libsasl2-2 libtirpc3 libnsl2 libunistring2 libidn12"
apt-get --quiet --quiet download $libraries 2>/dev/null
for file in *.deb; do dpkg-deb --extract "$file" .; done
cat >conf <<CONF
preauth stdio;
logging { syslog no; };
mailbox { mailbox-pattern "maildir:$folder/box"; mailbox-type maildir; };
CONF
cat >try.py <<'PY'
import os
import pathlib
import re
import subprocess

libraries = {str(path.parent) for path in pathlib.Path("usr/lib").resolve().rglob("*.so*")}
ENVIRON = os.environ | {"LD_LIBRARY_PATH": ":".join(sorted(libraries))}


def deliver(n: int) -> None:
    pathlib.Path(f"box/new/{1000 + n}.M{n}.host").write_text(f"From: ani{n}@customer.example\nSubject: Pulsa {n}\n\nx\n")


def session(*commands: str) -> str:
    """What the server says to these commands, in a session of their own."""
    lines = "".join(f"a{n} {line}\r\n" for n, line in enumerate((*commands, "LOGOUT")))
    done = subprocess.run(["usr/sbin/imap4d", "--config-file=conf", "--preauth", "--inetd"], env=ENVIRON,
                          input=lines.encode(), capture_output=True, check=True)
    return done.stdout.decode()


def numbers(said: str) -> tuple[str, str]:
    """UIDVALIDITY, and the newest UID of all mails."""
    validity, listed = re.search(r"UIDVALIDITY (\d+)", said), re.search(r"^\* SEARCH(.*?)\r?$", said, re.MULTILINE)
    assert validity and listed, said
    return validity[1], listed[1].split()[-1]


for n in (1, 2, 3):
    deliver(n)
_, newest = numbers(session("SELECT INBOX", "UID SEARCH ALL"))
assert newest == "3"
deliver(4)
looks = []
while len(looks) < 3 or len({validity for validity, _ in looks}) < 2:  # UIDVALIDITY is a time in seconds
    looks.append(numbers(session("EXAMINE INBOX", "UID SEARCH ALL")))
print("EXAMINE: (UIDVALIDITY, UID of the new mail):", looks[0], looks[1], "...", looks[-1])
uids = [int(uid) for _, uid in looks]
assert uids == list(range(4, 4 + len(uids))), uids
kept = [numbers(session("SELECT INBOX", "UID SEARCH ALL")) for _ in range(3)]
print("SELECT:", kept)
assert len(set(kept)) == 1
said = session("SELECT INBOX", "UID SEARCH UID 1:*", "UID SEARCH 1:*", "UID SEARCH UID 1:99999")
found = [line.split()[2:] for line in said.splitlines() if line.startswith("* SEARCH")]
print("UID 1:*, 1:*, UID 1:99999:", found)
assert found[0] == [] and len(found[1]) == len(found[2]) == 4
PY
python3 try.py
