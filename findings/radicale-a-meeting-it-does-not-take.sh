#!/bin/sh
# Radicale 3.9.0 with vobject 0.9.9 (Python 3.11, 2026-12-01), a calendar server: further days with a length of their own
# (RDATE;VALUE=PERIOD, RFC 5545, section 3.8.5.2), and a series that was moved from one day on (RANGE=THISANDFUTURE, section 3.2.13).
# Guess: what is valid is stored, and a question for a day (RFC 4791, calendar-query with time-range) is answered by the days it has.
# Seen: the first is refused, 400 Bad Request, so an invitation that another calendar took cannot be kept here; the same days as
# moments are taken. The second is stored, and only the one day that was named is found where it is now: on the Saturdays after it
# there is nothing, and on the Fridays where the series was before there still is. A day taken out by EXDATE and one moved for itself
# are right.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install radicale==3.9.0 vobject==0.9.9
cd "$folder" && "$folder/env/bin/python" -W ignore - <<'PY'
import base64
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

with socket.create_server(("127.0.0.1", 0)) as free:
    port = free.getsockname()[1]
with open("conf", "w") as conf:
    conf.write(f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = none\n[storage]\nfilesystem_folder = store\n")
FIRST = "DTSTART:20261204T090000Z|DTEND:20261204T100000Z"  # a Friday
QUERY = """<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop><D:getetag/></D:prop><C:filter>
<C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT"><C:time-range start="{0}T000000Z" end="{0}T235959Z"/></C:comp-filter>
</C:comp-filter></C:filter></C:calendar-query>"""


def ask(method: str, path: str, body: str = "", kind: str = "text/calendar") -> tuple[int, str]:
    headers = {"Authorization": "Basic " + base64.b64encode(b"sari:any").decode(), "Content-Type": kind, "Depth": "1"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/sari/kal/{path}", body.encode() or None, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def put(name: str, *events: str) -> int:
    pieces = [f"BEGIN:VEVENT|UID:{name}@desk.example|DTSTAMP:20261201T000000Z|SUMMARY:Rapat|{event}|END:VEVENT" for event in events]
    status, said = ask("PUT", f"{name}.ics", f"BEGIN:VCALENDAR|VERSION:2.0|PRODID:-//desk//id|{'|'.join(pieces)}|END:VCALENDAR|".replace("|", "\r\n"))
    print(f"{name}: {status} {said}")
    return status


def on(day: str) -> list[str]:
    found = sorted(set(re.findall(r"/kal/(\w+)\.ics", ask("REPORT", "", QUERY.format(day), "application/xml")[1])))
    print(f"{day}:", *found)
    return found


server = subprocess.Popen([sys.executable, "-m", "radicale", "-C", "conf"], stderr=open("log", "w"))
try:
    for _ in range(50):
        time.sleep(0.2)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
    assert ask("MKCALENDAR", "")[0] == 201
    assert put("periods", f"{FIRST}|RDATE;VALUE=PERIOD:20261220T090000Z/PT3H") == 400
    assert put("moments", f"{FIRST}|RDATE:20261220T090000Z") == 201 and on("20261220") == ["moments"]
    assert put("cancelled", f"{FIRST}|RRULE:FREQ=WEEKLY;COUNT=2|EXDATE:20261211T090000Z") == 201 and on("20261211") == []
    assert put("one", f"{FIRST}|RRULE:FREQ=WEEKLY;COUNT=2", "RECURRENCE-ID:20261211T090000Z|DTSTART:20261213T090000Z|DTEND:20261213T100000Z") == 201
    assert on("20261211") == [] and on("20261213") == ["one"]
    moved = "RECURRENCE-ID;RANGE=THISANDFUTURE:20261211T090000Z|DTSTART:20261212T090000Z|DTEND:20261212T100000Z"
    assert put("from", f"{FIRST}|RRULE:FREQ=WEEKLY;COUNT=4", moved) == 201
    assert on("20261212") == ["from"] and on("20261219") == [] and on("20261218") == ["from"]
finally:
    server.terminate()
    server.wait()
PY
