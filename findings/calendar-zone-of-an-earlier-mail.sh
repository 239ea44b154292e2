#!/bin/sh
# icalendar 7.3.2 and vobject 0.9.9 (Python 3.11, 2026-11-30), invitations that define their own zone (RFC 5545, section 3.6.5)
# under the name Outlook gives to every zone that its user has made himself, "Customized Time Zone".
# Guess: a definition counts for the file it stands in; a file without one is in no zone.
# Seen: the first definition of a name counts for as long as the process lives. Two invitations to nine o'clock, the first at
# +07:00 and the second at +09:00, are at the same moment; the second one's definition is not even looked at, and a third mail that
# defines nothing has the first one's zone as well. What a desk that runs for months says about a meeting depends on which mail it
# read first after its start, and another worker says something else. node-ical 0.26.1 tells the two apart.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env" && "$folder/env/bin/pip" --quiet --disable-pip-version-check install icalendar==7.3.2 vobject==0.9.9
cat >"$folder/try.py" <<'PY'
import logging
import sys

logging.disable()  # vobject names each zone it does not know


def invitation(offset: str = "") -> str:
    """To nine o'clock in a zone that the file defines as so far from UTC, or not at all."""
    zone = ["BEGIN:VTIMEZONE", "TZID:Customized Time Zone", "BEGIN:STANDARD", "DTSTART:19700101T000000",
            f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}", "END:STANDARD", "END:VTIMEZONE"]
    event = ["BEGIN:VEVENT", "UID:1@toko.example", "DTSTAMP:20261130T000000Z", "SUMMARY:Rapat",
             "DTSTART;TZID=Customized Time Zone:20261201T090000", "END:VEVENT"]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", *(zone if offset else []), *event, "END:VCALENDAR", ""])


def begins(text: str) -> str:
    if sys.argv[1] == "icalendar":
        import icalendar

        return icalendar.Calendar.from_ical(text).walk("VEVENT")[0].decoded("DTSTART").isoformat()
    import vobject

    return vobject.readOne(text).vevent.dtstart.value.isoformat()


seen = [begins(invitation(offset)) for offset in ("", "+0700", "+0900", "")]
print(f"{sys.argv[1]:10}", *seen)
assert seen == ["2026-12-01T09:00:00", *["2026-12-01T09:00:00+07:00"] * 3], seen
PY
"$folder/env/bin/python" "$folder/try.py" icalendar
"$folder/env/bin/python" "$folder/try.py" vobject
