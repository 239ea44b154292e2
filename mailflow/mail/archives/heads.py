"""What joins an old mail to others: its ids, the number in its subject, when it was written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from mailflow.lazy_dataclasses import dataclass
from mailflow.mail import dates, headers
from mailflow.mail.headers import Headers
from mailflow.mail.ids import message_ids

_HEADER = 400_000  # bytes of a mail that are looked at
_REPORT = 1_000_000  # the same of a delivery report, which names the mail it is about in its body
_RETURNED = re.compile(rb"(?im)^(?:original-)?message-id:[ \t\r\n]{0,4}(<[^<>\s]{3,900}>)")
# `[#12]`, `[Ticket#2023010112345678]`, `[rt.kampus.example #12]`, `[Tiket: 2024-0012]`
_NUMBER = re.compile(
    r"\[(?:[^\[\]#]{0,60}#\s{0,2}|(?:ticket|tiket|case|kasus|request)\s{0,2}(?:id|no\.?)?\s{0,2}[:\-]?\s{0,2})"
    r"([A-Za-z0-9](?:[A-Za-z0-9./-]{0,28}[A-Za-z0-9])?)\]",
    re.IGNORECASE,
)
_FIELDS = ("x-import-number", "rt-ticket")  # ours (desk_entry.py), and Request Tracker's: `kampus.example #12`


@dataclass(frozen=True, slots=True)
class MailHead:
    """Of one mail. `at` is None where nothing in its header says when it was written."""

    message_id: str = ""
    refers_to: tuple[str, ...] = ()
    number: str = ""
    at: datetime | None = None
    fields: int = 0  # how many there are; without any it is no mail


def head_of(raw: bytes) -> MailHead:
    """`raw`: the mail, or at least its beginning."""
    found, body = headers.split(raw, 0, min(len(raw), _HEADER))
    own = message_ids(found.get("message-id"))[-1:]
    refers = [one for name in ("references", "in-reply-to") for value in found.all(name) for one in message_ids(value)]
    if "multipart/report" in found.get("content-type").lower():
        refers += [one.decode("latin-1") for one in _RETURNED.findall(raw, body, body + _REPORT)]
    return MailHead(
        message_id=own[0] if own else "",
        refers_to=tuple(dict.fromkeys(refers)),
        number=_number(found),
        at=dates.parse(found.get("date")) or _received(found),
        fields=len(found.fields),
    )


def number_of(numbers: Iterable[str]) -> str:
    """The number most of these mails have, the first of several; "" where none has one."""
    found = Counter(one for one in numbers if one)
    return found.most_common(1)[0][0] if found else ""


def _number(found: Headers) -> str:
    for name in _FIELDS:
        if value := found.words(name).strip():
            return value.rpartition("#")[2].strip()[:30]
    tagged = _NUMBER.findall(found.words("subject")[:1000])
    return next((one for one in tagged if any(sign.isdecimal() for sign in one)), "")


def _received(found: Headers) -> datetime | None:
    """The topmost server's moment: the last one that had it."""
    return next((at for value in found.all("received")[:3] if (at := dates.parse(value.rpartition(";")[2]))), None)
