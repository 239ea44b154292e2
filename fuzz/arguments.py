# ruff: noqa: E501 - a grammar is read by name, not by width
"""Target: whatever is typed behind `mailflow`, the exit status is 0, 1 or 2, and no fault of ours is told."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from random import Random
from unittest.mock import patch

import click

from fuzz.harness import Check, Target
from fuzz.making import grown, mutated
from mailflow.cli import cli
from mailflow.config.init import make_home

# These are only parsed: they write where an argument says, end never, or take a minute.
_PARSED_ONLY = frozenset(
    ("init", "run", "demo", "restore", "backup", "rebuild", "reload", "retention", "erase-customer", "unmute", "secret")
)
_HOME = "HOME-OF-THE-FUZZ"
_TOKENS = tuple(
    word.encode()
    for word in (
        *("\n", "--json\n", "--help\n", "-h\n", "--\n", "-", "--", "=", "\n\n", "--home\n", "--as\nDewi\n", "9" * 30, "0x1"),
        *("1\n", "#1\n", "\u202e", "\x1b[0m", "é", "%", "*", "'", '"', "--state\n", "--limit\n-1\n", "2026-13-40", "yesterday", "\\", ","),
    )
)  # fmt: skip
GRAMMAR = {
    "start": ["{command}\n{rest}", "{option}\n{command}\n{rest}", "{command}\n{command}\n{rest}", "{rest}"],
    "command": ["list", "show", "why", "close", "reopen", "assign", "release", "discard", "note", "report", "explain", "letters", "help", "inbox", "outbox", "check",
                "doctor", "verify", "uptime", "run", "init", "demo", "reload", "rebuild", "retention", "erase-customer", "backup", "restore", "unmute", "clos", "{word}"],
    "rest": ["{argument}\n{rest}", "{argument}\n{argument}", "{argument}", ""],
    "argument": ["{option}", "{option}={word}", "{option}\n{word}", "{number}", "{word}", "{sub}"],
    "sub": ["list", "show", "preview", "retry", "release", "drop", "resend", "closed", "acknowledgement"],
    "option": ["--json", "--help", "--as", "--home", "--force", "--letter", "--state", "--outcome", "--limit", "--month", "--from", "--since", "--until", "--to", "--owner", "--status", "--csv", "--all", "--yes", "--reason", "--{word}", "-{word}"],
    "number": ["1", "2", "0", "-1", "#1", "999999", "1.5", "9" * 25, "1-3", "1,2"],
    "word": ["Dewi", "Budi", "dewi@desk.example", "2026-11", "2026-11-02", "24h", "closed", "new", "x", "é", "", "../x", "/dev/null", "\x1b[31m", "a" * 300, "%s", "{{n}}"],
}  # fmt: skip


@cache
def specimens() -> tuple[bytes, ...]:
    """The examples each command's help ends in."""
    found = []
    with click.Context(cli) as ctx:
        for name in cli.list_commands(ctx):
            command = cli.get_command(ctx, name)
            found += [example.partition("mailflow ")[2] for example in getattr(command, "examples", ())]
    return tuple("\n".join(line.partition("#")[0].split()).encode() for line in found if line)


@cache
def options() -> tuple[tuple[list[str], list[str]], ...]:
    """(words of a command, its options), of all commands."""
    found: list[tuple[list[str], list[str]]] = []

    def look(words: list[str], command: click.Command) -> None:
        own = [one for param in command.params if isinstance(param, click.Option) for one in param.opts]
        found.append((words, [one for one in own if one not in ("--debug", "--help", "-h")]))
        for name in command.list_commands(ctx) if isinstance(command, click.Group) else ():
            below = command.get_command(ctx, name)
            if below is not None:
                look([*words, name], below)

    with click.Context(cli) as ctx:
        look([], cli)
    return tuple(found)


def make(dice: Random) -> bytes:
    """Words, one a line: a command with options of its own, an example near one, or any words."""
    way = dice.random()
    if way < 0.2:
        return mutated(dice, specimens(), _TOKENS)
    if way < 0.4:
        return grown(dice, GRAMMAR).encode()
    words, own = dice.choice(options())
    said = list(words)
    for _ in range(dice.randrange(4)):
        said.insert(dice.randint(len(words), len(said)), grown(dice, GRAMMAR, dice.choice(("word", "number", "sub"))))
        if own and dice.random() < 0.7:
            said.append(dice.choice(own))
    raw = "\n".join(said).encode()
    return mutated(dice, (raw,), _TOKENS) if raw and dice.random() < 0.1 else raw


@contextmanager
def opened() -> Iterator[Check]:
    with tempfile.TemporaryDirectory(prefix="mailflow-fuzz-") as folder:
        home = Path(folder) / "home"
        make_home(home)
        before = Path.cwd()
        os.chdir(home)  # a relative path an argument names lies in here
        try:
            with patch.dict(os.environ, {"MAILFLOW_HOME": str(home), "COLUMNS": "80"}):
                _typed(["run", "--once", "--quiet"])
                yield _check
        finally:
            os.chdir(before)


def _check(raw: bytes) -> None:
    words = raw.replace(b"\0", b"").decode("utf-8", "surrogateescape").split("\n")
    if _is_parsed_only(words):
        _parsed(words)
        return
    status, said = _typed(words)
    assert status in (0, 1, 2), (status, said)
    assert "this is a fault of mailflow" not in said and "Traceback" not in said, said


def _is_parsed_only(words: list[str]) -> bool:
    return not _PARSED_ONLY.isdisjoint(words) or any(word.startswith("--out") for word in words)


def _typed(words: list[str]) -> tuple[int, str]:
    said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace")
    status: object = 0
    with redirect_stdout(said), redirect_stderr(said), patch("sys.stdin", io.StringIO("")):
        try:
            cli.main(words, prog_name="mailflow")
        except SystemExit as end:
            status = end.code
    said.flush()
    said.seek(0)
    return status if isinstance(status, int) else 0 if status is None else 1, said.read()


def _parsed(words: list[str]) -> None:
    """The options are read, and nothing is done."""
    quiet = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace")
    with redirect_stdout(quiet), redirect_stderr(quiet):
        try:
            ctx: click.Context = cli.make_context("mailflow", list(words))
            while isinstance(ctx.command, click.Group) and (left := [*ctx._protected_args, *ctx.args]):
                name, command, rest = ctx.command.resolve_command(ctx, left)
                if command is None:
                    return
                ctx = command.make_context(name, rest, parent=ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, SystemExit):
            return


TARGET = Target("arguments", make, opened, seconds=10.0)
