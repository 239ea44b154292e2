#!/bin/sh
# python-dateutil 4.0.0, and 2.9.0.post0 alike (Python 3.11, 2026-11-29), a moment whose hour has a dot, as Indonesians, Germans
# and British write it, with the hour first.
# Guess: "10.15 29 Nov 2026" is a quarter past ten on that day, as "10:15 29 Nov 2026" is; or an error, as with the date first.
# Seen: 29 November 2010, 20:26: the hour becomes the year and the year the hour. "29 Nov 10.15" is in 2010 as well, "14.30" alone
# is the 14th of the month, "Tuesday 14.30" is the 14th, a Saturday, and of "2.30 PM" the half hour is lost. No error, no warning.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
for version in 4.0.0 2.9.0.post0; do
  "$folder/env/bin/pip" --quiet --disable-pip-version-check install "python-dateutil==$version"
  "$folder/env/bin/python" - <<'PY'
from datetime import datetime
from importlib.metadata import version

from dateutil import parser

READ_AT = datetime(2026, 11, 25, 10, 0)  # a Wednesday
SEEN = {
    "10:15 29 Nov 2026": "2026-11-29 10:15",
    "10.15 29 Nov 2026": "2010-11-29 20:26",
    "09.30, 29 Nov 2026": "2009-11-29 20:26",
    "29 Nov 10.15": "2010-11-29 10:00",
    "14.30": "2026-11-14 10:00",
    "Tuesday 14.30": "2026-11-14 10:00",
    "2.30 PM": "2026-11-25 14:00",
}
found = {words: f"{parser.parse(words, default=READ_AT):%Y-%m-%d %H:%M}" for words in SEEN}
print(version("python-dateutil"), found)
assert found == SEEN
PY
done
