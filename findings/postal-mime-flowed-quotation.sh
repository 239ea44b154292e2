#!/bin/sh
# postal-mime 4.0.0 (Node 18 or later, 2026-11-29), a format=flowed reply with a quotation of two flowed lines
# (RFC 3676, section 4.5: quote marks are taken off before lines are joined).
# Guess: "> tiga empat".
# Seen: "> tiga > empat": lines are joined with the mark of the second one left in mid-line, at every depth. Text that
# came this way through a gateway has ">" within its sentences, where no quotation begins. mailparser 3.14.2 is right.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder" && npm init --yes >/dev/null && npm install --silent postal-mime@4.0.0 mailparser@3.14.2
cat >try.mjs <<'JS'
import assert from 'node:assert';
import { simpleParser } from 'mailparser';
import PostalMime from 'postal-mime';

const raw = ['From: ani@customer.example', 'Content-Type: text/plain; format=flowed', '',
  'satu ', 'dua', '> tiga ', '> empat', '>> lima ', '>> enam', ''].join('\r\n');
const one = (await PostalMime.parse(raw)).text.trim(), other = (await simpleParser(raw)).text.trim();
console.log(one, '\n--\n' + other);
assert.equal(one, 'satu dua\n> tiga > empat\n>> lima >> enam');
assert.equal(other, 'satu dua\n> tiga empat\n>> lima enam');
JS
node try.mjs
