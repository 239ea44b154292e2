#!/bin/sh
# vobject 0.9.9 (Python 3.11, 2026-11-30), which writes the invitations of several calendar servers: an event in a zone of the tz
# database, by zoneinfo as by dateutil.
# Guess: its zone is named as it was given (America/Chicago), or at least its hour is right.
# Seen: the zone gets the abbreviation of its winter as its name (WIB, CET, CST), and the first zone that had an abbreviation keeps
# it for the whole process: after nine o'clock in Shanghai (CST) nine o'clock in Chicago (CST) is written with +08:00, fourteen
# hours too early, and so are India and Israel (IST). The event object itself is changed by being written. No error. A desk is
# invited to the right hour or to another one by what the server has written to somebody else before.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install vobject==0.9.9 tzdata==2026.6
cat >"$folder/try.py" <<'PY'
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import vobject


def written(zone: str) -> str:
    """Nine o'clock there, in UTC, before it is written and as it can be read."""
    calendar = vobject.iCalendar()
    event = calendar.add("vevent")
    event.add("dtstart").value = meant = datetime(2026, 12, 1, 9, tzinfo=ZoneInfo(zone))
    text = calendar.serialize()
    (start,) = (line for line in text.split("\r\n") if line.startswith("DTSTART;"))
    offset = next(line for line in text.split("\r\n") if line.startswith("TZOFFSETTO"))
    said = event.dtstart.value.astimezone(UTC)
    print(f"{zone:18}{meant.astimezone(UTC):%H:%M}  {said:%H:%M}  {offset}  {start}")
    return f"{said:%H:%M}"


seen = [written(zone) for zone in sys.argv[1:]]
assert seen[0] == seen[1], seen
PY
"$folder/env/bin/python" "$folder/try.py" Asia/Shanghai America/Chicago
"$folder/env/bin/python" "$folder/try.py" America/Chicago Asia/Shanghai
"$folder/env/bin/python" "$folder/try.py" Asia/Kolkata Asia/Jerusalem
