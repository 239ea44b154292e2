"""What the page is made of: tiles, charts with their tables, sections."""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.lazy_dataclasses import dataclass
from mailflow.report import svg

WIDE, NARROW = 1000, 312  # pixels of a chart


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its first column names the rows. Cells are text as people read it, or markup that is safe."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[object]]
    words: Sequence[int] = ()  # columns of words; the others are numbers

    def is_number(self, column: int) -> bool:
        return column > 0 and column not in self.words


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure of the page; `key` leads to its definition."""

    key: str
    title: str
    say: str  # what it shows, in a sentence
    table: Sheet | None = None
    wide: str = ""  # markup; "": the table is the figure
    narrow: str = ""
    legend: Sequence[tuple[str, str]] = ()  # (style, words)
    lines: Sequence[str] = ()  # sentences in place of a drawing


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    title: str
    charts: Sequence[Chart]

    @property
    def nothing(self) -> bool:
        return not self.charts


@dataclass(frozen=True, slots=True)
class Tile:
    """One number at the head of the page."""

    name: str
    value: str
    more: str


def named(drawn: Sequence[str], words: str) -> tuple[str, str]:
    """Both widths of a chart with their words for a screen reader; only one of them is shown."""
    wide, narrow = (svg.named(one, words) for one in drawn)
    return wide, narrow
