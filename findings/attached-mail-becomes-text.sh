#!/bin/sh
# imap-tools 1.16.0 and mail-parser 4.8.0 (Python 3.11, 2026-11-29), a mail with another one attached (message/rfc822).
# Guess: the attached mail is an attachment, and its words are its own.
# Seen: both add its body to the text of the mail around it. imap-tools joins all parts without even a line break (a
# word grows together with the next part's first word), and names the mail among the attachments as well; mail-parser
# has no attachment at all. A forwarded complaint is then "said" by whoever forwarded it.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install imap-tools==1.16.0 mail-parser==4.8.0
"$folder/env/bin/python" - <<'PY'
import mailparser
from imap_tools import MailMessage

RAW = b"""From: budi@desk.example\r
To: desk@desk.example\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary=b\r
\r
--b\r
Content-Type: text/plain\r
\r
Please see below.\r
--b\r
Content-Type: message/rfc822\r
\r
From: ani@customer.example\r
Subject: Late\r
\r
I am waiting.\r
--b\r
Content-Type: text/plain\r
\r
Thanks\r
--b--\r
"""
tools, parser = MailMessage.from_bytes(RAW), mailparser.parse_from_bytes(RAW)
print("imap-tools: ", repr(tools.text), [one.content_type for one in tools.attachments])
print("mail-parser:", parser.text_plain, parser.attachments)
assert tools.text == "Please see below.I am waiting.Thanks"
assert [one.content_type for one in tools.attachments] == ["message/rfc822"]
assert parser.text_plain == ["Please see below.", "I am waiting.", "Thanks"] and not parser.attachments
PY
