"""Who has not voted is reminded of the survey once, at its time, and never after he has (`survey.remind`)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from tests.simulation.calendar import Calendar
from tests.simulation.entry import Entry, wrong
from tests.simulation.model import Model

if TYPE_CHECKING:
    from tests.simulation.world import World

LETTER = "survey-reminder"
_NOBODYS = "SELECT 1 FROM ticket WHERE n = ? AND requester IS NULL"


class Surveys:
    """A method for each kind of event."""

    def __init__(self, world: World) -> None:
        self.world = world

    @property
    def _after(self) -> str:
        """So long after the closing; "" for never. No edit of this simulation changes it."""
        return str(self.world.home.good["survey"].get("remind", ""))

    def begins(self, model: Model, entry: Entry) -> None:
        """By the PIC: the customer has been asked to vote, unless nobody could be written to."""
        model.unreachable |= not entry.data["letter"] or self.world.db.value(_NOBODYS, (entry.n,)) is not None
        if bool(entry.data["reminds"]) != bool(self._after and entry.data["letter"]):
            wrong(self.world, entry, f"reminds of the survey: {entry.data['reminds']}, after {self._after or 'never'}")
        model.vote_awaited = entry.at if entry.data["reminds"] else None

    def vote_cast(self, model: Model, entry: Entry) -> None:
        if entry.data["counted"]:
            model.vote_awaited = None

    def survey_reminded(self, model: Model, entry: Entry) -> None:
        closed, model.vote_awaited = model.vote_awaited, None
        if model.status != "closed" or closed is None:
            wrong(self.world, entry, f"nobody waits for a vote: {model}")
        due = self._due(closed, entry)
        if entry.recorded < due:
            wrong(self.world, entry, f"it was closed {closed}, and is due {due}")

    def at_the_end(self, model: Model, last: Entry) -> None:
        awaited = model.vote_awaited if model.status == "closed" else None
        if awaited is not None and self._after and self._due(awaited, last) <= last.recorded:
            wrong(self.world, last, f"nobody was reminded of the survey of {awaited}")

    def _due(self, closed: datetime, entry: Entry) -> datetime:
        return Calendar(self.world.home.by_fingerprint[entry.rules]).after(closed, self._after)
