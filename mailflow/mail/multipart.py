"""Bodies with files or an HTML alternative, by the standard library: rare enough for its price."""

from __future__ import annotations

import re
from email.message import EmailMessage
from email.policy import SMTP

from mailflow.mail.writing import clean_text, encoded_body, is_message_id, one_line

File = tuple[str, str, bytes, str]  # name, content type, content, content id without brackets or ""

LONGEST_FILE_NAME = 150
_TYPE = re.compile(r"([a-z0-9][a-z0-9!#$&^_.+-]{0,63})/([a-z0-9][a-z0-9!#$&^_.+-]{0,63})")
_NOT_OURS = frozenset({"multipart", "message"})  # RFC 2046 §5.2.1: may not be base64; goes as a plain file


def multipart_body(text: str, html: str | None, files: tuple[File, ...], boundary: str) -> bytes:
    """Content headers, blank line and body: text, its HTML alternative, the files. `boundary` must be unguessable."""
    message = EmailMessage(policy=SMTP)
    message.set_content(text, cte=encoded_body(text)[0])
    if html is not None:
        tidy = clean_text(html)
        message.add_alternative(tidy, subtype="html", cte=encoded_body(tidy)[0])
    for name, content_type, content, content_id in files:
        _attach(message, name, content_type, content, content_id)
    for depth, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{depth}.{boundary}")  # "=_" never occurs in quoted-printable or base64 (RFC 2045 §6.7)
    for part in message.walk():
        del part["MIME-Version"]  # the letter's own header block has it (RFC 2045 §4)
    return message.as_bytes()


def _attach(message: EmailMessage, name: str, content_type: str, content: bytes, content_id: str) -> None:
    """One file. What the mail it came from said of it is checked before it reaches a header (mail.md 11.5)."""
    found = _TYPE.fullmatch(content_type.lower())
    kind, subtype = found.groups() if found and found.group(1) not in _NOT_OURS else ("application", "octet-stream")
    cid = f"<{content_id}>" if content_id and is_message_id(f"<{content_id}>") else None
    message.add_attachment(
        content,
        maintype=kind,
        subtype=subtype,
        disposition="inline" if cid else "attachment",
        filename=_file_name(name),
        cid=cid,
    )


def _file_name(name: str) -> str:
    """`name` without path and control characters, its ending kept when it must be cut."""
    plain = re.split(r"[/\\]", one_line(name))[-1].strip() or "file"
    stem, dot, ending = plain.rpartition(".")
    if len(plain) <= LONGEST_FILE_NAME or not dot or len(ending) > 10:
        return plain[:LONGEST_FILE_NAME]
    return stem[: LONGEST_FILE_NAME - len(ending) - 1] + dot + ending
