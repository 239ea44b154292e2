"""The content of an opaque S/MIME signature (RFC 8551 §3.5.2, RFC 5652 §5): extracted, not verified.

Enough of a BER parser to find one octet string: definite and indefinite lengths, strings in pieces. Verifying
signatures is the mail server's task; here only the text inside a signed mail matters (mail.md 10.7).
"""

from __future__ import annotations

SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_MAX_PIECES = 100_000


def signed_content(der: bytes) -> bytes | None:
    """The MIME entity inside a SignedData; None when it is something else, detached, or damaged."""
    if SIGNED_DATA not in der[:40]:
        return None
    try:
        outer = _inside(der, 0)  # ContentInfo
        data = _inside(der, _next(der, outer))  # [0]
        signed = _inside(der, data)  # SignedData
        algorithms = _next(der, signed)  # version
        encapsulated = _inside(der, _next(der, algorithms))  # digestAlgorithms, encapContentInfo
        explicit = _next(der, encapsulated)  # eContentType
        if der[explicit] != 0xA0:
            return None  # detached signature: the text is elsewhere
        return _string(der, _inside(der, explicit))
    except (IndexError, ValueError):
        return None


def _header(der: bytes, at: int) -> tuple[int, int, int]:
    """(tag, offset of the value, length; -1: indefinite)."""
    tag, size = der[at], der[at + 1]
    if tag & 0x1F == 0x1F:
        raise ValueError("long tags do not occur here")
    if size < 0x80:
        return tag, at + 2, size
    if size == 0x80:
        return tag, at + 2, -1
    count = size & 0x7F
    if count > 5:
        raise ValueError("too long")
    return tag, at + 2 + count, int.from_bytes(der[at + 2 : at + 2 + count], "big")


def _inside(der: bytes, at: int) -> int:
    return _header(der, at)[1]


def _next(der: bytes, at: int) -> int:
    """The offset after the element at `at`."""
    depth = 0
    for _ in range(_MAX_PIECES):
        tag, start, size = _header(der, at)
        if size < 0:
            depth += 1
            at = start
            continue
        at = start + size
        if tag == 0 and size == 0 and depth:
            depth -= 1
        if not depth:
            return at
    raise ValueError("too many pieces")


def _string(der: bytes, at: int) -> bytes:
    """An OCTET STRING, also one in pieces."""
    tag, start, size = _header(der, at)
    if not tag & 0x20:
        return der[start : start + size]
    end = start + size if size >= 0 else len(der)
    pieces: list[bytes] = []
    for _ in range(_MAX_PIECES):
        if start >= end or der[start : start + 2] == b"\0\0":
            return b"".join(pieces)
        _, inner, length = _header(der, start)
        if length < 0:
            raise ValueError("pieces within pieces")
        pieces.append(der[inner : inner + length])
        start = inner + length
    raise ValueError("too many pieces")
