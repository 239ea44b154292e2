#!/bin/sh
# mailparser 3.14.2 (Node 18 or later, 2026-11-29), Message-ID and References with comments beside the ids, which RFC 5322
# allows (CFWS, section 3.6.4) and servers that add a missing Message-ID write: "<id> (added by postmaster@…)".
# Guess: comments are left out, as in addresses.
# Seen: the comment becomes part of the Message-ID, with a bracket of its own behind it; each word of a comment in
# References becomes an "id". Whoever threads by these values never finds the conversation, and no error is raised.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder" && npm init --yes >/dev/null && npm install --silent mailparser@3.14.2
cat >try.mjs <<'JS'
import assert from 'node:assert';
import { simpleParser } from 'mailparser';

const mail = await simpleParser([
  'From: ani@customer.example',
  'Message-ID: <m3@customer.example> (added by postmaster@customer.example)',
  'References: (first) <m1@desk.example> (second) <m2@desk.example>',
  '', 'Halo'].join('\r\n'));
console.log('Message-ID:', mail.messageId, '\nReferences:', mail.references);
assert.equal(mail.messageId, '<m3@customer.example> (added by postmaster@customer.example)>');
assert.deepEqual(mail.references, ['<(first)>', '<m1@desk.example>', '<(second)>', '<m2@desk.example>']);
JS
node try.mjs
