"""What people's mail clients do: write, reply, reply to all, forward; and what servers do: bounce, copy by a list.

A `mail` block's short lines become a real mail. Keys that are no directions to the client are headers as they stand.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, getaddresses

PEOPLE = {  # besides the colleagues that rules.yaml names
    "ani": "Ani Wijaya <ani@mail.example>",
    "joko": "Joko <joko@mail.example>",
    "rina": "Rina Putri <rina@kampus.example>",
    "mallory": "Mallory <mallory@evil.example>",
    "desk": "iDuHelp <iduhelp@desk.example>",
    "list": "operator@lists.desk.example",
    "admin": "admin@desk.example",
    "budi": "Budi <budi@desk.example>",
    "sari": "Sari <sari@desk.example>",
    "dewi": "Dewi <dewi@desk.example>",
}
DAYS = ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
SERVERS = ("return-path", "delivered-to", "authentication-results", "x-spam-flag")  # our server's own lines, on top
DIRECTIONS = ("from", "to", "cc", "subject", "reply to", "reply all to", "forward of", "copy of", "bounce of", "name",
              "via", "attach", "quote", "ends as", "action", "recipient", "picture", "relayed as")  # fmt: skip


@dataclass
class Client:
    """Writes the mails of one script. `find` gives the mail or letter another names in `Reply to:`."""

    now: Callable[[], datetime]  # local to the desk
    find: Callable[[str], EmailMessage]
    _count: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def write(self, heads: dict[str, list[str]], body: list[str]) -> bytes:
        """The mail a block describes, as bytes."""
        if "bounce of" in heads:
            return self._bounce(heads)
        return (self._copy if "copy of" in heads else self._mail)(heads, body).as_bytes()

    def _mail(self, heads: dict[str, list[str]], body: list[str]) -> EmailMessage:
        mail, text = self._addressed(heads), "\n".join(body).strip("\n")
        original = self._original(heads)
        style = heads.get("quote", ["gmail"])[0]
        if original is not None and style != "no":
            old = forwarded(original) if "forward of" in heads else QUOTES[style](original)
            text = f"{old}\n\n{text}" if style in ANSWERED_BELOW else f"{text}\n\n{old}"
        written = mail["Content-Type"]  # by the script: what follows is of that type
        mail.set_content(text.lstrip("\n") + "\n", cte="8bit")
        if written:
            mail.replace_header("Content-Type", written)
        for name in heads.get("attach", ()):
            mail.add_attachment(f"isi {name}".encode() * 200, maintype="application", subtype="pdf", filename=name)
        return mail

    def _addressed(self, heads: dict[str, list[str]]) -> EmailMessage:
        mail = EmailMessage(policy=SMTP)
        for key in SERVERS:
            for value in heads.get(key, ()):
                mail[key] = value
        author = person(heads["from"][0]) if "from" in heads else ""
        if author:
            mail["From"] = author
        to, cc, subject = self._recipients(heads, author)
        if to:
            mail["To"] = to
        if cc:
            mail["Cc"] = cc
        mail["Subject"] = subject
        original = self._original(heads)
        if original is not None and "forward of" not in heads:
            answered = heads.get("relayed as", [original["Message-ID"]])[0]
            mail["In-Reply-To"] = answered
            mail["References"] = " ".join([*str(original["References"] or "").split(), answered])
        if "message-id" not in heads:
            mail["Message-ID"] = f"<{next(self._count)}.client@{author.rpartition('@')[2].rstrip('>') or 'localhost'}>"
        if "date" not in heads:
            mail["Date"] = format_datetime(self.now())
        for key, values in heads.items():
            if key in ("in-reply-to", "references"):  # written in the script: not as a client would
                del mail["In-Reply-To"], mail["References"]
            for value in values if key not in DIRECTIONS + SERVERS else ():
                mail[key] = person(value) if key in ("reply-to", "sender") else value
        return mail

    def _original(self, heads: dict[str, list[str]]) -> EmailMessage | None:
        named = next((heads[key][0] for key in ("reply to", "reply all to", "forward of") if key in heads), None)
        return None if named is None else self.find(named)

    def _recipients(self, heads: dict[str, list[str]], author: str) -> tuple[str, str, str]:
        """To, Cc and Subject: what is written, else what a client would fill in."""
        original = self._original(heads)
        to, cc, subject = "", "", ""
        if original is not None:
            to = str(original["Reply-To"] or original["From"])
            prefix = "Fwd: " if "forward of" in heads else "Re: "
            words = str(original["Subject"])
            subject = words if words.lower().startswith(prefix.lower()) else prefix + words
            if "reply all to" in heads:
                cc = others([original["To"], original["Cc"]], but=[author, to])
                to = others([to], but=[author]) or to
        to = people(heads["to"]) if "to" in heads else to
        cc = people(heads["cc"]) if "cc" in heads else cc
        return to, cc, heads.get("subject", [subject])[0]

    def _copy(self, heads: dict[str, list[str]], body: list[str]) -> EmailMessage:
        """The same mail by another way: bytes as they were, but for headers and footer a list adds."""
        original = self.find(heads["copy of"][0])
        mail = EmailMessage(policy=SMTP)
        for key, value in original.items():
            if key.lower() not in heads and not key.lower().startswith(("content-", "mime-")):
                mail[key] = value
        for key, values in heads.items():
            for value in values if key not in DIRECTIONS or key == "subject" else ():
                mail[key] = value
        footer = "\n".join(body)
        text = text_of(original)
        mail.set_content(f"{text}\n{footer}\n" if footer else text, cte="8bit")
        return mail

    def _bounce(self, heads: dict[str, list[str]]) -> bytes:
        """A delivery report as RFC 3464 has it, from the server that could not deliver; for the actions `deleted` and
        `displayed` a disposition notification (RFC 8098), as Sieve's reject and people's clients send it; for `denied`
        and `awaiting` what a list manager writes that knows no reports (mlmmj); for `unquoted` words that name
        neither the letter nor its reader."""
        original = self.find(heads["bounce of"][0])
        given = person(heads["recipient"][0]) if "recipient" in heads else str(original["To"])
        recipient = getaddresses([given])[0][1]
        action, domain = heads.get("action", ["failed"])[0], recipient.rpartition("@")[2]
        filled = REPORTS.get(action, BOUNCE).format(
            list=recipient.partition("@")[0],
            original=original["Message-ID"],
            sender=original["Return-Path"],
            domain=domain,
            number=next(self._count),
            date=format_datetime(self.now()),
            recipient=recipient,
            action=action,
            status="5.1.1" if action == "failed" else "4.4.1",
            headers="".join(f"{key}: {value}\n" for key, value in original.items()),
        )
        return filled.encode()


BOUNCE = """\
Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@{domain}>
To: {sender}
Subject: Undelivered Mail Returned to Sender
Message-ID: <{number}.bounce@{domain}>
Date: {date}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

