#!/bin/sh
# notmuch 0.37 with GMime 3.2.13 (Debian 12's 0.37-1+b1 and 3.2.13+dfsg-2, amd64, 2026-11-30): the fields of "notmuch reply".
# Guess: what is not ASCII goes out in UTF-8, as it came and as the reply's own text does; or the mail's own encoded words again.
# Seen: a word, or words that are near each other, in the first of many old charsets that has their letters, in any locale: a
# dash and an ellipsis in Windows-1251 (Cyrillic), under the name CP1251; “Pulsa” and jum’at in ISO 8859-13 (Baltic), but
# "Jum’at – libur" Cyrillic again; a euro in 8859-15, № in 8859-5; UTF-8 only with an emoji or é and a dash. One subject has
# two of them. Who reads only UTF-8 and Latin-1, or takes a field's charset for its language, has a Cyrillic author here.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder"
for package in notmuch=0.37-1+b1 libnotmuch5=0.37-1+b1 libgmime-3.0-0=3.2.13+dfsg-2 libxapian30 libtalloc2 libgpgme11 \
  libassuan0 libglib2.0-0; do
  apt-get --quiet --quiet download "$package" 2>/dev/null
done
for file in *.deb; do dpkg-deb --extract "$file" .; done
mkdir -p mail/cur mail/new mail/tmp
printf '[database]\npath=%s\n[user]\nname=Budi\nprimary_email=budi@desk.example\n' "$folder/mail" >config
export LD_LIBRARY_PATH="$folder/usr/lib/x86_64-linux-gnu" NOTMUCH_CONFIG="$folder/config"
cat >try.py <<'PY'
import email.header
import os
import pathlib
import re
import subprocess

NOTMUCH = "usr/bin/notmuch"
SUBJECTS = {
    "Pulsa – belum": ["cp1251"],
    "Pulsa… belum": ["cp1251"],
    "“Pulsa” belum": ["iso-8859-13"],
    "Libur jum’at": ["iso-8859-13"],
    "Jum’at – libur": ["cp1251"],
    "Harga 10€": ["iso-8859-15"],
    "Tagihan №5": ["iso-8859-5"],
    "Café – buka": ["utf-8"],
    "Terima kasih 🙏": ["utf-8"],
    "Pulsa – sudah lama sekali katanya masuk “pulsa”": ["cp1251", "iso-8859-13"],
}


def charsets(number: int, locale: str) -> list[str]:
    """Those of the encoded words in the subject of the reply."""
    program = [NOTMUCH, "reply", f"id:{number}@customer.example"]
    reply = subprocess.run(program, capture_output=True, check=True, env={**os.environ, "LC_ALL": locale}).stdout.decode()
    field = re.search(r"^Subject: (.*(?:\n[ \t].*)*)", reply, re.MULTILINE)[1]
    print(locale, field)
    words = str(email.header.make_header(email.header.decode_header(field)))
    assert words == "Re: " + list(SUBJECTS)[number], words
    return [name.lower() for name in re.findall(r"=\?([\w-]+)\?[BQ]\?", field)]


for number, subject in enumerate(SUBJECTS):
    encoded = email.header.Header(subject, "utf-8").encode()
    mail = f"From: Ani <ani@customer.example>\nTo: budi@desk.example\nSubject: {encoded}\n"
    mail += f"Message-ID: <{number}@customer.example>\nDate: Mon, 30 Nov 2026 10:00:00 +0700\n\nHalo\n"
    pathlib.Path(f"mail/cur/{number}:2,").write_text(mail)
subprocess.run([NOTMUCH, "new", "--quiet"], check=True)
for locale in ("C.UTF-8", "C"):
    for number, expected in enumerate(SUBJECTS.values()):
        assert charsets(number, locale) == expected, locale
PY
python3 try.py
