#!/bin/sh
# Go 1.19.8, its own net/mail (Debian 12's golang-1.19 1.19.8-2, amd64, 2026-12-01): mail.ParseDate, which the mail programs in Go use.
# Guess: a zone in letters means what RFC 5322, section 4.3, says: EST is five hours behind, whoever reads it, and one that nobody knows
# counts as -0000.
# Seen: a zone in letters counts when the machine that reads is in that zone itself, and else it is UTC: "08:00:00 EST" is 13:00 UTC in
# New York, 08:00 UTC in a container, where servers run, and the value says "EST" there too; no error. WIB is right in Jakarta
# alone. So a developer's tests are right, and the same mail has another moment on the server. "Z" and a leap second (:60), both of
# the RFC's grammar, are errors; a comment at the end is read, one in the midst is an error.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder" && chmod 755 .
for package in golang-1.19-go golang-1.19-src; do apt-get --quiet --quiet download "$package=1.19.8-2" 2>/dev/null; done
for file in *.deb; do dpkg-deb --extract "$file" .; done
cat >read.go <<'GO'
package main

import (
	"fmt"
	"net/mail"
	"os"
)

func main() {
	for _, said := range os.Args[1:] {
		found, err := mail.ParseDate("Tue, 01 Dec 2026 " + said)
		if err != nil {
			fmt.Println("error")
		} else {
			fmt.Println(found.UTC().Format("15:04"))
		}
	}
}
GO
export GO111MODULE=off GOROOT="$folder/usr/lib/go-1.19" GOCACHE="$folder/cache" GOPATH="$folder/path"
usr/lib/go-1.19/bin/go build -o read read.go
cat >try.py <<'PY'
import os
import subprocess

SAID = ["08:00:00 -0500", "08:00:00 EST", "08:00:00 WIB", "08:00:00 Z", "23:59:60 +0000", "08:00:00 -0500 (EST)", "(pagi) 08:00:00 -0500"]


def read(zone: str) -> list[str]:
    """The moments in UTC as a machine in `zone` reads them."""
    found = subprocess.run(["./read", *SAID], env={**os.environ, "TZ": zone}, capture_output=True, text=True, check=True).stdout.split()
    print(f"{zone:18}", *(f"{said} = {moment};" for said, moment in zip(SAID, found, strict=True)))
    return found


assert read("UTC") == ["13:00", "08:00", "08:00", "error", "error", "13:00", "error"]
assert read("America/New_York") == ["13:00", "13:00", "08:00", "error", "error", "13:00", "error"]
assert read("Asia/Jakarta") == ["13:00", "08:00", "01:00", "error", "error", "13:00", "error"]
PY
python3 try.py
