"""What a person reads when something goes wrong, or with --json a program, and the exit status that goes with it."""

from __future__ import annotations

import errno
import os
import re
import sys
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from mailflow import rights
from mailflow.cli.documents import put_json
from mailflow.errors import ConfigError, MailflowError

CANNOT, WRONG, INTERRUPTED = 1, 2, 130
HOME, DEBUG, JSON = "mailflow.home", "mailflow.debug", "mailflow.json"  # keys of Context.meta
# What the machine around us lacks or forbids: no fault of the program
_SURROUNDINGS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE})
_REMEDY = re.compile(r" \(([^()]*)\)$|; (.*)$|[:,] ((?:did you mean|there are|possible are|write|say) .*)$", re.DOTALL)
_LOCKS = ".mailflow"  # the folder of a home that mailflow itself writes


def told(error: Exception, ctx: click.Context) -> int:
    """Say on stderr what went wrong, and with --json on stdout as well; the exit status. What click itself can say is
    raised again."""
    if isinstance(error, click.exceptions.Exit) or (isinstance(error, OSError) and error.errno == errno.EPIPE):
        raise error  # click ends quietly
    if ctx.meta.get(JSON):
        put_json({"error": document(error)})
    if isinstance(error, click.ClickException | click.Abort):
        raise error
    if ctx.meta.get(DEBUG):
        traceback.print_exception(error, file=sys.stderr)
    if isinstance(error, ConfigError):
        for fault in error.faults:
            click.echo(str(fault), err=True)
        return WRONG
    if isinstance(error, MailflowError):
        click.echo(f"mailflow: {error}", err=True)
        return CANNOT
    if isinstance(error, OSError) and error.errno in _SURROUNDINGS:
        message, remedy = of_the_system(error)
        click.echo(f"mailflow: {message} ({remedy})" if remedy else f"mailflow: {message}", err=True)
        return CANNOT
    click.echo(f"mailflow: unexpected {type(error).__name__}: {error} (at {_last_place(error)})", err=True)
    if not ctx.meta.get(DEBUG):
        click.echo(f"mailflow: this is a fault of mailflow, not of yours; {_kept(error, ctx)}", err=True)
    return CANNOT


def document(error: Exception) -> dict[str, Any]:
    """What `{"error": …}` holds: `message`, `remedy` ("" without one), and of a broken rules.yaml all `faults`."""
    if isinstance(error, ConfigError):
        faults = [{"place": fault.place, "what": fault.what, "remedy": fault.remedy} for fault in error.faults]
        first = error.faults[0]
        return {"message": f"{first.place}: {first.what}", "remedy": first.remedy, "faults": faults}
    if isinstance(error, MailflowError | click.ClickException):
        words = error.format_message() if isinstance(error, click.ClickException) else str(error)
        message, remedy = parted(words)
        return {"message": message, "remedy": remedy}
    if isinstance(error, click.Abort):
        return {"message": "aborted", "remedy": ""}
    if isinstance(error, OSError) and error.errno in _SURROUNDINGS:
        message, remedy = of_the_system(error)
        return {"message": message, "remedy": remedy}
    return {"message": f"unexpected {type(error).__name__}: {error}", "remedy": "--debug shows the traceback"}


def of_the_system(error: OSError) -> tuple[str, str]:
    """What the machine does not let us do, and what helps where it is a matter of rights."""
    place = f"{error.filename}: " if error.filename else ""
    forbidden = isinstance(error, PermissionError) and error.filename
    return f"{place}{error.strerror or error}", rights.remedy(Path(os.fsdecode(error.filename))) if forbidden else ""


def first_error(refused: Iterable[Exception]) -> dict[str, Any]:
    """`{"error": …}` of what was refused first, for a command that tells of several; {} where nothing was."""
    first = next(iter(refused), None)
    return {} if first is None else {"error": document(first)}


def parted(words: str) -> tuple[str, str]:
    """A refusal that ends in "(do this)", "; do this" or ": did you mean …": what is wrong, and the remedy."""
    found = _REMEDY.search(words)
    return (words[: found.start()], next(filter(None, found.groups()))) if found else (words, "")


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
