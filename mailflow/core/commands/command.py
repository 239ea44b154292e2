"""What a command by mail is. Words are pairs, Indonesian first, English second."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from mailflow.core.events import Event
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket

Words = tuple[str, str]

# What may become of any command's line (results.py has the words); each command has its own results beside these.
UNKNOWN = "unknown"
BAD_ARGUMENT = "bad-argument"
NOT_YOURS = "not-yours"
ONLY_PIC = "only-pic"


class May(Enum):
    """Who may give a command. A PIC's own mails are read by pics.py; here he is an operator who is a PIC as well."""

    OWNER = auto()  # whose ticket it is; anybody while it is nobody's
    COLLEAGUE = auto()
    PIC = auto()


@dataclass(frozen=True, slots=True)
class Argument:
    """What may stand behind the name, in the same line."""

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
    """A command as one mail gives it, to a ticket as the commands above it have left it."""

    author: str  # the operator's name
    at: datetime  # the mail's arrival
    argument: str  # what the command's Argument made of it
    text: str  # the words below, as they are kept
    closes: bool  # the words are a canned closing text: the statement is made already


@dataclass(frozen=True, slots=True)
class Decided:
    """What a command does. Refused: words beside it go back to their author instead of to the customer."""

    result: str  # a key of the command's `results`
    events: tuple[Event, ...] = ()
    refused: bool = False


@dataclass(frozen=True, slots=True)
class MailCommand:
    """One command. `words`, `help` and `results` reach colleagues; nothing but this value knows the command."""

    words: Words  # as written behind the slash; the same twice where one language has none
    may: May
    decide: Callable[[Ticket, Call, Rules], Decided]
    help: Words  # one line of the list of commands
    results: Mapping[str, Words]  # what its author is told of it; "{argument}" is what he wrote behind the name
    argument: Argument = NOTHING
    last: bool = False  # it may also stand alone on the last line, below words
    claims: bool = False  # on a ticket nobody has, whoever gives it takes it
    takes_text: bool = False  # the words below are its own, no answer
