"""Parameters of structured fields (RFC 2045 §5.1, RFC 2231): `attachment; filename=a.pdf`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from mailflow.core.lazy_regex import LazyPattern
from mailflow.mail import charset, encoded, headers

_PARAM = LazyPattern(r"[;\s]*([^\s=;\"()<>@,]{1,80})\s{0,20}=\s{0,20}")
# `name=a.pdf charset=x`: a missing semicolon, not a blank in the name
_AGAIN = LazyPattern(r"\s([A-Za-z][\w-]{2,20}(?:\*\d{0,3}){0,2})=\S")
_EXTENDED = LazyPattern(r"(?:utf-8|us-ascii|iso-8859-\d{1,2}|windows-125\d)''", re.IGNORECASE)


def read(value: str, said: str = "") -> tuple[str, dict[str, str]]:
    """`type/subtype; a=b` → ("type/subtype", {"a": "b"}). Accepts unquoted blanks, missing semicolons, RFC 2231
    continuations in any order, RFC 2047 words where they are forbidden; the `name*` form wins (mail.md 10.2). Values
    without a charset are in the one the mail has `said` elsewhere."""
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
        starred = name.endswith("*")
        if number.isdecimal() and len(number) < 5:
            extended.setdefault(base, {}).setdefault(int(number), (text, starred))
        elif not number:
            extended.setdefault(base, {})[-1] = (text, starred)
    params = {name: headers.one_line(encoded.decode_words(text)) for name, text in plain.items()}
    if plain.get("boundary", "").startswith(" "):  # OpenSMTPD pads it with blanks
        params["boundary"] = plain["boundary"].rstrip()
    for name in ("filename", "name"):  # the extended form without its asterisk
        if "''" in params.get(name, "") and "%" in params[name] and _EXTENDED.match(params[name]) is not None:
            params[name] = headers.one_line(_rfc2231({0: (params[name], True)}, said))
    for base, pieces in extended.items():
        params[base] = headers.one_line(_rfc2231(pieces, said))
    return head.strip().strip(";").strip().lower(), params


def _main(value: str) -> str:
    """The part before the parameters: up to the semicolon, or up to ` name=` when the semicolon is missing."""
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
            if found[1].lower() == "boundary":  # a comment behind a token (RFC 822 §3.4.3); in a name it may be meant
                value = value.partition(" (")[0].rstrip()
        yield found[1].lower(), value


def _quoted(text: str, pos: int) -> tuple[str, int]:
    """The quoted string that starts at `pos`, and the position after its closing quote."""
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


def _rfc2231(pieces: dict[int, tuple[str, bool]], said: str) -> str:
    """RFC 2231 §3, §4: pieces in order of their numbers, percent-decoded where marked with an asterisk, charset in the
    first."""
    if -1 in pieces:  # the whole value in one piece wins over numbered pieces
        pieces = {0: pieces[-1]}
    name, data = "", b""
    for order in sorted(k for k in pieces if k >= 0):
        text, starred = pieces[order]
        if not name and text.count("'") >= 2 and starred:
            name, _, text = text.split("'", 2)
            name = name or ("" if said else "utf-8")
        data += unquote_to_bytes(text) if starred else text.encode("utf-8", "replace")
    joined = charset.decode(data, name) if name or not said else charset.beside(data, said)
    return encoded.decode_words(joined) if "=?" in joined else joined
