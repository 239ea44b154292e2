"""Encoded words (RFC 2047), and base64 as used in them and in bodies. Tolerant and linear."""

from __future__ import annotations

import binascii

from mailflow.core.lazy_regex import LazyPattern
from mailflow.mail import charset

_WORD = LazyPattern(r"=\?([^?\s=()<>@,;:\"/\[\]]{1,60})\?([BbQq])\?")


_RAW_WORD = LazyPattern(rb"=\?([\w.:+*-]{1,60})\?[Qq]\?")


def in_ascii(value: bytes) -> bytes:
    """A raw value whose encoded words are made ASCII: an 8-bit byte within one (Eudora, PHP) is in the word's charset,
    or in UTF-8 when the whole word is valid UTF-8."""
    if b"=?" not in value:
        return value
    out: list[bytes] = []
    pos = 0
    for found in _RAW_WORD.finditer(value):
        stop = value.find(b"?=", found.end())
        if stop < 0:
            break
        if found.start() < pos:
            continue
        payload = value[found.end() : stop]
        if not payload.isascii():
            head = found[0]
            if _is_utf8(payload, found[1].decode("ascii")):
                head = b"=?utf-8?Q?"
            out += [value[pos : found.start()], head, _EIGHT_BITS.sub(lambda byte: b"=%02X" % byte[0][0], payload)]
            pos = stop
    return b"".join([*out, value[pos:]])


_EIGHT_BITS = LazyPattern(rb"[\x80-\xff]")


def _is_utf8(payload: bytes, name: str) -> bool:
    if charset.is_multibyte(charset.codec(name) or ""):
        return False
    try:
        _q_bytes(payload).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def charsets(text: str) -> list[str]:
    """The charsets of the encoded words in a value."""
    return [found[1].split("*")[0] for found in _WORD.finditer(text)] if "=?" in text else []


def decode_words(text: str) -> str:
    """RFC 2047 §6: decodes encoded words anywhere, joins adjacent ones, leaves unreadable ones as they are. Adjacent
    words of one charset are joined as bytes, because senders split inside characters."""
    if "=?" not in text:
        return text
    out: list[str] = []
    run: list[tuple[str, str, str]] = []  # (charset, encoding, payload) of adjacent words
    pos = 0
    while True:
        found = _WORD.search(text, pos)
        stop = text.find("?=", found.end()) if found else -1
        if found is None or stop < 0:
            break
        between = text[pos : found.start()]
        if between.strip() or not run:
            out.append(_run_text(run))
            out.append(between)
            run = []
        payload = text[found.end() : stop]
        run.append((found[1], found[2].lower(), payload))
        pos = stop + 2
    out.append(_run_text(run))
    out.append(text[pos:])
    return "".join(out)


def _run_text(run: list[tuple[str, str, str]]) -> str:
    """The text of adjacent encoded words."""
    out: list[str] = []
    index = 0
    while index < len(run):
        name = run[index][0].split("*")[0].lower()
        data = b""
        raw = ""
        pending = ""
        first = index
        while index < len(run) and run[index][0].split("*")[0].lower() == name:
            _, encoding, payload = run[index]
            raw += f"=?{run[index][0]}?{encoding}?{payload}?="
            if encoding == "b":
                pending += payload
                following = run[index + 1] if index + 1 < len(run) else None
                broken = len(pending.strip()) % 4 and not pending.rstrip().endswith("=")
                if not (broken and following and following[1] == "b" and following[0].split("*")[0].lower() == name):
                    data += base64(pending.encode("utf-8", "replace"))
                    pending = ""
            else:
                data += q_encoded(payload)
            index += 1
        if charset.codec(name) is None and name not in charset.UNKNOWN:
            # an unknown charset: decoded if it is UTF-8 or ASCII, else shown raw
            out.append(_or_raw(data, raw))
        else:
            out.append(charset.decode(data, name) if data or first < index else raw)
    return "".join(out)


def _or_raw(data: bytes, raw: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return raw


_HEX = LazyPattern(rb"=([0-9A-Fa-f]{2})")


def q_encoded(payload: str) -> bytes:
    """The Q encoding (RFC 2047 §4.2); a stray "=" is kept."""
    return _q_bytes(payload.encode("utf-8", "surrogateescape"))


def _q_bytes(payload: bytes) -> bytes:
    return _HEX.sub(lambda found: bytes([int(found[1], 16)]), payload.replace(b"_", b" "))


_NOT_BASE64 = LazyPattern(rb"[^A-Za-z0-9+/]+")


def base64(data: bytes | memoryview) -> bytes:
    """Base64 with junk, or wrong or missing padding; incomplete bytes are dropped."""
    try:
        return binascii.a2b_base64(data)
    except (binascii.Error, ValueError):
        clean = _NOT_BASE64.sub(b"", bytes(data))
    keep = len(clean) - (1 if len(clean) % 4 == 1 else 0)
    return binascii.a2b_base64(clean[:keep] + b"=" * (-keep % 4))
