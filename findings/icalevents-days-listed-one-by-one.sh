#!/bin/sh
# icalevents 0.3.1 (Python 3.11, 2026-12-01), meetings whose days follow no rule and are listed one by one (RDATE; RFC 5545, section
# 3.8.5.2), as a rota of shifts is written, and a series that was moved from one day on (RANGE=THISANDFUTURE, section 3.2.13).
# Guess: each listed day is a meeting, whether as a moment or as a period with its own length; a move holds for all that follow.
# Seen: of the list nothing is there but the event's first day, no error and no warning; days that RRULE makes or EXDATE takes away are
# right, so it looks as if all were. Beside a rule the listed days are lost as well. Of a moved series one meeting is at its new hour
# and those after it are at the old one. recurring-ical-events 3.8.2 has all of them.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install icalevents==0.3.1 recurring-ical-events==3.8.2 icalendar==7.3.2
cd "$folder" && "$folder/env/bin/python" -W ignore - <<'PY'
import datetime

import icalendar
import recurring_ical_events
from icalevents import icalparser

BEGIN, END = (datetime.datetime(2026, month, 1, tzinfo=datetime.timezone.utc) for month in (11, 12))
FIRST = "DTSTART:20261104T090000Z|DTEND:20261104T100000Z"
MOVED = "RECURRENCE-ID;RANGE=THISANDFUTURE:20261111T090000Z|DTSTART:20261111T110000Z|DTEND:20261111T120000Z"


def days(*events: str) -> tuple[list[str], list[str]]:
    """What icalevents and recurring-ical-events find in November."""
    pieces = [f"BEGIN:VEVENT|UID:1@desk.example|DTSTAMP:20261101T000000Z|SUMMARY:Jaga|{event}|END:VEVENT" for event in events]
    text = f"BEGIN:VCALENDAR|VERSION:2.0|PRODID:-//desk//id|{'|'.join(pieces)}|END:VCALENDAR|".replace("|", "\r\n")
    theirs = sorted(f"{one.start:%d/%H}" for one in icalparser.parse_events(text, start=BEGIN, end=END))
    others = sorted(f"{one['DTSTART'].dt:%d/%H}" for one in recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(BEGIN, END))
    print(events[-1].replace("|", " "), "\n  icalevents:", *theirs, "\n  recurring-ical-events:", *others)
    return theirs, others


assert days(f"{FIRST}|RDATE:20261107T090000Z,20261120T090000Z") == (["04/09"], ["04/09", "07/09", "20/09"])
assert days(f"{FIRST}|RDATE;VALUE=PERIOD:20261107T090000Z/PT3H") == (["04/09"], ["04/09", "07/09"])
assert days(f"{FIRST}|RRULE:FREQ=WEEKLY;COUNT=2|RDATE:20261120T090000Z") == (["04/09", "11/09"], ["04/09", "11/09", "20/09"])
both = days(f"{FIRST}|RRULE:FREQ=WEEKLY;COUNT=3|EXDATE:20261111T090000Z")
assert both[0] == both[1] == ["04/09", "18/09"]
assert days(f"{FIRST}|RRULE:FREQ=WEEKLY;COUNT=4", MOVED) == (["04/09", "11/11", "18/09", "25/09"], ["04/09", "11/11", "18/11", "25/11"])
PY
