#!/bin/sh
# vobject 0.9.9 (Python 3.11, 2026-11-29), an event in a zone that the file defines (VTIMEZONE) under the name Exchange gives it:
# "(UTC+07:00) Bangkok, Hanoi, Jakarta".
# Guess: nine in the morning at the offset the file says, as under any other name.
# Seen: nine o'clock in no zone, with one line in the log. In the definition the comma is escaped (TEXT), in the event it is
# quoted (a parameter): vobject compares the two as written, so names with a comma or semicolon are never found; one with a
# colon is. And an event that returns by RDATE;VALUE=PERIOD has no date at all, not even its first.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env" && "$folder/env/bin/pip" --quiet --disable-pip-version-check install vobject==0.9.9
"$folder/env/bin/python" - <<'PY' 2>&1
from datetime import timedelta

import vobject


def event(defined: str, quoted: str, *lines: str):
    file = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//calendar//EN", "BEGIN:VTIMEZONE", f"TZID:{defined}",
            "BEGIN:STANDARD", "DTSTART:16010101T000000", "TZOFFSETFROM:+0700", "TZOFFSETTO:+0700", "END:STANDARD",
            "END:VTIMEZONE", "BEGIN:VEVENT", "UID:1@desk.example", "DTSTAMP:20261129T000000Z",
            f'DTSTART;TZID="{quoted}":20261129T090000', *lines, "END:VEVENT", "END:VCALENDAR", ""]
    found = vobject.readOne("\r\n".join(file)).vevent
    print(quoted, "->", found.dtstart.value)
    return found


comma = event("(UTC+07:00) Bangkok\\, Hanoi\\, Jakarta", "(UTC+07:00) Bangkok, Hanoi, Jakarta").dtstart.value
colon = event("(UTC+07:00) Jakarta", "(UTC+07:00) Jakarta").dtstart.value
assert comma.tzinfo is None and colon.utcoffset() == timedelta(hours=7)
returning = event("Kantor", "Kantor", "DURATION:PT1H", "RDATE;VALUE=PERIOD:20261201T020000Z/PT2H")
assert list(returning.getrruleset(addRDate=True)) == []
PY
