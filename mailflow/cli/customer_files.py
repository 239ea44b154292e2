"""`mailflow customers import`, `export`: the register as a CSV file."""

from __future__ import annotations

import csv
import io
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, TextIO

import click

from mailflow.cli.common import command, home, put_json, say, tell
from mailflow.cli.customers import customers, desk
from mailflow.cli.error_words import refusal, said
from mailflow.cli.trouble import CANNOT
from mailflow.core.how_many import how_many
from mailflow.errors import CannotDo

if TYPE_CHECKING:
    from mailflow.core.customer_rows import Line
    from mailflow.flow.admin.register import RegisterImport

_TOLD = 50  # refused lines for people; --json has all


@command(
    "import",
    "mailflow customers import customers.csv --dry-run",
    "mailflow customers import customers.csv",
    of=customers,
)
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--dry-run", is_flag=True, help="Only say what would be entered, changed and refused.")
def take(file: str, *, dry_run: bool, as_json: bool) -> None:
    """Enter and change customers as a CSV file says: comma, semicolon or tab; UTF-8, UTF-16 or Windows-1252.

    Its first line names the columns, in any order: address, name, status, valid_until, allowance, language, group,
    note; or alamat, nama, status, berlaku, jatah, bahasa, grup, catatan. Only the addresses are needed; a column that
    is missing changes nothing, an empty cell empties. Several addresses are parted by | or a blank. Who is in the file
    already is changed, nobody is removed. Good lines are taken, the others named, and the exit status is then 1.
    """
    from mailflow.cli.progress import progress
    from mailflow.core.customer_rows import lines, twice
    from mailflow.flow.admin import register
    from mailflow.store.admin.scratch import Scratch

    with _opened(file) as (text, count), desk() as parts, progress("customers") as seen:
        found = twice(lines(text), Scratch())
        try:
            first = list(islice(found, 1))  # the header is read with it
        except ValueError as error:
            raise CannotDo(f"{file}: {error}") from error
        done = register.take(parts, chain(first, found), dry_run=dry_run, seen=lambda line: seen(line, count))
    _report(done, dry_run=dry_run, as_json=as_json)
    if done.refused:
        click.get_current_context().exit(CANNOT)


@contextmanager
def _opened(file: str) -> Iterator[tuple[TextIO, int]]:
    """The file as text, and how many lines it has about."""
    from mailflow.core.customer_rows import encoding_of

    with _bytes(file) as raw:
        counts: list[int] = []
        name = encoding_of(_counted(raw, counts))
        raw.seek(0)
        yield io.TextIOWrapper(raw, name, "replace", newline=""), sum(counts)


@contextmanager
def _bytes(file: str) -> Iterator[IO[bytes]]:
    """What comes by stdin is put into a file first: its encoding is known only at its end."""
    if file != "-":
        with Path(file).open("rb") as raw:
            yield raw
        return
    with tempfile.TemporaryFile() as kept:
        shutil.copyfileobj(sys.stdin.buffer, kept)
        kept.seek(0)
        yield kept


def _counted(raw: IO[bytes], counts: list[int]) -> Iterator[bytes]:
    while piece := raw.read(65_536):
        counts.append(piece.count(b"\n"))
        yield piece


def _report(done: RegisterImport, *, dry_run: bool, as_json: bool) -> None:
    if as_json:
        refused = [{"line": one.number, "address": one.shown, "why": one.why} for one in done.refused]
        counts = {"entered": done.entered, "changed": done.changed, "unchanged": done.unchanged}
        put_json({"dry_run": dry_run, **counts, "refused": refused})
        return
    would = "would be " if dry_run else ""
    tell(
        f"{would}entered {done.entered}, changed {done.changed}, unchanged {done.unchanged}, "
        f"refused {len(done.refused)}"
    )
    for one in done.refused[:_TOLD]:
        say(_refused(one))
    if len(done.refused) > _TOLD:
        say(said("and {} more; --json lists all").format(len(done.refused) - _TOLD))


def _refused(one: Line) -> str:
    line = said("line {}").format(one.number)
    return f"{line}{f' ({one.shown})' if one.shown else ''}: {refusal(one.why)}"


@command(
    "export", "mailflow customers export > customers.csv", "mailflow customers export --output f.csv", of=customers
)
@click.option("--output", metavar="F", type=click.Path(path_type=Path), help="Into this file, not to stdout.")
@click.option("--excel", is_flag=True, help="With a byte order mark, by which Excel knows UTF-8.")
def export(*, output: Path | None, excel: bool, as_json: bool) -> None:
    """Write the register as CSV that `mailflow customers import` reads back."""
    from mailflow.core.customer_rows import COLUMNS, cells_of
    from mailflow.store.desk import register
    from mailflow.view import viewing

    count = 0
    with viewing(home()) as view, _target(output, quiet=as_json) as target:
        target.write("\ufeff" if excel else "")
        out = csv.writer(target, lineterminator="\n")
        out.writerow(COLUMNS)
        for one in register.listing(view.db):
            out.writerow(cells_of(one))
            count += 1
    if as_json:
        put_json({"customers": count})
    elif output is not None:
        tell(f"{how_many(count, 'customer')} in {output}")


class _ExportTarget:
    """Where the export goes: a file, stdout, or nowhere."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self.write = write


@contextmanager
def _target(output: Path | None, *, quiet: bool) -> Iterator[_ExportTarget]:
    """`quiet`: without a file nothing is shown."""
    if output is not None:
        with output.open("w", encoding="utf-8", newline="") as file:
            yield _ExportTarget(file.write)
    else:
        yield _ExportTarget((lambda _: None) if quiet else partial(click.echo, nl=False))
