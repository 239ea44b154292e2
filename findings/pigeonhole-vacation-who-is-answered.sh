#!/bin/sh
# Pigeonhole 0.5.19 with Dovecot 2.3.19.1 (Debian 12's 1:2.3.19.1+dfsg1-2.1+deb12u7, amd64, 2026-11-29): whom `vacation`
# answers. RFC 5230, section 4.6, names Auto-Submitted, List-* fields and system addresses.
# Guess: a field of Microsoft's says nothing to it; noreply@ is not answered; every List- field and any Cc count alike.
# Seen: "X-Auto-Response-Suppress: OOF" (or All, also in a list of values) silences it, "AutoReply" does not. noreply@ and
# no-reply@ are answered, a person whose address ends in "-request" or begins with "owner-" is not. A mail that reached
# him under a plus tag (budi+desk@) is not answered. "List-Post: NO", which is for no list, silences it; so does
# List-Unsubscribe. A desk that marks its letters so never learns by such a notice that an operator is away.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder" && chmod 755 . && mkdir home
for package in dovecot-core dovecot-sieve; do
  apt-get --quiet --quiet download "$package=1:2.3.19.1+dfsg1-2.1+deb12u7" 2>/dev/null
done
for file in *.deb; do dpkg-deb --extract "$file" .; done
[ "$(id -u)" != 0 ] || chown nobody home
cat >conf <<CONF
mail_location = maildir:$folder/home/mail
log_path = /dev/stderr
base_dir = $folder/home
stats_writer_socket_path =
sendmail_path = /bin/true
mail_uid = $(if [ "$(id -u)" = 0 ]; then id -u nobody; else id -u; fi)
mail_gid = $(if [ "$(id -u)" = 0 ]; then id -g nobody; else id -g; fi)
first_valid_uid = 1
first_valid_gid = 1
CONF
printf 'require ["vacation"];\nvacation :days 1 "Saya cuti.";\n' >home/absent.sieve
cat >try.py <<'PY'
import os
import pathlib
import subprocess

HOME = pathlib.Path("home").resolve()
ENVIRONMENT = {**os.environ, "HOME": str(HOME), "USER": "budi",
               "LD_LIBRARY_PATH": f"{HOME.parent}/usr/lib/dovecot:{HOME.parent}/usr/lib/dovecot/modules"}


def is_answered(*fields: str, author: str = "ani@customer.example", to: str = "budi@desk.example") -> bool:
    """Whether Budi, who is away, answers a mail with these fields."""
    (HOME / "mail.eml").write_text("\n".join([f"From: {author}", f"To: {to}", "Subject: Halo", *fields, "", "isi", ""]))
    for known in HOME.glob("**/*dupes*"):
        known.unlink()
    run = subprocess.run(["usr/bin/sieve-test", "-e", "-c", "conf", "-f", author, "-a", "budi@desk.example", "-r",
                          "budi@desk.example", str(HOME / "absent.sieve"), str(HOME / "mail.eml")],
                         env=ENVIRONMENT, capture_output=True, text=True, check=True)
    answered = "sent vacation response" in run.stdout + run.stderr
    print(f"{'answered' if answered else 'silent':9}", author, to, *fields)
    return answered


assert is_answered()
assert not is_answered("X-Auto-Response-Suppress: OOF") and not is_answered("X-Auto-Response-Suppress: DR, All")
assert is_answered("X-Auto-Response-Suppress: AutoReply")
assert is_answered(author="noreply@shop.example") and is_answered(author="no-reply@shop.example")
assert not is_answered(author="andi-request@customer.example") and not is_answered(author="owner-toko@customer.example")
assert not is_answered(to="budi+desk@desk.example")
assert not is_answered("List-Post: NO") and not is_answered("List-Unsubscribe: <mailto:stop@shop.example>")
assert is_answered("List-Owner-Name: Ani")
PY
python3 try.py
