#!/bin/sh
# vacation 3.3.3 (Debian 12, amd64, 2026-11-29), the classic answering program of .forward files.
# Guess: its notice says that no person wrote it (RFC 3834, section 3.1.7: Auto-Submitted, section 3.1.5: In-Reply-To), it is
# silent to lists and noreply@, and it answers only what was addressed to its owner.
# Seen: the notice is "To:", what the owner's file says, and nothing else: no Auto-Submitted, no In-Reply-To, and the owner's
# own address as its envelope sender, so only its words tell it from his answer. "Owner" is a part of To or Cc: for budi also
# ani.budi@, kebudi@ and a display name. A list's mail without Precedence, noreply@, owner-… and "X-Auto-Response-Suppress: All"
# are answered, and so is "Auto-Submitted" with its value on the next line; a shop at toko.mailer@ never is.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder"
for package in vacation=3.3.3 libdb5.3 libc6 busybox-static; do apt-get --quiet --quiet download "$package" 2>/dev/null; done
for file in *.deb; do dpkg-deb --extract "$file" root; done
mkdir -p root/bin root/home/budi root/usr/sbin root/etc && cp root/bin/busybox root/bin/sh
echo 'budi:x:0:0:Budi:/home/budi:/bin/sh' >root/etc/passwd
printf 'Subject: Saya cuti\n\nSaya cuti.\n' >root/home/budi/.vacation.msg
printf '#!/bin/sh\n{ echo "$*"; /bin/busybox cat; } >/new; /bin/busybox mv /new /out\n' >root/usr/sbin/sendmail
chmod +x root/usr/sbin/sendmail
cat >try.py <<'PY'
import pathlib
import shutil
import subprocess
import time

ROOT = pathlib.Path("root")
VACATION = ["unshare", "--map-root-user", shutil.which("chroot") or "/usr/sbin/chroot", "root", "/usr/bin/vacation"]


def notice(*fields: str, author: str = "ani@customer.example", to: str = "budi@desk.example") -> str:
    """What Budi's program hands to sendmail for a mail with these fields; "" for nothing."""
    for left in (ROOT / "out", ROOT / "home/budi/.vacation.db"):
        left.unlink(missing_ok=True)
    subprocess.run([*VACATION, "-i", "budi"], check=True)
    lines = [f"From {author} Sun Nov 29 10:00:00 2026", *fields, f"From: {author}", f"To: {to}", "Subject: x", "", "isi", ""]
    subprocess.run([*VACATION, "-d", "budi"], input="\n".join(lines).encode(), check=True)
    until = time.monotonic() + 1  # sendmail runs on its own
    while time.monotonic() < until and not (ROOT / "out").exists():
        time.sleep(0.02)
    text = (ROOT / "out").read_text() if (ROOT / "out").exists() else ""
    print(f"{'answered' if text else 'silent':9}", author, to, *fields)
    return text


plain = notice()
print(plain)
assert plain == "-f budi -- ani@customer.example\nTo: ani@customer.example\nSubject: Saya cuti\n\nSaya cuti.\n"
assert notice(to="ani.budi@desk.example") and notice(to="kebudi@desk.example") and notice(to="Budi <x@desk.example>")
assert notice("List-Id: <l.example>") and notice("List-Unsubscribe: <mailto:l@l.example>")
assert notice("X-Auto-Response-Suppress: All") and notice("Auto-Submitted:\n auto-generated")
assert notice(author="noreply@shop.example") and notice(author="owner-l@l.example")
assert not notice("Auto-Submitted: auto-generated") and not notice("Precedence: bulk")
assert not notice(author="toko.mailer@customer.example")
PY
python3 try.py