Your message to <{recipient}> could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.{domain}

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {status} no such user here

--b1
Content-Type: text/rfc822-headers

{headers}
--b1--
"""


DISPOSITION = """\
From: Postmaster <postmaster@{domain}>
To: {sender}
Subject: Pemberitahuan
Message-ID: <{number}.disposition@{domain}>
Date: {date}
MIME-Version: 1.0
Content-Type: multipart/report; report-type=disposition-notification; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

Surat untuk <{recipient}>: kotak surat penuh.

--b1
Content-Type: message/disposition-notification

Reporting-UA: {domain}; Surat
Final-Recipient: rfc822; {recipient}
Original-Message-ID: {original}
Disposition: automatic-action/MDN-sent-automatically; {action}

--b1--
"""


DENIED = """\
Return-Path: <{list}+bounces-help@{domain}>
Subject: Post to {list}@{domain} denied: Pulsa
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b1"
From: {list}+owner@{domain}
To: {sender}
Message-ID: <{number}.mlmmj@{domain}>
Date: {date}

--b1
Content-Type: text/plain; charset=utf8

Your letter was unable to be delivered to the list because you are not a list subscriber.

--b1
Content-Type: message/rfc822
Content-Disposition: inline; filename="message.eml"

{headers}
Ada permintaan baru.

