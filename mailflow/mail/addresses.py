"""Mail addresses from raw header values (RFC 5322 §3.4, RFC 6532), tolerant of what people and programs write.

The raw value is split into tokens first and decoded afterwards, for display only: text inside an encoded word or a
quoted name is never an address (mail.md 6.8; CVE-2023-27043, CVE-2019-16056).
"""

from __future__ import annotations

import re
from dataclasses import field

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.message import Address
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail import encoded, headers

MAX_ADDRESSES = 5_000
MAX_VALUE = 300_000  # characters: 5,000 recipients fit
MAX_WORDS = 100  # of one display name

# quoted string | angle address | comment edge | separator | blank | plain run. Quantifiers are possessive: linear.
_TOKEN = LazyPattern(
    r'"((?:[^"\\]|\\.){0,300}+)"|<([^<>]*+)>|([()<>,;:"])|(\s++)'
    r'|((?:=\?[^?\s]*+\?[bBqQ]\?[^?]*+\?=|\[[\w.:-]*+\]|[^\s"<>(),;:\[=]++|[\[=])++)',
    re.DOTALL,
)
_ROUTE = LazyPattern(r"^@[^:]{0,500}:")

# The usual field: one address, perhaps in angle brackets after a name of plain words, without special characters,
# and no part too long (RFC 5321 §4.5.3.1).
_USUAL = LazyPattern(
    r"(?:(\w[\w.-]{0,30}+(?: \w[\w.-]{0,30}+){0,5}+)? ?(<))?"
    r"([\w.+-]{1,64}+)@(\w[\w-]{0,60}+(?:\.\w[\w-]{0,60}+){0,3})(?(2)>)",
    re.ASCII,
)


def parse(value: str) -> tuple[Address, ...]:
    """All mailboxes of a header value in order, groups expanded; elements without an address are left out."""
    if "@" not in value:
        return ()
    if (usual := _USUAL.fullmatch(value)) is not None:
        name, _, local, domain = usual.groups("")
        return (Address(f"{local}@{domain.lower()}", name),)
    found = [one for element in _elements(value) for one in element.addresses()]
    return tuple(found[:MAX_ADDRESSES])


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    gap: bool  # preceded by white space
    quoted: bool = False  # a quoted string: a name, whatever it looks like


@dataclass(slots=True)
class _Element:
    """The tokens between two separators."""

    words: list[_Word] = field(default_factory=list)
    angle: str | None = None
    comments: list[str] = field(default_factory=list)
    crooked: bool = False  # malformed: something follows where nothing may, such as a second address

    def addresses(self) -> list[Address]:
        if self.crooked:
            return []
        if self.angle is not None:
            email = addr_spec(self.angle) or addr_spec(_bare(self.angle))
            return [Address(email, self.name(self.words))] if email else []
        if email := addr_spec(_joined(self.words)):
            return [Address(email, headers.one_line(encoded.decode_words(" ".join(self.comments))))]
        # `Budi budi@desk.example` without brackets, or several addresses with only blanks between them
        spots = [word for word in self.words if not word.quoted and "@" in word.text and addr_spec(word.text)]
        name = self.name([word for word in self.words if word not in spots]) if len(spots) == 1 else ""
        return [Address(addr_spec(word.text), name) for word in spots]

    def name(self, words: list[_Word]) -> str:
        text = "".join((" " if word.gap and i else "") + word.text for i, word in enumerate(words))
        shown = headers.spaces(headers.one_line(encoded.decode_words(text))).strip("\"'").strip()
        return shown or headers.one_line(encoded.decode_words(" ".join(self.comments)))


def _joined(words: list[_Word]) -> str:
    """The words as one addr-spec: the obsolete syntax allows blanks around "." and "@" (RFC 5322 §4.4)."""
    if len(words) > 1 and any(word.quoted for word in words):
        return ""
    text = "".join((" " if word.gap and i else "") + word.text for i, word in enumerate(words[:20]))
    return re.sub(r"\s?([.@])\s?", r"\1", text)


_COMMENT = LazyPattern(r"\([^()]{0,300}\)")
_AROUND = LazyPattern(r"\s{0,20}([.@])\s{0,20}")


def _bare(angle: str) -> str:
    """An address without the comments and blanks that the obsolete syntax allows between its words (RFC 5322 §4.4)."""
    return _AROUND.sub(r"\1", _COMMENT.sub("", angle[:998])) if "@" in angle else ""


