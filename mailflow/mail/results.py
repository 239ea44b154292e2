"""The grammar of Authentication-Results (RFC 8601 §2.2): one field → its server and its results.

Much of such a field is chosen by a stranger: the envelope address, HELO, DKIM's `i=` and selector. Only if strings,
comments and quoted pairs begin and end exactly as in RFC 5322 §3.2, the rest is the server's own. Anything else is not
guessed at. authentication.py judges the results.
"""

from __future__ import annotations

import re
from contextlib import suppress

from mailflow.core.lazy_regex import LazyPattern
from mailflow.lazy_dataclasses import dataclass

MAX_FIELD = 20_000  # characters; a longer field is not read, because its end might contradict its beginning
MAX_RESULTS = 100
_MAX_HEAD = 1_000  # characters searched for the authserv-id
_MAX_DEPTH = 20  # of comments within comments

_BLANKS = re.compile(r"[ \t]*")
_KEYWORD = LazyPattern(r"[^\W_][\w-]{0,99}")
# Characters of a value: more than a token of RFC 2045, because addresses, key ids and URLs occur unquoted.
_BARE = LazyPattern(r"[^\s;()\"\\\x00-\x1f\x7f]+")
_OUTSIDE = re.compile(r"[^()\"\\]*")
_VERSION = re.compile(r"\w*")
_KNOWN_VERSION = "1"
_IN_STRING = re.compile(r"[^\"\\]*")
_IN_COMMENT = re.compile(r"[^()\\]*")


@dataclass(frozen=True, slots=True)
class Result:
    """`dkim=pass (good) header.d=desk.example`: one method's result with its own properties."""

    method: str  # lower-case
    word: str  # "pass", lower-case
    told: tuple[tuple[str, str], ...] = ()  # ("header.d", "desk.example"); names lower-case, values as received
    asides: tuple[str, ...] = ()  # contents of comments and quoted strings: never results

    def get(self, *names: str) -> str:
        """The value of the first of these properties that exists; "" when none does."""
        return next((value for name in names for known, value in self.told if known == name), "")


@dataclass(frozen=True, slots=True)
class Field:
    """One whole field."""

    server: str  # authserv-id, lower-case, without OpenDKIM's job id; "" when omitted, as by Microsoft
    results: tuple[Result, ...] = ()
    readable: bool = True


class _Unreadable(Exception):
    """The text does not follow the grammar."""


def server(value: str) -> str:
    """The authserv-id of an unfolded field; "" when it is omitted or cannot be parsed."""
    reader = _FieldReader(value[:_MAX_HEAD])
    with suppress(_Unreadable):
        reader.head()
    return reader.server


def without_asides(text: str) -> str:
    """A structured field (RFC 5322 §3.2.2) without its comments and quoted strings; unchanged when they are not
    closed."""
    if "(" not in text and '"' not in text:
        return text
    try:
        return _FieldReader(text).bare()
    except _Unreadable:
        return text


def read(value: str) -> Field:
    """One unfolded field. Never raises: a field outside the grammar has only a server, and is marked."""
    reader = _FieldReader(value[:MAX_FIELD])
    try:
        reader.head()
        if len(value) > MAX_FIELD:
            return Field(reader.server, readable=False)
        return Field(reader.server, tuple(reader.results()))
    except _Unreadable:
        return Field(reader.server, readable=False)


