"""The MIME tree of a mail (RFC 2045, 2046), parsed in one pass without recursion and without trusting the sender.

Python's own parser needs a stack frame per level, copies every line and stops at the first broken header. Here a part
is a pair of offsets into the mail, so that 25 MB cost one copy, and depth and number of parts are limited.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailflow.core.lazy_regex import LazyPattern
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail import charset, cms, encoded, headers, parameters, wrapped
from mailflow.mail.headers import Headers
from mailflow.mail.mime_tree import MimePart, MimeTree

PKCS7 = ("application/pkcs7-mime", "application/x-pkcs7-mime")
MAX_DEPTH = 40
MAX_PARTS = 500
CUT = f"parts beyond {MAX_PARTS} dropped"  # a note of such a mail
MAX_DELIMITERS = 20_000

_SLASH = LazyPattern(r"\s{0,10}/\s{0,10}")
_TYPE = LazyPattern(r"[\w!#$&^.+-]{1,100}/[\w!#$&^.+*-]{1,100}")


def parse(raw: bytes) -> MimeTree:
    """The tree of any bytes. Beyond a limit the rest stays inside the part that reached it, with a note."""
    tree = _tree(raw)
    if (inner := wrapped.original(tree)) is not None:
        tree = _tree(inner)
        tree.notes.append(wrapped.NOTE)
    return _opened(tree) if tree.root.content_type in PKCS7 else tree


def _tree(raw: bytes) -> MimeTree:
    raw = _repaired(raw)
    fields, start = _root_fields(raw)
    tree = MimeTree(raw, _part(fields, start, len(raw), None))
    _split_multiparts(tree)
    if not raw.isascii() or b"''%" in raw:
        _read_in_its_charset(tree.root)
    return tree


_HEADED = LazyPattern(
    rb"(?:[ \t]*\r?\n){0,6}(?:content-type|from|to|subject|date|received|mime-version)[ \t]*:", re.IGNORECASE
)


def _root_fields(raw: bytes) -> tuple[Headers, int]:
    """The header of the mail, and where its body begins. An empty line may have split it before any author was named; a
    line drawn above it by some program is skipped (mail.md 9.12)."""
    first = 0
    if raw.startswith(b"--"):
        eol = raw.find(b"\n")
        drawn = 0 < eol < 80 and re.match(rb"--[-\w ]*--\s*\n[\w-]{2,40}:[ \t]", raw[: eol + 60]) is not None
        first = eol + 1 if drawn else 0
    fields, start = headers.split(raw, first, len(raw))
    if fields.fields and not any(name in fields for name in ("from", "to", "subject", "content-type")):
        found = _HEADED.match(raw, start)
        if found is not None:
            more, after = headers.split(raw, start + len(raw[start : found.end()]) - len(found[0].lstrip()), len(raw))
            if "from" in more:
                return Headers([*fields.fields, *more.fields]), after
    return fields, start


def _opened(tree: MimeTree) -> MimeTree:
    """The mail inside an opaque S/MIME signature, under the headers of the outer one; anything else unchanged."""
    inner = cms.signed_content(tree.body(tree.root))
    if inner is None:
        return tree
    fields, start = headers.split(inner, 0, len(inner))
    kept, own = _written(tree.root.headers, content=False), _written(fields, content=True)
    raw = b"\n".join([*kept, *own]) + b"\n\n" + inner[start:]
    fields, start = headers.split(raw, 0, len(raw))
    opened = MimeTree(raw, _part(fields, start, len(raw), None), ["opened an opaque signature"])
    _split_multiparts(opened)
    return opened


def _written(fields: Headers, *, content: bool) -> list[bytes]:
    """The raw headers that describe the content, or the others."""
    chosen = [pair for pair in fields.fields if pair[0].startswith("content-") is content]
    return [b"%s:%s" % (name.encode(), value.rstrip(b"\r\n")) for name, value in chosen]


def _repaired(raw: bytes) -> bytes:
    """Without what precedes the first header: byte-order mark, blank lines, an mbox "From " line; bare CR as LF."""
    if b"\n" not in raw or (b"\r" in raw and raw.count(b"\r") > 4 * raw.count(b"\n")):
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if raw[:3] == b"\xef\xbb\xbf":
        raw = raw[3:]
    if raw[:1] in (b"\r", b"\n", b" ", b"\t"):
        stripped = raw.lstrip(b"\r\n \t")
        raw = stripped if re.match(rb"[!-9;-~]{1,76}:", stripped) or not stripped else raw
    while raw[:5] == b"From " or raw[:6] == b">From ":
        eol = raw.find(b"\n")
        raw = raw[eol + 1 :] if eol >= 0 else b""
    return raw


def _part(fields: Headers, start: int, end: int, parent: MimePart | None) -> MimePart:
    """A part with its type, parameters and name parsed."""
    default = "message/rfc822" if parent is not None and parent.content_type == "multipart/digest" else "text/plain"
    written, params = parameters.read(fields.get("content-type"))
    disposition, more = parameters.read(fields.get("content-disposition"))
    name = _name(more, params) or _location(fields, written)
    part = MimePart(
        fields, start, end, default, params, disposition.split()[0] if disposition.strip() else "", name, parent
    )
    if " " in written and "/" in written:
        written = _SLASH.sub("/", written)
    if found := _TYPE.search(written):
        part.content_type = found[0]
    elif written.strip("<>/") in ("html", "text", "plain"):
        part.content_type = "text/html" if "html" in written else "text/plain"
    elif "multipart" in written and "boundary" in params:
        part.content_type = "multipart/mixed"
    elif name and re.fullmatch(r"[\w.+-]+", written):
        part.content_type = "application/octet-stream"  # an incomplete type, but the name shows that it is a file
    part.depth = parent.depth + 1 if parent is not None else 0
    if part.disposition not in ("", "inline", "attachment"):
        # RFC 2183 §2.8: an unknown disposition is an attachment; `filename=x` alone lacks the word
        part.disposition = "attachment" if "=" not in part.disposition else ""
        if not name and "=" in disposition:
            part.filename = parameters.read("x;" + fields.get("content-disposition"))[1].get("filename", "")
    return part


def _name(disposition: dict[str, str], content: dict[str, str]) -> str:
    """A part's file name, wherever the sender has put it."""
    names = (disposition.get("filename"), disposition.get("name"), content.get("name"), content.get("filename"))
    return next((one.strip() for one in names if one and one.strip()), "")


