"""The attachments of a mail: names, sizes, and which pictures are only logos."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from urllib.parse import unquote

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.message import Attachment
from mailflow.mail import headers
from mailflow.mail.bodies import Content
from mailflow.mail.mime_tree import MimePart, MimeTree

MAX_NAME = 255  # bytes: the limit of most file systems
PACKED = 100_000  # index of the first file packed in text or winmail.dat: these are not leaves of the MIME tree
LOGO_SIZE = 60_000  # bytes a logo has at most
LOGO_HEIGHT = 130  # pixels a logo has at most
TINY = 6_000  # bytes; a smaller picture is not a screenshot

_EXTENSIONS = {
    "image/jpeg": ".jpg", "image/jpg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/bmp": ".bmp",
    "image/svg+xml": ".svg", "image/webp": ".webp", "image/tiff": ".tif", "image/heic": ".heic",
    "application/pdf": ".pdf",
    "text/plain": ".txt", "text/html": ".html", "text/calendar": ".ics", "text/csv": ".csv", "text/vcard": ".vcf",
    "text/x-vcard": ".vcf", "text/directory": ".vcf", "message/rfc822": ".eml", "message/global": ".eml",
    "application/zip": ".zip", "application/msword": ".doc", "application/json": ".json", "application/xml": ".xml",
    "text/xml": ".xml", "application/ms-tnef": ".dat", "application/pkcs7-mime": ".p7m",
    "application/x-pkcs7-mime": ".p7m",
    "audio/mpeg": ".mp3", "audio/wav": ".wav", "audio/ogg": ".ogg", "video/mp4": ".mp4", "application/rtf": ".rtf",
    "text/rtf": ".rtf", "message/partial": ".txt", "message/external-body": ".txt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}  # fmt: skip
# Where a signature or a quotation begins in HTML: pictures below it are not part of the answer.
_OLD = LazyPattern(
    r"gmail_signature|moz-signature|id=[\"']?(?:x_)?signature|gmail_quote|divRplyFwdMsg|appendonsend|yahoo_quoted"
    r"|type=[\"']?cite|moz-cite-prefix|border-top\s?:\s?solid #?(?:E1E1E1|B5C4DF)|>\s{0,3}--\s{0,3}(?:&nbsp;)?\s{0,3}<",
    re.IGNORECASE,
)
_DEVICES = LazyPattern(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_MESSAGES = ("message/rfc822", "message/global", "message/news")


def listed(tree: MimeTree, content: Content, source: str, kept: dict[int, bytes]) -> tuple[Attachment, ...]:
    """The attachments in order. `source` is the mail's HTML: a picture it shows is inline. `kept` is filled with their
    contents, by index."""
    leaves = {id(leaf): index for index, leaf in enumerate(tree.root.leaves())}
    found: list[Attachment] = []
    shown = _Shown(source if content.files else "")
    for part in content.files:
        data = kept[leaves[id(part)]] = tree.body(part)
        inline = _is_inline(part, shown)
        found.append(
            Attachment(
                index=leaves[id(part)],
                name=file_name(tree, part, len(found) + 1),
                content_type=part.content_type,
                size=len(data),
                sha256=hashlib.sha256(data).hexdigest(),
                content_id=part.content_id,
                inline=inline,
                logo=inline and _may_be_logo(part, data, shown),
            )
        )
    for number, (name, data) in enumerate(content.packed):
        called = safe_name(name) or f"attachment-{len(found) + 1}.bin"
        digest = hashlib.sha256(data).hexdigest()
        found.append(Attachment(PACKED + number, called, "application/octet-stream", len(data), digest))
    return tuple(found)


def file_name(tree: MimeTree, part: MimePart, number: int) -> str:
    """A name safe to show and to store under: the sender's if possible, else one of ours."""
    if name := safe_name(part.filename):
        return name
    if part.content_type in _MESSAGES:
        return subject_name(tree, part)
    stem = {"image": "image", "text": "text", "audio": "audio", "video": "video"}.get(part.maintype, "attachment")
    if part.content_type == "text/calendar":
        stem = "invite"
    return f"{stem}-{number}{_EXTENSIONS.get(part.content_type, '.bin' if part.maintype != 'text' else '.txt')}"