class _FieldReader:
    """A position in a header field. Every method moves it forward, so that parsing is linear in the field's length."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._pos = 0
        self._asides: list[str] = []
        self.server = ""

    def head(self) -> None:
        """authserv-id [version]. A field that begins with a result has none."""
        self._skip()
        name = self._value()
        self._skip()
        if self._at("=") or "=" in name:
            self._pos = 0
            return
        self.server = name.partition("/")[0].rstrip(".").lower()
        self._version()
        self._end()

    def _version(self) -> None:
        """Of the field, or of a method; 1 when it is left out. What another one would mean is not known (RFC 8601
        §2.2)."""
        said = self._run(_VERSION)
        self._skip()
        if said not in ("", _KNOWN_VERSION):
            raise _Unreadable

    def bare(self) -> str:
        """Everything that is neither comment nor quoted string."""
        pieces: list[str] = []
        while self._pos < len(self._text):
            if self._take('"'):
                self._string()
            elif self._take("("):
                self._comment()
            else:
                pieces.append(self._run(_OUTSIDE) or self._quoted_pair())
            pieces.append(" ")
        return "".join(pieces)

    def results(self) -> list[Result]:
        """All results up to the end. `none` is not a result, nor is anything after a last semicolon; their comments are
        kept under an empty method."""
        found: list[Result] = []
        while self._pos < len(self._text):
            self._asides = []
            self._skip()
            empty = self._at(";") or self._pos == len(self._text)
            one = None if empty else self._result()
            if one is not None or self._asides:
                found.append(one or Result("", "", (), tuple(self._asides)))
            self._end()
            if len(found) > MAX_RESULTS:
                raise _Unreadable
        return found

    def _end(self) -> None:
        """The semicolon after a result, or the end of the field."""
        if self._pos < len(self._text) and not self._take(";"):
            raise _Unreadable

    def _result(self) -> Result | None:
        method = self._keyword()
        self._skip()
        if method == "none" and not self._at("="):
            return None
        if self._take("/"):
            self._skip()
            self._version()
        word = self._equals().lower()
        told: list[tuple[str, str]] = []
        while self._pos < len(self._text) and not self._at(";"):
            told.append((self._name(), self._equals()))
        return Result(method, word, tuple(told), tuple(self._asides))

    def _name(self) -> str:
        """`ptype.property`, or a bare word like Microsoft's `action`; blanks and comments are allowed around the
        dot."""
        name = self._keyword()
        self._skip()
        while self._take("."):
            self._skip()
            name += "." + self._keyword()
            self._skip()
        return name

    def _equals(self) -> str:
        if not self._take("="):
            raise _Unreadable
        self._skip()
        value = self._value()
        self._skip()
        return value

    def _keyword(self) -> str:
        found = _KEYWORD.match(self._text, self._pos)
        if found is None:
            raise _Unreadable
        self._pos = found.end()
        return found[0].lower()

    def _value(self) -> str:
        """Unquoted characters and quoted strings in sequence, as in `"a b"@desk.example`; "" is a value too."""
        pieces: list[str] = []
        while self._pos < len(self._text):
            if self._take('"'):
                pieces.append(self._string())
            elif found := _BARE.match(self._text, self._pos):
                self._pos = found.end()
                pieces.append(found[0])
            else:
                break
        return "".join(pieces)

    def _string(self) -> str:
        pieces: list[str] = []
        while True:
            pieces.append(self._run(_IN_STRING))
            if self._take('"'):
                self._asides.append("".join(pieces))
                return self._asides[-1]
            pieces.append(self._quoted_pair())

    def _skip(self) -> None:
        """Skip blanks and comments (CFWS), which are kept as asides."""
        while True:
            self._run(_BLANKS)
            if not self._take("("):
                return
            self._comment()

    def _comment(self) -> None:
        pieces: list[str] = []
        depth = 1
        while depth:
            pieces.append(self._run(_IN_COMMENT))
            if self._at("(") or self._at(")"):
                depth += 1 if self._at("(") else -1
                pieces.append(self._text[self._pos] if depth else "")
                self._pos += 1
                if depth > _MAX_DEPTH:
                    raise _Unreadable
            else:
                pieces.append(self._quoted_pair().replace('"', ""))  # an escaped quote opens no string
        self._asides.append("".join(pieces))

    def _quoted_pair(self) -> str:
        if not self._take("\\") or self._pos >= len(self._text):
            raise _Unreadable
        self._pos += 1
        return self._text[self._pos - 1]

    def _run(self, kind: re.Pattern[str]) -> str:
        found = kind.match(self._text, self._pos)
        assert found is not None
        self._pos = found.end()
        return found[0]

    def _at(self, char: str) -> bool:
        return self._text.startswith(char, self._pos)

    def _take(self, char: str) -> bool:
        if not self._at(char):
            return False
        self._pos += 1
        return True
