#!/bin/sh
# calcurse 4.7.1 (Debian 12's 4.7.1-1, amd64, 2026-12-01), importing a series with COUNT of which one day was cancelled (EXDATE;
# RFC 5545, section 3.8.5.1: the day is taken out of the set that the rule has made).
# Guess: four meetings of which one is cancelled are three.
# Seen: COUNT is the number that is left: another day is put on at the end for each that was cancelled, which nobody has been asked to.
# The same series with UNTIL ends when it should. Exported again it says UNTIL with the wrong day, so whoever reads that
# file is wrong as well. ical.js 2.2.1 and python-dateutil 2.9.0 say three.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder" && chmod 755 . && mkdir home
apt-get --quiet --quiet download calcurse=4.7.1-1 2>/dev/null && dpkg-deb --extract ./*.deb .
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install python-dateutil==2.9.0.post0
npm install --silent --no-audit --no-fund ical.js@2.2.1 >/dev/null
cat >theirs.mjs <<'JS'
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const event = new ICAL.Event(new ICAL.Component(ICAL.parse(readFileSync("series.ics", "utf8"))).getFirstSubcomponent("vevent"));
const days = event.iterator();
for (let day; (day = days.next()); ) console.log(day.toString().slice(0, 10));
JS
"$folder/env/bin/python" - <<'PY'
import os
import pathlib
import shutil
import subprocess

from dateutil.rrule import rrulestr

ENVIRONMENT = {**os.environ, "TZ": "Asia/Jakarta", "LC_ALL": "C.UTF-8", "HOME": os.path.abspath("home")}


def run(*words: str) -> str:
    return subprocess.run(words, env=ENVIRONMENT, capture_output=True, text=True, check=True).stdout


def days(rule: str) -> tuple[list[str], str]:
    """The days that calcurse shows of a series on Fridays at nine whose second is cancelled, and the rule it writes."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//desk//id", "BEGIN:VEVENT", "UID:1@desk.example", "DTSTAMP:20261201T000000Z",
             "DTSTART:20261204T090000", "DTEND:20261204T100000", rule, "EXDATE:20261211T090000", "SUMMARY:Rapat", "END:VEVENT", "END:VCALENDAR", ""]
    pathlib.Path("series.ics").write_text("\r\n".join(lines))
    shutil.rmtree("data", ignore_errors=True)
    run("usr/bin/calcurse", "--quiet", "-D", "data", "--import", "series.ics")
    shown = run("usr/bin/calcurse", "-D", "data", "--query", "--from", "12/01/2026", "--days", "90", "--format-recur-apt", "%(start:%Y-%m-%d)\n")
    series = rrulestr(f"DTSTART:20261204T090000\n{rule}\nEXDATE:20261211T090000")
    expected = [f"{day:%Y-%m-%d}" for day in series]
    assert run("node", "theirs.mjs").split() == expected
    found = [line for line in shown.split("\n") if line.startswith("20")]
    written = next(line for line in run("usr/bin/calcurse", "-D", "data", "--export").split("\n") if line.startswith("RRULE"))
    print(rule, "\n  calcurse:", *found, "\n  others:  ", *expected, "\n  exported:", written.strip())
    return found, written


found, written = days("RRULE:FREQ=WEEKLY;COUNT=4")
assert found == ["2026-12-04", "2026-12-18", "2026-12-25", "2027-01-01"]
assert "UNTIL=20270101" in written
found, _ = days("RRULE:FREQ=WEEKLY;UNTIL=20261225T090000")
assert found == ["2026-12-04", "2026-12-18", "2026-12-25"]
PY
