#!/bin/sh
# postal-mime 4.0.0 (Node 18 or later, 2026-11-29), an author whose name stands in a comment with a comment inside it
# ("ani@… (Ani (Toko) Lestari)", valid by RFC 5322, section 3.2.2, and what old Unix clients write).
# Guess: the name is "Ani (Toko) Lestari", or there is none.
# Seen: the first closing bracket ends the comment, and the rest becomes the name: "Lestari)". mailparser 3.14.2 of the
# same authors reads the whole name.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder" && npm init --yes >/dev/null && npm install --silent postal-mime@4.0.0 mailparser@3.14.2
cat >try.mjs <<'JS'
import assert from 'node:assert';
import { simpleParser } from 'mailparser';
import PostalMime from 'postal-mime';

const raw = ['From: ani@customer.example (Ani (Toko) Lestari)', 'Subject: x', '', 'Halo'].join('\r\n');
const one = (await PostalMime.parse(raw)).from, other = (await simpleParser(raw)).from.value[0];
console.log('postal-mime:', one, '\nmailparser: ', other);
assert.deepEqual([one.address, one.name], ['ani@customer.example', 'Lestari)']);
assert.equal(other.name, 'Ani (Toko) Lestari');
JS
node try.mjs