_NOT_TELLING = ("us-ascii", "utf-8", "cp1252")  # tried anyway
# A charset of seven bits has no raw 8-bit: what such a mailer leaves raw is in its system's own
_SEVEN_BIT = {"iso2022_jp_ext": "cp932", "iso2022_jp": "cp932", "iso2022_kr": "cp949", "hz": "gb18030"}


def _read_in_its_charset(root: MimePart) -> None:
    """Raw 8-bit in headers and file names is in the charset the mail declares elsewhere: a misconfigured mailer is
    usually misconfigured throughout."""
    names = [name for one in _declared(root) if (name := charset.codec(one)) and name not in _NOT_TELLING]
    said = next((name for name in names if name not in _SEVEN_BIT and charset.keeps_ascii(name)), "")
    said = said or next((_SEVEN_BIT[name] for name in names if name in _SEVEN_BIT), "")
    waiting = [root] if said else []
    while waiting:
        part = waiting.pop()
        waiting.extend(part.children)
        part.headers.charset = said
        more, params = (
            parameters.read(part.headers.get(name), said)[1] for name in ("content-disposition", "content-type")
        )
        part.filename = _name(more, params) or part.filename


def _declared(root: MimePart) -> Iterator[str]:
    """The charsets a mail declares: in its header's encoded words, its own type, its text parts."""
    for name in ("subject", "from", "to"):
        yield from encoded.charsets(root.headers.get(name))
    yield root.params.get("charset", "")
    for leaf in root.leaves():
        if leaf.maintype == "text" and leaf.disposition != "attachment" and not leaf.filename:
            yield leaf.params.get("charset", "")


def _location(fields: Headers, written: str) -> str:
    """A picture's Content-Location is its name if it is only a name (RFC 2557 §4.2)."""
    place = fields.get("content-location").strip("\"' ") if written.startswith(("image/", "application/")) else ""
    return place if re.fullmatch(r"[\w. ()+-]{1,100}\.\w{2,5}", place) else ""


@dataclass(slots=True)
class _Open:
    """A multipart whose delimiters are being searched."""

    boundary: bytes
    part: MimePart
    next: int = 0  # offset of the next "\n--boundary"; beyond the end when there is none


