#!/bin/sh
# ical-generator 10.2.0 (Node 18 or later, 2026-11-30), an invitation whose calendar says `timezone: "Asia/Jakarta"`.
# Guess: nine o'clock in Jakarta for whoever reads it: with TZID, or in UTC as without that option.
# Seen: the hour is that of the machine it is written on, and stands there without any zone (floating, RFC 5545, section 3.3.5),
# below "X-WR-TIMEZONE:Asia/Jakarta". On a server or in a container, which count in UTC, nine o'clock becomes two at night, in a file
# that says Jakarta; on a developer's machine in Jakarta it is right. Without the option the moment is right everywhere.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts ical-generator@10.2.0 >/dev/null
cat >try.mjs <<'JS'
import assert from "node:assert";
import ical, { ICalCalendarMethod } from "ical-generator";

function invitation(options) {
  const calendar = ical({ method: ICalCalendarMethod.REQUEST, ...options });
  calendar.createEvent({ id: "1", start: new Date("2026-12-01T09:00:00+07:00"), end: new Date("2026-12-01T10:00:00+07:00") });
  return calendar.toString();
}
const start = (text) => /^DTSTART.*$/m.exec(text)[0].trim();

const plain = invitation({});
const zoned = invitation({ timezone: "Asia/Jakarta" });
console.log(process.env.TZ.padEnd(16), start(plain), "|", start(zoned), /^X-WR.*$/m.exec(zoned)[0]);
assert.equal(start(plain), "DTSTART:20261201T020000Z");
assert.equal(start(zoned), `DTSTART:20261201T${process.argv[2]}0000`);
assert.match(zoned, /^X-WR-TIMEZONE:Asia\/Jakarta\r$/m);
JS
TZ=Asia/Jakarta node try.mjs 09
TZ=UTC node try.mjs 02
TZ=Asia/Singapore node try.mjs 10
