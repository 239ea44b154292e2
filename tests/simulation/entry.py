"""One line of a ticket's log, with the occasion that brought it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from tests.simulation.world import World


@dataclass(frozen=True)
class Entry:
    """One line of the log with its occasion."""

    n: int
    kind: str
    actor: str
    data: dict[str, Any]
    occasion: int
    recorded: datetime  # the desk's clock
    cause: str
    about: dict[str, Any]
    rules: str  # fingerprint of those in force
    id: int = 0
    seq: int = 0  # number of the event on its ticket

    @property
    def at(self) -> datetime:
        return when(self.data["at"])


def first(ladder: list[dict[str, Any]]) -> list[str]:
    return [rung["after"] for rung in ladder]


def when(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def wrong(world: World, entry: Entry, words: str) -> NoReturn:
    world.fail(f"ticket {entry.n}, {entry.kind} by {entry.actor}: {words}")
