"""Header fields: splits a header block, unfolds values. Tolerant and linear."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mailflow.core.lazy_regex import LazyPattern
from mailflow.mail import charset, encoded

MAX_VALUE = 400_000  # bytes of one field that are read: 5,000 recipients fit
MAX_FIELDS = 3_000

_FIELD = LazyPattern(rb"([!-9;-~]{1,200})[ \t]*:")
_KNOWN = LazyPattern(
    rb"(?:x-[\w.-]+|content-[\w-]+|list-[\w-]+|resent-[\w-]+|arc-[\w-]+|dkim-signature|received(?:-spf)?|return-path|from|to|cc|bcc"
    rb"|reply-to|sender|subject|date|message-id|in-reply-to|references|mime-version|precedence|auto-submitted|delivered-to"
    rb"|authentication-results|importance|priority|thread-[\w-]+|user-agent|status|organization"
    rb"|errors-to|envelope-to)[ \t]*:",
    re.IGNORECASE,
)
_DASH = ord("-")
_BLANK = LazyPattern(r"[\r\n\t\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+")
_SPACES = LazyPattern(r"\s+")


class Headers:
    """The fields of one header block in order. Values are bytes as received; lookup by name ignores case."""

    __slots__ = ("_by_name", "_read", "charset", "fields")

    def __init__(self, fields: list[tuple[str, bytes]]) -> None:
        self.fields = fields
        self.charset = ""  # Python's name of the charset the mail declares, for raw 8-bit bytes in values
        self._by_name: dict[str, list[bytes]] = {}
        self._read: dict[str, tuple[str, list[str]]] = {}  # (charset, values) of what was asked for before
        for name, value in fields:
            self._by_name.setdefault(name, []).append(value)

    def under(self, name: str, value: bytes) -> Headers:
        """The same block below one more field, as a receiving server adds it (RFC 5321 §4.4)."""
        found = Headers([(name, value), *self.fields])
        found.charset = self.charset
        return found

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def present(self, names: Iterable[str]) -> list[str]:
        """Those of `names` that exist, in the order asked for."""
        return [name for name in names if name in self._by_name]

    def all(self, name: str) -> list[str]:
        """All values of `name`, unfolded, not yet decoded by RFC 2047."""
        read = self._read.get(name)
        if read is None or read[0] != self.charset:
            values = self._by_name.get(name, ())
            read = self._read[name] = self.charset, [unfolded(value, self.charset) for value in values]
        return read[1]

    def get(self, name: str) -> str:
        """The first value, "" when there is none: the first of duplicate singletons wins (mail.md 9.15)."""
        values = self.all(name) if name in self._by_name else ()
        return values[0] if values else ""

    def words(self, name: str) -> str:
        """The first value for people: decoded (RFC 2047), one line."""
        return one_line(encoded.decode_words(self.get(name)))


def _name(found: re.Match[bytes]) -> str:
    """Of a field. Old mails put blanks before the colon (RFC 5322 §4.5); no server writes its results so, and what
    takes a stranger's away does not look for that."""
    name = found[1].decode("latin-1").lower()
    obsolete = name == "authentication-results" and found.string[found.end(1)] != _COLON
    return f"x-{name}" if obsolete else name


_COLON = ord(":")


def split(raw: bytes, pos: int, end: int) -> tuple[Headers, int]:
    """The header block that starts at `pos`, and where its body begins."""
    return unbroken(raw, pos, end) or tolerant(raw, pos, end)


# a field as RFC 5322 §2.2 has it: a name, and lines that go on with a blank and something visible
_WHOLE = LazyPattern(rb"(?!--)([!-9;-~]{1,200})[ \t]*:([^\n]*\n(?:[ \t]+\S[^\n]*\n)*)")


