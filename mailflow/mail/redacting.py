"""A mail's bytes without certain words: texts are decoded, the words replaced, and encoded anew; all else stays."""

from __future__ import annotations

import re
from email import encoders, message_from_bytes
from email.errors import HeaderParseError
from email.header import Header, decode_header, make_header
from email.message import Message as Tree
from email.policy import compat32

from mailflow.core.redacting import without

_PLAIN = ("7bit", "8bit", "binary")  # RFC 2045 §6.2: the octets themselves
_HEADERS = ("subject", "thread-topic", "comments", "keywords")  # those that hold words of people


def redacted(raw: bytes, gone: re.Pattern[str]) -> bytes | None:
    """None when it cannot be done; unchanged bytes when no text has the words."""
    try:
        tree = message_from_bytes(raw)
        changed = [_part(part, gone) for part in tree.walk()]
        return tree.as_bytes(policy=compat32.clone(linesep=_line_end(raw))) if any(changed) else raw
    except (LookupError, ValueError, TypeError, AttributeError, HeaderParseError):
        return None


def _line_end(raw: bytes) -> str:
    """As the mail has it: CR LF, as it is sent (RFC 5322 §2.1), or LF, as a Maildir may store it."""
    return "\r\n" if b"\r\n" in raw else "\n"


def _part(part: Tree, gone: re.Pattern[str]) -> bool:
    return any([_headers(part, gone), _around(part, gone), not part.is_multipart() and _body(part, gone)])


def _headers(part: Tree, gone: re.Pattern[str]) -> bool:
    changed = False
    for name in _HEADERS:
        value = part.get(name)
        words = str(make_header(decode_header(str(value)))) if value is not None else ""
        if gone.search(words):
            part.replace_header(name, Header(without(words, gone), "utf-8").encode())
            changed = True
    return changed


def _around(part: Tree, gone: re.Pattern[str]) -> bool:
    """Text outside of all parts (RFC 2046 §5.1.1)."""
    before = (part.preamble, part.epilogue)
    part.preamble, part.epilogue = (text and without(text, gone) for text in before)
    return before != (part.preamble, part.epilogue)


def _body(part: Tree, gone: re.Pattern[str]) -> bool:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return False
    charset = part.get_content_charset("utf-8")
    if part.get_content_maintype() != "text":  # a file: only if it is text
        charset = "utf-8"
    text = _decoded(data, charset, text=part.get_content_maintype() == "text")
    if text is None or not gone.search(text[0]):
        return False
    new = without(text[0], gone).encode(text[1])
    if str(part.get("Content-Transfer-Encoding", "7bit")).strip().lower() in _PLAIN:
        part.set_payload(new.decode("ascii", "surrogateescape"))
        return True
    del part["Content-Transfer-Encoding"]
    part.set_payload(new)
    encoders.encode_base64(part)
    return True


def _decoded(data: bytes, charset: str, *, text: bool) -> tuple[str, str] | None:
    """(text, the charset that reads it); None for a file that is none."""
    for one in (charset, "utf-8"):
        try:
            return data.decode(one), one
        except (UnicodeDecodeError, LookupError):
            continue
    return (data.decode("latin-1"), "latin-1") if text else None
