"""Tables for people: as wide as the terminal, long cells cut with …; what does not fit even then stands below, behind
the first column once more. Never cut in a file or a pipe.

Times are in the desk's zone, whose name is in the column's title, or in each cell when daylight saving makes two.
"""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from collections.abc import Sequence
from datetime import tzinfo
from typing import Any

import click

from mailflow.cli.common import harmless, local, put
from mailflow.cli.error_words import said
from mailflow.cli.pager import PagedOutput
from mailflow.lazy_dataclasses import dataclass, replace

_NARROW = 4  # no cell is cut below this; numbers and moments are never cut
_READABLE = 20  # columns that may be cut want so much before a `spare` one is shown


@dataclass(frozen=True, slots=True)
class Column:
    """`title`: in English, shown in the user's language; `whole`: never cut; `right`: a number; `spare`: left out
    where there is no room; `zone`: cells are ISO moments, said in this zone."""

    title: str
    whole: bool = True
    right: bool = False
    spare: bool = False
    zone: tzinfo | None = None


Line = Sequence[str]


def put_table(columns: Sequence[Column], rows: Sequence[Sequence[object]]) -> None:
    """Print rows of words and numbers; None is an empty cell. Nothing at all without rows."""
    if not rows:
        return
    shown = [_said(column, [row[i] for row in rows]) for i, column in enumerate(columns)]
    room = _room()
    kept = [(column, cells) for column, cells in shown if not column.spare or _is_readable(shown, room)]
    widest = [max(map(_width, cells)) for _, cells in kept]
    widths = _fitted([column for column, _ in kept], list(widest), room)
    parts = _parts(widths, room)
    if len(parts) > 1:
        widths, parts = widest, _parts(widest, room)
    for i, part in enumerate(parts):
        if i:
            put("")
        _put_part([(widths[at], *kept[at]) for at in part])


def _put_part(columns: Sequence[tuple[int, Column, Line]]) -> None:
    layout = [(width, column.right) for width, column, _ in columns]
    head, *lines = zip(*(cells for *_, cells in columns), strict=True)
    title = _line(layout, head)
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        click.secho(title, underline=True)
    else:
        put(title)
    for line in lines:
        put(_line(layout, line))


def _parts(widths: Sequence[int], room: int) -> list[list[int]]:
    """Which columns stand beside one another: all, if there is room, else as many as fit, each time behind the
    first."""
    parts: list[list[int]] = [[0]]
    taken = widths[0]
    for at, width in enumerate(widths[1:], 1):
        taken += 2 + width
        if room and taken > room and len(parts[-1]) > 1:
            parts.append([0])
            taken = widths[0] + 2 + width
        parts[-1].append(at)
    return parts


def _said(column: Column, values: Sequence[Any]) -> tuple[Column, list[str]]:
    """The column and its cells as words, its title first."""
    title = said(column.title)
    if column.zone is None:
        return column, [title, *map(_words, values)]
    cells = [local(value, column.zone) for value in values]
    names = {cell.rpartition(" ")[2] for cell in cells if cell}
    if len(names) != 1:
        return column, [title, *cells]
    [name] = names
    title = f"{title} ({name})"
    return replace(column, title=title), [title, *(cell.removesuffix(f" {name}") for cell in cells)]


def _words(value: object) -> str:
    return "" if value is None else " ".join(harmless(str(value)).split())


def _room() -> int:
    """Columns of the terminal, or as $COLUMNS says; 0: no end, in a file or a pipe."""
    looked_at = sys.stdout is sys.__stdout__ or isinstance(sys.stdout, PagedOutput)
    return shutil.get_terminal_size((0, 0)).columns if looked_at else 0


def _is_readable(shown: Sequence[tuple[Column, Line]], room: int) -> bool:
    """With every column there, what may be cut still says something."""
    least = [max(map(_width, cells)) if c.whole else min(_READABLE, max(map(_width, cells))) for c, cells in shown]
    return not room or sum(least) + 2 * (len(least) - 1) <= room


def _fitted(columns: Sequence[Column], widths: list[int], room: int) -> list[int]:
    """Widths that fit: of the columns that may be cut the widest gives first."""
    able = [i for i, column in enumerate(columns) if not column.whole]
    over = sum(widths) + 2 * (len(widths) - 1) - room if room else 0
    while over > 0 and able and widths[widest := max(able, key=widths.__getitem__)] > _NARROW:
        widths[widest] -= 1
        over -= 1
    return widths


def _line(layout: Sequence[tuple[int, bool]], cells: Line) -> str:
    padded = (_pad(_cut(cell, width), width, right) for cell, (width, right) in zip(cells, layout, strict=True))
    return "  ".join(padded).rstrip()


def _pad(cell: str, width: int, right: bool) -> str:
    blanks = " " * (width - _width(cell))
    return blanks + cell if right else cell + blanks


def _cut(cell: str, width: int) -> str:
    """`cell` in at most `width` columns; what is cut ends in …"""
    if _width(cell) <= width:
        return cell
    kept, taken = "", 1
    for char in cell:
        taken += _width(char)
        if taken > width:
            break
        kept += char
    return kept.rstrip() + "…"


def _width(text: str) -> int:
    """Columns of a terminal: East Asian letters and emoji take two; combining marks, joiners and selectors none."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.category(char) in ("Mn", "Me", "Cf")
        else 2
        if unicodedata.east_asian_width(char) in "WF"
        else 1
        for char in text
    )
