"""Error output for people, or with --json for programs, and the exit status."""

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
from mailflow.cli.error_words import fault as in_words
from mailflow.cli.error_words import said
from mailflow.cli.language import language
from mailflow.core.lazy_regex import LazyPattern
from mailflow.errors import ConfigError, MailflowError

CANNOT, WRONG, INTERRUPTED = 1, 2, 130
HOME, DEBUG, JSON = "mailflow.home", "mailflow.debug", "mailflow.json"  # keys of Context.meta
# Errors of the machine (missing resources, permissions) and of names somebody typed, not bugs
_MACHINE = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE)
_NAMES = (errno.ENAMETOOLONG, errno.ELOOP, errno.ENOTDIR)
_SURROUNDINGS = frozenset({*_MACHINE, *_NAMES})
_REMEDY = LazyPattern(r" \(([^()]*)\)$|; (.*)$|[:,] ((?:did you mean|there are|possible are|write|say) .*)$", re.DOTALL)
_LOCKS = ".mailflow"  # the folder of a home that mailflow itself writes


def told(error: Exception, ctx: click.Context) -> int:
    """Print the error on stderr, and with --json also on stdout; returns the exit status. Errors that click prints
    itself are raised again."""
    if isinstance(error, click.exceptions.Exit) or (isinstance(error, OSError) and error.errno == errno.EPIPE):
        raise error  # click exits silently
    if ctx.meta.get(JSON):
        put_json({"error": document(error)})
    if isinstance(error, click.UsageError) and language() != "en":
        _put_usage(error)
        raise click.exceptions.Exit(error.exit_code)
    if isinstance(error, click.Abort) and language() != "en":
        click.echo(f"\n{said('Aborted!')}", err=True)
        raise click.exceptions.Exit(CANNOT)
    if isinstance(error, click.ClickException | click.Abort):
        raise error
    if ctx.meta.get(DEBUG):
        traceback.print_exception(error, file=sys.stderr)
    if isinstance(error, ConfigError):
        for fault in error.faults:
            click.echo(in_words(fault), err=True)
        return WRONG
    if isinstance(error, MailflowError):
        click.echo(f"mailflow: {said(str(error))}", err=True)
        return CANNOT
    if isinstance(error, OSError) and error.errno in _SURROUNDINGS:
        message, remedy = of_the_system(error)
        click.echo(f"mailflow: {message} ({remedy})" if remedy else f"mailflow: {message}", err=True)
        return CANNOT
    click.echo(f"mailflow: unexpected {type(error).__name__}: {error} (at {_last_place(error)})", err=True)
    if not ctx.meta.get(DEBUG):
        ours = said(f"this is a fault of mailflow, not of yours; {_kept(error, ctx)}")
        click.echo(f"mailflow: {ours}", err=True)
    return CANNOT


def _put_usage(error: click.UsageError) -> None:
    """As click shows it, in the user's language."""
    if error.ctx is not None:
        click.echo(error.ctx.get_usage(), err=True)
        names = error.ctx.help_option_names
        hint = f"Try '{error.ctx.command_path} {names[0]}' for help."
        click.echo(f"{said(hint)}\n", err=True)
    click.echo(said("Error: {}").replace("{}", said(error.format_message())), err=True)


def document(error: Exception) -> dict[str, Any]:
    """The content of `{"error": …}`: `message`, `remedy` ("" without one), and all `faults` of an invalid
    rules.yaml."""
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
    """What the machine does not allow, and a remedy when it is about permissions."""
    place = f"{error.filename}: " if error.filename else ""
    forbidden = isinstance(error, PermissionError) and error.filename
    return f"{place}{error.strerror or error}", rights.remedy(Path(os.fsdecode(error.filename))) if forbidden else ""


def first_error(refused: Iterable[Exception]) -> dict[str, Any]:
    """`{"error": …}` of the first refusal, for a command that reports several; {} when there is none."""
    first = next(iter(refused), None)
    return {} if first is None else {"error": document(first)}


def parted(words: str) -> tuple[str, str]:
    """(what is wrong, remedy) of a refusal that ends in "(do this)", "; do this" or ": did you mean …"."""
    found = _REMEDY.search(words)
    return (words[: found.start()], next(filter(None, found.groups()), "")) if found else (words, "")


def _last_place(error: Exception) -> str:
    """The last line of our own code in the traceback: mailflow/store/desk/tickets.py:31."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "mailflow" in Path(frame.filename).parts] or list(frames)
    if not ours:
        return "an unknown place"
    parts = Path(ours[-1].filename).parts
    start = len(parts) - 1 - parts[::-1].index("mailflow") if "mailflow" in parts else len(parts) - 1
    return f"{'/'.join(parts[start:])}:{ours[-1].lineno}"


def _kept(error: Exception, ctx: click.Context) -> str:
    """Store the traceback in the home, so that it can be reported: the error may not occur again."""
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
