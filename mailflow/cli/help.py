"""`mailflow help COMMAND`: the same as `mailflow COMMAND --help`, for those who type it that way round."""

from __future__ import annotations

import click

from mailflow.cli.common import command, put, put_json
from mailflow.cli.lazy import Context


@command("help", "mailflow help", "mailflow help list", "mailflow help outbox retry")
@click.argument("words", metavar="[COMMAND...]", nargs=-1)
def help_(words: tuple[str, ...], as_json: bool) -> None:
    """Show what a command does, with examples; without a name, all commands."""
    here = click.get_current_context().find_root()
    for word in words:
        family = here.command
        if not isinstance(family, click.Group):
            raise click.UsageError(f"`{here.command_path}` has no commands of its own")
        name, found, _ = family.resolve_command(here, [word])
        assert found is not None  # else it has said so
        here = Context(found, info_name=name, parent=here)
    text = here.command.get_help(here)
    if as_json:
        put_json({"command": here.command_path, "help": text})
    else:
        put(text)
