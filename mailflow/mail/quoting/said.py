"""Earlier texts of a conversation, so that a quotation of them is recognised even if a mail program wrapped or indented
it or removed its marks, and so that text not in them is never taken for a quotation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import field
from functools import cached_property

from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.quoting.memory import Memory

MAX_TEXT = 200_000  # characters of all texts together
MOST_SEARCHES = 200  # lines searched in all texts; lines that continue the last one found are not counted
SHORT = 12  # letters: a shorter line is recognised only as a whole line, or where it continues

_LINK = re.compile(r"<?(?:https?://|mailto:)[^\s<>]{1,2000}>?|<[^<>\s@]{1,100}@[^<>\s]{1,200}>")
_BLANKS = " \t\r\x0b\x0c\xa0\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u202f\u3000\ufeff\ue000\ue001\ue004"
_SIGNS = "“”‘’«»–—…•·´`¨°"
_NO_ASCII_INK = bytes(
    code for code in range(128) if not chr(code).isalnum() and (0x21 <= code < 0x7F or chr(code) in _BLANKS)
)
_NO_INK = dict.fromkeys([*(code for code in range(0x21, 0x7F) if not chr(code).isalnum()), *map(ord, _BLANKS + _SIGNS)])


@dataclass(frozen=True, slots=True)
class Text:
    """One mail or letter of the conversation."""

    words: str
    public: bool = False  # the customer has written or received it
    answered: bool = False  # the mail being read replies to it
    footer: bool = False  # not a mail, but a list's footer


def _may_link(text: str) -> bool:
    """Most lines hold no link, and need no search for one."""
    return "<" in text or "://" in text or "mailto:" in text


def without_links(text: str) -> str:
    """Its links are searched for in the lines that may hold one: no link goes over the end of a line. 8 µs instead of
    115 for a letter of 3 KB, searched for at each character (bench/tricks.py, 2026-11-30)."""
    if not _may_link(text):
        return text
    return "\n".join([_LINK.sub(" ", line) if _may_link(line) else line for line in text.split("\n")])


def _between_links(line: str) -> list[str]:
    return _LINK.split(line) if _may_link(line) else [line]


def inked(text: str) -> str:
    """Only letters and digits, case-folded, line breaks kept: marks, blanks and wrapping make no difference."""
    if text.isascii():
        return inked_ascii(text)
    return "\n".join(map(inked, text.split("\n"))) if "\n" in text else inked_any(text)


def inked_ascii(text: str) -> str:
    """As `inked_any`, for ASCII: 0.4 µs a line instead of 1.6 (bench/tricks.py, 2026-11-30)."""
    return text.encode().lower().translate(None, _NO_ASCII_INK).decode()


def inked_any(text: str) -> str:
    """The same for any text."""
    return text.casefold().translate(_NO_INK)


@dataclass(frozen=True)
class Said:
    """The texts of a conversation. When empty, nothing counts as quoted."""

    texts: tuple[Text, ...] = field(default=(), repr=False)

    memory: Memory = field(default_factory=Memory, compare=False, repr=False)

    def letters(self, text: str) -> str:
        """`inked`, once for each line and text that a reading compares several times."""
        return self.memory.of(text, lambda: inked(text))

    @cached_property
    def _inked(self) -> dict[str, list[str]]:
        """The inked lines of each text, or of its beginning: what is public is among all texts, too."""
        return {}

    @cached_property
    def _all(self) -> _Ink:
        return _Ink((one.words for one in self.texts), self._inked)

    @cached_property
    def _public(self) -> _Ink:
        return _Ink((one.words for one in self.texts if one.public), self._inked)

    @cached_property
    def answered(self) -> tuple[str, ...]:
        """The texts the mail replies to."""
        return tuple(one.words[:MAX_TEXT] for one in self.texts if one.answered)

    @cached_property
    def footers(self) -> frozenset[str]:
        """The inked lines of a list's footers."""
        return frozenset(line for one in self.texts if one.footer for line in inked(one.words).split("\n") if line)

    def knows(self, lines: Sequence[str]) -> list[bool]:
        """For each line whether it is in an earlier text; true for a line without words."""
        return self._all.knows(lines)

    def is_public(self, lines: Sequence[str]) -> list[bool]:
        """For each line whether the customer has received or written it."""
        return self._public.knows(lines)


class _Ink:
    """Texts as one string of letters, so that each line needs one search. The first texts are those replied to, from
    which most lines are: the next is added when a line is in none of those before."""

    def __init__(self, texts: Iterable[str], known: dict[str, list[str]]) -> None:
        """`known`: lines inked before; those of these texts are added."""
        self._known, self._texts, self._room = known, iter(texts), MAX_TEXT
        self._lines = set[str]()
        self._run = ""

    def _read_on(self) -> bool:
        """Add the next text; false when there is none."""
        text = next(self._texts, None)
        if text is None:
            return False
        part = text[: self._room]
        if part not in self._known:
            self._known[part] = inked(without_links(part)).split("\n")
        found = self._known[part]
        self._room -= min(self._room, len(text))
        self._run += f"\n{''.join(found)}"
        self._lines.update(found)
        return True

    def knows(self, lines: Sequence[str]) -> list[bool]:
        at, searches, found = -1, 0, list[bool]()
        for line in lines:
            pieces = [piece for piece in map(inked, _between_links(line[:2_000])) if piece]
            known = True
            for piece in pieces:
                if at >= 0 and self._run.startswith(piece, at):
                    at += len(piece)
                    continue
                searches += 1
                place = self._place(piece) if searches <= MOST_SEARCHES else -1
                if place >= 0:
                    at = place + len(piece)
                elif not self._is_line(piece):
                    known = False
            found.append(known)
        return found

    def _is_line(self, piece: str) -> bool:
        while piece not in self._lines:
            if not self._read_on():
                return False
        return True

    def _first(self, piece: str) -> int:
        """Where it stands first in all texts; -1 for nowhere."""
        begin = 0
        while (place := self._run.find(piece, begin)) < 0:
            begin = len(self._run)
            if not self._read_on():
                break
        return place

    def _place(self, piece: str) -> int:
        """Where a piece of a line is found; a piece that a program has changed in the middle is found by its ends."""
        if len(piece) < SHORT:
            return -1
        place = self._first(piece)
        if place < 0 and len(piece) >= 4 * SHORT:
            place = self._run.find(piece[: 2 * SHORT])
            return place if place >= 0 and piece[-2 * SHORT :] in self._run else -1
        return place
