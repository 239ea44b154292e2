"""What was said in a conversation before: so that its quotation is recognised however a mail program wrote it, wrapped
it, indented it or left its marks away; and so that what was not said before is never taken for a quotation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

MAX_TEXT = 200_000  # characters of all texts together
MOST_SEARCHES = 200  # lines that are looked for in all texts; those that follow on the last one found are not counted
SHORT = 12  # letters: a shorter line is known only as a whole line, or where it follows on

_LINK = re.compile(r"<?(?:https?://|mailto:)[^\s<>]{1,2000}>?|<[^<>\s@]{1,100}@[^<>\s]{1,200}>")
_BLANKS = " \t\r\x0b\x0c\xa0\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u202f\u3000\ufeff\ue000\ue001\ue004"
_SIGNS = "“”‘’«»–—…•·´`¨°"
_NO_INK = dict.fromkeys([*(code for code in range(0x21, 0x7F) if not chr(code).isalnum()), *map(ord, _BLANKS + _SIGNS)])


@dataclass(frozen=True, slots=True)
class Text:
    """One mail or letter of the conversation."""

    words: str
    public: bool = False  # the customer wrote it, or has it
    answered: bool = False  # the mail in hand answers it
    footer: bool = False  # no mail, but what a list puts below each


def inked(text: str) -> str:
    """Letters and digits alone, case-folded, line breaks kept: marks, blanks and wrapping make no difference."""
    return text.casefold().translate(_NO_INK)


@dataclass(frozen=True)
class Said:
    """The texts of a conversation. An empty one: nothing was said, so nothing is quoted."""

    texts: tuple[Text, ...] = field(default=(), repr=False)

    @cached_property
    def _all(self) -> _Ink:
        return _Ink(one.words for one in self.texts)

    @cached_property
    def _public(self) -> _Ink:
        return _Ink(one.words for one in self.texts if one.public)

    @cached_property
    def answered(self) -> tuple[str, ...]:
        """The texts the mail in hand answers."""
        return tuple(one.words[:MAX_TEXT] for one in self.texts if one.answered)

    @cached_property
    def footers(self) -> frozenset[str]:
        """The inked lines a list puts below its mails."""
        return frozenset(line for one in self.texts if one.footer for line in inked(one.words).split("\n") if line)

    def knows(self, lines: Sequence[str]) -> list[bool]:
        """For each line whether it was said before; a line without words was."""
        return self._all.knows(lines)

    def is_public(self, lines: Sequence[str]) -> list[bool]:
        """For each line whether the customer has it or wrote it."""
        return self._public.knows(lines)


class _Ink:
    """Texts as one string of letters, for one search a line."""

    def __init__(self, texts: Iterable[str]) -> None:
        room, lines, runs = MAX_TEXT, set[str](), list[str]()
        for text in texts:
            found = inked(_LINK.sub(" ", text[:room])).split("\n")
            room -= min(room, len(text))
            lines.update(found)
            runs.append("".join(found))
        self._lines = lines
        self._run = "\n".join(runs)

    def knows(self, lines: Sequence[str]) -> list[bool]:
        at, searches, found = -1, 0, list[bool]()
        for line in lines:
            pieces = [piece for piece in map(inked, _LINK.split(line[:2_000])) if piece]
            known = True
            for piece in pieces:
                if at >= 0 and self._run.startswith(piece, at):
                    at += len(piece)
                    continue
                searches += 1
                place = self._place(piece) if searches <= MOST_SEARCHES else -1
                if place >= 0:
                    at = place + len(piece)
                elif piece not in self._lines:
                    known = False
            found.append(known)
        return found

    def _place(self, piece: str) -> int:
        """Where a piece of a line stands; one that some program has changed in its midst is known by its ends."""
        if len(piece) < SHORT:
            return -1
        place = self._run.find(piece)
        if place < 0 and len(piece) >= 4 * SHORT:
            place = self._run.find(piece[: 2 * SHORT])
            return place if place >= 0 and piece[-2 * SHORT :] in self._run else -1
        return place
