"""What a whole reply means, before anything is decided: a value, and the words that showed it.

The vocabulary is in core/replies/, one file per role of author. Nothing is decided here.
"""

from __future__ import annotations

from enum import StrEnum

from mailflow.lazy_dataclasses import dataclass


class Meaning(StrEnum):
    """Shown as `meaning` by `explain --json` (interfaces-2.md, "Commands")."""

    CLAIM = "claim"  # an operator takes the ticket
    ACKNOWLEDGEMENT = "acknowledgement"  # ok, siap, noted, ".", an emoji: received, nothing more
    ASIDE = "aside"  # an operator's words to a colleague
    CLOSING_WORD = "closing-word"  # a bare "selesai", "done": neither a command nor an answer
    THANKS = "thanks"  # courtesy and nothing else
    SOLVED = "solved"  # the customer says that it works now
    YES = "yes"  # the PIC's verdict on a closing statement
    NO = "no"
    UNCLEAR = "unclear"  # the PIC's words contradict each other, or say neither
    REACTION = "reaction"  # an emoji reaction in the form of a mail program
    VOTE = "vote"  # a digit or word of the survey's scale
    CONTENT = "content"  # words a person must read

    @property
    def published(self) -> str:
        """The value shown by `explain --json`: two meanings that only decisions distinguish are shown as their nearest
        public one."""
        return {Meaning.ASIDE: Meaning.CONTENT, Meaning.CLOSING_WORD: Meaning.UNCLEAR}.get(self, self).value


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reply means. `by`: the words or sign that showed it, for `explain`; `rest`: what remains to be passed
    on."""

    meaning: Meaning
    by: str = ""
    rest: str = ""
    unsure: bool = False  # an operator speaks of himself, and nothing says for whom
