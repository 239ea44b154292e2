#!/bin/sh
# Cyrus IMAP 3.6.1 (Debian 12's 3.6.1-4+deb12u5, amd64, as root or not, 2026-12-01): keywords of the mails in one folder, which says
# "\*" in its PERMANENTFLAGS, that is, any may be made.
# Guess: the number of different ones has a limit, and a keyword that no mail has any more is free again.
# Seen: the hundred first names a folder ever had are its names for good. The next is refused, and "\*" stands there still; taking the
# keywords off, and even expunging the mails, frees none. A STORE of a known keyword and a new one together sets neither. APPEND
# of a mail with a new one is refused with the mail, but COPY says OK and leaves the keywords out. Who writes a keyword for each
# ticket or person can label nothing new after the hundredth; who copies mails to such a folder loses their labels unheard.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder" && chmod 755 . && mkdir home
for package in cyrus-common cyrus-imapd; do apt-get --quiet --quiet download "$package=3.6.1-4+deb12u5" 2>/dev/null; done
for file in *.deb; do dpkg-deb --extract "$file" .; done
export LD_LIBRARY_PATH="$folder/usr/lib/x86_64-linux-gnu"
cat >try.py <<'PY'
import contextlib
import imaplib
import os
import pathlib
import pwd
import socket
import subprocess
import time

imaplib._MAXLINE = 10_000_000
HOME, PROGRAMS = pathlib.Path("home").resolve(), pathlib.Path("usr/lib/cyrus/bin").resolve()
USER = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
MAIL = b"From: ani@toko.example\r\nTo: desk@desk.example\r\nSubject: Pulsa\r\nMessage-ID: <1@toko.example>\r\n\r\nBelum masuk.\r\n"
with socket.create_server(("127.0.0.1", 0)) as free:
    port = free.getsockname()[1]
for name in ("db", "proc", "spool", "sieve"):
    (HOME / name).mkdir()
(HOME / "imapd.conf").write_text(
    f"configdirectory: {HOME}/db\nproc_path: {HOME}/proc\npartition-default: {HOME}/spool\ndefaultpartition: default\nsievedir: {HOME}/sieve\n"
    f"cyrus_user: {USER.pw_name}\nallowplaintext: yes\nsasl_pwcheck_method: alwaystrue\nautocreate_quota: 0\naltnamespace: yes\n"
)
(HOME / "cyrus.conf").write_text(
    f'START {{\n}}\nSERVICES {{\n  imap cmd="{PROGRAMS}/imapd -C {HOME}/imapd.conf" listen="127.0.0.1:{port}"\n}}\nEVENTS {{\n}}\n'
)
for path in (HOME, *HOME.rglob("*")):
    os.chown(path, USER.pw_uid, USER.pw_gid) if os.geteuid() == 0 else None
rights = {"user": USER.pw_uid, "group": USER.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
master = subprocess.Popen([PROGRAMS / "master", "-C", HOME / "imapd.conf", "-M", HOME / "cyrus.conf", "-p", HOME / "pid", "-D"],
                          stderr=subprocess.DEVNULL, **rights)


def logged_in() -> imaplib.IMAP4:
    for _ in range(50):
        with contextlib.suppress(OSError):
            return imaplib.IMAP4("127.0.0.1", port)
        time.sleep(0.1)
    raise SystemExit("it does not start")


try:
    box = logged_in()
    box.login("sari", "any")
    box.create("penuh")
    for _ in range(2):
        box.append("penuh", None, None, MAIL)
    box.select("penuh")
    answers = [box.store("1", "+FLAGS", f"(kata{n})") for n in range(101)]
    print("the 100th:", answers[99][0], " the 101st:", *answers[100])
    assert [kind for kind, _ in answers] == ["OK"] * 100 + ["NO"]
    both = box.store("2", "+FLAGS", "(kata1 baru)")
    print("a known and a new one:", *both, box.fetch("2", "FLAGS")[1])
    assert both[0] == "NO" and b"kata1" not in box.fetch("2", "FLAGS")[1][0]
    appended = box.append("penuh", "(baru)", None, MAIL)
    print("APPEND with a new one:", *appended)
    assert appended[0] == "NO"
    box.store("1", "-FLAGS", f"({' '.join(f'kata{n}' for n in range(100))})")
    taken_off = box.store("2", "+FLAGS", "(baru)")
    box.store("1", "+FLAGS", r"(\Deleted)")
    box.expunge()
    box.select("penuh")
    print("after they were taken off:", taken_off[0], " after EXPUNGE:", *box.store("1", "+FLAGS", "(baru)"))
    assert taken_off[0] == "NO" and box.store("1", "+FLAGS", "(baru)")[0] == "NO"
    assert rb"\*" in box.response("PERMANENTFLAGS")[1][0]
    box.append("INBOX", "(baru)", None, MAIL)
    box.select("INBOX")
    copied = box.copy("1", "penuh")
    box.select("penuh")
    print("COPY of a mail with a new one:", copied[0], *box.fetch("*", "FLAGS")[1])
    assert copied[0] == "OK" and b"baru" not in box.fetch("*", "FLAGS")[1][0]
    box.logout()
finally:
    master.terminate()
    master.wait()
PY
python3 try.py
