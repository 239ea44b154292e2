"""winmail.dat opened: what Outlook packs into application/ms-tnef ([MS-OXTNEF]), its files and, where the mail has no
other, its text. One walk over the attributes; a length that lies ends it, and what was found until then counts.

Not read: compressed RTF, which stands beside a plain text in the mails that were seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from struct import Struct

from mailflow.lazy_dataclasses import dataclass
from mailflow.mail import charset

SIGNATURE = b"\x78\x9f\x3e\x22"
MOST_ATTRIBUTES = 20_000
MOST_FILES = 500
DEEPEST = 3  # mails inside mails

# [MS-OXTNEF] 2.1.3.2: attributes, type and id together
_BODY, _PROPERTIES, _CODEPAGE = 0x0002800C, 0x00069003, 0x00069007
_BEGIN_FILE, _TITLE, _DATA, _FILE_PROPERTIES = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
# [MS-OXPROPS]: PidTagBody, PidTagBodyHtml, PidTagAttachLongFilename, PidTagAttachFilename, PidTagAttachDataBinary
_PLAIN, _HTML, _LONG_NAME, _SHORT_NAME, _CONTENT = 0x1000, 0x1013, 0x3707, 0x3704, 0x3701
_STRING, _UNICODE, _OBJECT, _BINARY = 0x1E, 0x1F, 0x0D, 0x102
_MANY = 0x1000  # flag of a type: several values
_SIZES = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}  # [MS-OXTNEF] 2.1.3.4
_INT, _ATTRIBUTE, _TAG = Struct("<I"), Struct("<BII"), Struct("<HH")
_GUID = 16
_NAMED = 0x8000  # ids from here on bring their name along


@dataclass(slots=True)
class Packed:
    """What was in it. `files`: (name as written, content)."""

    plain: str = ""
    html: str = ""
    files: list[tuple[str, bytes]] = field(default_factory=list)


class _End(Exception):
    """The data end before what they promise."""


class _Reader:
    """Little-endian values one after the other. Raises _End."""

    def __init__(self, data: bytes, start: int = 0) -> None:
        self._data, self._at = data, start

    def take(self, size: int) -> bytes:
        end = self._at + size
        if end > len(self._data):
            raise _End
        found, self._at = self._data[self._at : end], end
        return found

    def number(self) -> int:
        found: int = _INT.unpack(self.take(_INT.size))[0]
        return found

    def padded(self) -> bytes:
        """A length, so many bytes, and zeros up to a multiple of four."""
        found = self.take(self.number())
        self.take(-len(found) % 4)
        return found


def unpack(data: bytes, depth: int = 0) -> Packed:
    """All that can be read of it; nothing at all of what is no TNEF. Never raises; linear in the length."""
    found = Packed()
    if not data.startswith(SIGNATURE):
        return found
    codepage, files = "cp1252", list[_File]()
    for attribute, value in _attributes(data):
        if attribute == _CODEPAGE and len(value) >= _INT.size:
            codepage = f"cp{_INT.unpack(value[: _INT.size])[0]}"
        elif attribute == _BODY:
            found.plain = found.plain or _text(value, codepage)
        elif attribute == _PROPERTIES:
            found.plain, found.html = _texts(value, codepage, found)
        elif attribute == _BEGIN_FILE and len(files) < MOST_FILES:
            files.append(_File())
        elif files:
            files[-1].read(attribute, value, codepage)
    for file in files:
        found.files += file.unpacked(depth)
    return found


@dataclass(slots=True)
class _File:
    short: str = ""
    long: str = ""
    content: bytes = b""
    mail: bytes = b""  # TNEF again: a mail that was attached

    def read(self, attribute: int, value: bytes, codepage: str) -> None:
        if attribute == _TITLE:
            self.short = _text(value, codepage)
        elif attribute == _DATA:
            self.content = value
        elif attribute == _FILE_PROPERTIES:
            for kind, key, data in _properties(value):
                if key == _LONG_NAME:
                    self.long = _string(kind, data, codepage)
                elif key == _SHORT_NAME:
                    self.short = self.short or _string(kind, data, codepage)
                elif key == _CONTENT and kind == _OBJECT:
                    self.mail = data[_GUID:]
                elif key == _CONTENT:
                    self.content = self.content or data

    def unpacked(self, depth: int) -> list[tuple[str, bytes]]:
        """Itself; of an attached mail the files in it, and its text as a file."""
        if self.content or not self.mail or depth >= DEEPEST:
            return [(self.long or self.short, self.content)] if self.content else []
        inner = unpack(self.mail, depth + 1)
        words = inner.plain.encode("utf-8", "replace") or inner.html.encode("utf-8", "replace")
        name = (self.long or self.short or "mail") + (".txt" if inner.plain else ".html")
        return [*([(name, words)] if words else []), *inner.files]


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(type and id, value), up to the first that is not whole ([MS-OXTNEF] 2.1.2); check sums are not looked at."""
    reader = _Reader(data, len(SIGNATURE) + 2)
    try:
        for _ in range(MOST_ATTRIBUTES):
            _, attribute, size = _ATTRIBUTE.unpack(reader.take(_ATTRIBUTE.size))
            value = reader.take(size)
            yield attribute, value
            reader.take(2)
    except _End:
        return


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(type, id, first value) of MAPI properties ([MS-OXTNEF] 2.1.3.4), up to the first that cannot be read."""
    reader = _Reader(data)
    try:
        for _ in range(min(reader.number(), MOST_ATTRIBUTES)):
            kind, key = _TAG.unpack(reader.take(_TAG.size))
            if key >= _NAMED:
                reader.take(_GUID)
                reader.take(4) if reader.number() == 0 else reader.padded()
            values = _values(reader, kind)
            yield kind & ~_MANY, key, values[0] if values else b""
    except _End:
        return


def _values(reader: _Reader, kind: int) -> list[bytes]:
    """Raises _End, also for a type nobody has described: what follows cannot be found."""
    simple = kind & ~_MANY
    if simple in (_STRING, _UNICODE, _OBJECT, _BINARY):
        return [reader.padded() for _ in range(_count(reader))]
    if (size := _SIZES.get(simple)) is None:
        raise _End
    return [reader.take(size) for _ in range(_count(reader) if kind & _MANY else 1)]


def _count(reader: _Reader) -> int:
    if (count := reader.number()) > MOST_ATTRIBUTES:
        raise _End
    return count


def _texts(value: bytes, codepage: str, found: Packed) -> tuple[str, str]:
    plain, html = found.plain, found.html
    for kind, key, data in _properties(value):
        if key == _PLAIN:
            plain = plain or _string(kind, data, codepage)
        elif key == _HTML:
            html = html or _markup(kind, data, codepage)
    return plain, html


def _markup(kind: int, data: bytes, codepage: str) -> str:
    return charset.decode(data, codepage, html=True) if kind == _BINARY else _string(kind, data, codepage)


def _string(kind: int, data: bytes, codepage: str) -> str:
    if kind == _UNICODE:
        return data.decode("utf-16-le", "replace").split("\x00")[0].replace("\r\n", "\n")
    return _text(data, codepage)


def _text(data: bytes, codepage: str) -> str:
    """Up to its zero."""
    declared = "utf-8" if codepage == "cp65001" else codepage
    return charset.decode(data.split(b"\x00")[0], declared).replace("\r\n", "\n")
