"""What a whole reply means, before anything is decided about it: a value, and the words that said so.

The words themselves stand beside this file, a file for each of those who write them. Nothing here is decided.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Meaning(StrEnum):
    """`explain --json` says these as `meaning` (interfaces-2.md, "Commands")."""

    CLAIM = "claim"  # an operator takes the ticket
    ACKNOWLEDGEMENT = "acknowledgement"  # ok, siap, noted, ".", an emoji: heard, and nothing more
    ASIDE = "aside"  # an operator's words to a colleague
    CLOSING_WORD = "closing-word"  # a bare "selesai", "done": neither a command nor an answer
    THANKS = "thanks"  # courtesy and nothing else
    SOLVED = "solved"  # the customer says that it works now
    YES = "yes"  # the PIC's verdict on a closing statement
    NO = "no"
    UNCLEAR = "unclear"  # the PIC's words contradict each other or say neither
    REACTION = "reaction"  # an emoji a mail client sent in its own form
    VOTE = "vote"  # a digit or word of the survey's scale
    CONTENT = "content"  # words a person must read

    @property
    def published(self) -> str:
        """The word `explain --json` has for it: two that only decisions tell apart go by their neighbours' names."""
        return {Meaning.ASIDE: Meaning.CONTENT, Meaning.CLOSING_WORD: Meaning.UNCLEAR}.get(self, self).value


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reply means. `by`: the words or sign that said so, for `explain`; `rest`: what is left to be told."""

    meaning: Meaning
    by: str = ""
    rest: str = ""
