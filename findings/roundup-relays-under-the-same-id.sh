#!/bin/sh
# Roundup 2.6.0 (Python 3.11, 2026-11-29), template classic: what somebody writes by mail goes on to those who follow the issue.
# Guess: a mail of the tracker's own: its own Message-ID, and no mark of automatic mail, since a person wrote the words.
# Seen: it has the Message-ID of its author's own mail, with other words, another subject and another From, and it says
# "Precedence: bulk". Whoever got the author's mail by a list or a forward drops one of the two as the same mail; rules that
# put bulk mail aside never show a colleague's answer; and an autoresponder keeps silent on it.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env" && "$folder/env/bin/pip" --quiet --disable-pip-version-check install roundup==2.6.0
cd "$folder" && export HOME="$folder" && roundup() { "$folder/env/bin/roundup-admin" -i desk "$@"; }
roundup install classic sqlite >/dev/null
"$folder/env/bin/python" - <<'PY'
import configparser
import pathlib

path = pathlib.Path("desk/config.ini")
ini = configparser.RawConfigParser()
ini.read(path)
ini["tracker"]["web"] = "http://localhost/desk/"
ini["mail"].update(domain="desk.example", host="localhost", debug=str(path.parent.resolve() / "letters"))
with path.open("w") as file:
    ini.write(file)
PY
roundup -u admin initialise password >/dev/null
roundup -u admin set user1 address=ani@customer.example
roundup -u admin create user username=budi address=budi@desk.example roles=User >/dev/null
cat >try.py <<'PY'
import email
import email.policy
import pathlib
import subprocess

LETTERS = pathlib.Path("desk/letters")


def relayed(mail: str) -> email.message.EmailMessage | None:
    """The letter that one mail to the tracker makes it send."""
    LETTERS.write_text("")
    subprocess.run(["env/bin/roundup-mailgw", "desk"], input=mail.encode(), check=True)
    lines = LETTERS.read_text().splitlines()[3:]
    return email.message_from_string("\n".join(lines), policy=email.policy.default) if lines else None


HEAD = "From: ani@customer.example\nTo: issue_tracker@desk.example\n"
assert relayed(HEAD + "Subject: Pulsa\nMessage-ID: <1@customer.example>\n\nMohon dicek.\n") is None
subprocess.run(["env/bin/roundup-admin", "-i", "desk", "-u", "admin", "set", "issue1", "nosy=1,3"], check=True)
letter = relayed(HEAD + "Subject: [issue1] Pulsa\nMessage-ID: <2@customer.example>\n\nSudah masuk.\n")
assert letter is not None
print(*(f"{name}: {letter[name]}" for name in ("From", "To", "Message-Id", "Precedence", "Auto-Submitted")), sep="\n")
assert letter["To"] == "budi@desk.example" and "issue_tracker@desk.example" in letter["From"]
assert letter["Message-Id"] == "<2@customer.example>"
assert letter["Precedence"] == "bulk" and letter["Auto-Submitted"] is None
assert "added the comment" in letter.get_content() and "Sudah masuk." in letter.get_content()
PY
env/bin/python try.py
