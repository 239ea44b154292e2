#!/bin/sh
# planer 1.2.0 (Node 18 or later, 2026-11-29), which takes quotations out of replies, on replies that quote nothing.
# Guess: a header block that begins a quotation has at least two lines (From and Sent, as Outlook writes it).
# Seen: one line that begins with "Date:" or "From:" in the midst of the author's own words ends the reply, and the rest is
# lost; "To:", "Sent:" and "Subject:" do not. Of HTML it takes that line alone and leaves the words around it: a form's
# answer without its answer. A sentence of a letter that ends in "wrote:" cuts likewise.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder" && npm init --yes >/dev/null && npm install --silent planer@1.2.0 jsdom@26.1.0
cat >try.mjs <<'JS'
import assert from 'node:assert';
import { JSDOM } from 'jsdom';
import planer from 'planer';

function text(words) {
  const left = planer.extractFrom(words, 'text/plain');
  console.log(JSON.stringify(words), '->', JSON.stringify(left));
  return left;
}

function html(words) {
  const left = new JSDOM(planer.extractFrom(words, 'text/html', new JSDOM().window.document)).window.document.body.textContent;
  console.log(words, '->', JSON.stringify(left));
  return left;
}

assert.equal(text('The trip:\nDate: 29 November\n\nIt was not charged.'), 'The trip:');
assert.equal(text('The trip:\nFrom: Bandung\n\nIt was not charged.'), 'The trip:');
assert.equal(text('I paid.\nOn Monday I called again, and then your colleague wrote:\nwait\n\nI waited.'), 'I paid.');
for (const kept of ['To: Bandung', 'Sent: yesterday', 'Subject: the balance'])
  assert.equal(text(`The trip:\n${kept}\n\nIt was not charged.`), `The trip:\n${kept}\n\nIt was not charged.`);
assert.equal(html('<p>The trip:</p><p>Date: 29 November</p><p>It was not charged.</p>'), 'The trip:It was not charged.');
JS
node try.mjs
