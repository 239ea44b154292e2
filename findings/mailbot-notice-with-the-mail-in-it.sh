#!/bin/sh
# mailbot of maildrop 2.9.3 (Debian 12's 2.9.3-2.1, amd64, 2026-11-30), which writes absence notices for Courier's mail filters.
# Guess: the notice has the owner's words alone, as vacation's and Sieve's have; and nothing answers a mail without a sender.
# Seen: it is silent to lists and to multipart/report, but a report as plain text with "Return-Path: <>" is answered, and so
# are noreply@ and "X-Auto-Response-Suppress: All". Above the owner's words stands "Ani writes:" and the whole mail, with ">"
# before each line, in English for everybody; of a mail that has only HTML "Ani writes:" alone. Who cuts a notice at its first
# quotation has nothing left. And the file's words go out as format=flowed with delsp=yes: a line that ends with a blank is
# joined to the next without it, so a client shows "sampaiSenin", while one that reads the source finds two lines.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder"
for package in maildrop=2.9.3-2.1 libcourier-unicode4 courier-authlib libidn12; do
  apt-get --quiet --quiet download "$package" 2>/dev/null
done
for file in *.deb; do dpkg-deb --extract "$file" .; done
export LD_LIBRARY_PATH="$folder/usr/lib:$folder/usr/lib/x86_64-linux-gnu"
printf 'Saya cuti sampai \nSenin.\n' >text
cat >try.py <<'PY'
import subprocess

PLAIN = "Content-Type: text/plain; charset=utf-8"


def notice(*fields: str, author: str = "ani@customer.example", content: str = PLAIN, body: str = "Pulsa belum.") -> list[str]:
    """The lines mailbot would send for a mail with these fields; none for nothing."""
    head = ["Return-Path: <ani@customer.example>", *fields] if not any("Return" in field for field in fields) else [*fields]
    head += [f"From: Ani <{author}>", "To: budi@desk.example", "Subject: Halo", "Message-ID: <1@customer.example>"]
    mail = "\n".join([*head, "MIME-Version: 1.0", content, "", body, ""])
    program = ["usr/bin/mailbot", "-A", "From: Budi <budi@desk.example>", "-t", "text", "cat"]
    return subprocess.run(program, input=mail, capture_output=True, text=True, check=True).stdout.splitlines()


seen = notice()
print("\n".join(seen))
written = [line for line in seen[seen.index("") :] if line]
assert written == ["Ani writes:", "> Pulsa belum.", "Saya cuti sampai ", "Senin."], written
assert {"Auto-Submitted: auto-replied", "In-Reply-To: <1@customer.example>"} < set(seen)
assert any("format=flowed" in line and "delsp=yes" in line for line in seen)

html = notice(content="Content-Type: text/html; charset=utf-8", body="<p>Pulsa belum masuk.</p>")
assert [line for line in html[html.index("") :] if line] == ["Ani writes:", *written[2:]], html

for field in ("Auto-Submitted: auto-generated", "Precedence: bulk", "Precedence: list", "List-Id: <ops.desk.example>"):
    assert notice(field) == [], field
assert notice(content="Content-Type: multipart/report; report-type=delivery-status; boundary=b", body="--b\n\nx\n--b--") == []
assert notice("Return-Path: <>", author="MAILER-DAEMON@mx.example", body="Could not deliver.") != []
assert notice("X-Auto-Response-Suppress: All") != [] and notice(author="noreply@customer.example") != []
PY
python3 try.py
