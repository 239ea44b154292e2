"""Whether a letter is the one a script expects, and what of it differs, in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from email.message import EmailMessage
from email.utils import getaddresses
from zoneinfo import ZoneInfo

from mailflow.core.message import Address
from mailflow.core.ticket import Ticket
from mailflow.mail.identity import without_bounce_tag
from tests.scripts.client import addresses
from tests.scripts.desk import Seen

DESK_ADDRESS = "iduhelp@desk.example"
OPERATORS = ("budi@desk.example", "sari@desk.example")
SURVEYS = {"link": ("https://survey.example/",), "mail": ("1 (kecewa) sampai 5", "1 (disappointed) to 5")}
# Letters the customer gets when the PIC closes.
CLOSINGS = ("closed", "closing-satisfied", "closing-no-feedback", "self-help")


def differences(
    letter: Seen, heads: dict[str, list[str]], body: list[str], find: Callable[[str], EmailMessage]
) -> list[str]:
    """What of the expected letter this one is not; [] means it is the one."""
    found = []
    for key, values in heads.items():
        for value in values:
            answers = key == "answers"
            fault = _threading(letter.message, value, find(value)) if answers else _fault(letter, key, value)
            if fault:
                found.append(fault)
    said = flat(letter.text)
    found += [f"its text lacks: {line.strip()}" for line in body if line.strip() and flat(line) not in said]
    return found


def _fault(letter: Seen, key: str, value: str) -> str:
    message = letter.message
    match key:
        case "letter":
            return "" if letter.kind == value else f"it is a {letter.kind}, not a {value}"
        case "to":
            return "" if letter.to == addresses(value) else f"it goes to {', '.join(letter.to)}, not to {value}"
        case "cc" | "from" | "reply-to":
            return _people(message, key, value)
        case "without":
            return f"its text says: {value}" if flat(value) in flat(letter.text) else ""
        case "once":
            count = flat(letter.text).count(flat(value))
            return "" if count == 1 else f"its text says {count} times: {value}"
        case "at":
            given = f"{message['Date'].datetime:%A %Y-%m-%d %H:%M}"
            return "" if given.endswith(value) else f"it is of {given}, not of {value}"
        case "files":
            names = [part.get_filename() for part in message.iter_attachments()]
            return "" if (", ".join(map(str, names)) or "none") == value else f"files: {names}"
        case _:
            given = flat(str(message[key])) if message[key] else "none"
            return "" if flat(value) in given else f"{key}: {given}, not {value}"


def _threading(message: EmailMessage, name: str, original: EmailMessage) -> str:
    if str(message["In-Reply-To"]) == str(original["Message-ID"]):
        return ""
    return f"it answers {message['In-Reply-To']}, not {name} {original['Message-ID']}"


def _people(message: EmailMessage, key: str, value: str) -> str:
    given = getaddresses([str(message[key] or "")])
    if value == "none":
        return f"{key}: {message[key]}, not none" if message[key] else ""
    if "@" not in value and key == "from" and value.lower() != "desk":
        return "" if value in given[0][0] else f"from: {given[0][0]}, not {value}"
    emails = sorted(email.lower() for _, email in given if email)
    return "" if emails == addresses(value) else f"{key}: {', '.join(emails) or 'none'}, not {value}"


def always(letter: Seen, survey: str) -> list[str]:
    """What every letter of mailflow keeps, whether a script asks or not (interfaces.md, "Mails mailflow sends").
    `survey`: how the desk asks those whose tickets it closes, a key of SURVEYS or another word for not at all."""
    message, found = letter.message, []
    message_id = str(message["Message-ID"])
    if len(message_id) > 70 or message_id != message_id.lower():
        found.append(f"Message-ID {message_id}")
    if without_bounce_tag(letter.received.mail_from) != DESK_ADDRESS:
        found.append(f"envelope sender {letter.received.mail_from}")
    outside = is_outside(letter)
    if letter.n is not None and str(message["Subject"]).count("[#") != (0 if outside else 1):
        found.append(f"no tag, or several, in the subject {message['Subject']}")
    if (letter.kind != "answer" and not outside) != (message["Auto-Submitted"] is not None):
        found.append(f"Auto-Submitted: {message['Auto-Submitted']}")
    if DESK_ADDRESS in letter.received.rcpts:
        found.append("it goes to the desk itself")
    if "offline nomor" in letter.text.split("\n> ")[0] and letter.kind != "claim-receipt":
        found.append("only the claim receipt says offline nomor")
    asked = {road: sum(map(letter.text.count, words)) for road, words in SURVEYS.items()}
    closes = letter.kind in (*CLOSINGS, "survey-reminder") and str(message["From"]).find(" via ") < 0
    if asked != {road: int(closes and road == survey) for road in SURVEYS}:
        found.append(f"surveys: {asked}")
    if letter.kind == "answer":
        private = [address for address in OPERATORS if address not in letter.received.rcpts]
        found += [f"an operator's address {a}" for a in private if a.encode() in letter.received.data]
        found += ["a command line"] if re.search(r"(?mi)^\s*/\s*(selesai|close|tutup|pindah)\b", letter.text) else []
    return found


def is_outside(letter: Seen) -> bool:
    """Whether it is for a party outside, such as the second tier: as from a person, without our tag."""
    named = " via " in str(letter.message["From"])
    return letter.kind in ("second-tier-form", "ask-third-party") or (letter.kind == "reminder-second-tier" and named)


def ticket_words(ticket: Ticket, key: str, zone: ZoneInfo, alarm: datetime | None) -> str | None:
    """A field of a ticket as scripts write it; None when there is no such field."""
    if key == "alarm":
        value: object = alarm
    elif not hasattr(ticket, key.replace(" ", "_")):
        return None
    else:
        value = getattr(ticket, key.replace(" ", "_"))
    match value:
        case None | ():
            return "none"
        case bool():
            return "yes" if value else "no"
        case datetime():
            return f"{value.astimezone(zone):%A %Y-%m-%d %H:%M}"
        case Address():
            return value.email
        case tuple():
            return ", ".join(item.email if isinstance(item, Address) else str(item) for item in value)
        case _:
            return str(value)


def flat(text: str) -> str:
    return " ".join(text.split())


def shown(letter: Seen) -> str:
    """A letter for a person who wonders why a script failed."""
    message = letter.message
    heads = "".join(f"      {key}: {message[key]}\n" for key in ("From", "To", "Cc", "Subject") if message[key])
    return f"    {letter}\n{heads}" + "".join(f"      | {line}\n" for line in letter.text.rstrip().split("\n"))
