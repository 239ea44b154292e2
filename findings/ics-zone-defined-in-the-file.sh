#!/bin/sh
# ics 0.7.3 (Python 3.11, 2026-11-29), an event in a zone that the file itself defines (RFC 5545, section 3.6.5) under a
# name that is not in the tz database, as Outlook and Exchange write it ("SE Asia Standard Time").
# Guess: the offset of the VTIMEZONE counts, or the event has no zone.
# Seen: the time counts as UTC: nine in the morning in Jakarta becomes four in the afternoon. No error, no warning.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env" && "$folder/env/bin/pip" --quiet --disable-pip-version-check install ics==0.7.3
"$folder/env/bin/python" - <<'PY'
from ics import Calendar

FILE = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//calendar//EN
BEGIN:VTIMEZONE
TZID:{zone}
BEGIN:STANDARD
DTSTART:16010101T000000
TZOFFSETFROM:+0700
TZOFFSETTO:+0700
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:1@desk.example
DTSTAMP:20261129T000000Z
DTSTART;TZID={zone}:20261224T090000
DTEND;TZID={zone}:20261224T100000
SUMMARY:Meeting
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


def begins(zone):
    (event,) = Calendar(FILE.format(zone=zone)).events
    return event.begin.isoformat()


for zone in ("Asia/Jakarta", "SE Asia Standard Time"):
    print(zone, begins(zone))
assert begins("Asia/Jakarta") == "2026-12-24T09:00:00+07:00"
assert begins("SE Asia Standard Time") == "2026-12-24T09:00:00+00:00"
PY
