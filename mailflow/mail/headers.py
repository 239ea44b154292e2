"""Header fields: splitting a header block, unfolding its values. Tolerant and linear."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mailflow.core.late import LatePattern
from mailflow.mail import charset, encoded

MAX_VALUE = 400_000  # bytes of one field that are read: 5,000 recipients fit
MAX_FIELDS = 3_000

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_KNOWN = LatePattern(
    rb"(?:x-[\w.-]+|content-[\w-]+|list-[\w-]+|resent-[\w-]+|arc-[\w-]+|dkim-signature|received(?:-spf)?|return-path|from|to|cc|bcc"
    rb"|reply-to|sender|subject|date|message-id|in-reply-to|references|mime-version|precedence|auto-submitted|delivered-to"
    rb"|authentication-results|importance|priority|thread-[\w-]+|user-agent|status|organization"
    rb"|errors-to|envelope-to)[ \t]*:",
    re.IGNORECASE,
)
_DASH = ord("-")
_BLANK = re.compile(r"[\r\n\t\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+")
_SPACES = re.compile(r"\s+")


class Headers:
    """The fields of one header block in order. Values are bytes as received; asking for a name ignores case."""

    __slots__ = ("_by_name", "fields")

    def __init__(self, fields: list[tuple[str, bytes]]) -> None:
        self.fields = fields
        self._by_name: dict[str, list[bytes]] = {}
        for name, value in fields:
            self._by_name.setdefault(name, []).append(value)

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def present(self, names: Iterable[str]) -> list[str]:
        """Those of `names` that are there, in the order they are asked for."""
        return [name for name in names if name in self._by_name]

    def all(self, name: str) -> list[str]:
        """All values of `name`, unfolded, not yet decoded by RFC 2047."""
        return [unfolded(value) for value in self._by_name.get(name, ())]

    def get(self, name: str) -> str:
        """The first value, "" when there is none: the first of duplicate singletons wins (mail.md 9.15)."""
        values = self._by_name.get(name)
        return unfolded(values[0]) if values else ""

    def words(self, name: str) -> str:
        """The first value for people: RFC 2047 decoded, one line."""
        return one_line(encoded.decode_words(self.get(name)))


def split(raw: bytes, pos: int, end: int) -> tuple[Headers, int]:
    """The header block that starts at `pos`, and where its body begins. Goes on after lines that are no header
    as long as headers follow: a broken line must not turn the rest of the header into text (mail.md 9.12)."""
    spans: list[tuple[str, int, int]] = []  # name, where its value starts and stops
    open_field = False  # whether a folded line would continue the last span
    while pos < end:
        eol = raw.find(b"\n", pos, end)
        after = end if eol < 0 else eol + 1
        first = raw[pos]
        if first in b"\r\n" and not raw[pos:after].strip():
            pos = after
            break
        if first in b" \t":
            if open_field and (raw[pos:after].strip() or _goes_on(raw, after, end)):
                spans[-1] = (spans[-1][0], spans[-1][1], after)
                pos = after
                continue
            if not raw[pos:after].strip():  # a line of blanks ends the block like an empty one
                pos = after
                break
        dashes = first == _DASH and raw.startswith(b"--", pos)  # a delimiter line
        ink = pos if first not in b" \t" else _first_ink(raw, pos, after)
        found = None if dashes else _FIELD.match(raw, ink, after)
        if found is not None:
            spans.append((found[1].decode("latin-1").lower(), found.end(), after))
            open_field = True
        elif open_field and not dashes and _broken_off(raw, spans[-1][1], pos):
            spans[-1] = (spans[-1][0], spans[-1][1], after)  # folded without its blank: the list goes on
        elif dashes or not _headers_follow(raw, after, end, 4):
            break  # the blank line was forgotten: the text begins here
        else:
            open_field = False
        pos = after
    fields = [(name, raw[start : min(stop, start + MAX_VALUE)]) for name, start, stop in spans[:MAX_FIELDS]]
    return Headers(fields), pos


def _broken_off(raw: bytes, start: int, pos: int) -> bool:
    """Whether the field that began at `start` breaks off before `pos` within a list or an address."""
    before = raw[max(start, pos - 80) : pos].rstrip()
    inside = before.rfind(b"<") > before.rfind(b">") and re.match(rb"[\w.@-]{1,80}>", raw[pos : pos + 90])
    return before.endswith((b";", b",")) or bool(inside)


def _goes_on(raw: bytes, pos: int, end: int) -> bool:
    """Whether a line of blanks is only part of a folded field (RFC 5322 §4.2): a header follows, at once or after one
    more folded line."""
    if raw[pos : pos + 1] in (b" ", b"\t"):
        eol = raw.find(b"\n", pos, end)
        return eol > 0 and bool(raw[pos:eol].strip()) and _headers_follow(raw, eol + 1, end, 1)
    return _headers_follow(raw, pos, end, 1)


def _first_ink(raw: bytes, pos: int, end: int) -> int:
    return end - len(raw[pos:end].lstrip())


def _headers_follow(raw: bytes, pos: int, end: int, lines: int) -> bool:
    """Whether one of the next few lines, before any blank one, is a header everybody knows."""
    for _ in range(lines):
        if pos >= end or raw[pos : pos + 1] in b"\r\n":
            return False
        if _KNOWN.match(raw, pos, min(end, pos + 200)):
            return True
        eol = raw.find(b"\n", pos, end)
        if eol < 0:
            return False
        pos = eol + 1
    return False


def unfolded(value: bytes) -> str:
    """A field's value as one line of text: raw 8-bit is UTF-8 if valid, else windows-1252 (mail.md 9.1)."""
    text = (value.decode("ascii") if value.isascii() else _eight_bit(value)).rstrip("\r\n")
    if "\n" in text or "\r" in text:  # a bare CR folds nothing: it parts words
        text = text.replace("\r\n", "").replace("\n", "").replace("\r", " ")
    return text.replace("\x00", "").strip()


def _eight_bit(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return charset.undeclared(value)


def one_line(text: str) -> str:
    """Without line ends and control characters, which decoded words may smuggle in (mail.md 9.2, 11.5)."""
    return _BLANK.sub(" ", text).strip()


def spaces(text: str) -> str:
    """Runs of white space as one blank."""
    return _SPACES.sub(" ", text).strip()


def thread_index(value: str) -> str:
    """The first 22 bytes of Outlook's Thread-Index in hex: they stay the same through a conversation; "" if broken."""
    raw = encoded.base64("".join(value.split())[:200].encode("ascii", "replace"))
    return raw[:22].hex() if len(raw) >= 22 else ""
