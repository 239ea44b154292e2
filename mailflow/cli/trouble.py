"""What a person reads when something goes wrong, and the exit status that goes with it."""

from __future__ import annotations

import errno
import sys
import traceback
from pathlib import Path

import click

from mailflow.errors import ConfigError, MailflowError

CANNOT, WRONG, INTERRUPTED = 1, 2, 130
HOME, DEBUG = "mailflow.home", "mailflow.debug"  # keys of Context.meta
_LOCKS = ".mailflow"  # the folder of a home that mailflow itself writes


def told(error: Exception, ctx: click.Context) -> int:
    """Say on stderr what went wrong; the exit status. What click itself can say is raised again."""
    if isinstance(error, click.ClickException | click.exceptions.Exit | click.Abort):
        raise error
    if isinstance(error, OSError) and error.errno == errno.EPIPE:
        raise error  # click ends quietly
    if ctx.meta.get(DEBUG):
        traceback.print_exception(error, file=sys.stderr)
    if isinstance(error, ConfigError):
        for fault in error.faults:
            click.echo(str(fault), err=True)
        return WRONG
    if isinstance(error, MailflowError):
        click.echo(f"mailflow: {error}", err=True)
        return CANNOT
    click.echo(f"mailflow: unexpected {type(error).__name__}: {error} (at {_last_place(error)})", err=True)
    if not ctx.meta.get(DEBUG):
        click.echo(f"mailflow: this is a fault of mailflow, not of yours; {_kept(error, ctx)}", err=True)
    return CANNOT


def _last_place(error: Exception) -> str:
    """Where in our own code it happened: mailflow/store/desk/tickets.py:31."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "mailflow" in Path(frame.filename).parts] or list(frames)
    if not ours:
        return "an unknown place"
    parts = Path(ours[-1].filename).parts
    start = len(parts) - 1 - parts[::-1].index("mailflow") if "mailflow" in parts else len(parts) - 1
    return f"{'/'.join(parts[start:])}:{ours[-1].lineno}"


def _kept(error: Exception, ctx: click.Context) -> str:
    """Keep the traceback in the home, where it can be reported from: the fault may not come a second time."""
    from mailflow.config import find_home

    folder = find_home(ctx.meta.get(HOME)) / _LOCKS
    file = folder / "traceback.log"
    try:
        if not (folder.parent / "rules.yaml").is_file():
            raise FileNotFoundError(folder.parent)
        folder.mkdir(exist_ok=True)
        with file.open("a", encoding="utf-8") as log:
            log.write("".join(traceback.format_exception(error)) + "\n")
    except OSError:
        return "--debug shows the traceback"
    return f"traceback in {file} (or with --debug)"
