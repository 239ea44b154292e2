"""What customer and desk have written to each other since the question, for who gets a ticket in the middle of it.

Only what both have seen: an answer by Reply All quotes its letter to the customer, so neither a note nor anybody's
address may stand there.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from mailflow.core.letter import Letter
from mailflow.core.letter_kinds import kind_of
from mailflow.core.moments import moment_words
from mailflow.core.ticket import Ticket
from mailflow.flow.parts import Parts
from mailflow.store import archive

MOST, LONGEST = 8, 3000  # of the newest mails, and characters of each


def retold(parts: Parts, letter: Letter, ticket: Ticket) -> Letter:
    """The letter with the conversation below its question; as it is when nothing has been written since."""
    fact = kind_of(letter.kind).story
    if not fact or (ticket.answered_at is None and ticket.customer_wrote_at == ticket.opened_at):
        return letter
    language = letter.language or parts.rules.desk.language
    zone = parts.rules.desk.timezone
    said = [
        f"{who}, {moment_words(at, zone, language)}:\n\n{_shortened(text)}" for who, at, text in _said(parts, ticket)
    ]
    left_out = ["[…]"] if len(said) > MOST else []
    question = letter.facts.get(fact) or ""
    return replace(letter, facts={**letter.facts, fact: "\n\n".join([question, *left_out, *said[-MOST:]]).strip()})


def _said(parts: Parts, ticket: Ticket) -> list[tuple[str, datetime, str]]:
    """(who, when, words) of every mail between customer and desk that is in the log, oldest first."""
    found = []
    for event in archive.events_of(parts.db, ticket.n):
        data, text = event.data, str(event.data.get("text") or "").strip()
        if event.kind == "customer-wrote":
            found.append((_name(data["sender"][1]), event.at, text))
        elif event.kind == "answered" or (event.kind == "closing-stated" and data.get("relayed")):
            found.append((data["operator"], event.at, text))
    return [one for one in found if one[2]]


def _name(name: str) -> str:
    return "–" if "@" in name or not name.strip() else name.strip()


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()} […]"
