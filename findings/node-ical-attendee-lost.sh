#!/bin/sh
# node-ical 0.26.1 (Node 18 or later, 2026-11-29), answers to an invitation (METHOD:REPLY) with parameters that are lists
# or quoted (RFC 5545, section 3.1.1 and 3.2.11: MEMBER="mailto:a","mailto:b" is the RFC's own form).
# Guess: whoever answered is there, with his name and his answer.
# Seen: of an attendee who was invited through two groups nothing is left: no attendee, no PARTSTAT, no error, so "declined"
# was never said. A name with a semicolon in its quotes ends there and keeps one quote mark, an escaped comma parts a
# category in two, and an escaped backslash before an n ("C:\new") becomes a line break.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder" && npm init --yes >/dev/null && npm install --silent node-ical@0.26.1
cat >try.mjs <<'JS'
import assert from 'node:assert';
import ical from 'node-ical';

function event(line) {
  const file = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//example//calendar//EN', 'METHOD:REPLY', 'BEGIN:VEVENT',
    'UID:1@desk.example', 'DTSTAMP:20261129T000000Z', 'DTSTART:20261129T090000Z', line, 'END:VEVENT',
    'END:VCALENDAR', ''].join('\r\n');
  const found = ical.sync.parseICS(file)['1@desk.example'];
  console.log(line, '\n   ', found.attendee ?? found.categories ?? found.description ?? 'nothing');
  return found;
}

const one = event('ATTENDEE;MEMBER="mailto:a@desk.example";PARTSTAT=DECLINED:mailto:ani@customer.example');
const two = event('ATTENDEE;MEMBER="mailto:a@desk.example","mailto:b@desk.example";PARTSTAT=DECLINED:mailto:ani@customer.example');
assert.equal(one.attendee.params.PARTSTAT, 'DECLINED');
assert.equal(two.attendee, undefined);
assert.equal(event('ATTENDEE;CN="Ani; Toko";PARTSTAT=ACCEPTED:mailto:ani@customer.example').attendee.params.CN, '"Ani');
assert.deepEqual(event('CATEGORIES:Rapat\\, penting').categories, ['Rapat\\', 'penting']);
assert.equal(event('DESCRIPTION:C:\\\\new').description, 'C:\\\new');
JS
node try.mjs
