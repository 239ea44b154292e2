#!/bin/sh
# yagmail 0.16.0 (Python 3.11, 2026-11-30), a mail of plain text that a form or a shop passes on: send(to, subject, text).
# Guess: text/plain, word for word; or two parts, of which the plain one is that text.
# Seen: two parts, and the plain one has a literal "<br>" where each line ended and no line break at all: a reader of plain text
# finds one line with tags in it, and an expression for "Nomor:" at the beginning of a line finds nothing. The HTML part takes the
# words for HTML: <belum masuk> is not seen. Of a list of texts, send(to, subject, [a, b]), the HTML has the first alone: who looks
# at the screen never sees the others. And one that happens to be the name of a file in the program's folder is not said but
# attached, as "None/None" without a Content-Disposition.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install yagmail==0.16.0 aiosmtpd==1.4.6
mkdir "$folder/shop" && cd "$folder/shop" && echo isi >pulsa
"$folder/env/bin/python" - <<'PY'
import email
import email.policy
import socket

import yagmail
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

taken: list[email.message.Message] = []


class Keep(Message):
    def handle_message(self, message: email.message.Message) -> None:
        taken.append(email.message_from_bytes(message.as_bytes(), policy=email.policy.default))


with socket.create_server(("127.0.0.1", 0)) as free:
    port = free.getsockname()[1]
server = Controller(Keep(), hostname="127.0.0.1", port=port)
server.start()
sender = yagmail.SMTP("form@toko.example", host="127.0.0.1", port=port, smtp_ssl=False, smtp_starttls=False, smtp_skip_login=True)


def parts(contents: str | list[str]) -> list[tuple[str, str]]:
    sender.send("desk@desk.example", "Pulsa", contents)
    found = [(part.get("Content-Type", ""), part.get_payload(decode=True).decode().strip())
             for part in taken.pop().walk() if not part.is_multipart()]
    print(*found, sep="\n", end="\n\n")
    return found


(_, plain), (_, html) = parts("Nomor: 0812-3456-7890\nNominal: 50.000\n<belum masuk>")
assert plain == "Nomor: 0812-3456-7890<br>Nominal: 50.000<br><belum masuk>"
assert "&lt;belum" not in html and "<belum masuk" in html
(_, plain), (_, html) = parts(["Yang belum masuk:", "50.000"])
assert plain == "Yang belum masuk:\n50.000" and "50.000" not in html
(_, plain), _, (kind, file) = parts(["Yang belum masuk:", "pulsa"])
assert "pulsa" not in plain and kind.startswith("None/None") and file == "isi"
server.stop()
PY
