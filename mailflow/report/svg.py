"""Charts as SVG: axes, labels and values are text, colours are the page's (classes), nothing moves and nothing is
fetched. Each is drawn for one width in pixels, so that its text is never shrunk; the page shows the one that fits.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

_LINE = 15  # pixels from one line of text to the next
_WIDE = 600  # from this width on there is room for more
_MOST_POINTS = 62  # of a small line
_CHARACTER, _BOLD = 7.0, 7.7  # pixels, at most: of figures and common letters


class Series(NamedTuple):
    name: str
    style: str  # class
    values: Sequence[int]


class Bar(NamedTuple):
    label: str
    value: float
    text: str  # the value, as people read it
    before: float | None = None  # of the period before: a mark


class Spread(NamedTuple):
    """A share of 0 to 1 with the bounds of its interval."""

    label: str
    share: float
    low: float
    high: float
    text: str


class Cell(NamedTuple):
    value: int
    text: str


def columns(series: Sequence[Series], labels: Sequence[str], width: int, height: int = 220) -> str:
    """Columns side by side over an axis of labels; the highest of each series is named."""
    top, axis = _scale(max((max(one.values, default=0) for one in series), default=0))
    left, base, plot = _left(axis), height - 28, _Plot(width, height)
    plot.grid(axis, top, left, base)
    step = (width - left - 8) / max(1, len(labels))
    bar = max(1.5, min(22.0, (step - max(1.0, step * 0.22)) / max(1, len(series))))
    few = len(labels) <= (14 if width > _WIDE else 7)
    for place, one in enumerate(series):
        highest = max(one.values, default=0)
        for i, value in enumerate(one.values):
            x = left + step * i + (step - bar * len(series)) / 2 + bar * place
            tall = (base - 16) * value / top
            if value:
                plot.rect(x, base - tall, bar, tall, style=one.style)
            if value and (few or (place == 0 and i == one.values.index(highest))):
                plot.text(x + bar / 2, base - tall - 4, str(value), "m v")
    plot.below(labels, left, step, base)
    return plot.drawn()


def area(values: Sequence[int], labels: Sequence[str], width: int, height: int = 200) -> str:
    """A line over a filled area; its last value and its highest are named."""
    top, axis = _scale(max(values, default=0))
    left, base, plot = _left(axis), height - 28, _Plot(width, height)
    plot.grid(axis, top, left, base)
    step = (width - left - 34) / max(1, len(values) - 1)
    points = [(left + 4 + step * i, base - (base - 16) * value / top) for i, value in enumerate(values)]
    if points:
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        plot.add(f'<polygon class="fill1" points="{points[0][0]:.1f},{base} {line} {points[-1][0]:.1f},{base}"/>')
        plot.add(f'<polyline class="line1" points="{line}"/>')
        x, y = points[-1]
        plot.add(f'<circle class="s1" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>')
        plot.text(x + 7, y + 4, str(values[-1]), "b")
        highest = max(range(len(values)), key=lambda i: values[i])
        if highest < len(values) - 1 - len(values) // 12:
            plot.text(points[highest][0], points[highest][1] - 7, str(values[highest]), "m v")
    plot.below(labels, left + 4 - step / 2, step, base)
    return plot.drawn()


def bars(rows: Sequence[Bar], width: int) -> str:
    """Lying bars, each with its label and its value; a line marks what it was in the period before."""
    wide = width > _WIDE
    left = min(230.0, max((len(row.label) for row in rows), default=0) * _CHARACTER + 12) if wide else 0.0
    each = 30 if wide else 44
    room = width - left - max((len(row.text) for row in rows), default=0) * _BOLD - 14
    most = max((max(row.value, row.before or 0) for row in rows), default=0) or 1
    plot = _Plot(width, each * len(rows) + 4)
    for i, row in enumerate(rows):
        y = each * i + (6 if wide else 20)
        long = room * row.value / most
        if wide:
            plot.text(left - 10, y + 14, _cut(row.label, left - 10), "e")
        else:
            plot.text(0, y - 6, _cut(row.label, width), "b")
        plot.rect(left, y, max(long, 1), 18, style="s1")
        if row.before is not None:
            x = left + room * row.before / most
            plot.add(f'<line class="mark" x1="{x:.1f}" x2="{x:.1f}" y1="{y - 2}" y2="{y + 20}"/>')
        mark, past = room * (row.before or 0) / most, long
        if long < mark < long + 14 + len(row.text) * _BOLD:  # the words would stand on the mark
            past = mark
        plot.text(left + past + 8, y + 14, row.text, "b v")
    return plot.drawn()


def heat(rows: Sequence[tuple[str, Sequence[int]]], width: int) -> str:
    """A field of weekdays and hours: the more, the darker; where there is room each number stands in its field."""
    left, most = (84 if width > _WIDE else 40), max((max(values) for _, values in rows), default=0) or 1
    cell = (width - left - 2) / 24
    tall = 26 if width > _WIDE else 22
    plot = _Plot(width, int(tall * len(rows) + 22))
    for day, (name, values) in enumerate(rows):
        y = tall * day
        plot.text(left - 8, y + tall / 2 + 4, name if width > _WIDE else name[:3], "e")
        for hour, value in enumerate(values):
            level = 0 if not value else min(5, 1 + int(4.999 * value / most))
            plot.rect(left + cell * hour, y + 1, cell - 1.5, tall - 2.5, style=f"h{level}")
            if value and width > _WIDE:
                plot.text(left + cell * (hour + 0.5) - 0.75, y + tall / 2 + 4, str(value), f"m n{level}")
    for hour in range(0, 24, 3 if width > _WIDE else 6):
        plot.text(left + cell * (hour + 0.5), tall * len(rows) + 15, f"{hour:02}", "m")
    return plot.drawn()


def spreads(rows: Sequence[Spread], width: int, percents: Sequence[str]) -> str:
    """Each share as a point on its interval, over an axis of 0 to 100 per cent (`percents`: its five labels)."""
    wide = width > _WIDE
    left = min(200.0, max((len(row.label) for row in rows), default=0) * _CHARACTER + 12) if wide else 6.0
    each, words = (30 if wide else 46), max((len(row.text) for row in rows), default=0) * _BOLD
    room = width - left - (words + 24 if wide else 18)
    plot = _Plot(width, each * len(rows) + 26)
    for i, name in enumerate(percents):
        x = left + room * i / (len(percents) - 1)
        plot.add(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{each * len(rows)}"/>')
        plot.text(x, each * len(rows) + 16, name, "m" if i else "b")
    for i, row in enumerate(rows):
        y = each * i + (15 if wide else 30)
        low, high, at = (left + room * part for part in (row.low, row.high, row.share))
        plot.text(*((left - 10, y + 4, row.label, "e") if wide else (0, y - 12, f"{row.label}: {row.text}", "b")))
        plot.add(f'<line class="range" x1="{low:.1f}" x2="{high:.1f}" y1="{y}" y2="{y}"/>')
        plot.add(f'<circle class="s1" cx="{at:.1f}" cy="{y}" r="5"/>')
        if wide:
            plot.text(left + room + 14, y + 4, row.text, "b v")
    return plot.drawn()


def trend(values: Sequence[int], width: int = 96, height: int = 22) -> str:
    """A small line without axes, for a cell of a table that has the numbers beside it; of many values sums of several
    in a row, as many in each but the first."""
    each = -(-len(values) // _MOST_POINTS) or 1
    values = [sum(values[max(0, end - each) : end]) for end in range(len(values), 0, -each)][::-1]
    top, step = max([*values, 1]), (width - 6) / max(1, len(values) - 1)
    points = [(3 + step * i, height - 3 - (height - 6) * value / top) for i, value in enumerate(values)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    end = f'<circle class="s1" cx="{points[-1][0]:.1f}" cy="{points[-1][1]:.1f}" r="2.5"/>' if points else ""
    return (
        f'<svg class="trend" viewBox="0 0 {width} {height}" width="{width}" height="{height}" aria-hidden="true">'
        f'<polyline class="line1" points="{line}"/>{end}</svg>'
    )


class _Plot:
    """The elements of one chart."""

    def __init__(self, width: float, height: float) -> None:
        self._width, self._height = width, height
        self._parts: list[str] = []

    def add(self, element: str) -> None:
        self._parts.append(element)

    def rect(self, x: float, y: float, wide: float, tall: float, *, style: str) -> None:
        corner = ' rx="2"' if wide > 4 and style in ("s1", "s2") else ""
        self.add(f'<rect class="{style}" x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{tall:.1f}"{corner}/>')

    def text(self, x: float, y: float, words: str, style: str) -> None:
        """Styles: b begins at x, m is in its middle, e ends there; v: a value."""
        self.add(f'<text class="{style}" x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>')

    def grid(self, axis: Iterable[int], top: int, left: float, base: float) -> None:
        for value in axis:
            y = base - (base - 16) * value / top
            self.add(f'<line class="grid" x1="{left:.0f}" x2="{self._width}" y1="{y:.1f}" y2="{y:.1f}"/>')
            self.text(left - 6, y + 4, str(value), "e")

    def below(self, labels: Sequence[str], left: float, step: float, base: float) -> None:
        """As many labels as there is room for."""
        longest = max((len(label) for label in labels), default=1) * _CHARACTER + 10
        every = max(1, math.ceil(longest / step)) if step else 1
        for i in range(0, len(labels), every):
            self.text(left + step * (i + 0.5), base + _LINE + 1, labels[i], "m")

    def drawn(self) -> str:
        size = f'viewBox="0 0 {self._width} {self._height}" width="{self._width}" height="{self._height}"'
        return f"<svg {size} @A11Y@>{''.join(self._parts)}</svg>"


def named(svg: str, words: str) -> str:
    """With the sentence that a screen reader says for it."""
    return svg.replace("@A11Y@", f'role="img" aria-label="{escape(words, quote=True)}"')


def _left(axis: Sequence[int]) -> float:
    return max(len(str(value)) for value in axis) * _CHARACTER + 14


def _scale(most: int) -> tuple[int, list[int]]:
    """The top of an axis and its marks: three to five round numbers from 0."""
    if most <= 4:
        return max(1, most), list(range(max(1, most) + 1))
    raw = most / 4
    size = 10 ** int(math.log10(raw))
    step = next(step for step in (size, 2 * size, 5 * size, 10 * size) if step >= raw)
    marks = list(range(0, most + step, step))
    return marks[-1], marks


def _cut(words: str, room: float) -> str:
    most = int(room / _CHARACTER)
    return words if len(words) <= most else f"{words[: most - 1]}…"
