"""What another desk's API gives of one message → a mail, made the same way each time: an import knows it by its bytes.

An author without an address gets one of imported.invalid (RFC 2606 §2), which is never taken for a customer's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from mailflow.core.importing import NOWHERE
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail import addresses

_POLICY = SMTP.clone(linesep="\n", max_line_length=998)
_ID = re.compile(r"[^<>\s]{1,900}")


@dataclass(frozen=True, slots=True)
class DeskFile:
    """A file of a message. `data` is None where the API gave its name alone."""

    name: str
    content_type: str
    data: bytes | None


@dataclass(frozen=True, slots=True)
class DeskEntry:
    """A message of a ticket there. `author`, `to`, `cc` as they stand in a header; `ids` are Message-IDs, oldest
    first."""

    thread: str  # names the ticket there, such as zammad-ticket-3
    name: str  # and the message, such as zammad-article-7
    number: str
    at: datetime
    author: str
    subject: str
    text: str
    is_html: bool = False
    to: str = ""
    cc: str = ""
    message_id: str = ""
    ids: Sequence[str] = ()
    files: Sequence[DeskFile] = ()


def mail_of(entry: DeskEntry) -> bytes:
    """The mail: with the message's own Message-ID where it was one, and the ticket as what all refer to."""
    made = EmailMessage(_POLICY)
    made["From"] = _author(entry.author)
    for name, value in (("To", entry.to), ("Cc", entry.cc)):
        if people := [_address(one.email, one.name) for one in addresses.parse(value)]:
            made[name] = [one for one in people if one is not None]
    made["Subject"] = _line(entry.subject)
    made["Date"] = format_datetime(entry.at)
    own = _bare(entry.message_id)
    made["Message-ID"] = f"<{own}>" if own else f"<{entry.name}@{NOWHERE}>"
    made["References"] = " ".join(
        [f"<{entry.thread}@{NOWHERE}>", *(f"<{one}>" for one in map(_bare, entry.ids) if one)]
    )
    if entry.number:
        made["X-Import-Number"] = _line(entry.number)
    missing = [one.name for one in entry.files if one.data is None]
    text = entry.text + "".join(f"\n[{_line(one)}]" for one in missing)
    made.set_content(text, subtype="html" if entry.is_html else "plain", cte="base64")
    for file in entry.files:
        if file.data is not None:
            kind, _, sub = (file.content_type.partition(";")[0].strip().lower()).partition("/")
            known = kind in ("image", "audio", "video", "application", "text") and re.fullmatch(r"[\w.+-]{1,80}", sub)
            made.add_attachment(
                file.data, maintype=kind if known else "application", subtype=sub if known else "octet-stream",
                filename=_line(file.name) or "file",
            )  # fmt: skip
    if made.is_multipart():
        made.set_boundary(f"=_{sha256(entry.name.encode()).hexdigest()[:24]}")
    return made.as_bytes()


def _author(said: str) -> HeaderAddress | str:
    found = next(iter(addresses.parse(said)), None)
    known = _address(found.email, found.name) if found is not None else None
    return known or HeaderAddress(_line(said)[:200], "nobody", NOWHERE)


def _address(email: str, name: str) -> HeaderAddress | None:
    """None for what no header can hold."""
    local, _, domain = email.rpartition("@")
    try:
        return HeaderAddress(_line(name), local, domain) if local else None
    except (ValueError, IndexError):
        return None


def _bare(message_id: str) -> str:
    found = _ID.search(message_id or "")
    return found[0] if found and found[0].isascii() else ""


def _line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
