#!/bin/sh
# apprise 2.3.0 (Python 3.11, 2026-11-30), a notification by mail (mailto://) whose body is plain text, as monitors and shops send
# what a customer has written, with nothing said of its format.
# Guess: it leaves as text/plain, word for word.
# Seen: mailto:// sends HTML unless its address says format=text, and takes the body for HTML as it is: the HTML part is the plain
# text, so on the screen five lines are one, and what stands between "<" and ">" and begins with a letter is gone. The plain part
# beside it is made from that: one line, the same words lost. No part has the lines a desk's reader of forms looks for.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" --quiet --disable-pip-version-check install apprise==2.3.0 aiosmtpd==1.4.6
"$folder/env/bin/python" - <<'PY'
import email
import email.policy
import socket

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from apprise import Apprise

BODY = "Halo,\n\nNomor: 0812-3456-7890\nNominal: 50.000\n<belum masuk> & <0812>\nTerima kasih"
taken: list[email.message.Message] = []


class Keep(Message):
    def handle_message(self, message: email.message.Message) -> None:
        taken.append(email.message_from_bytes(message.as_bytes(), policy=email.policy.default))


with socket.create_server(("127.0.0.1", 0)) as free:
    port = free.getsockname()[1]
server = Controller(Keep(), hostname="127.0.0.1", port=port)
server.start()


def parts(form: str = "") -> dict[str, str]:
    sender = Apprise()
    sender.add(f"mailto://127.0.0.1:{port}?from=form@toko.example&to=desk@desk.example&mode=insecure{form}")
    assert sender.notify(title="Pulsa", body=BODY)
    found = {part.get_content_type(): part.get_content().rstrip() for part in taken.pop().walk() if not part.is_multipart()}
    print(form or "as it comes", found, sep="\n", end="\n\n")
    return found


assert parts("&format=text") == {"text/plain": BODY}
seen = parts()
assert seen["text/html"] == BODY
assert seen["text/plain"] == "Halo, Nomor: 0812-3456-7890 Nominal: 50.000  & <0812> Terima kasih"
server.stop()
PY
