#!/bin/sh
# PySastrawi 1.2.1 (Python 3.11, 2026-11-29), the stop words and stems of Indonesian that most Python programs use.
# Guess: stop words carry no meaning ("yang", "di"), and a stem keeps words of different meaning apart.
# Seen: "belum" (not yet), "tidak" and "bukan" (not) are stop words, and so are "kembali" and "sampai": "pulsa belum terkirim" and
# "pulsa terkirim" are the same, so are "nomor tidak aktif" and "nomor aktif", and of "dana belum kembali" only "dana" is left. A
# capital or a comma keeps the word. Stems: kerusakan (damage) is rusa (deer), pemasukan is pasu, Kediri is diri, Diana is ana;
# an accent or an at sign parts a word ("café" is caf).
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env" && "$folder/env/bin/pip" --quiet --disable-pip-version-check install PySastrawi==1.2.1
"$folder/env/bin/python" - <<'PY'
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory
from Sastrawi.StopWordRemover.StopWordRemoverFactory import StopWordRemoverFactory

stemmer, remover = StemmerFactory().create_stemmer(), StopWordRemoverFactory().create_stop_word_remover()
left = {text: remover.remove(text) for text in (
    "pulsa belum terkirim", "pulsa terkirim", "nomor tidak aktif", "nomor aktif", "dana belum kembali", "Belum, pak")}
stems = {word: stemmer.stem(word) for word in (
    "kerusakan", "pemasukan", "pengiriman", "Kediri", "Diana", "café", "ani@customer.example")}
print(left, stems, sep="\n")
assert left["pulsa belum terkirim"] == left["pulsa terkirim"] and left["nomor tidak aktif"] == left["nomor aktif"]
assert left["dana belum kembali"] == "dana" and left["Belum, pak"].startswith("Belum,")
assert stems == {"kerusakan": "rusa", "pemasukan": "pasu", "pengiriman": "kirim", "Kediri": "diri", "Diana": "ana",
                 "café": "caf", "ani@customer.example": "ani customer example"}
PY
