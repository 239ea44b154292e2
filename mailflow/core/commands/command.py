"""What a mail command is. Words are pairs: Indonesian, English."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum, auto
from types import MappingProxyType

from mailflow.core.canned_answer import CannedAnswer
from mailflow.core.events import Event
from mailflow.core.merging import MergeTarget
from mailflow.core.parties import Shown
from mailflow.core.replies.words import THANKS
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket
from mailflow.core.undoing import Undoable
from mailflow.lazy_dataclasses import dataclass

Words = tuple[str, str]

# Results any command may have (results.py has the words); each command also has its own.
UNKNOWN = "unknown"
NEARLY = "nearly"  # unknown, but much like a known one, which is the result's detail
BAD_ARGUMENT = "bad-argument"
NOT_YOURS = "not-yours"
ONLY_PIC = "only-pic"
ONLY_OPERATOR = "only-operator"
TWO_MEANINGS = "two-meanings"
LET_GO = "let-go"  # a line above has given the ticket back
PROPOSED = "proposed-above"  # a line above has proposed to close it
ASKED_YOU = "asked-you"  # its author is asked first, by `confirm`


class May(Enum):
    """Who may give a command about a ticket."""

    OWNER = auto()  # the ticket's owner; any operator while it has none
    OWNER_OR_PIC = auto()
    OPERATOR = auto()
    PIC = auto()
    COLLEAGUE = auto()  # any of them


@dataclass(frozen=True, slots=True)
class Argument:
    """What may follow the name on the same line."""

    read: Callable[[str], str | None]  # as written, blanks single → the value `decide` gets; None: not understood
    shown: Words = ("", "")  # as a list of commands and a refusal show it: "puas, tanpa-tanggapan"


# what people write behind a word without meaning more by it
_POLITE = THANKS | frozenset(
    "ya yah dong deh saja aja tolong mohon please pls ini this tiket tiketnya ticket tersebut tsb yang tadi barusan "
    "dulu lagi again pak bu mas mbak kak min".split()
)
# what people write around one of a few words: "yang terlambat", "punya saya", "pelanggan sudah puas"
_AROUND = frozenset("yang punya milik tiket ticket tickets the all my to jadi sudah pelanggan customer is".split())
_POINTS = ".!,;:()\"'"
_REASON = re.compile(r",\s|\s(?:karena|karna|krn|sebab|soalnya|because|since|as)\s")  # "tinggi karena VIP"


def bare(written: str) -> str:
    """Without polite words and full stops: "puas ya." is "puas"."""
    kept = " ".join(word for word in written.casefold().split() if word.strip(_POINTS) not in _POLITE)
    return "" if kept in ("terima kasih", "thank you") else kept.rstrip(".!, ")


NOTHING = Argument(lambda written: None if bare(written) else "")
ANYTHING = Argument(lambda written: written)


def some(indonesian: str, english: str, *, optional: bool = False) -> Argument:
    """Any words; which are meant, `decide` finds out."""
    shown = (f"[{indonesian}]", f"[{english}]") if optional else (indonesian, english)
    if optional:
        return Argument(lambda written: written if bare(written) else "", shown)
    return Argument(lambda written: written or None, shown)


def one_of(*words: Words, default: str = "", also: Mapping[str, str] = MappingProxyType({})) -> Argument:
    """One of these words, in either language and any case, or `also` another word for one. Its value is the English
    one; without a word, `default`."""
    values = {word: english for indonesian, english in words for word in (indonesian, english)} | dict(also)
    shown = (", ".join(one for one, _ in words), ", ".join(one for _, one in words))

    def read(written: str) -> str | None:
        said = bare(_REASON.split(written, 1)[0])
        said = next((one for one in (said.replace("_", "-"), said.replace(" ", "-")) if one in values), said)
        if not said or said in values:
            return values.get(said, default) or None
        told = [word.strip(_POINTS) for word in said.split()]
        meant = {values.get(word) for word in told if word in values or word not in _AROUND}
        return meant.pop() if len(meant) == 1 else None

    return Argument(read, shown)


@dataclass(frozen=True, slots=True)
class Call:
    """A command as given by one mail, on a ticket as the commands before it have left it."""

    author: str  # the colleague's name
    at: datetime  # the mail's arrival
    argument: str  # the value parsed by the command's Argument
    text: str  # the words below, as they are kept
    closes: bool  # the words are a canned closing text, which is a closing statement already
    fresh: bool = False  # the command itself has claimed the ticket
    canned: CannedAnswer | None = None  # the letter a line asks for
    undoable: Undoable | None = None  # the author's last command on the ticket
    direct: bool = False  # the customer is among the mail's recipients
    operator: bool = True  # the author is an operator; else only a PIC
    files: bool = False  # the mail has attachments
    unread: bool = False  # as in MailArrived
    hint: tuple[str, str] = ("", "")  # why its words go back first (a code, what was found), if `hints:` say so
    target: MergeTarget | None = None  # the ticket that the argument names
    redacts: str = ""  # what is to become of the words it names: a result of `/hapus-isi`
    split: str = ""  # whether the mail it replies to can become a ticket: a result of `/pisah`
    data: Shown = ()  # as in MailArrived
    own: str = ""  # the words below without anything quoted: what people outside may read


@dataclass(frozen=True, slots=True)
class Decided:
    """What a command does. When it is refused, words beside it are returned to their author instead of relayed."""

    result: str  # a key of the command's `results`
    events: tuple[Event, ...] = ()
    refused: bool = False
    detail: str = ""  # what the result's words name: a name, a moment (ISO)
    answers: bool = False  # the words below are an answer after all, however short


@dataclass(frozen=True, slots=True)
class MailCommand:
    """One command. `words`, `help` and `results` are shown to colleagues; nothing but this value knows the command."""

    words: Words  # as written after the slash; "" if a language has no word for it
    may: May
    decide: Callable[[Ticket, Call, Rules], Decided]
    help: Words  # one line of the list of commands
    # what its author is told; "{argument}" is the text after the name, "{detail}" and "{moment}" what was decided
    results: Mapping[str, Words]
    argument: Argument = NOTHING
    also: tuple[str, ...] = ()  # further names
    example: Words = ("", "")  # the line as written, and perhaps words below; "": its name alone
    undo: Words = ("/batal", "/undo")  # the line that takes it back
    done: tuple[str, ...] = ()  # the results after which there is something to take back
    last: bool = False  # it may also stand alone on the last line, below words
    claims: bool = False  # on a ticket without owner it claims the ticket
    takes_text: bool = False  # the words below are its text, not an answer
    sends: bool = False  # it sends the customer a letter of the desk's, with the words below
    mails: bool = False  # in a reply to the digest the same name takes the number of a mail
    on_over: bool = False  # it may be given on a ticket that is over
    asks_first: str = ""  # the act (confirmations.ACTS) its author is asked about before anything happens
    letter: str = ""  # the letter that is its answer, instead of a line in the receipt

    @property
    def names(self) -> tuple[str, ...]:
        """Each name once, Indonesian first."""
        return tuple(dict.fromkeys(name for name in (*self.words, *self.also) if name))