def subject_name(tree: MimeTree, part: MimePart) -> str:
    """An attached mail is named after its subject (mail.md 10.4)."""
    data = tree.body(part)[:200_000].lstrip(b"\r\n")
    fields, _ = headers.split(data, 0, len(data))
    fields.charset = tree.root.headers.charset
    subject = fields.words("subject").replace("/", "_").replace("\\", "_")
    return safe_name(subject[: MAX_NAME - 10] + ".eml") if subject.strip(" .") else "message.eml"


def safe_name(name: str) -> str:
    """Without path, control characters and direction marks; "" when nothing is left (mail.md 10.3)."""
    name = unicodedata.normalize("NFC", name[:4_000])
    name = "".join(char for char in name if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    name = re.split(r"[/\\]", name)[-1]
    name = re.sub(r"\s+", " ", name).strip().lstrip(".").rstrip(". ").strip()
    if _DEVICES.match(name):
        name = "_" + name
    if len(name.encode("utf-8")) > MAX_NAME:
        stem, dot, extension = name.rpartition(".")
        tail = dot + extension if dot and len(extension) <= 10 else ""
        name = (stem if tail else name).encode("utf-8")[: MAX_NAME - len(tail.encode("utf-8"))].decode(
            "utf-8", "ignore"
        ) + tail
    return name


_CID = LazyPattern(r"cid:([^\s\"'<>()]{1,300})", re.IGNORECASE)


class _Shown:
    """Where a mail's HTML shows its pictures (RFC 2392). The source is searched once, however many there are."""

    def __init__(self, source: str) -> None:
        self._places: dict[str, int] = {}
        for found in _CID.finditer(source):
            for content_id in (found[1], unquote(found[1])):
                self._places.setdefault(content_id, found.start())
        old = _OLD.search(source) if self._places else None
        self.old_from = old.start() if old is not None else len(source)

    def place(self, part: MimePart) -> int:
        """-1: nowhere."""
        return self._places.get(part.content_id, -1) if part.content_id else -1


def _is_inline(part: MimePart, shown: _Shown) -> bool:
    if part.maintype != "image" or part.disposition == "attachment":
        return part.maintype == "image" and shown.place(part) >= 0
    return (
        part.disposition == "inline"
        or bool(part.content_id)
        or (part.parent is not None and part.parent.content_type == "multipart/related")
    )


def _may_be_logo(part: MimePart, data: bytes, shown: _Shown) -> bool:
    """Whether a picture shown in the HTML is not part of the answer: it is in the signature or the quotation, or as
    small as only logos are. A pasted screenshot is not, and is an answer even without words (mail.md 8.10)."""
    place = shown.place(part)
    if place < 0:
        return False
    if shown.old_from < place:
        return True
    return len(data) <= TINY or (len(data) <= LOGO_SIZE and 0 < _height(data) <= LOGO_HEIGHT)


def _height(data: bytes) -> int:
    """The height in pixels declared in a picture's first bytes, 0 when there is none; nothing is decoded (mail.md
    11.2)."""
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return int.from_bytes(data[20:24], "big")
    if data[:4] == b"GIF8":
        return int.from_bytes(data[8:10], "little")
    pos = 2
    while data[:2] == b"\xff\xd8" and pos + 9 < min(len(data), 100_000) and data[pos] == 0xFF:
        if data[pos + 1] in (0xC0, 0xC1, 0xC2):
            return int.from_bytes(data[pos + 5 : pos + 7], "big")
        pos += 2 + max(2, int.from_bytes(data[pos + 2 : pos + 4], "big"))
    return 0


def content_of(index: int, content: Content, tree: MimeTree, leaves: list[MimePart]) -> bytes:
    """The bytes of one attachment by its index; `leaves` are the tree's."""
    if index >= PACKED:
        files = content.packed
        return files[index - PACKED][1] if index - PACKED < len(files) else b""
    return tree.body(leaves[index]) if 0 <= index < len(leaves) else b""
