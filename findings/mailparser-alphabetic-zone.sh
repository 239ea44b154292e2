#!/bin/sh
# mailparser 3.14.2 (Node 18 or later, 2026-11-29), a Date whose zone is letters: RFC 5322, section 4.3, lets any alphabetic
# zone stand and says that one nobody knows counts as -0000. Programs in Indonesia write WIB, WITA, WIT.
# Guess: such a date is UTC, or undefined, as that of a mail without Date.
# Seen: it is the moment of parsing. No error; a mail of last year is from now, and from another moment at each reading.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder" && npm init --yes >/dev/null && npm install --silent mailparser@3.14.2
cat >try.mjs <<'JS'
import assert from 'node:assert';
import { simpleParser } from 'mailparser';

const dated = async (zone) =>
  (await simpleParser(`From: ani@customer.example\r\nDate: Mon, 5 Jan 2026 10:00:00 ${zone}\r\n\r\nHalo`)).date;
const before = new Date();
const [numeric, known, unknown] = [await dated('+0700'), await dated('EST'), await dated('WIB')];
console.log('+0700:', numeric, '\nEST:', known, '\nWIB:', unknown);
assert.equal(numeric.toISOString(), '2026-01-05T03:00:00.000Z');
assert.equal(known.toISOString(), '2026-01-05T15:00:00.000Z');
assert.ok(unknown >= before);
assert.equal((await simpleParser('From: ani@customer.example\r\n\r\nHalo')).date, undefined);
JS
node try.mjs
