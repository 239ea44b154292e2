"""`mailflow web hash`: the hash of a password, for `web.users`."""

from __future__ import annotations

import sys

import click

from mailflow.cli.common import command, group, put, put_json, say
from mailflow.errors import CannotDo

SHORTEST = 8  # characters of a password


@group("web", "mailflow web hash")
@click.pass_context
def web(ctx: click.Context, as_json: bool) -> None:
    """The pages of `web:`."""
    if ctx.invoked_subcommand is None:
        _make(as_json)


@command("hash", "mailflow web hash", "pass show desk/dewi | mailflow web hash", of=web)
def digest(as_json: bool) -> None:
    """Read a password from stdin and print its hash (argon2id), for `web.users` in rules.yaml."""
    _make(as_json)


def _make(as_json: bool) -> None:
    from mailflow.web.passwords import hashed

    if sys.stdin.isatty():
        password = click.prompt("password", hide_input=True, confirmation_prompt=True, err=True)
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    if len(password) < SHORTEST:
        raise CannotDo(f"a password has at least {SHORTEST} characters")
    found = hashed(password)
    if as_json:
        put_json({"hash": found})
        return
    put(found)
    say("write it in rules.yaml, in quotes: web: {users: {NAME: '…'}}, or in .env with ${NAME}")
