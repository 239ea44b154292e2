#!/bin/sh
# PostgreSQL 16.2 of pgserver 0.1.4 with psycopg 3.3.9 (Python 3.11, 2026-11-29), to_tsvector('simple', …) over plain mails.
# Guess: in plain text "<" is punctuation, a full stop ends a word, and a plus belongs to an address.
# Seen: what stands between "<" and ">" is a tag and found by nobody, if it begins with a letter: <nomor tujuan> is lost, <0812>
# is kept, and in "a <b belum dicek> d" three words go. A full stop without a blank behind it, as phones are typed on, makes both words
# one host name ("masuk.Terima"): neither is found. ani+toko@… is two tokens, and toko@… finds Ani's mails as well.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
chmod 755 "$folder" && export XDG_RUNTIME_DIR="$folder"
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install pgserver==0.1.4 'psycopg[binary]==3.3.9'
"$folder/env/bin/python" - "$folder" <<'PY'
import sys

import pgserver
import psycopg

server = pgserver.get_server(sys.argv[1] + "/data", cleanup_mode="stop")
with psycopg.connect(server.get_uri(), autocommit=True) as connection:

    def finds(words: str, text: str) -> bool:
        query = "SELECT to_tsvector('simple', %s) @@ websearch_to_tsquery('simple', %s)"
        found = connection.execute(query, [text, words]).fetchone()[0]
        print(f"{words:25} in {text:45} {found}")
        return found

    seen = [
        finds("belum", "Pulsa belum. Masuk <0812>"),
        finds("0812", "Pulsa belum. Masuk <0812>"),
        finds("tujuan", "Isi <nomor tujuan> dan nominal"),
        finds("dicek", "saldo a <b belum dicek> d"),
        finds("masuk", "Pulsa belum masuk.Terima kasih"),
        finds("terima", "Pulsa belum masuk.Terima kasih"),
        finds("toko@customer.example", "dari ani+toko@customer.example"),
    ]
server.cleanup()
assert seen == [True, True, False, False, False, False, True], seen
PY
