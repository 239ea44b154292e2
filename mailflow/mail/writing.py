"""Headers and bodies as bytes: the one validated writer. `EmailMessage` takes a hundred times as
long: 1.3 ms instead of 12 µs for a letter's head (bench/tricks.py, 2026-11-29).

All output is ASCII with CRLF line ends (RFC 5322 §2.1, mail.md 11.6); text from outside is reduced to one line before
it is used in a header (mail.md 11.5), so that it cannot end the header. The only exception to ASCII is a non-ASCII
local part (RFC 6531), which is written as UTF-8; the transport decides whether it can be sent.
"""

from __future__ import annotations

import binascii
import re
from functools import lru_cache
from typing import Literal

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.message import Address
from mailflow.errors import GiveUp

LINE = 78  # RFC 5322 §2.1.1: lines SHOULD have at most 78 characters, and MUST have at most 998
LONGEST_LINE = 998
LONGEST_BODY_LINE = 990
ENCODED_WORD = 64  # RFC 2047 §2 allows 75 per word and 76 per line: this leaves room for any of our header names
LONGEST_NAME = 120  # of a display name: no client shows more
LONGEST_ADDRESS = 254  # RFC 5321 §4.5.3.1.3

Transfer = Literal["7bit", "quoted-printable", "base64"]

_FORBIDDEN = LazyPattern(r"[\x00-\x1f\x7f\x80-\x9f\u2028\u2029\ud800-\udfff]")
_PLAIN_WORD = LazyPattern(r"[!-~]{1,68}")
_LOOKS_ENCODED = LazyPattern(r"=\?|\?=")
_Q_SAFE = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/")  # RFC 2047 §5 (3)
_LOCAL = r"[^\s\x00-\x20\x7f-\x9f\ud800-\udfff()<>\[\]:;@\\,\"]+"
_QUOTED_LOCAL = r'"(?:[ !#-\[\]-~]|\\[ -~])*"'
_DOMAIN = r"(?:[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?|\[[!-Z^-~]+\])"
_ADDRESS = LazyPattern(rf"(?:{_LOCAL}|{_QUOTED_LOCAL})@{_DOMAIN}")
_BODY_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_BODY_CONTROL_BYTES = bytes({*range(0x20), 0x7F} - {0x09, 0x0A})
_MESSAGE_ID = LazyPattern(r"<[!-;=?-~]{1,250}>")


def one_line(text: str) -> str:
    """`text` on one line: control characters, line ends and lone surrogates become blanks, runs of blanks one."""
    plain = text if text.isprintable() else _FORBIDDEN.sub(" ", text)
    return " ".join(plain.split())


# ---- headers


def unstructured(name: str, text: str) -> bytes:
    """A free-text header such as Subject: ASCII words stay readable, others are encoded (RFC 2047 §5 (1))."""
    words = one_line(text).split(" ")
    odd = [i for i, word in enumerate(words) if _must_encode(word)]
    if odd:  # one encoded run from the first such word to the last: blanks between encoded words are dropped (§6.2)
        first, last = odd[0], odd[-1] + 1
        words = words[:first] + _encoded_words(" ".join(words[first:last])) + words[last:]
    return _folded(name, words)


@lru_cache(maxsize=64)  # To of the list or the operators: 0.9 % of requests (bench/caches.py)
def addresses(name: str, people: tuple[Address, ...]) -> bytes:
    """To, Cc, Reply-To, From. Raises GiveUp for an address that cannot be written in a header."""
    tokens: list[str] = []
    for person in people:
        if tokens:
            tokens[-1] += ","
        tokens += _mailbox(person.email, one_line(person.name[: LONGEST_NAME * 4])[:LONGEST_NAME].strip())
    if not tokens:
        raise GiveUp(f"{name} of a letter is empty")
    return _folded(name, tokens)


def tokens(name: str, words: list[str]) -> bytes:
    """Message-ID, In-Reply-To, References: ids checked with `is_message_id`, or our own marks. Folded between them."""
    return _folded(name, words)


@lru_cache(maxsize=64)  # keywords of every letter: 0.3 % of requests (bench/caches.py)
def token(name: str, value: str) -> bytes:
    """A header with a value of ours: a keyword, a date. Anything but one ASCII line is a bug."""
    if not value.isascii() or _FORBIDDEN.search(value) or len(value) > 900:
        raise GiveUp(f"{name} of a letter cannot be written")
    return f"{name}: {value}\r\n".encode("ascii")


def is_message_id(text: str) -> bool:
    """Whether an id from outside may be written as it is: brackets, printable ASCII, no blank, reasonable length."""
    return _MESSAGE_ID.fullmatch(text) is not None


@lru_cache(maxsize=2048)  # 0.7 % of requests (bench/caches.py)
def wire_address(email: str) -> str | None:
    """`email` as written in headers and the envelope (domain in A-labels); None if it cannot be written."""
    local, at, domain = email.strip().rpartition("@")
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    whole = f"{local}{at}{domain}"
    return whole if _ADDRESS.fullmatch(whole) and len(whole.encode("utf-8", "replace")) <= LONGEST_ADDRESS else None


