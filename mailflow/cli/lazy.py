"""Commands that are imported when used, groups that know theirs by name, and error handling."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import click

from mailflow.cli import trouble
from mailflow.cli.language import Formatter, told
from mailflow.cli.pager import paged
from mailflow.suggest import did_you_mean

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Entry = tuple[str, str, str]  # name, "module:attribute", help line
Families = Sequence[tuple[str, Sequence[Entry]]]


class Context(click.Context):
    """Whose help is in the user's language."""

    formatter_class = Formatter


class Command(click.Command):
    """A command whose help ends in examples."""

    context_class = Context

    def __init__(self, *args: Any, examples: Sequence[str] = (), **kwargs: Any) -> None:
        self.examples = examples
        super().__init__(*args, **kwargs)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_examples(self.examples, formatter)

    def invoke(self, ctx: click.Context) -> Any:
        with paged(ctx):
            return super().invoke(ctx)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Words that are no UTF-8 are refused, where they are not names of files: nothing stored has such words."""
        left = super().parse_args(ctx, args)
        for param in self.params:
            if isinstance(param.type, click.types.StringParamType):
                given = ctx.params.get(param.name or "")
                for word in given if isinstance(given, tuple) else (given,):
                    if isinstance(word, str) and not word.isascii() and _is_broken(word):
                        raise click.BadParameter("this is no UTF-8 text", ctx, param)
        return left


def _is_broken(word: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in word)


class Group(click.Group):
    """A family of commands (`inbox list`, `inbox retry` …), with examples too."""

    context_class = Context

    def __init__(self, *args: Any, examples: Sequence[str] = (), **kwargs: Any) -> None:
        self.examples = examples
        super().__init__(*args, **kwargs)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write_examples(self.examples, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Each with the first sentence of its help, whole: click would cut the English one."""
        rows = [(name, first_sentence(told(self.commands[name].help or ""))) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-") and not ctx.resilient_parsing:
            names = self.list_commands(ctx)
            hint = did_you_mean(name, names, quote="'") or f"there are: {', '.join(names)}"
            ctx.fail(f"no command {name!r}: {hint}")
        return super().resolve_command(ctx, args)


class LazyGroup(Group):
    """The top-level command: knows every command's name and help line, and imports a command only to run it."""

    def __init__(self, *args: Any, families: Families = (), **kwargs: Any) -> None:
        self.families = families
        super().__init__(*args, **kwargs)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name, where, _ in self._entries() if _exists(where)]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        found = next((where for known, where, _ in self._entries() if known == name and _exists(where)), None)
        if found is None:
            return None
        module, _, attribute = found.partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        for title, entries in self.families:
            rows = [(name, words) for name, where, words in entries if _exists(where)]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The names from the table: click would import every command to ask for its help."""
        from click.shell_completion import CompletionItem

        known = [(name, words) for name, where, words in self._entries() if _exists(where)]
        found = [CompletionItem(name, help=told(words)) for name, words in known if name.startswith(incomplete)]
        return [*found, *click.Command.shell_complete(self, ctx, incomplete)]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Whether errors are printed as JSON must be known before parsing, because parsing itself may fail."""
        ctx.meta[trouble.JSON] = "--json" in (args[: args.index("--")] if "--" in args else args)
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            trouble.told(error, ctx)
            raise

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error is printed in words and becomes the exit status."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()  # a closed pipe is noticed here, not while the interpreter exits
            return result
        except Exception as error:
            ctx.exit(trouble.told(error, ctx))
        except KeyboardInterrupt:
            ctx.exit(trouble.INTERRUPTED)

    def _entries(self) -> list[Entry]:
        return [entry for _, entries in self.families for entry in entries]


def first_sentence(text: str) -> str:
    """Up to its full stop: "Retry a mail."; a colon or a bracket may stand within."""
    words = " ".join(text.split("\n\n")[0].split())
    return words.partition(". ")[0].rstrip(".") + "."


def _exists(where: str) -> bool:
    return find_spec(where.partition(":")[0]) is not None


def _write_examples(examples: Sequence[str], formatter: click.HelpFormatter) -> None:
    if examples:
        with formatter.section("Example" if len(examples) == 1 else "Examples"):
            for example in examples:
                formatter.write(f"{'':>{formatter.current_indent}}{example}\n")
