"""A customer who asks and an operator who claims, with nothing but mail. Run by desk.sh inside the fresh machine."""

import email
import email.policy
import json
import smtplib
import subprocess
import time
from email.message import EmailMessage
from pathlib import Path

PATIENCE = 120.0  # seconds for each step


def until(found, what):
    """The first true value of `found()`."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.5)
    raise SystemExit(f"people.py: waited in vain for {what}")


def send(sender, to, subject, text, **headers):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Message-ID"] = f"<{time.time_ns()}@{sender.partition('@')[2]}>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    with smtplib.SMTP("127.0.0.1", 25) as server:
        server.send_message(mail)


def inbox(who, words):
    """The first mail of somebody whose subject has these words."""
    for file in Path("/home", who, "Maildir", "new").glob("*"):
        mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        if words in mail["Subject"]:
            return mail
    return None


def owner():
    said = subprocess.run(
        ["mailflow", "--home", "/srv/desk", "list", "--json"], capture_output=True, text=True, check=True
    )
    return [ticket["owner"] for ticket in json.loads(said.stdout)["tickets"]]


send("ani@toko.example", "help@desk.example", "Pulsa belum masuk", "Pulsa saya belum masuk sejak pagi.")
announced = until(lambda: inbox("budi", "Pulsa belum masuk"), "the announcement")
until(lambda: inbox("ani", "Pulsa belum masuk"), "the acknowledgement")
print(f"announced: {announced['Subject']}")
send(
    "budi@desk.example", "help@desk.example", f"Re: {announced['Subject']}", "saya ambil\n",
    In_Reply_To=announced["Message-ID"], References=announced["Message-ID"],
)  # fmt: skip
print("owner:", until(lambda: [name for name in owner() if name], "the claim"))