def unbroken(raw: bytes, pos: int, end: int) -> tuple[Headers, int] | None:
    """The same for a block in which no line is broken, as in nearly every mail: 54 µs instead of 92
    (bench/tricks.py, 2026-11-30). None for any other."""
    fields: list[tuple[str, bytes]] = []
    while (found := _WHOLE.match(raw, pos, end)) is not None:
        fields.append((_name(found), found[2][:MAX_VALUE]))
        pos = found.end()
    if pos < end:
        size = 1 if raw.startswith(b"\n", pos, end) else 2 if raw.startswith(b"\r\n", pos, end) else 0
        if not size or raw[pos + size : pos + size + 1] in (b" ", b"\t"):  # perhaps it has torn a folded field
            return None
        pos += size
    return Headers(fields[:MAX_FIELDS]), pos


def tolerant(raw: bytes, pos: int, end: int) -> tuple[Headers, int]:
    """The same for any block. Continues after lines that are not headers as long as headers follow: a broken line must
    not turn the rest of the header into text (mail.md 9.12)."""
    spans: list[tuple[str, int, int]] = []  # (name, start of its value, end)
    open_field = False  # whether a folded line would continue the last span
    known = folded = pos  # the block, or the field, is known to continue up to here
    while pos < end:
        eol = raw.find(b"\n", pos, end)
        after = end if eol < 0 else eol + 1
        first = raw[pos]
        if first in b"\r\n" and not raw[pos:after].strip() and not (open_field and _torn(raw, after, end, spans)):
            pos = after
            break
        if first in b" \t" or not raw[pos:after].strip():
            white = not raw[pos:after].strip()
            if open_field and white and pos >= folded:
                folded = _folded_on(raw, after, end)
            if open_field and (not white or pos < folded):
                spans[-1] = (spans[-1][0], spans[-1][1], after)
                pos = after
                continue
            if white:  # a line of blanks ends the block like an empty line
                pos = after
                break
        dashes = first == _DASH and raw.startswith(b"--", pos)  # a delimiter line
        ink = pos if first not in b" \t" else _first_ink(raw, pos, after)
        found = None if dashes else _FIELD.match(raw, ink, after)
        if found is not None:
            spans.append((_name(found), found.end(), after))
            open_field = True
        elif open_field and not dashes and _broken_off(raw, spans[-1][0], spans[-1][1], pos):
            spans[-1] = (spans[-1][0], spans[-1][1], after)  # folded without its blank: the list continues
        else:
            if pos >= known:
                known = -1 if dashes else _next_known(raw, pos, end, any(name == "from" for name, _, _ in spans))
            if known < 0:
                break  # the empty line is missing: the text begins here
            open_field = open_field and spans[-1][0] in _WORDY and not raw.startswith((b"From ", b">From "), pos)
            if open_field:  # folded without its blank: the text continues
                spans[-1] = (spans[-1][0], spans[-1][1], after)
        pos = after
    fields = [(name, raw[start : min(stop, start + MAX_VALUE)]) for name, start, stop in spans[:MAX_FIELDS]]
    return Headers(fields), pos


# Fields that may continue over any number of lines without their blank; nothing is added to an address or a type.
_WORDY = ("subject", "references", "in-reply-to", "received", "comments", "keywords", "thread-topic")
_NEAR = 4  # broken lines of any kind that are skipped
_FAR = 200


def _next_known(raw: bytes, pos: int, end: int, author: bool) -> int:
    """Where the next well-known header begins, when the block continues after the broken lines from `pos`; -1 when it
    does not. A few lines may be broken in any way; many only while no `author` was found, or where each is one word:
    pieces of a long value whose lines have lost their blank."""
    only_words = True
    for count in range(_FAR):
        if pos >= end or raw[pos : pos + 1] in b"\r\n" or raw.startswith(b"--", pos):
            return -1
        if count and _KNOWN.match(raw, pos, min(end, pos + 200)):
            return pos
        eol = raw.find(b"\n", pos, end)
        if eol < 0:
            return -1
        only_words = only_words and len(raw[pos:eol].split(None, 1)) == 1
        if count >= _NEAR and author and not only_words:
            return -1
        pos = eol + 1
    return -1


