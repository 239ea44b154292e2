"""Every command of the command line as its help has it: what manual pages are made of, too."""

from __future__ import annotations

import click

from mailflow.cli import cli
from mailflow.cli.language import AS_IT_IS, explained, flat, told
from mailflow.cli.lazy import Context
from mailflow.cli.man import every as every_context
from mailflow_reference.tables import code, table

_HEADS = {"en": ("option", "what it does"), "id": ("opsi", "gunanya")}
_EXAMPLES = {"en": "Examples", "id": "Contoh"}


def page(language: str) -> str:
    """All commands, families before their members; options that every command has stand with the program."""
    root = Context(cli, info_name="mailflow")
    common = {row[0] for row in options(root, language)}
    parts = [_one(root, language, frozenset())]
    parts += [_one(ctx, language, frozenset(common)) for ctx in every_context(root) if ctx.parent is not None]
    return "\n\n".join(parts)


def every() -> list[click.Context]:
    return list(every_context(Context(cli, info_name="mailflow")))


def meaning(ctx: click.Context, language: str) -> str:
    """The text of its help as Markdown; paragraphs whose lines stay lines become code."""
    parts = told(flat(ctx.command.help or ""), language).split("\n\n")
    return "\n\n".join(_paragraph(part) for part in parts)


def _paragraph(part: str) -> str:
    if part.startswith(AS_IT_IS):
        return "\n".join(["```text", *part.splitlines()[1:], "```"])
    return part.replace("*", "\\*").replace("[", "\\[").replace("<", "\\<")


def options(ctx: click.Context, language: str) -> list[tuple[str, str]]:
    records = [one.get_help_record(ctx) for one in ctx.command.get_params(ctx) if isinstance(one, click.Option)]
    return [(code(names), explained(words, language)) for names, words in filter(None, records)]


def _one(ctx: click.Context, language: str, left_out: frozenset[str]) -> str:
    usage = " ".join([ctx.command_path, *ctx.command.collect_usage_pieces(ctx)])
    rows = [row for row in options(ctx, language) if row[0] not in left_out]
    shown = getattr(ctx.command, "examples", ())
    parts = [
        f"## {ctx.command_path}",
        meaning(ctx, language),
        f"```text\n{usage}\n```",
        table(_HEADS[language], rows),
        "\n".join([f"{_EXAMPLES[language]}:\n", "```text", *shown, "```"]) if shown else "",
    ]
    return "\n\n".join(part for part in parts if part)
