"""Incident: what one ticket has to do with a problem that many customers write about."""

from __future__ import annotations

from enum import StrEnum

from mailflow.lazy_dataclasses import dataclass


class IncidentStanding(StrEnum):
    """How certain the incident is."""

    PROPOSED = "proposed"  # the PIC has been asked
    BOUND = "bound"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Incident:
    """The incident of a ticket."""

    first: int  # n of its first ticket
    number: str  # as people know it
    standing: IncidentStanding
    words: tuple[str, ...]  # what its tickets have in common