def _broken_off(raw: bytes, name: str, start: int, pos: int) -> bool:
    """Whether the field that began at `start` ends before `pos` inside a list, an address or a quoted name."""
    before = raw[max(start, pos - 80) : pos].rstrip()
    inside = before.rfind(b"<") > before.rfind(b">") and re.match(rb"[\w.@-]{1,80}>", raw[pos : pos + 90])
    quoted = name.startswith("content-") and raw.count(b'"', max(start, pos - 2_000), pos) % 2 == 1
    return before.endswith((b";", b",")) or bool(inside) or quoted


def _folded_on(raw: bytes, pos: int, end: int) -> int:
    """Where the next header begins when a line of blanks before `pos` is part of a folded field (RFC 5322 §4.2): at
    once or after more folded lines; else -1."""
    for _ in range(_MANY_FOLDS):
        if raw[pos : pos + 1] not in (b" ", b"\t"):
            return pos if _KNOWN.match(raw, pos, min(end, pos + 200)) else -1
        eol = raw.find(b"\n", pos, end)
        if eol < 0:
            return -1
        pos = eol + 1
    return -1


_MANY_FOLDS = 50
_MACHINE = LazyPattern(rb"^(message-id|mime-version)[ \t]*:", re.IGNORECASE | re.MULTILINE)


def _torn(raw: bytes, pos: int, end: int, spans: list[tuple[str, int, int]]) -> bool:
    """Whether an empty line has split a folded field: a folded line follows, and then headers that only programs write
    and the block does not have yet."""
    if raw[pos : pos + 1] not in (b" ", b"\t") or (after := _folded_on(raw, pos, end)) < 0:
        return False
    stops = [place for mark in (b"\n\n", b"\n\r\n") if (place := raw.find(mark, after, min(end, after + 10_000))) > 0]
    names = {name for name, _, _ in spans}
    found = _MACHINE.findall(raw[after : min(stops, default=min(end, after + 10_000))])
    return any(one.decode("ascii").lower() not in names for one in found)


def _first_ink(raw: bytes, pos: int, end: int) -> int:
    return end - len(raw[pos:end].lstrip())


_WHITE_LINE = LazyPattern(r"\r?\n[ \t]*(?=\r?\n)")
_LOST_BLANK = LazyPattern(r"\r?\n(?=[^ \t\r\n])")


def unfolded(value: bytes, said: str = "") -> str:
    """A field's value as one line of text: raw 8-bit is UTF-8 if valid, else the charset the mail `said` elsewhere,
    else windows-1252 (mail.md 9.1)."""
    text = (value.decode("ascii") if value.isascii() else _eight_bit(value, said)).rstrip("\r\n")
    if "\n" in text or "\r" in text:  # a bare CR is not folding: it separates words
        text = _LOST_BLANK.sub(_joint, _WHITE_LINE.sub("", text))
        text = text.replace("\r\n", "").replace("\n", "").replace("\r", " ")
    return text.replace("\x00", "").strip()


def _joint(found: re.Match[str]) -> str:
    """The replacement for a line end that lost its blank: nothing within an address, else a blank."""
    before = found.string[max(0, found.start() - 80) : found.start()]
    return "" if before.rfind("<") > before.rfind(">") else " "


def _eight_bit(value: bytes, said: str) -> str:
    value = encoded.in_ascii(value)
    return value.decode("ascii") if value.isascii() else charset.beside(value, said)


def one_line(text: str) -> str:
    """Without line ends and control characters, which decoded words may contain (mail.md 9.2, 11.5)."""
    return _BLANK.sub(" ", text).strip()


def spaces(text: str) -> str:
    """Runs of white space as one blank."""
    return _SPACES.sub(" ", text).strip()


def thread_index(value: str) -> str:
    """The first 22 bytes of Outlook's Thread-Index in hex, which are the same for a whole conversation; "" if
    broken."""
    raw = encoded.base64("".join(value.split())[:200].encode("ascii", "replace"))
    return raw[:22].hex() if len(raw) >= 22 else ""
