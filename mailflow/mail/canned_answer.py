"""A canned letter as an operator's answer: rendered for the customer, the operator's own words above its closing."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping, Sequence

from mailflow.core.canned_answer import CannedAnswer
from mailflow.core.commands.command import bare
from mailflow.core.letter_kinds import closing_letters
from mailflow.core.message import Address
from mailflow.core.replies.cards import is_formula, without_own_name
from mailflow.core.rules import Desk
from mailflow.core.ticket import Ticket
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.facts import completed, view_of
from mailflow.mail.multipart import File
from mailflow.mail.templates import Templates
from mailflow.suggest import nearest

PREFIX = "answer-"  # may be left out
_ONLY_CLOSES = frozenset({"closed", "self-help"})  # say that the ticket is closed, which no answer does
_ENDING = 6  # lines at the end that may be the closing formula, a name, the desk
_LONGEST_QUESTION = 20_000
_CODE = 2  # letters of a language's


def offered(templates: Templates) -> list[str]:
    """The letters an operator may answer with, by the shortest name that will do."""
    names = [name for name in closing_letters(templates.names()) if name not in _ONLY_CLOSES]
    return [name.removeprefix(PREFIX) for name in names if not templates.get(name).partial]


@dataclass(frozen=True, slots=True)
class CannedAsked:
    """What an operator asks for."""

    name: str  # as written
    operator: str  # in whose name it goes
    words: str = ""  # the operator's own, to stand above the closing
    names: tuple[str, ...] = ()  # others the operator signs with


def canned_answer(templates: Templates, asked: CannedAsked, ticket: Ticket, desk: Desk) -> CannedAnswer:
    """The letter `asked` for, in the customer's language; without a name in it, what there is."""
    names, language = offered(templates), ticket.language or desk.language
    steps = dict(templates.runbook(ticket.category, language)) if ticket.category else {}
    wanted, behind = _asked_for(
        asked.name, {str(n): step.name.removeprefix(PREFIX) for n, step in steps.items()}, names
    )
    own = "\n\n".join(part for part in (behind, asked.words.strip()) if part)
    if wanted not in names:
        near = nearest(wanted, names) if wanted else ""
        return CannedAnswer(offered=near or ", ".join(names))
    name = wanted if wanted in templates.names() else PREFIX + wanted
    customer = ticket.answer_to or ticket.requester or Address("")
    context = {
        "desk": desk,
        "ticket": view_of(ticket, ticket.subject, _LONGEST_QUESTION),
        "recipient": customer,
        "survey_link": "",
        "reply_to": "desk",
        "claim": "any-reply",
        **completed(name, {"operator": asked.operator}),
    }
    rendered = templates.render(name, language, context)
    letter = rendered.text.strip("\n").split("\n")
    words = without_own_name(own, (asked.operator, *asked.names), desk.name)  # the letter signs itself
    text = with_words(letter, words if any(map(is_formula, letter[-_ENDING:])) else own)
    return CannedAnswer(name, text, templates.get(name, language).closes)


def _asked_for(written: str, steps: Mapping[str, str], names: Sequence[str]) -> tuple[str, str]:
    """(the letter's name or number, the operator's words behind it): "pulsa nomor", "1", "pulsa-nomor mohon dicek"."""
    whole, (first, _, rest) = _wanted(written), written.partition(" ")
    if whole in names or whole in steps:
        return steps.get(whole, whole), ""
    name = _wanted(first)
    return steps.get(name, name), rest.strip() if bare(rest) else ""


def _wanted(written: str) -> str:
    """The name as letters have it: of "answer_pulsa nomor.id.txt" it is "pulsa-nomor"."""
    name = written.casefold().strip(" .,:\"'").removesuffix(".txt")
    stem, dot, language = name.rpartition(".")
    name = stem if dot and len(language) == _CODE and language.isalpha() else name
    return "-".join(name.replace("_", " ").split()).removeprefix(PREFIX)


def with_words(letter: Sequence[str], words: str) -> str:
    """The letter's lines with the operator's own words above its closing formula, else at the end."""
    if not words:
        return "\n".join(letter)
    last = range(len(letter) - 1, max(-1, len(letter) - 1 - _ENDING), -1)
    place = next((at for at in last if is_formula(letter[at])), len(letter))
    above, below = "\n".join(letter[:place]).rstrip(), "\n".join(letter[place:])
    return "\n\n".join(part for part in (above, words, below) if part)


def files_of(templates: Templates, name: str, language: str) -> tuple[File, ...]:
    """The letter's own attachments. A file that has vanished since it was checked is left out: the answer goes."""
    found = []
    for path in templates.get(name, language).attach:
        if path.is_file():
            kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
            found.append(File(path.name, kind, path.read_bytes()))
    return tuple(found)
