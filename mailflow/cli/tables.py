"""Tables for people: with rich on a terminal, plain aligned text elsewhere. Numbers are never cut, long words fold."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mailflow.cli.common import harmless, put


@dataclass(frozen=True, slots=True)
class Column:
    """`whole`: never folded nor cut; `right`: a number."""

    title: str
    whole: bool = True
    right: bool = False


def put_table(columns: Sequence[Column], rows: Sequence[Sequence[Any]], title: str = "") -> None:
    """Print rows of words and numbers; None is an empty cell. Nothing at all without rows."""
    cells = [[_words(value) for value in row] for row in rows]
    if not cells:
        return
    if sys.stdout.isatty():
        _rich(columns, cells, title)
    else:
        _plain(columns, cells, title)


def _words(value: Any) -> str:
    return "" if value is None else " ".join(harmless(str(value)).split())


def _rich(columns: Sequence[Column], rows: Sequence[Sequence[str]], title: str) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for index, column in enumerate(columns):
        longest = max(_width(cell) for cell in (column.title, *(row[index] for row in rows)))
        table.add_column(
            column.title,
            no_wrap=column.whole,
            overflow="fold",
            justify="right" if column.right else "left",
            min_width=longest if column.whole else min(longest, 8),
        )
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))  # Text: `[bold]` in a subject is no markup
    Console().print(table)


def _plain(columns: Sequence[Column], rows: Sequence[Sequence[str]], title: str) -> None:
    if title:
        put(title)
    lines = [[column.title for column in columns], *rows]
    widths = [max(_width(line[i]) for line in lines) for i in range(len(columns))]
    for line in lines:
        padded = [_pad(cell, width, column.right) for cell, width, column in zip(line, widths, columns, strict=True)]
        put("  ".join(padded).rstrip())


def _pad(cell: str, width: int, right: bool) -> str:
    blanks = " " * (width - _width(cell))
    return blanks + cell if right else cell + blanks


def _width(text: str) -> int:
    """Columns of a terminal: East Asian letters take two, combining marks none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