def _elements(value: str) -> list[_Element]:
    """The value split at its separators."""
    elements = [_Element()]
    gap, depth, pos = False, 0, 0
    value = value[:MAX_VALUE]
    while pos < len(value) and len(elements) <= MAX_ADDRESSES:
        token = _TOKEN.match(value, pos)
        current = elements[-1]
        if token is None:
            pos += 1
            continue
        pos = token.end()
        quoted, angle, mark, blank, plain = token.groups()
        if depth:
            escaped = value[token.start() - 1] == "\\"  # RFC 5322 §3.2.1
            depth += 0 if escaped else (mark == "(") - (mark == ")")
            current.comments[-1] += token[0] if depth and len(current.comments[-1]) < 300 else ""
        elif mark == "<":  # an unclosed angle bracket: take the rest of the value
            current.angle = current.angle or value[pos:].partition(",")[0]
            pos += len(value[pos:].partition(",")[0])
        elif mark == "(":
            depth = 1
            current.comments.append("")
        elif mark is not None:
            _separate(elements, mark)
        elif angle is not None:
            current.angle = angle if not addr_spec(current.angle or "") else current.angle
        elif plain is not None and current.angle is not None:
            current.crooked |= addr_spec(plain) not in ("", addr_spec(current.angle))
        elif len(current.words) >= MAX_WORDS:
            pass
        elif plain is not None:
            current.words.append(_Word(plain, gap))
        elif quoted is not None:
            local = value.startswith("@", pos)  # a quoted local part keeps its quotes
            current.words.append(_Word(f'"{quoted}"' if local else re.sub(r"\\(.)", r"\1", quoted), gap, not local))
        gap = blank is not None
    return elements


def _separate(elements: list[_Element], mark: str) -> None:
    """A comma or semicolon ends a mailbox, a colon the name of a group."""
    current = elements[-1]
    if mark == ":" and current.angle is not None and addr_spec(current.angle):
        pass  # `<ani@toko.example>Accept-Language: id`: another header ran into this one
    elif mark == ":":
        elements[-1] = _Element()
    elif (
        mark == ","
        and 0 < len(current.words) < 8
        and current.angle is None
        and not any("@" in w.text for w in current.words)
    ):
        current.words[-1] = _Word(current.words[-1].text + ",", current.words[-1].gap)  # "Doe, John <john@x>"
    elif mark in ",;":
        elements.append(_Element())
    elif mark == ")":
        current.crooked |= any("@" in word.text for word in current.words)


_LOCAL = LazyPattern(r'(?:"(?:[^"\\]|\\.){0,255}"|[^\s@"<>(),:;\[\]\\]{1,255})')
_LITERAL = LazyPattern(r"\[[0-9a-fipv:.-]{3,60}\]")
_LABEL = LazyPattern(r"[^\s@\"<>(),:;\[\]\\/!#$%&'*+=?^`{|}~\x00-\x1f]{1,253}")


def addr_spec(text: str) -> str:
    """`local@domain` normalised (domain lower-case, A-labels, no trailing dot), or "" when it is not an address."""
    text = text.strip()
    if "@" not in text or len(text) > 998:
        return ""
    text = _ROUTE.sub("", text).strip().strip("<>").strip()
    if text[:7].lower() == "mailto:":
        text = text[7:].partition("?")[0]
    text = text.strip("'") if text.startswith("'") and text.endswith("'") else text
    local, _, domain = text.rpartition("@")
    local, domain = local.strip(), domain.strip().rstrip(".").rstrip(">").lower()
    if not _LOCAL.fullmatch(local):
        return ""
    if _LITERAL.fullmatch(domain):
        return f"{local}@{domain}"
    if not domain or not _LABEL.fullmatch(domain) or ".." in domain or domain.startswith("."):
        return ""
    return f"{local}@{ascii_domain(domain)}"


def ascii_domain(domain: str) -> str:
    """The domain with A-labels (RFC 5890); unchanged where IDNA cannot encode it."""
    if domain.isascii():
        return domain
    labels: list[str] = []
    for label in re.split("[.。．｡]", domain):
        try:
            labels.append(label.encode("idna").decode("ascii").lower())
        except UnicodeError:
            labels.append(label)
    return ".".join(labels)
