"""Context in which a mail's new words are looked for."""

from __future__ import annotations

from dataclasses import field

from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.quoting.learned import Ending
from mailflow.mail.quoting.memory import Memory
from mailflow.mail.quoting.said import Said


@dataclass(frozen=True, slots=True)
class Known:
    """The mail alone shows only its author's name, its list, and whether it is a reply; the rest has to be looked
    up."""

    names: tuple[str, ...] = ()  # the author's: in From, in rules.yaml
    author: str = ""  # the author's address, case-folded
    reply: bool = False
    colleague: bool = False  # an operator or PIC: text not typed by the author is not an answer
    lists: tuple[str, ...] = ()  # names and addresses of the list the mail came by
    said: Said | None = None  # earlier texts of the conversation; None: not looked up
    ours: frozenset[str] = frozenset()  # addresses of desk and list, of a colleague's mail also his and theirs
    endings: tuple[Ending, ...] = ()  # of the author's earlier mails, newest first
    list_endings: tuple[Ending, ...] = ()  # of the list's other mails, newest first
    memory: Memory = field(default_factory=Memory, compare=False, repr=False)  # of this mail's earlier reading


NOTHING = Known()
