"""Long output at a terminal goes through a pager, as git's does: $PAGER, else less. Never in a file or a pipe, nor with
--no-pager, `PAGER=` or `PAGER=cat`."""

from __future__ import annotations

import io
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO

import click

NO_PAGER = "mailflow.no-pager"  # key of Context.meta
# What people read; not what asks them something, or goes on for long
PAGED = frozenset(
    (
        "list", "show", "search", "report", "why", "explain", "trust", "help", "inbox", "inbox list", "outbox",
        "outbox list", "letters", "letters list", "letters show", "letters preview", "customers", "customers list",
        "customers show", "survey", "survey list", "testimonials", "broadcast list", "broadcast show", "uptime",
    )
)  # fmt: skip
_LESS = {"LESS": "FRX", "LV": "-c"}  # ends where it fits a screen, shows colours, leaves the text there (as git)


@contextmanager
def paged(ctx: click.Context) -> Iterator[None]:
    """What is printed within, if it is longer than the terminal."""
    words = _pager(os.environ) if _wanted(ctx) else []
    if not words:
        yield
        return
    before = sys.stdout
    output = PagedOutput(before, words, *_size())
    sys.stdout = output
    try:
        yield
    finally:
        sys.stdout = before
        output.end()


def _wanted(ctx: click.Context) -> bool:
    name = ctx.command_path.partition(" ")[2]
    return name in PAGED and not ctx.meta.get(NO_PAGER) and not ctx.params.get("as_json") and sys.stdout.isatty()


def _pager(environ: Mapping[str, str]) -> list[str]:
    """The command; [] for none."""
    if environ.get("TERM", "dumb") == "dumb":
        return []
    try:
        words = shlex.split(environ.get("PAGER", "less"))
    except ValueError:  # quotes that do not end
        return []
    return [] if words in ([], ["cat"]) or shutil.which(words[0]) is None else words


def _size() -> tuple[int, int]:
    return shutil.get_terminal_size()


class PagedOutput(io.TextIOBase):
    """Kept until it is longer than the terminal; from then on the pager has it."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self, terminal: IO[str], words: list[str], columns: int, lines: int) -> None:
        self._terminal, self._words = terminal, words
        self._columns, self._left = max(columns, 1), lines - 1
        self._kept: list[str] = []
        self._pager: subprocess.Popen[str] | None = None

    def isatty(self) -> bool:
        """Somebody looks: colours, and tables as wide as the terminal."""
        return True

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if not isinstance(text, str):  # click tries bytes, to see what kind of stream it is
            raise TypeError("text")
        if self._pager is not None:
            assert self._pager.stdin is not None
            self._pager.stdin.write(text)
            return len(text)
        self._kept.append(text)
        self._left -= sum(1 + len(line) // self._columns for line in text.split("\n")[:-1])
        if self._left < 0:
            self._open()
        return len(text)

    def flush(self) -> None:
        """What is kept stays until it is known whether it fits."""

    def end(self) -> None:
        """Show what was kept, or wait until the reader has left the pager."""
        if self._pager is None:
            self._terminal.write("".join(self._kept))
            self._terminal.flush()
            return
        try:
            assert self._pager.stdin is not None
            self._pager.stdin.close()
        except BrokenPipeError:  # the reader has left it before the end
            pass
        while True:
            try:
                self._pager.wait()
                return
            except KeyboardInterrupt:  # the pager's own business
                continue

    def _open(self) -> None:
        environ = {**_LESS, **os.environ}
        self._pager = subprocess.Popen(
            self._words, stdin=subprocess.PIPE, env=environ, text=True, encoding="utf-8", errors="replace"
        )
        assert self._pager.stdin is not None
        self._pager.stdin.write("".join(self._kept))
        self._kept.clear()
