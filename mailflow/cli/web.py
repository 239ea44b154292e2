"""`mailflow web hash`: the hash of a password, for `web.users`; `mailflow web token`: one for the API."""

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


@command("token", "mailflow web token grafana", "mailflow web token board --scope tickets", of=web)
@click.argument("name")
@click.option(
    "--scope",
    type=click.Choice(("figures", "tickets")),
    default="figures",
    show_default=True,
    help="What it may see: the figures, or tickets and search too.",
)
def token(name: str, scope: str, as_json: bool) -> None:
    """Make a token for the API, and its hash for `api:` in rules.yaml. The token is shown this once."""
    import secrets

    from mailflow.web.api.tokens import hash_of, token_of

    made = token_of(secrets.token_bytes(32))
    if as_json:
        put_json({"name": name, "scope": scope, "token": made, "hash": hash_of(made)})
        return
    put(made)
    say(
        f"give it to {name}, and write in rules.yaml:\n\napi:\n  tokens:\n    {name}: "
        f"{{hash: '{hash_of(made)}', scope: {scope}}}"
    )


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
