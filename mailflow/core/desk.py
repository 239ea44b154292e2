"""The desk itself: its addresses, its language, how its tickets are numbered."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from mailflow.lazy_dataclasses import dataclass

SPOKEN = ("id", "en")  # languages mailflow itself has words in; letters may be in any


@dataclass(frozen=True, slots=True)
class Desk:
    name: str
    address: str
    list: str | None = None
    also: tuple[str, ...] = ()
    language: str = "id"
    timezone: str = "Asia/Jakarta"
    number: str = "{n}"
    plus: bool = False
    regulations: str | None = None  # URL of the organisation's regulations, quoted where an answer is late

    @property
    def addresses(self) -> tuple[str, ...]:
        return (self.address, *self.also)

    @property
    def domain(self) -> str:
        """Of its own address, as written in rules.yaml."""
        return self.address.rpartition("@")[2]

    def spoken(self, language: str | None) -> str:
        """The language of mailflow's own words in a letter: the reader's if it is one of SPOKEN, else the desk's, in
        which letters without a version of his are, too."""
        return language if language is not None and language in SPOKEN else self.language

    def local(self, moment: datetime) -> datetime:
        """The same moment by the desk's clocks: its day, hour and weekday are those people there mean."""
        return moment.astimezone(ZoneInfo(self.timezone))