@lru_cache(maxsize=1024)  # 0.4 % of requests (bench/caches.py)
def _mailbox(address: str, name: str) -> tuple[str, ...]:
    """`"Budi" <budi@d>` as tokens between which a line may be folded."""
    email = wire_address(address)
    if email is None:
        raise GiveUp(f"{address!r} is no address a letter can be sent to")
    return (*_phrase(name), f"<{email}>") if name else (email,)


def _phrase(name: str) -> tuple[str, ...]:
    """A display name: a quoted string if it is ASCII (RFC 5322 §3.2.4), encoded words if not (RFC 2047 §5 (3))."""
    if any(map(_must_encode, name.split(" "))):
        return tuple(_encoded_words(name))
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return tuple(f'"{escaped}"'.split(" "))


def _must_encode(word: str) -> bool:
    """Not printable ASCII, too long to fold, or similar to an encoded word."""
    return bool(word) and (not _PLAIN_WORD.fullmatch(word) or _LOOKS_ENCODED.search(word) is not None)


def _encoded_words(text: str) -> list[str]:
    """`text` as UTF-8 encoded words of bounded length, never split inside a character (RFC 2047 §5)."""
    data = text.encode("utf-8")
    q_cost = sum(1 if byte in _Q_SAFE or byte == 0x20 else 3 for byte in data)
    use_q = q_cost <= (len(data) + 2) // 3 * 4
    room = ENCODED_WORD - len("=?utf-8?q?") - 2
    pieces, piece, used = [], bytearray(), 0
    for character in text:
        encoded = character.encode("utf-8")
        cost = len(_q(encoded)) if use_q else len(encoded)
        if used + cost > (room if use_q else room // 4 * 3):
            pieces.append(bytes(piece))
            piece, used = bytearray(), 0
        piece += encoded
        used += cost
    pieces.append(bytes(piece))
    if use_q:
        return [f"=?utf-8?q?{_q(data)}?=" for data in pieces]
    return [f"=?utf-8?b?{binascii.b2a_base64(data, newline=False).decode('ascii')}?=" for data in pieces]


def _q(data: bytes) -> str:
    return "".join("_" if byte == 0x20 else chr(byte) if byte in _Q_SAFE else f"={byte:02X}" for byte in data)


def _folded(name: str, tokens: list[str]) -> bytes:
    """`name: tokens` with single blanks, folded before the token that would pass column 78 (RFC 5322 §2.2.3)."""
    whole = f"{name}: {' '.join(tokens)}"
    if len(whole) <= LINE:
        return f"{whole}\r\n".encode()
    lines, line, empty = [], f"{name}:", True
    for word in tokens:
        # a first token too long for its line stays on it: Exchange loses a Message-ID on a folded line
        if empty or len(line) + 1 + len(word) <= LINE:
            line, empty = f"{line} {word}", False
        else:
            lines.append(line)
            line = f" {word}"
    lines.append(line)
    data = "\r\n".join(lines).encode("utf-8")
    if len(data) > LONGEST_LINE and any(len(part) > LONGEST_LINE for part in data.split(b"\r\n")):
        raise GiveUp(f"{name} of a letter has a line beyond {LONGEST_LINE} octets")
    return data + b"\r\n"


# ---- bodies


def clean_text(text: str) -> str:
    """Text for a body: LF line ends, no control characters except tab, one line end at the end."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    if not _is_clean(plain):
        plain = _BODY_CONTROLS.sub("", plain)
    return plain.rstrip("\n") + "\n"


def _is_clean(text: str) -> bool:
    """Without what _BODY_CONTROLS finds: 3 µs instead of 40 for a letter of 4 KB (bench/tricks.py, 2026-11-29)."""
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return len(data.translate(None, _BODY_CONTROL_BYTES)) == len(data)


def encoded_body(text: str) -> tuple[Transfer, bytes]:
    """Cleaned `text` as UTF-8 in the cheapest transfer encoding every server accepts (mail.md 12.7): 7bit for ASCII
    with short lines, else quoted-printable or base64, whichever is smaller."""
    data = text.encode("utf-8")
    if data.isascii() and max(map(len, data.split(b"\n"))) < LONGEST_BODY_LINE:
        return "7bit", data.replace(b"\n", b"\r\n")
    quoted = binascii.b2a_qp(data, istext=True).replace(b"\n", b"\r\n")
    canonical = data.replace(b"\n", b"\r\n")  # RFC 2046 §4.1.1: text is CRLF before base64
    if len(quoted) <= len(canonical) * 78 // 57:
        return "quoted-printable", quoted
    lines = [binascii.b2a_base64(canonical[i : i + 57], newline=False) for i in range(0, len(canonical), 57)]
    return "base64", b"\r\n".join(lines) + b"\r\n"
