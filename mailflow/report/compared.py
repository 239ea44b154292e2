"""The figures of a period and of the one before it, as the page and the mail ask for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from typing import TypeVar

from mailflow.core.figure_rows import Row
from mailflow.core.figures import FIGURES, GOING, Period, Value, rows_of
from mailflow.lazy_dataclasses import dataclass
from mailflow.report import numbers
from mailflow.report.words import word

R = TypeVar("R", bound=Row)
_NAMES = {one.key: one for one in FIGURES}


@dataclass(frozen=True)
class Compared:
    period: Period
    found: Mapping[str, Value]
    previous: Mapping[str, Value]
    language: str

    @cached_property
    def w(self) -> partial[str]:
        return partial(word, language=self.language)

    def name(self, key: str) -> str:
        return _NAMES[key].title(self.language)

    def count(self, key: str) -> int:
        value = self.found[key]
        return value if isinstance(value, int) else 0

    def before(self, key: str) -> int:
        value = self.previous[key]
        return value if isinstance(value, int) else 0

    def part(self, key: str, name: str) -> float | None:
        """Of a figure that is several numbers by name."""
        return _part(self.found[key], name)

    def part_before(self, key: str, name: str) -> float | None:
        return _part(self.previous[key], name)

    def rows(self, key: str, kind: type[R]) -> Sequence[R]:
        return [row for row in rows_of(self.found[key]) if isinstance(row, kind)]

    def rows_before(self, key: str, kind: type[R]) -> Sequence[R]:
        return [row for row in rows_of(self.previous[key]) if isinstance(row, kind)]

    def number(self, value: float, digits: int = 0) -> str:
        return numbers.number(value, self.language, digits)

    def length(self, seconds: float | None) -> str:
        return numbers.length(seconds, self.language)

    def hours(self, seconds: float | None) -> str:
        """Of working time."""
        return numbers.length(seconds, self.language, "hours")

    def percent(self, share: float) -> str:
        return numbers.percent(share, self.language)

    def short_day(self, text: str) -> str:
        return numbers.short_day(date.fromisoformat(text), self.language)

    @property
    def nothing(self) -> bool:
        """Whether nothing at all happened, and nothing waits."""
        return not any(self.period.work.values()) and not self.period.opened and not any(self.open.values())

    @property
    def open(self) -> Mapping[str, int]:
        return {status: int(self.part("open_now", status) or 0) for status in GOING}


def _part(value: Value, name: str) -> float | None:
    part = value.get(name) if isinstance(value, Mapping) else None
    return part if isinstance(part, int | float) else None
