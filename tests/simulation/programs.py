"""What programs write in people's names: vacation notices, one form for each sign that tells them, and reactions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tests.simulation.mails import Item, re_subject

Heads = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Notice:
    """One autoresponder's way; `{}` in a subject is that of the mail it answers, in a header its author's address."""

    heads: Heads = ()
    subject: str = "Re: {}"
    words: str = "Email Anda sudah saya terima. {qz}"
    null_sender: bool = False  # MAIL FROM:<>, which our server writes down
    bare: bool = False  # no MIME-Version: no program people write with
    at_once: bool = False  # and nothing else tells it: only while the letter is seconds old


NOTICES = {
    "Auto-Submitted": Notice((("Auto-Submitted", "auto-replied (vacation)"),), "Balasan otomatis: {}"),
    "Exchange": Notice(
        (("X-Auto-Response-Suppress", "All"), ("X-MS-Exchange-Inbox-Rules-Loop", "{}")), "Automatic reply: {}"
    ),
    "its subject": Notice(subject="Automatic reply: {}"),
    "Precedence": Notice((("Precedence", "bulk"),)),
    "a null sender": Notice(null_sender=True),
    "X-Loop": Notice((("X-Loop", "{}"),), "Re: {}"),
    "vacation(1)": Notice(subject="away from my mail", bare=True),
    "its words": Notice(words="Saya sedang cuti dan kembali tanggal 10. {qz}", at_once=True),
}
REACTIONS = ("Gmail", "Gmail's part alone", "Outlook", "Apple")


def reacted(form: str, name: str, item: Item, at: datetime) -> tuple[str, str]:
    """(text, emoji of Gmail's part or "") of a reaction to `item`."""
    match form:
        case "Gmail" | "Gmail's part alone":
            return f"👍\n\n{name} reacted via Gmail", "👍"
        case "Outlook":
            head = f"From: {item.sender} <{item.sender}>\nSent: {at:%A, %B %d, %Y %I:%M:%S %p}\nTo: {name}\n"
            return (
                f"👍 {name} reacted to your message:\n{'_' * 32}\n{head}Subject: {re_subject(item)}\n\n{item.text}",
                "",
            )
        case _:
            first = next((line.strip() for line in item.text.splitlines() if line.strip()), "…")
            return f"Liked “{first[:60]}{'…' if len(first) > 60 else ''}”", ""
