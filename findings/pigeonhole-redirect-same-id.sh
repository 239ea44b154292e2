#!/bin/sh
# Pigeonhole 0.5.19 with Dovecot 2.3.19.1 (Debian 12's 1:2.3.19.1+dfsg1-2.1+deb12u7, amd64, as root or not, 2026-11-30): an old
# mailbox that passes its mail on to a desk by `redirect "desk@…"`, RFC 5228, section 4.2.
# Guess: every mail is passed on; a mail that could not be is refused or said to be kept.
# Seen: a mail whose Message-ID went by within the last twelve hours is not, whoever wrote it and whatever it says: it stays in the
# mailbox that passes on, which nobody reads, with one line in the log. Bounces of dma share their ids, and Roundup's copies have
# their author's. A mail without any id is always passed on, and a List-Id makes the same id another one.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder" && chmod 755 . && mkdir home out && chmod 777 out
for package in dovecot-core dovecot-sieve; do
  apt-get --quiet --quiet download "$package=1:2.3.19.1+dfsg1-2.1+deb12u7" 2>/dev/null
done
for file in *.deb; do dpkg-deb --extract "$file" .; done
cat >conf <<CONF
mail_location = maildir:$folder/home/mail
log_path = $folder/home/log
mail_plugin_dir = $folder/usr/lib/dovecot/modules
postmaster_address = postmaster@desk.example
base_dir = $folder/home
stats_writer_socket_path =
sendmail_path = $folder/sendmail
first_valid_uid = 1
first_valid_gid = 1
protocol lda {
  mail_plugins = sieve
}
plugin {
  sieve = file:$folder/home/pass.sieve
}
CONF
printf '#!/bin/sh\nexec cat >%s/out/mail\n' "$folder" >sendmail && chmod +x sendmail
printf 'redirect "desk@desk.example";\n' >home/pass.sieve
run=
[ "$(id -u)" != 0 ] || { chown -R nobody home; run="setpriv --reuid $(id -u nobody) --regid $(id -g nobody) --clear-groups"; }
export RUN="$run" USER="$($run id -un)"
cat >try.py <<'PY'
import os
import pathlib
import subprocess

HOME = pathlib.Path("home").resolve()
OUT = HOME.parent / "out/mail"
ENVIRONMENT = {**os.environ, "HOME": str(HOME), "LD_LIBRARY_PATH": f"{HOME.parent}/usr/lib/dovecot"}
PROGRAM = [*os.environ["RUN"].split(), "usr/lib/dovecot/dovecot-lda", "-c", str(HOME.parent / "conf"), "-a", "help@desk.example"]


def is_passed_on(author: str, words: str, *fields: str) -> bool:
    """Whether the script passes a mail of help@ on to the desk."""
    OUT.unlink(missing_ok=True)
    mail = "\n".join([f"From: {author}", "To: help@desk.example", "Subject: Pulsa", *fields, "", words, ""])
    subprocess.run([*PROGRAM, "-f", author], input=mail, text=True, env=ENVIRONMENT, check=True)
    passed = OUT.exists() and words in OUT.read_text()
    said = [line.partition("action: ")[2] for line in (HOME / "log").read_text().splitlines() if "redirect action:" in line]
    print(f"{'passed on' if passed else 'kept':10}{author:22}{words:6}", *fields, f"  {said[-1]}")
    return passed


assert is_passed_on("ani@customer.example", "satu", "Message-ID: <1@customer.example>")
assert not is_passed_on("rina@toko.example", "dua", "Message-ID: <1@customer.example>")
assert [file for file in HOME.glob("mail/new/*") if file.read_text().endswith("dua\n")]
assert is_passed_on("rina@toko.example", "tiga", "Message-ID: <1@customer.example>", "List-Id: <l.toko.example>")
assert is_passed_on("ani@customer.example", "empat") and is_passed_on("ani@customer.example", "lima")
PY
python3 try.py
