#!/bin/sh
# flufl.bounce 6.0.0 (Python 3.11, 2026-11-29), a delivery report (RFC 3464) whose group names both recipients.
# Guess: it reports Final-Recipient, the address that refused, or both.
# Seen: only Original-Recipient, whatever address the mail was really refused for. Who looks up "the bounced address" in
# his customers finds the alias he wrote to and never the mailbox behind it; mailflow reads both (mail/reports.py).
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env" && "$folder/env/bin/pip" --quiet --disable-pip-version-check install flufl.bounce==6.0.0
"$folder/env/bin/python" - <<'PY'
from email import message_from_string
from flufl.bounce import all_failures

REPORT = """\
From: MAILER-DAEMON@mx.example
To: desk@desk.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The mail could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Original-Recipient: rfc822; alias@customer.example
Final-Recipient: rfc822; mailbox@customer.example
Action: failed
Status: 5.1.1

--b--
"""
temporary, permanent = all_failures(message_from_string(REPORT))
print("permanent:", sorted(permanent))
assert permanent == {b"alias@customer.example"}, permanent
PY
