"""`mailflow man`: the help of every command as manual pages, in Indonesian and English."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from mailflow.cli.common import command, put, put_json
from mailflow.cli.language import AS_IT_IS, explained, flat, told
from mailflow.cli.language import language as own_language
from mailflow.cli.lazy import Group, LazyGroup, first_sentence
from mailflow.core.how_many import how_many

LANGUAGES = ("en", "id")
_HEADINGS = {
    "en": ("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "COMMANDS", "EXAMPLES", "SEE ALSO"),
    "id": ("NAMA", "RINGKASAN", "KETERANGAN", "OPSI", "PERINTAH", "CONTOH", "LIHAT JUGA"),
}


@command("man", "mailflow man outbox retry | man -l -", "mailflow man --install")
@click.argument("words", metavar="[COMMAND...]", nargs=-1)
@click.option("--install", is_flag=True, help="Write the pages of all commands where `man` looks for them.")
@click.option(
    "--to",
    "into",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder of manual pages other than the usual one.",
)
def man(words: tuple[str, ...], install: bool, into: Path | None, as_json: bool) -> None:  # fmt: skip
    """Print the manual page of a command; with --install write those of all, in Indonesian and English."""
    root = click.get_current_context().find_root()
    if install or into:
        written = list(_write(root, into or _folder()))
        put_json({"files": [str(file) for file in written]}) if as_json else put(
            f"{how_many(len(written), 'page')} in {into or _folder()}: man mailflow, man mailflow-list"
        )
        return
    found = next((one for one in every(root) if one.command_path.split()[1:] == list(words)), None)
    if found is None:
        raise click.UsageError(f"no command {' '.join(words)!r}: `mailflow help` shows all")
    text = page(found, own_language())
    put_json({"command": found.command_path, "page": text}) if as_json else click.echo(text, nl=False)


def _folder() -> Path:
    """For everybody as root, else for oneself; both on man's own way (manpath(1))."""
    return Path("/usr/local/share/man") if os.geteuid() == 0 else Path.home() / ".local" / "share" / "man"


def _write(root: click.Context, folder: Path) -> Iterator[Path]:
    for language in LANGUAGES:
        for one in every(root):
            file = folder / ("" if language == "en" else language) / "man1" / f"{_name(one)}.1"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(page(one, language), encoding="utf-8")
            yield file


def every(root: click.Context) -> Iterator[click.Context]:
    """The context of the program, and of each command, also of those that are imported when used."""
    yield root
    group = root.command
    if isinstance(group, click.Group):
        for name in group.list_commands(root):
            found = group.get_command(root, name)
            assert found is not None  # it has just been listed
            yield from every(click.Context(found, info_name=name, parent=root))


def _name(ctx: click.Context) -> str:
    return ctx.command_path.replace(" ", "-")


# -- one page


def page(ctx: click.Context, language: str) -> str:
    """In the man macros of man(7)."""
    from mailflow import __version__

    name, synopsis, description, options, commands, examples, see = _HEADINGS[language]
    text = told(flat(ctx.command.help or ""), language)
    lines = [
        f'.TH "{_escaped(_name(ctx)).upper()}" 1 "" "mailflow {__version__}" "mailflow"',
        *(f".SH {name}", f"{_escaped(_name(ctx))} \\- {_escaped(first_sentence(text).rstrip('.'))}"),
        *(f".SH {synopsis}", f".B {_escaped(ctx.command_path)}"),
        _escaped(" ".join(ctx.command.collect_usage_pieces(ctx))),
        *(f".SH {description}", *_paragraphs(text)),
        *(f".SH {options}", *_listed(_options(ctx, language))),
    ]
    if below := _commands(ctx, language):
        lines += [f".SH {commands}", *_listed(below)]
    if shown := getattr(ctx.command, "examples", ()):
        lines += [f".SH {examples}", ".nf", *(_escaped(one) for one in shown), ".fi"]
    if ctx.parent is not None:
        lines += [f".SH {see}", f".BR {_escaped(_name(ctx.parent))} (1)"]
    return "\n".join(lines) + "\n"


def _options(ctx: click.Context, language: str) -> list[tuple[str, str]]:
    records = [one.get_help_record(ctx) for one in ctx.command.get_params(ctx) if isinstance(one, click.Option)]
    return [(names, explained(words, language)) for names, words in filter(None, records)]


def _commands(ctx: click.Context, language: str) -> list[tuple[str, str]]:
    match ctx.command:
        case LazyGroup() as group:
            return [(name, told(words, language)) for _, entries in group.families for name, _, words in entries]
        case Group() as group:
            return [
                (name, first_sentence(told(one.help or "", language))) for name, one in sorted(group.commands.items())
            ]
    return []


def _paragraphs(text: str) -> list[str]:
    first, *more = text.split("\n\n")
    return [_escaped(first), *(line for part in more for line in (".PP", *_lines(part)))]


def _lines(part: str) -> list[str]:
    if not part.startswith(AS_IT_IS):
        return [_escaped(part)]
    return [".nf", *(_escaped(line, blanks=True) for line in part.splitlines()[1:]), ".fi"]


def _listed(rows: Sequence[tuple[str, str]]) -> list[str]:
    return [line for name, words in rows for line in (".TP", f".B {_escaped(name)}", _escaped(words))]


def _escaped(text: str, *, blanks: bool = False) -> str:
    """A line of roff: a backslash and a hyphen that is typed are escaped, a dot or quote in front is no request."""
    text = (text if blanks else " ".join(text.split())).replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^(?=[.'])", r"\\&", text)