--b1--
"""
UNQUOTED = """\
Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@{domain}>
To: {sender}
Subject: Undelivered mail
Message-ID: <{number}.unquoted@{domain}>
Date: {date}

550 5.1.1 Your message could not be delivered: no such user.
"""
AWAITING = DENIED.replace("Post to {list}@{domain} denied", "Awaiting release to {list}@{domain}").replace(
    "was unable to be delivered to the list because you are not a list subscriber", "awaits its moderators' review"
)
REPORTS = {"deleted": DISPOSITION, "displayed": DISPOSITION, "denied": DENIED, "awaiting": AWAITING,
           "unquoted": UNQUOTED}  # fmt: skip


def person(words: str) -> str:
    """A short name of the cast, or an address as it stands."""
    return PEOPLE.get(words.strip().lower(), words.strip())


def people(values: Sequence[str]) -> str:
    return ", ".join(person(word) for value in values for word in value.split(",") if word.strip())


def addresses(words: str) -> list[str]:
    """The addr-specs in a line of short names and addresses, lower-case."""
    return sorted(email.lower() for _, email in getaddresses([people([words])]) if email)


def others(values: Sequence[str | None], but: Sequence[str]) -> str:
    """Everybody in these headers, once, except those of `but`."""
    left_out = {email.lower() for _, email in getaddresses(list(but))}
    found = getaddresses([str(value) for value in values if value])
    kept = {email.lower(): (name, email) for name, email in found if email and email.lower() not in left_out}
    return ", ".join(formataddr(pair) for pair in kept.values())


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    return "" if body is None else str(body.get_content()).replace("\r\n", "\n")


def quoted(original: EmailMessage) -> str:
    """The original below an attribution line, as Gmail set to Indonesian writes it."""
    name, email = getaddresses([str(original["From"])])[0]
    when = original["Date"].datetime
    day, month = DAYS[when.weekday()], MONTHS[when.month - 1]
    said = f"Pada tanggal {day}, {when.day} {month} {when.year} pukul {when:%H.%M} {name} <{email}> menulis:"
    lines = text_of(original).rstrip("\n").split("\n")
    return said + "\n\n" + "\n".join(f"> {line}".rstrip() for line in lines)


def by_outlook(original: EmailMessage) -> str:
    """The original below its head, without marks, its long lines as they are."""
    when = original["Date"].datetime
    head = f"Dari: {original['From']}\nDikirim: {when.day} {MONTHS[when.month - 1]} {when.year} {when:%H.%M}\n"
    head += f"Kepada: {original['To']}\nSubjek: {original['Subject']}\n"
    return f"{'_' * 32}\n{head}\n{text_of(original)}"


def by_s_nail(original: EmailMessage) -> str:
    """`set quote`: a tabulator before each line, and the answer is written below."""
    lines = text_of(original).rstrip("\n").split("\n")
    return f"{original['From']} wrote:\n\n" + "\n".join(f"\t{line}" for line in lines)


def by_nobody(original: EmailMessage) -> str:
    """Just the words, as if the author had written them."""
    return text_of(original).rstrip("\n")


QUOTES: dict[str, Callable[[EmailMessage], str]] = {
    "gmail": quoted,
    "outlook": by_outlook,
    "s-nail": by_s_nail,
    "bare": by_nobody,
}
ANSWERED_BELOW = ("s-nail", "bare")


def forwarded(original: EmailMessage) -> str:
    head = "".join(f"{key}: {original[key]}\n" for key in ("From", "Date", "Subject", "To"))
    return f"---------- Forwarded message ---------\n{head}\n\n{text_of(original)}"
