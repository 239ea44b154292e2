"""What customer and desk have written to each other since the question, for a colleague who gets the ticket midway.

The conversation has only what both have seen: an answer by Reply All quotes the letter to the customer, so it may
contain neither notes nor colleagues' addresses. Notes stand only in letters that lead back to the desk alone.
"""

from __future__ import annotations

from datetime import datetime
from operator import attrgetter

from mailflow.core.held import HELD
from mailflow.core.letter import Letter
from mailflow.core.plain import JsonObject
from mailflow.core.ticket import Ticket
from mailflow.core.wording import say
from mailflow.flow.parts import Parts
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.store.engine.database import Database
from mailflow.store.read import archive
from mailflow.store.read.archive import Recorded

_NOTED = {"note-added": "actor", "note-filed": "author", "pic-wrote": "pic"}  # and who noted it
_MAILS = ("customer-wrote", "copy-lost", "copy-found", "ticket-joined", "answered", "closing-stated")
MOST = 8  # newest mails; the question is always shown below them


@dataclass(frozen=True, slots=True)
class Turn:
    """One mail of the conversation, for the template."""

    who: str
    at: datetime | None  # None: marks that mails are left out here
    text: str

    @property
    def facts(self) -> dict[str, object]:
        return {"who": self.who, "at": self.at, "text": self.text}


def with_transcript(parts: Parts, letter: Letter, ticket: Ticket) -> Letter:
    """The letter with the conversation so far; unchanged when nothing has been written since the question."""
    if letter.kind == HELD:
        return _with_news(parts, letter, ticket)
    silent = _is_silent(ticket)
    told = () if silent else conversation(parts.db, ticket, parts.rules.desk.spoken(letter.language))
    known: dict[str, object] = {"conversation": told} if told else {}
    if "notes" in letter.facts:
        known["notes"] = notes(parts.db, ticket.n)
    return replace(letter, facts={**letter.facts, **known}) if known else letter


def notes(db: Database, n: int) -> tuple[dict[str, object], ...]:
    """What colleagues have noted on the ticket, newest first. Only for letters whose Reply-To is the desk alone."""
    found = [
        Turn(str(event.data.get(_NOTED[event.kind]) or ""), event.at, str(event.data.get("text") or "").strip())
        for event in archive.events_of(db, n, tuple(_NOTED))
    ]
    return tuple(one.facts for one in reversed(found) if one.text)[:MOST]


def _with_news(parts: Parts, letter: Letter, ticket: Ticket) -> Letter:
    """What others have written since the author's own last answer, or since the question; newest first."""
    author = letter.to[0].name
    turns = _said(parts.db, ticket, f" ({say('unverified', parts.rules.desk.spoken(letter.language))})")
    own = [at for at, turn in enumerate(turns) if turn.who == author]
    since = turns[own[-1] + 1 :] if own else turns
    told = (*letter.facts["news"], *(one.facts for one in reversed(since)))  # type: ignore[misc]  # a tuple
    return replace(letter, facts={**letter.facts, "news": told[:MOST]})


def conversation(db: Database, ticket: Ticket, language: str) -> tuple[dict[str, object], ...]:
    """For the template: newest first, the question last; () when nothing has been written since the question."""
    if _is_silent(ticket):
        return ()
    said = _said(db, ticket, f" ({say('unverified', language)})")
    if not said:
        return ()
    question = Turn(_name(ticket.requester.name if ticket.requester else ""), ticket.opened_at, ticket.question)
    left_out = (Turn("[…]", None, ""),) if len(said) > MOST else ()
    return tuple(one.facts for one in (*reversed(said[-MOST:]), *left_out, question))


def _is_silent(ticket: Ticket) -> bool:
    """Nothing has been written since the question."""
    return ticket.answered_at is None and ticket.customer_wrote_at == ticket.opened_at and not ticket.merged_from


def _said(db: Database, ticket: Ticket, doubt: str) -> list[Turn]:
    """Every mail between customer and desk in the log, oldest first; `doubt` is added to the name where the author may
    be forged."""
    found: list[Turn] = []
    for event in (event for n in (ticket.n, *ticket.merged_from) for event in _log(db, n)):
        data, text = event.data, str(event.data.get("text") or "").strip()
        if event.kind == "customer-wrote":
            name = _name(data["sender"][1]) + (doubt if data.get("unverified") else "")
            found.append(Turn(name, event.at, text))
        elif event.kind in ("copy-lost", "copy-found"):
            found = _with_quoted(found, event, doubt)
        elif event.kind == "ticket-joined":
            found.append(Turn(_name((data["requester"] or ["", ""])[1]), _asked_at(data, event.at), text))
        elif event.kind == "answered" or (event.kind == "closing-stated" and data.get("relayed")):
            found.append(Turn(data["operator"], event.at, text))
    told = [one for one in found if one.text]
    return sorted(told, key=attrgetter("at")) if ticket.merged_from else told


def _log(db: Database, n: int) -> list[Recorded]:
    """Without mails that have become tickets of their own."""
    log = archive.events_of(db, n, (*_MAILS, "split-off"))
    gone = {event.data["seq"] for event in log if event.kind == "split-off"}
    caused = {event.occasion for event in archive.events_of(db, n) if event.seq in gone} if gone else set()
    return [event for event in log if event.occasion not in caused]


def _with_quoted(told: list[Turn], event: Recorded, doubt: str) -> list[Turn]:
    """An answer known from a quotation stands where it was written, as unverified, until its original takes its
    place."""
    data, text = event.data, str(event.data.get("text") or "").strip()
    if event.kind == "copy-lost":
        at = datetime.fromisoformat(data["written_at"]) if data["written_at"] else event.at
        return [*told, Turn(data["operator"] + doubt, at, text)]
    quoted = next((one for one in reversed(told) if one.who == data["operator"] + doubt), None)
    return [replace(one, who=data["operator"], text=text) if one is quoted else one for one in told]


def _asked_at(data: JsonObject, joined_at: datetime) -> datetime:
    """When the question of a ticket that was merged was asked."""
    return datetime.fromisoformat(data["asked_at"]) if data["asked_at"] else joined_at


def _name(name: str) -> str:
    return "–" if "@" in name or not name.strip() else name.strip()