def _split_multiparts(tree: MimeTree) -> None:
    """Finds the delimiter lines of all open multiparts in one pass over the mail (RFC 2046 §5.1.1)."""
    raw, current, count = tree.raw, tree.root, 1
    stack: list[_Open] = []
    _open(tree, current, stack)
    pos = max(0, tree.root.start - 1)
    for _ in range(MAX_DELIMITERS):
        line = _next_line(raw, pos, stack)
        if line < 0:
            break
        eol = raw.find(b"\n", line)
        after = len(raw) if eol < 0 else eol + 1
        level, closing = _delimiter(raw[line : min(after, line + 400)].rstrip(), stack)
        pos = after - 1 if eol >= 0 else len(raw)
        if level < 0:
            continue
        _close(raw, current, stack[level].part, line)
        del stack[level + 1 :]
        current = stack[level].part
        if closing:
            stack.pop()  # the rest is its epilogue
        elif count >= MAX_PARTS:
            tree.notes.append(CUT)
            break
        else:
            fields, start = headers.split(raw, after, len(raw))
            count += 1
            parent, current = current, _part(fields, start, len(raw), current)
            parent.children.append(current)
            _open(tree, current, stack)
            pos = max(pos, start - 1)
    for entry in stack:  # never closed: perhaps the closing delimiter is glued to the last line
        glued = raw.find(b"--" + entry.boundary + b"--", current.start, current.end)
        current.end = glued if glued >= 0 and current is not entry.part else current.end
    _settle(tree.root)


def _next_line(raw: bytes, pos: int, stack: list[_Open]) -> int:
    """The offset of the next line that may delimit an open multipart; -1 when there is none."""
    nearest = len(raw)
    for entry in stack:
        if entry.next < pos:
            found = raw.find(b"\n--" + entry.boundary, pos)
            entry.next = found if found >= 0 else len(raw)
        nearest = min(nearest, entry.next)
    return nearest + 1 if nearest < len(raw) else -1


def _open(tree: MimeTree, part: MimePart, stack: list[_Open]) -> None:
    """Push a multipart onto the stack of those whose delimiters are searched."""
    if part.maintype != "multipart":
        return
    said = part.params.get("boundary", "").rstrip()
    boundary, begin = said.encode("utf-8", "replace"), part.start - 1 if part.start else 0
    if not said.isascii() and tree.raw.find(b"--" + boundary, begin) < 0:
        boundary = said.encode("cp1252", "replace")  # 8-bit characters in a boundary are kept as sent
    if not boundary or tree.raw.find(b"--" + boundary, begin) < 0:
        boundary = _sniffed(tree.raw, part.start) or boundary
    if not boundary:
        return
    if part.depth >= MAX_DEPTH:
        tree.notes.append(f"parts nested deeper than {MAX_DEPTH} left unread")
        return
    stack.append(_Open(boundary, part, -1))


_CRIPPLED = LazyPattern(rb"-|--[^\w-].*")


def _delimiter(line: bytes, stack: list[_Open]) -> tuple[int, bool]:
    """Which open multipart this line delimits (innermost first) and whether it is the closing delimiter; -1 for
    none."""
    word = line[2:]
    for level in range(len(stack) - 1, -1, -1):
        boundary = stack[level].boundary
        if word.startswith(boundary):
            rest = word[len(boundary) :].strip()
            if not rest or rest == b"--":
                return level, bool(rest)
    for level in range(len(stack) - 1, -1, -1):  # a closing delimiter that was truncated or extended
        boundary = stack[level].boundary
        if len(boundary) > 8 and word.startswith(boundary) and _CRIPPLED.fullmatch(word[len(boundary) :].strip()):
            return level, True
    return -1, False


def _sniffed(raw: bytes, start: int) -> bytes:
    """The boundary of a multipart that does not declare one: the first `--word` line that occurs again."""
    found = re.compile(rb"^--([^\s-][^\r\n]{3,70}|-[^\r\n]{8,70})\r?$", re.MULTILINE).search(raw, start, start + 5_000)
    boundary = found[1].rstrip() if found else b""
    return boundary if boundary and raw.find(b"\n--" + boundary, found.end() if found else 0) > 0 else b""


def _close(raw: bytes, part: MimePart, until: MimePart, pos: int) -> None:
    """End `part` and its ancestors below `until` at the line break before `pos`, which belongs to the delimiter."""
    end = pos
    if raw[end - 1 : end] == b"\n":
        end -= 1
        if raw[end - 1 : end] == b"\r":
            end -= 1
    node: MimePart | None = part
    while node is not None and node is not until:
        if node.end == len(raw):
            node.end = max(node.start, end)
        node = node.parent


def _settle(root: MimePart) -> None:
    """A multipart in which no delimiter was found is one text, whatever its header says (mail.md 9.16)."""
    for leaf in root.leaves():
        if leaf.maintype == "multipart":
            leaf.content_type = "text/plain"
