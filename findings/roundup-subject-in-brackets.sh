#!/bin/sh
# Roundup 2.6.0 (Python 3.11, 2026-11-29), its mail gateway as installed (template classic, SQLite).
# Guess: a bracket in a subject matters when it names an item ("[issue1]"), else it is part of the title.
# Seen: one word in brackets in front (the mark of a mailing list, "[EXTERNAL]") or anything in brackets at the end ("[tiket 4]",
# "[PENTING]") refuses the mail: its author is sent a lesson about subjects, and no issue is opened. "[#4]" in front passes,
# for "#" is no letter. And a reply whose subject was shortened renames the issue.
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
cat >try.py <<'PY'
import pathlib
import subprocess

SCRIPTS = pathlib.Path("env/bin")


def sent(subject: str) -> str:
    """What the author of a mail with this subject is sent."""
    letters = pathlib.Path("desk/letters")
    letters.write_text("")
    mail = f"From: ani@customer.example\nTo: issue_tracker@desk.example\nSubject: {subject}\n\nMohon dicek.\n"
    subprocess.run([SCRIPTS / "roundup-mailgw", "desk"], input=mail.encode(), check=True)
    refused = "Failed issue tracker submission" in letters.read_text()
    print(f"{subject:40} {'refused' if refused else 'accepted'}")
    return "refused" if refused else "accepted"


def titles() -> list[str]:
    table = subprocess.run([SCRIPTS / "roundup-admin", "-i", "desk", "-u", "admin", "list", "issue"],
                           capture_output=True, text=True, check=True).stdout
    return [line.partition(": ")[2] for line in table.splitlines()]


assert sent("Pulsa 50.000 belum masuk") == sent("[#4] Pulsa belum masuk") == "accepted"
assert {sent("[layanan] Pulsa belum masuk"), sent("[EXTERNAL] Pulsa"), sent("Pulsa [PENTING]"), sent("Pulsa [tiket 4]")} == {"refused"}
assert titles() == ["Pulsa 50.000 belum masuk", "[#4] Pulsa belum masuk"], titles()
assert sent("Re: [issue1] Pulsa") == "accepted"
print(titles())
assert titles() == ["Pulsa", "[#4] Pulsa belum masuk"]
PY
env/bin/python try.py
