"""Shared by all commands: --home, --json, --debug, --as, and printing (for programs, for people)."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from mailflow.cli.documents import put_json as put_json
from mailflow.cli.error_words import said
from mailflow.cli.lazy import Command, Group
from mailflow.cli.pager import NO_PAGER
from mailflow.cli.trouble import DEBUG, HOME, JSON
from mailflow.errors import CannotDo

if TYPE_CHECKING:
    from mailflow.flow.parts import Parts

Function = TypeVar("Function", bound=Callable[..., object])


# -- options


def _remember(key: str) -> Callable[[click.Context, click.Parameter, object], None]:
    def callback(ctx: click.Context, _: click.Parameter, value: object) -> None:
        if value:
            ctx.meta[key] = value  # shared by all contexts, so that the option may come before or after the command

    return callback


def common_options(function: Function) -> Function:
    """--home, --no-pager and --debug, before or after the command."""
    for decorate in (
        click.option("--debug", is_flag=True, expose_value=False, envvar="MAILFLOW_DEBUG", callback=_remember(DEBUG),
                     help="Show tracebacks."),
        click.option("--no-pager", is_flag=True, expose_value=False, callback=_remember(NO_PAGER),
                     help="Print long output as it is; else it goes through $PAGER at a terminal."),
        click.option("--home", metavar="DIR", expose_value=False, callback=_remember(HOME),
                     help="The desk's folder; else $MAILFLOW_HOME, else the current one."),
    ):  # fmt: skip
        function = decorate(function)
    return function


def command(name: str, *examples: str, of: Group | None = None) -> Callable[[Callable[..., object]], Command]:
    """A command with --home, --debug, --json (`as_json`) and --help that ends in `examples`; one `of` a family."""

    def decorate(function: Callable[..., object]) -> Command:
        made = click.command(name, cls=Command, examples=examples)(common_options(_json_option(function)))
        if of is not None:
            of.add_command(made)
        return made

    return decorate


def group(name: str, *examples: str) -> Callable[[Callable[..., object]], Group]:
    """A family of commands that, without a subcommand, runs its first one."""

    def decorate(function: Callable[..., object]) -> Group:
        options = common_options(_json_option(function))
        return click.group(name, cls=Group, examples=examples, invoke_without_command=True)(options)

    return decorate


def _json_option(function: Callable[..., object]) -> Callable[..., object]:
    return click.option(
        "--json", "as_json", is_flag=True, callback=_json_wanted, help="One JSON document on stdout, no more."
    )(function)


def _json_wanted(ctx: click.Context, _: click.Parameter, value: bool) -> bool:
    """`inbox --json list` is `inbox list --json`."""
    return value or bool(ctx.meta.get(JSON))  # seen by the entry point


as_option = click.option(
    "--as", "name", metavar="NAME", help="Act as this colleague; else as the one whose `login:` you are."
)


def version(function: Function) -> Function:
    from mailflow import __version__

    return click.version_option(__version__, "-V", "--version", prog_name="mailflow", message="%(prog)s %(version)s")(
        function
    )


# -- who and where


def home() -> Path:
    """The home folder this call is about."""
    from mailflow.config import find_home

    return find_home(click.get_current_context().meta.get(HOME))


def called() -> str:
    """How this program was called, so that it can be typed again: `mailflow`, `.venv/bin/mailflow`, `python
    cli.py`."""
    import os
    import shlex
    import shutil

    program = Path(sys.argv[0])
    if program.suffix == ".py":
        return f"{shlex.quote(_from_here(Path(sys.executable)))} {shlex.quote(sys.argv[0])}"
    found = shutil.which(program.name)
    if found and os.path.realpath(found) == os.path.realpath(shutil.which(sys.argv[0]) or sys.argv[0]):
        return program.name
    return shlex.quote(_from_here(program.absolute()))


def _from_here(path: Path) -> str:
    """Relative to the current folder if below it, else absolute."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def login_name() -> str:
    """The system user's name; a container may have none."""
    import getpass
    import os

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return f"uid {os.getuid()}"


def actor(parts: Parts, name: str | None) -> str:
    """Who gives the command, as rules.yaml spells it. CannotDo when `--as` names nobody there; who gives no name acts
    under that of his system user."""
    found = parts.rules.acting(name, login_name())
    known = [person.name for person in parts.rules.colleagues]
    if name is None or found in known or found == login_name():
        return found
    raise CannotDo(f"rules.yaml has no colleague {name!r}: {meant(name, known)}")


def meant(word: str, known: Iterable[str]) -> str:
    """A suggestion for the unknown `word`: the end of the sentence that refuses it."""
    from mailflow.suggest import did_you_mean

    names = list(known)
    return did_you_mean(word, names, quote="'") or f"there are {', '.join(names)}"


# -- printing


def put(text: str = "") -> None:
    """A line for people on stdout. Mail text is untrusted: control characters must not reach the terminal."""
    click.echo(_shown(text))


def tell(words: str) -> None:
    """As `put`, words of ours, in the user's language where they are known (lines.id.po)."""
    put(said(words))


def put_facts(facts: Iterable[tuple[str, object]]) -> None:
    """ "  owner      Budi": what is known, a line each, behind its name in the user's language."""
    there = [(said(name), value) for name, value in facts if value not in ("", 0, None)]
    width = max((len(name) for name, _ in there), default=0)
    for name, value in there:
        put(f"  {name:<{max(width, 10)}} {value}")


def put_styled(*pieces: tuple[str, str]) -> None:
    """As `put`, a line of pieces, each with its style: "", "bold" or a colour of click's."""
    click.echo("".join(styled(text, style) for text, style in pieces))


def styled(text: str, style: str) -> str:
    """Harmless, and in this style where somebody looks: on a terminal, without NO_COLOR (no-color.org)."""
    shown = _shown(text)
    if not style or not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return shown
    return click.style(shown, bold=True) if style == "bold" else click.style(shown, fg=style)


def _shown(text: str) -> str:
    encoding = sys.stdout.encoding or "utf-8"
    return harmless(text).encode(encoding, "replace").decode(encoding)


def say(words: str) -> None:
    """A message on stderr, in the user's language where it is known."""
    click.echo(harmless(said(words)).encode("utf-8", "replace").decode(), err=True)


def harmless(text: str) -> str:
    """Without control characters (escape sequences) and direction marks."""
    return "".join(" " if char == "\t" else char for char in text if char == "\n" or not _steers(char))


def _steers(char: str) -> bool:
    if char == "\t":
        return False
    code = ord(char)
    return code < 32 or 127 <= code < 160 or 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069


def local(moment: str | None, zone: tzinfo) -> str:
    """An ISO moment as people read it: 2026-11-21 22:35 WIB."""
    if not moment:
        return ""
    from mailflow.core.moments import zone_name

    there = datetime.fromisoformat(moment).astimezone(zone)
    return f"{there:%Y-%m-%d %H:%M} {zone_name(there)}"


def titled(subject: str | None, language: str) -> str:
    """A ticket's subject; for an empty one what stands for it in the desk's language."""
    from mailflow.core.wording import no_subject

    return subject or no_subject(language)
