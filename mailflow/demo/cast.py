"""The people of the demo and their mail clients, which write and reply like real ones."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from dataclasses import field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, getaddresses, make_msgid

from mailflow.demo.postoffice import Delivered
from mailflow.lazy_dataclasses import dataclass

DESK = "help@campus.example"


@dataclass
class Actor:
    """A person with a mail client and an outgoing server."""

    name: str
    address: str
    port: int  # of the server that accepts the mail: the daemon's listener
    wrote: Callable[[datetime, str], str]  # the line above what is quoted
    sent: list[EmailMessage] = field(default_factory=list)

    def write(self, subject: str, text: str, at: datetime) -> EmailMessage:
        """A new mail to the desk."""
        return self._send(self._mail(subject, [DESK], text, at))

    def reply(self, letter: Delivered, text: str, at: datetime) -> EmailMessage:
        """Reply All like real clients: to Reply-To and everyone in Cc, threaded, with the old mail quoted below."""
        to = letter.mail.get_all("Reply-To") or letter.mail.get_all("From") or []
        people = [address for _, address in getaddresses([str(t) for t in to]) if address != self.address]
        subject = letter.subject if letter.subject.lower().startswith("re:") else f"Re: {letter.subject}"
        sender = str(letter.mail["From"])
        quoted = "\n".join(f"> {line}" for line in letter.text.splitlines())
        mail = self._mail(subject, people, f"{text}\n\n{self.wrote(at, sender)}\n{quoted}\n", at)
        mail["In-Reply-To"] = str(letter.mail["Message-ID"])
        mail["References"] = f"{letter.mail.get('References', '')} {letter.mail['Message-ID']}".strip()
        return self._send(mail)

    def _mail(self, subject: str, to: list[str], text: str, at: datetime) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = f"{self.name} <{self.address}>"
        mail["To"] = ", ".join(to)
        mail["Subject"] = subject
        mail["Date"] = format_datetime(at)
        mail["Message-ID"] = make_msgid(domain=self.address.partition("@")[2])
        mail.set_content(text)
        return mail

    def _send(self, mail: EmailMessage) -> EmailMessage:
        with smtplib.SMTP("127.0.0.1", self.port, timeout=20) as server:
            server.send_message(mail)
        self.sent.append(mail)
        return mail
