"""Events of letters that did not arrive. A part of events.py."""

from __future__ import annotations

from mailflow.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LetterUndelivered:
    """A letter could not be delivered to one recipient."""

    letter: str
    recipient: str
    words: str
    customer: bool  # the recipient is the customer: no automatic letters go there any more, unless
    named: str = ""  # it failed at another address, to which the customer forwards mail: the customer's own may work
    again: bool = (
        False  # not told again: a colleague's address that failed for another ticket today, a customer's known
    )
    number: int = 0  # of the event the letter is of; 0: earlier versions did not say
