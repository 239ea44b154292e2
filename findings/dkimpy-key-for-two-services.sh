#!/bin/sh
# dkimpy 1.1.8 (Python 3.11, 2026-12-01), a key that its owner publishes for two services, "s=email:tlsrpt" (RFC 6376, section 3.6.1:
# a colon-separated list; RFC 8460, section 3, adds tlsrpt), and a signature that names two ways to its key (q=, section 3.5).
# Guess: a list that has "email" in it is good for mail.
# Seen: the two values are compared as whole texts. A key for "email:tlsrpt" (either way round, or with "*" beside it) is taken for one
# of an unknown service: verify() says False and raises nothing, so each good signature by that key counts as a forged one.
# "s=email" and "s=*" alone are taken. "q=dns/txt:x-http", whose second way must be ignored, is no signature for it either. mailauth
# 4.13.3 verifies all of them. Who publishes one key for mail and TLS reports is a stranger to every Python program.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install dkimpy==1.1.8 cryptography==50.0.2
cd "$folder" && npm install --silent --no-audit --no-fund mailauth@4.13.3 >/dev/null
cat >theirs.mjs <<'JS'
import { readFileSync } from "node:fs";
import { authenticate } from "mailauth";

const resolver = async (name, type) => {
  if (type === "TXT" && name.includes("_domainkey")) return [[process.argv[2]]];
  throw Object.assign(new Error("none"), { code: "ENOTFOUND" });
};
const found = await authenticate(readFileSync("mail"), {
  ip: "127.0.0.1", helo: "toko.example", mta: "mx", sender: "ani@toko.example", resolver, disableArc: true, disableDmarc: true, disableBimi: true,
});
console.log(found.dkim.results[0].status.result);
JS
"$folder/env/bin/python" - <<'PY'
import base64
import pathlib
import subprocess

import dkim
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

KEY = rsa.generate_private_key(65537, 2048)
PRIVATE = KEY.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
PUBLIC = base64.b64encode(KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()
MAIL = b"From: ani@toko.example\r\nSubject: Pulsa\r\n\r\nBelum masuk.\r\n"


class Signer(dkim.DKIM):
    """Names its way to the key in q=."""

    ways = b"dns/txt"

    def gen_header(self, fields, include_headers, canon_policy, header_name, pk, standardize=False):
        fields = [(name, self.ways if name == b"q" else value) for name, value in fields]
        return super().gen_header(fields, include_headers, canon_policy, header_name, pk, standardize)


def verified(services: str, ways: bytes = b"dns/txt") -> tuple[bool, str]:
    """What dkimpy and mailauth say."""
    record = f"v=DKIM1; {services}p={PUBLIC}"
    signer = Signer(MAIL)
    signer.ways = ways
    mail = signer.sign(b"s", b"toko.example", PRIVATE, include_headers=[b"from", b"subject"]) + MAIL
    pathlib.Path("mail").write_bytes(mail)
    ours = dkim.verify(mail, dnsfunc=lambda name, timeout=5: record.encode())
    theirs = subprocess.run(["node", "theirs.mjs", record], capture_output=True, text=True, check=True).stdout.strip()
    print(f"{services or 'no s=':20} q={ways.decode():16} dkimpy: {ours!s:6} mailauth: {theirs}")
    return ours, theirs


for services in ("", "s=email; ", "s=*; "):
    assert verified(services) == (True, "pass")
for services in ("s=email:tlsrpt; ", "s=tlsrpt:email; ", "s=email:*; "):
    assert verified(services) == (False, "pass")
assert verified("", b"dns/txt:x-http") == (False, "pass")
PY
