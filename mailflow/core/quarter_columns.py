"""What was counted by quarters of an hour, in little room: a year has some hundred thousand of them. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator


class QuarterColumns(Collection[tuple[int, str | None, int]]):
    """Iterates like `QuarterCount`s: (quarter since the epoch, category, how many)."""

    def __init__(self, rows: Iterable[tuple[int, str | None, int]] = ()) -> None:
        self.quarters, self.categories, self.tickets = array("i"), list[str | None](), array("i")
        for quarter, category, tickets in rows:
            self.quarters.append(quarter)
            self.categories.append(category)
            self.tickets.append(tickets)

    def extend(self, quarters: Iterable[int], categories: Iterable[str | None], tickets: Iterable[int]) -> None:
        self.quarters.extend(quarters)
        self.categories.extend(categories)
        self.tickets.extend(tickets)

    def add(self, more: QuarterColumns) -> None:
        self.extend(more.quarters, more.categories, more.tickets)

    def __contains__(self, row: object) -> bool:
        return any(row == one for one in self)

    def __len__(self) -> int:
        return len(self.quarters)

    def __iter__(self) -> Iterator[tuple[int, str | None, int]]:
        return zip(self.quarters, self.categories, self.tickets, strict=True)
