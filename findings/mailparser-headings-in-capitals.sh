#!/bin/sh
# mailparser 3.14.2 (Node 18 or later, 2026-11-29), the `text` it makes for a mail that has only HTML (by html-to-text 10).
# Guess: the words as they are; rows and cells of a table apart, as on the screen.
# Seen: what stands in a heading is written in capitals: a voucher code "aBc12xY" becomes another one, and nothing tells that it
# ever was different. All cells and rows of a table are run together, so a number, its amount and the next row's number are one
# long number; so are the terms and values of a <dl>. The struck price stands beside the valid one with no sign.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder" && npm init --yes >/dev/null && npm install --silent mailparser@3.14.2
cat >try.mjs <<'JS'
import assert from 'node:assert';
import { simpleParser } from 'mailparser';

async function text(html) {
  const raw = `From: ani@customer.example\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}\r\n`;
  const found = (await simpleParser(raw)).text;
  console.log(html, '->', JSON.stringify(found));
  return found;
}

assert.equal(await text('<h2>Kode: aBc12xY</h2><p>aBc12xY</p>'), 'KODE: ABC12XY\n\naBc12xY');
assert.equal(await text('<table><tr><td>0812-3456-7890</td><td>50.000</td></tr><tr><td>0813-1111-2222</td></tr></table>'),
  '0812-3456-789050.0000813-1111-2222');
assert.equal(await text('<dl><dt>Nominal</dt><dd>50.000</dd><dt>Nomor</dt></dl>'), 'Nominal50.000Nomor');
assert.equal(await text('<p>Bayar <del>50.000</del> 60.000</p>'), 'Bayar 50.000 60.000');
JS
node try.mjs
