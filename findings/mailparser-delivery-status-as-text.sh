#!/bin/sh
# mailparser 3.14.2 (Node 18 or later, 2026-11-29), an ordinary delivery report (RFC 3464) by simpleParser.
# Guess: the part message/delivery-status is an attachment, as the part text/rfc822-headers behind it is.
# Seen: its fields stand in `text` behind the words for people, as if the author had written them, and the part is not
# among the attachments: whoever looks there for its type finds no report.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder" && npm init --yes >/dev/null && npm install --silent mailparser@3.14.2
cat >try.mjs <<'JS'
import assert from 'node:assert';
import { simpleParser } from 'mailparser';

const mail = await simpleParser([
  'From: MAILER-DAEMON@mx.example', 'To: desk@desk.example', 'MIME-Version: 1.0',
  'Content-Type: multipart/report; report-type=delivery-status; boundary=b', '',
  '--b', 'Content-Type: text/plain', '', 'The mail could not be delivered.',
  '--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example', '',
  'Final-Recipient: rfc822; ani@customer.example', 'Action: failed', 'Status: 5.1.1', '',
  '--b', 'Content-Type: text/rfc822-headers', '', 'Message-ID: <m1@desk.example>', '', '--b--', ''].join('\r\n'));
const types = mail.attachments.map((one) => one.contentType);
console.log('text:', JSON.stringify(mail.text), '\nattachments:', types);
assert.ok(mail.text.includes('could not be delivered') && mail.text.includes('Action: failed'));
assert.deepEqual(types, ['text/rfc822-headers']);
JS
node try.mjs
