#!/bin/sh
# dkimpy 1.1.8 (Python 3.11, 2026-11-30), the headers it signs when nobody names them; RFC 8058, section 4: List-Unsubscribe and
# List-Unsubscribe-Post MUST be covered by a valid DKIM signature, else receivers show no button.
# Guess: a signer that covers List-Unsubscribe by default covers its companion, six years younger than the first.
# Seen: its default is the list of RFC 6376 (2011), section 5.4.1, where List-Unsubscribe-Post cannot stand: the signature is valid,
# the first header is covered, the second is not, and may be taken away or added without breaking it. Named in include_headers
# both are covered. OpenDKIM's manual names the same section for SignHeaders. So one-click must be asked of the signer by name.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env" && "$folder/env/bin/pip" --quiet --disable-pip-version-check install dkimpy==1.1.8 cryptography==43.0.3
"$folder/env/bin/python" - <<'PY'
import base64
import re

import dkim
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

PAIR = rsa.generate_private_key(65537, 2048)
KEY = PAIR.private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
)
PUBLIC = PAIR.public_key().public_bytes(
    serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
)
POST = b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
MAIL = (
    b"From: Desk <desk@desk.example>\r\nTo: ani@mail.example\r\nSubject: News\r\n"
    b"Date: Mon, 30 Nov 2026 09:00:00 +0700\r\nMessage-ID: <1@desk.example>\r\n"
    b"List-Unsubscribe: <https://desk.example/u/1>\r\n" + POST + b"\r\nHello.\r\n"
)


def in_dns(name: bytes, timeout: int = 5) -> bytes:
    return b"v=DKIM1; k=rsa; p=" + base64.b64encode(PUBLIC)


def covered(signature: bytes) -> set[bytes]:
    return set(re.sub(rb"\s+", b"", signature).split(b"h=")[1].split(b";")[0].lower().split(b":"))


signature = dkim.sign(MAIL, b"s", b"desk.example", KEY)
print(sorted(covered(signature)))
assert b"list-unsubscribe" in covered(signature)
assert b"list-unsubscribe-post" not in covered(signature)
assert dkim.verify(signature + MAIL, dnsfunc=in_dns)
assert dkim.verify(signature + MAIL.replace(POST, b""), dnsfunc=in_dns)
named = [b"from", b"subject", b"list-unsubscribe", b"list-unsubscribe-post"]
signature = dkim.sign(MAIL, b"s", b"desk.example", KEY, include_headers=named)
assert dkim.verify(signature + MAIL, dnsfunc=in_dns)
assert not dkim.verify(signature + MAIL.replace(POST, b""), dnsfunc=in_dns)
PY
