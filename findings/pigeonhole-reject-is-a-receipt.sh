#!/bin/sh
# Pigeonhole 0.5.19 with Dovecot 2.3.19.1 (Debian 12's 1:2.3.19.1+dfsg1-2.1+deb12u7, amd64, 2026-11-29): what an author gets
# when a script says `reject` (RFC 5429) after the mail was taken.
# Guess: a delivery report with "Action: failed", as any server's; or at least a refusal that a program can tell.
# Seen: a receipt of the kind that says a mail was read (RFC 8098), with "deleted"; no field says refused, the reason stands
# only in the words for people, and a reader of delivery reports sees nothing. Its Reporting-UA begins with a literal "%s", the
# returned mail (message/rfc822) has no body, and it comes from postmaster of the machine's name, not from who rejected.
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
printf 'require ["reject"];\nreject "Tidak menerima surel ini.";\n' >home/refuse.sieve
cat >mail.eml <<'MAIL'
From: Meja <desk@desk.example>
To: budi@customer.example
Subject: Jawaban
Message-ID: <4@desk.example>

Sudah masuk?
MAIL
cat >try.py <<'PY'
import email
import email.policy
import os
import pathlib
import subprocess

HERE = pathlib.Path.cwd()
LIBRARIES = f"{HERE}/usr/lib/dovecot:{HERE}/usr/lib/dovecot/modules"
run = subprocess.run(
    ["usr/bin/sieve-test", "-e", "-c", "conf", "-f", "desk@desk.example", "-a", "budi@customer.example", "-r",
     "budi@customer.example", "home/refuse.sieve", "mail.eml"],
    env={**os.environ, "HOME": f"{HERE}/home", "USER": "budi", "LD_LIBRARY_PATH": LIBRARIES},
    stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True)
written = run.stdout.partition("sending message from <>:")[2].lstrip()
letter = email.message_from_string(written.partition("sieve-test(")[0], policy=email.policy.default)
words, notice, returned = letter.iter_parts()
fields = notice.get_payload(0)
print(letter["From"], letter["Content-Type"], dict(fields), words.get_content(), sep="\n")
assert letter.get_param("report-type") == "disposition-notification" and letter["From"].startswith("Postmaster <postmaster@")
assert fields["Disposition"].endswith("; deleted") and fields["Reporting-UA"].startswith("%s;")
assert not {"Action", "Status", "Failure", "Error"} & set(fields.keys())
assert "Tidak menerima" in words.get_content()
assert returned.get_payload(0)["Message-ID"] == "<4@desk.example>" and not returned.get_payload(0).get_payload().strip()
PY
python3 try.py
