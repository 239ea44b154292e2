"""Transfer encodings (RFC 2045 §6): decoding."""

from __future__ import annotations

import binascii
import re

from mailflow.core.lazy_regex import LazyPattern
from mailflow.mail import encoded

MAX_GLUED = 100_000  # bytes of base64 searched for text that list servers have appended
_COMMENT = LazyPattern(r"\(.*?\)")
_QUOTED_PRINTABLE = LazyPattern(r"quoted.?printable|^qp$")


def decoded(encoding: str, data: memoryview) -> bytes:
    """Content without its transfer encoding. Unknown encodings and broken content are returned as they are (mail.md
    9.9)."""
    if not encoding:
        return bytes(data)
    name = _COMMENT.sub("", encoding[:200]).strip(" \t\"';").lower()
    if name.startswith("base64") or name.startswith("base-64"):
        return _base64_lines(data)
    if _QUOTED_PRINTABLE.search(name):
        return binascii.a2b_qp(bytes(data))
    if name in ("x-uuencode", "uuencode", "x-uue", "uue"):
        return uudecoded(bytes(data)) or bytes(data)
    return bytes(data)


_FOOTER = LazyPattern(rb"\n[ \t\r]*\n(?=[^\n]{0,200}[^A-Za-z0-9+/=\s])")


_PADDED = re.compile(rb"(?<==)[ \t]*[\r\n]+(?=[A-Za-z0-9+/])")


def _base64_lines(data: memoryview) -> bytes:
    """Base64. Further base64 after the padding is decoded too; a plain text footer, appended by list servers, is kept
    as text."""
    footer = b""
    if len(data) < MAX_GLUED:
        raw = bytes(data)
        if found := _FOOTER.search(raw):
            data, footer = data[: found.start()], raw[found.start() :].rstrip()
            raw = raw[: found.start()]
        raw = raw.rstrip()
        pieces = _PADDED.split(raw) if b"=" in raw.rstrip(b"=") else []  # padding within it, which is rare
        if len(pieces) > 1:
            return b"".join(map(encoded.base64, pieces)) + footer
    return encoded.base64(data) + footer


def uudecoded(data: bytes) -> bytes:
    """The content between `begin` and `end` lines, or of uuencoded lines without them."""
    out: list[bytes] = []
    for line in data.splitlines():
        if line.startswith(b"begin ") or not line:
            continue
        if line.rstrip() == b"end":
            break
        out.append(_uu_line(line))
    return b"".join(out)


def _uu_line(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        size = (((line[0] - 32) & 63) * 4 + 5) // 3  # some senders pad wrongly: use the length
        try:
            return binascii.a2b_uu(line[:size])
        except binascii.Error:
            return b""
