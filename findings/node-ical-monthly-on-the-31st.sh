#!/bin/sh
# node-ical 0.26.1 with rrule-temporal 1.6.0 (Node 18 or later, 2026-11-29), an event that returns monthly on the 31st.
# Guess: months without that day are left out (RFC 5545, section 3.3.10: invalid dates are ignored): 31 January, 31 March.
# Seen: 31 January, 28 February, and from then on the 28th of every month: one short month moves all that follow.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder" && npm init --yes >/dev/null && npm install --silent node-ical@0.26.1 rrule-temporal@1.6.0
cat >try.mjs <<'JS'
import assert from 'node:assert';
import ical from 'node-ical';

const file = [
  'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//example//calendar//EN', 'BEGIN:VEVENT', 'UID:1@desk.example',
  'DTSTAMP:20261129T000000Z', 'DTSTART;VALUE=DATE:20260131', 'RRULE:FREQ=MONTHLY;COUNT=4', 'SUMMARY:Payday',
  'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');
const days = ical.sync.parseICS(file)['1@desk.example'].rrule.all().map((day) => day.toISOString().slice(0, 10));
console.log(days.join(' '));
assert.deepEqual(days, ['2026-01-31', '2026-02-28', '2026-03-28', '2026-04-28']);
JS
TZ=UTC node try.mjs
