#!/bin/sh
# mailauth 4.13.3 (Node 18 or later, 2026-11-29), DKIM of a mail that ends with its header: no empty line, no body (RFC 5322,
# section 3.5: the body is optional, and the empty line belongs to it). An empty reply can be sent so.
# Guess: it is verified as a mail with an empty body, whose hash is the same (RFC 6376, section 3.4.3 and 3.4.4).
# Seen: its own signature of the empty body is not found any more when the last line end is gone: "message not signed". Asked to
# sign such a mail it gives no signature and no error. Where an author's mail counts only when proven, who replies with nothing
# is a stranger. And an author in a group ("Tim: ani@…;", RFC 6854) is nobody: the signature passes and is aligned with none.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
cd "$folder" && npm init --yes >/dev/null && npm install --silent mailauth@4.13.3
cat >try.mjs <<'JS'
import assert from 'node:assert';
import crypto from 'node:crypto';
import { dkimSign } from 'mailauth/lib/dkim/sign.js';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';

const { privateKey, publicKey } = crypto.generateKeyPairSync('rsa', { modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'der' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
const resolver = async () => [[`v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`]];
const signatureData = [{ signingDomain: 'customer.example', selector: 's', privateKey }];

async function verdict(what, author, end, left = end) {
  const head = `From: ${author}\r\nTo: desk@desk.example\r\nSubject: Re: #4\r\nMessage-ID: <1@customer.example>\r\n`;
  const { signatures, errors } = await dkimSign(head + end, { signTime: new Date(), signatureData });
  const [{ status }] = (await dkimVerify(Buffer.from(signatures.trim() + '\r\n' + head + left), { resolver })).results;
  console.log(what.padEnd(20), status.result, status.comment ?? '', status.aligned, errors.length);
  return [status.result, status.aligned, signatures.startsWith('DKIM-Signature:'), errors.length];
}

assert.deepEqual(await verdict('empty body', 'ani@customer.example', '\r\n'), ['pass', 'customer.example', true, 0]);
assert.deepEqual(await verdict('without its line end', 'ani@customer.example', '\r\n', ''), ['none', undefined, true, 0]);
const { signatures, errors } = await dkimSign('From: ani@customer.example\r\nSubject: Re: #4\r\n', { signatureData });
assert.deepEqual([signatures.trim(), errors], ['', []]);
assert.deepEqual(await verdict('group', 'Tim: ani@customer.example;', '\r\nHalo\r\n'), ['pass', undefined, true, 0]);
JS
node try.mjs
