"""What a mail command is. Words are pairs: Indonesian, English."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from mailflow.core.events import Event
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket

Words = tuple[str, str]

# Results any command may have (results.py has the words); each command also has its own.
UNKNOWN = "unknown"
BAD_ARGUMENT = "bad-argument"
NOT_YOURS = "not-yours"
ONLY_PIC = "only-pic"


class May(Enum):
    """Who may give a command. A PIC's own mails are handled by pics.py; here a PIC counts only as an operator."""

    OWNER = auto()  # the ticket's owner; anyone while it has none
    COLLEAGUE = auto()
    PIC = auto()


@dataclass(frozen=True, slots=True)
class Argument:
    """What may follow the name on the same line."""

    read: Callable[[str], str | None]  # as written, blanks single → the value `decide` gets; None: not understood
    shown: Words = ("", "")  # as a list of commands and a refusal show it: "puas, tanpa-tanggapan"


NOTHING = Argument(lambda written: None if written else "")
ANYTHING = Argument(lambda written: written)


def one_of(*words: Words, default: str = "") -> Argument:
    """One of these words, in either language and any case. Its value is the English one; without a word, `default`."""
    values = {word: english for indonesian, english in words for word in (indonesian, english)}
    shown = (", ".join(one for one, _ in words), ", ".join(one for _, one in words))
    return Argument(lambda written: values.get(written.casefold()) if written else default or None, shown)


@dataclass(frozen=True, slots=True)
class Call:
    """A command as given by one mail, on a ticket as the commands before it have left it."""

    author: str  # the operator's name
    at: datetime  # the mail's arrival
    argument: str  # the value parsed by the command's Argument
    text: str  # the words below, as they are kept
    closes: bool  # the words are a canned closing text, which is a closing statement already


@dataclass(frozen=True, slots=True)
class Decided:
    """What a command does. When it is refused, words beside it are returned to their author instead of relayed."""

    result: str  # a key of the command's `results`
    events: tuple[Event, ...] = ()
    refused: bool = False


@dataclass(frozen=True, slots=True)
class MailCommand:
    """One command. `words`, `help` and `results` are shown to colleagues; nothing but this value knows the command."""

    words: Words  # as written after the slash; twice the same if one language has no word
    may: May
    decide: Callable[[Ticket, Call, Rules], Decided]
    help: Words  # one line of the list of commands
    results: Mapping[str, Words]  # what its author is told; "{argument}" is the text after the name
    argument: Argument = NOTHING
    last: bool = False  # it may also stand alone on the last line, below words
    claims: bool = False  # on a ticket without owner it claims the ticket
    takes_text: bool = False  # the words below are its text, not an answer
