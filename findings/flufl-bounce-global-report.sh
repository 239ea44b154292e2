#!/bin/sh
# flufl.bounce 6.0.0 (Python 3.11, 2026-11-29), delivery reports in the form of RFC 6533 (message/global-delivery-status).
# Guess: the newer form, which servers with SMTPUTF8 send (chasquid always), is read like the old one.
# Seen: nothing is found in it, although every address in it is ASCII; nor in an old-form report whose recipient has the
# type "utf-8" (RFC 6533, section 3) instead of "rfc822". No error: the mail looks like no bounce at all.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env" && "$folder/env/bin/pip" --quiet --disable-pip-version-check install flufl.bounce==6.0.0
"$folder/env/bin/python" - <<'PY'
from email import message_from_string
from flufl.bounce import all_failures

REPORT = """\
From: MAILER-DAEMON@mx.example
To: desk@desk.example
Subject: Mail delivery failed
MIME-Version: 1.0
Content-Type: multipart/report; report-type={kind}; boundary="b"

--b
Content-Type: text/plain

The mail could not be delivered.

--b
Content-Type: message/{kind}

Reporting-MTA: dns; mx.example

Final-Recipient: {address_type}; ani@customer.example
Action: failed
Status: 5.1.1

--b--
"""


def found(kind, address_type):
    return all_failures(message_from_string(REPORT.format(kind=kind, address_type=address_type)))[1]


for kind, address_type in (
    ("delivery-status", "rfc822"),
    ("delivery-status", "utf-8"),
    ("global-delivery-status", "rfc822"),
    ("global-delivery-status", "utf-8"),
):
    print(f"message/{kind}, {address_type}:", sorted(found(kind, address_type)))
assert found("delivery-status", "rfc822") == {b"ani@customer.example"}
assert not found("delivery-status", "utf-8")
assert not found("global-delivery-status", "rfc822")
assert not found("global-delivery-status", "utf-8")
PY
