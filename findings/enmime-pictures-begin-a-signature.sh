#!/bin/sh
# enmime 0.9.3 (Debian 12's golang-github-jhillyerd-enmime-dev 0.9.3-2, Go 1.19.8, amd64, 2026-12-01) and email-reply-parser 2.3.7 (npm),
# a mail with a picture between two paragraphs, as Apple Mail writes it: text, picture, text in one multipart/mixed.
# Guess: both texts, with a blank line between them, or a sign where the picture is.
# Seen: enmime puts a line "--" between the two, and that is what parts a signature from a mail: a program behind it that takes
# signatures off loses all that was written below the first picture ("Nominal 50.000"), and email-reply-parser does. So of
# a complaint with two screenshots the first sentence alone is left.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder" && chmod 755 .
for package in golang-1.19-go=1.19.8-2 golang-1.19-src=1.19.8-2 golang-github-jhillyerd-enmime-dev=0.9.3-2 \
  golang-github-cention-sany-utf7-dev golang-github-gogits-chardet-dev golang-github-jaytaylor-html2text-dev \
  golang-github-mattn-go-runewidth-dev golang-github-olekukonko-tablewriter-dev golang-github-pkg-errors-dev \
  golang-github-rivo-uniseg-dev golang-github-ssor-bom-dev golang-golang-x-net-dev golang-golang-x-text-dev; do
  apt-get --quiet --quiet download "$package" 2>/dev/null
done
for file in *.deb; do dpkg-deb --extract "$file" .; done
cat >read.go <<'GO'
package main

import (
	"fmt"
	"os"

	"github.com/jhillyerd/enmime"
)

func main() {
	found, err := enmime.ReadEnvelope(os.Stdin)
	if err != nil {
		panic(err)
	}
	fmt.Print(found.Text)
}
GO
export GO111MODULE=off GOROOT="$folder/usr/lib/go-1.19" GOCACHE="$folder/cache" GOPATH="$folder/usr/share/gocode"
usr/lib/go-1.19/bin/go build -o read read.go
npm install --silent --no-audit --no-fund email-reply-parser@2.3.7 >/dev/null
cat >theirs.mjs <<'JS'
import { readFileSync } from "node:fs";
import Parser from "email-reply-parser";

console.log(new (Parser.default ?? Parser)().parseReply(readFileSync(0, "utf8")));
JS
cat >try.py <<'PY'
import subprocess
from email.message import EmailMessage

mail = EmailMessage()
mail["From"], mail["To"], mail["Subject"] = "ani@toko.example", "desk@desk.example", "Pulsa"
mail.make_mixed()
for words in ("Ini buktinya:", "Nominal 50.000 belum masuk.", "Terima kasih."):
    part = EmailMessage()
    part.set_content(words)
    mail.attach(part)
    if words == "Ini buktinya:":
        picture = EmailMessage()
        picture.set_content(b"\x89PNG", maintype="image", subtype="png", disposition="inline")
        mail.attach(picture)
text = subprocess.run(["./read"], input=mail.as_bytes(), capture_output=True, check=True).stdout.decode()
reply = subprocess.run(["node", "theirs.mjs"], input=text.encode(), capture_output=True, check=True).stdout.decode()
print("enmime:", text, "", "email-reply-parser:", reply, sep="\n")
assert [line for line in text.splitlines() if line] == ["Ini buktinya:", "--", "Nominal 50.000 belum masuk.", "--", "Terima kasih."]
assert reply.strip() == "Ini buktinya:"
PY
python3 try.py
