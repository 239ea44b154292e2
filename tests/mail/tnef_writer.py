"""Writes winmail.dat as Outlook does ([MS-OXTNEF]), for the tests of its reader."""

from __future__ import annotations

from struct import pack

BODY, PROPERTIES, CODEPAGE = 0x0002800C, 0x00069003, 0x00069007
BEGIN_FILE, TITLE, DATA, FILE_PROPERTIES = 0x00069002, 0x00018010, 0x0006800F, 0x00069005


def attribute(level: int, name: int, value: bytes) -> bytes:
    return pack("<BII", level, name, len(value)) + value + pack("<H", sum(value) % 65536)


def prop(kind: int, key: int, value: bytes, named: bytes = b"") -> bytes:
    """One property; of variable length where its kind is."""
    if kind in (0x1E, 0x1F, 0x0D, 0x102):
        value = pack("<II", 1, len(value)) + value + b"\0" * (-len(value) % 4)
    return pack("<HH", kind, key) + named + value


def props(*found: bytes) -> bytes:
    return pack("<I", len(found)) + b"".join(found)


def string(key: int, words: str) -> bytes:
    return prop(0x1F, key, (words + "\0").encode("utf-16-le"))


def file(title: str, data: bytes, *more: bytes) -> bytes:
    """One attachment; `more` are its properties."""
    return (
        attribute(2, BEGIN_FILE, b"\1\0" + b"\0" * 12)
        + attribute(2, TITLE, title.encode("cp1252") + b"\0")
        + attribute(2, DATA, data)
        + (attribute(2, FILE_PROPERTIES, props(*more)) if more else b"")
    )


def winmail(*attributes: bytes) -> bytes:
    version = attribute(1, 0x00089006, pack("<I", 0x10000))
    codepage = attribute(1, CODEPAGE, pack("<II", 1252, 0))
    return b"\x78\x9f\x3e\x22\x01\x00" + version + codepage + b"".join(attributes)
