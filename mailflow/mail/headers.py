"""Header fields: splitting a header block, RFC 2047 words, RFC 2231 parameters. Tolerant and linear."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_to_bytes

from mailflow.core.late import LatePattern
from mailflow.mail import charset

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
        return one_line(decode_words(self.get(name)))


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


# -- RFC 2047 ------------------------------------------------------------------------------------------------------

_WORD = re.compile(r"=\?([^?\s=()<>@,;:\"/\[\]]{1,60})\?([BbQq])\?")


def decode_words(text: str) -> str:
    """RFC 2047 §6: decodes encoded words wherever they stand, joins neighbours, leaves what it cannot read as it is.
    Neighbours of one charset are joined as bytes, because senders split inside a character."""
    if "=?" not in text:
        return text
    out: list[str] = []
    run: list[tuple[str, str, str]] = []  # charset, encoding, payload of neighbouring words
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
    """The text of neighbouring encoded words."""
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
            # an unknown charset: readable all the same when it is UTF-8 or ASCII, else shown raw
            out.append(_or_raw(data, raw))
        else:
            out.append(charset.decode(data, name) if data or first < index else raw)
    return "".join(out)


def _or_raw(data: bytes, raw: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return raw


_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")


def q_encoded(payload: str) -> bytes:
    """The Q encoding (RFC 2047 §4.2); a stray "=" stands for itself."""
    data = payload.encode("utf-8", "surrogateescape").replace(b"_", b" ")
    return _HEX.sub(lambda m: bytes([int(m[1], 16)]), data)


_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


def base64(data: bytes | memoryview) -> bytes:
    """Base64 with junk, wrong or missing padding; what cannot be a whole byte is dropped."""
    try:
        return binascii.a2b_base64(data)
    except (binascii.Error, ValueError):
        clean = _NOT_BASE64.sub(b"", bytes(data))
    keep = len(clean) - (1 if len(clean) % 4 == 1 else 0)
    return binascii.a2b_base64(clean[:keep] + b"=" * (-keep % 4))


# -- RFC 2045 and 2231 parameters ------------------------------------------------------------------------------------

_PARAM = re.compile(r"[;\s]*([^\s=;\"()<>@,]{1,80})\s{0,20}=\s{0,20}")
# `name=a.pdf charset=x`: a forgotten semicolon, not a blank in the name
_AGAIN = re.compile(r"\s([A-Za-z][\w-]{2,20}(?:\*\d{0,3}){0,2})=\S")
_EXTENDED = re.compile(r"(?:utf-8|us-ascii|iso-8859-\d{1,2}|windows-125\d)''", re.IGNORECASE)


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """`type/subtype; a=b` → ("type/subtype", {"a": "b"}). Reads unquoted blanks, missing semicolons, RFC 2231
    continuations in any order, RFC 2047 words where they are forbidden; the `name*` form wins (mail.md 10.2)."""
    if not value:
        return "", {}
    head, plain = _main(value), dict[str, str]()
    extended: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, text in _pairs(value[len(head) :]):
        base, star, rest = name.partition("*")
        if not star:
            plain.setdefault(base, text)
            continue
        number, _, _ = rest.partition("*")
        encoded = name.endswith("*")
        if number.isdecimal() and len(number) < 5:
            extended.setdefault(base, {}).setdefault(int(number), (text, encoded))
        elif not number:
            extended.setdefault(base, {})[-1] = (text, encoded)
    params = {name: one_line(decode_words(text)) for name, text in plain.items()}
    for name in ("filename", "name"):  # the extended form without its star
        if "''" in params.get(name, "") and "%" in params[name] and _EXTENDED.match(params[name]) is not None:
            params[name] = one_line(_rfc2231({0: (params[name], True)}))
    for base, pieces in extended.items():
        params[base] = one_line(_rfc2231(pieces))
    return head.strip().strip(";").strip().lower(), params


def _main(value: str) -> str:
    """The part before the parameters: up to the semicolon, or up to ` name=` where the semicolon was forgotten."""
    semicolon = value.find(";")
    head = value if semicolon < 0 else value[:semicolon]
    if "=" in head and (found := re.search(r"\s[^\s=;]{1,80}\s{0,5}=", head)):
        return head[: found.start()]
    return head


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    pos, count = 0, 0
    while count < 200 and (found := _PARAM.match(text, pos) or _PARAM.search(text, pos)):
        count += 1
        pos = found.end()
        if text.startswith('"', pos):
            value, pos = _quoted(text, pos + 1)
        else:
            stop = text.find(";", pos)
            stop = len(text) if stop < 0 else stop
            value = text[pos:stop].strip()
            pos = stop
            if again := _AGAIN.search(value):
                pos = pos - (len(text[found.end() : stop].rstrip()) - again.start())
                value = value[: again.start()]
        yield found[1].lower(), value


def _quoted(text: str, pos: int) -> tuple[str, int]:
    """The quoted string whose inside begins at `pos`, and the position after its closing quote."""
    out: list[str] = []
    size = len(text)
    while pos < size:
        char = text[pos]
        if char == "\\" and pos + 1 < size and text[pos + 1] in '"\\':
            out.append(text[pos + 1])
            pos += 2
            continue
        if char == '"':
            return "".join(out), pos + 1
        out.append(char)
        pos += 1
    return "".join(out), size


def _rfc2231(pieces: dict[int, tuple[str, bool]]) -> str:
    """RFC 2231 §3, §4: pieces in order of their numbers, percent-encoded where starred, charset in the first."""
    if -1 in pieces:  # the whole value in one piece, whatever pieces stand beside it
        pieces = {0: pieces[-1]}
    name, data = "", b""
    for order in sorted(k for k in pieces if k >= 0):
        text, encoded = pieces[order]
        if not name and text.count("'") >= 2 and encoded:
            name, _, text = text.split("'", 2)
            name = name or "utf-8"
        data += unquote_to_bytes(text) if encoded else text.encode("utf-8", "replace")
    joined = charset.decode(data, name)
    return decode_words(joined) if "=?" in joined else joined


def spaces(text: str) -> str:
    """Runs of white space as one blank."""
    return _SPACES.sub(" ", text).strip()


def thread_index(value: str) -> str:
    """The first 22 bytes of Outlook's Thread-Index in hex: they stay the same through a conversation; "" if broken."""
    raw = base64("".join(value.split())[:200].encode("ascii", "replace"))
    return raw[:22].hex() if len(raw) >= 22 else ""
