"""What is known beside the mail itself when its new words are looked for."""

from __future__ import annotations

from dataclasses import dataclass

from mailflow.mail.quoting.learned import Ending
from mailflow.mail.quoting.said import Said


@dataclass(frozen=True, slots=True)
class Known:
    """Of the mail alone only the author's name, the list it came by and whether it is a reply are known; the rest has
    to be looked up."""

    names: tuple[str, ...] = ()  # the author's: in From, in rules.yaml
    author: str = ""  # his address, case-folded
    reply: bool = False
    colleague: bool = False  # an operator or PIC: what he did not type is no answer
    lists: tuple[str, ...] = ()  # names and addresses of the list the mail came by
    said: Said | None = None  # in the conversation before; None: not looked up
    ours: frozenset[str] = frozenset()  # addresses of desk and list, case-folded
    endings: tuple[Ending, ...] = ()  # of the author's earlier mails, newest first
    list_endings: tuple[Ending, ...] = ()  # of the list's other mails, newest first


NOTHING = Known()
