"""Events of an incident: many customers, one problem, short time (events.py has all of them)."""

from __future__ import annotations

from datetime import datetime

from mailflow.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IncidentProposed:
    """This ticket and others tell of one problem. The PIC is asked in the first one's."""

    at: datetime
    first: int  # n of the first of these tickets, which names the incident
    number: str  # as people know it
    words: tuple[str, ...]  # in common (core/incidents.py)
    tickets: tuple[int, ...] = ()  # all that are asked about; () where nobody is asked any more
    numbers: tuple[str, ...] = ()  # theirs, as people know them
    shown: tuple[str, ...] = ()  # the words as the customers wrote them


@dataclass(frozen=True, slots=True)
class IncidentJoined:
    """It is one of an incident: a PIC said so, or it came later and tells of the same."""

    actor: str
    at: datetime
    first: int
    number: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IncidentDeclined:
    """A PIC said that it is none: this ticket is not proposed again."""

    actor: str
    at: datetime
    number: str


@dataclass(frozen=True, slots=True)
class IncidentLeft:
    """A colleague said that this ticket is no part of it after all."""

    actor: str
    at: datetime
    first: int
    number: str
    whole: bool = False  # nor is any other: there is no incident
