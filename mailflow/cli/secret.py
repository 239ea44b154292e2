"""`mailflow secret`: how old the secret is that our tokens are signed with, and a new one in its place."""

from __future__ import annotations

from datetime import timedelta

import click

from mailflow.cli.common import command, group, home, local, put_json, tell
from mailflow.core.plain import JsonObject
from mailflow.errors import CannotDo

VALID = "90d"


@group("secret", "mailflow secret", "mailflow secret rotate --valid 30d")
@click.pass_context
def secret(ctx: click.Context, as_json: bool) -> None:
    """The secret that signs Message-IDs, reply addresses, loop marks and survey keys. Without a subcommand: list."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_, as_json=as_json)


@command("list", "mailflow secret list --json", of=secret)
def list_(as_json: bool) -> None:
    """Since when each secret signs, and until when what an older one signed counts. Never the secrets themselves."""
    from mailflow import app
    from mailflow.store.desk import keyring, meta

    with app.viewing(home()) as view:
        found, began, zone = keyring.keys(view.db), meta.since(view.db), view.zone
        rows: list[JsonObject] = [
            {
                "since": (key.since or began).isoformat(timespec="seconds"),
                "until": key.until.isoformat(timespec="seconds") if key.until else None,
            }
            for key in found
        ]
    if as_json:
        put_json({"secrets": rows})
        return
    for row in rows:
        until = f"counts until {local(row['until'], zone)}" if row["until"] else "signs"
        tell(f"since {local(row['since'], zone)}: {until}")


@command("rotate", "mailflow secret rotate", "mailflow secret rotate --valid 0d      (it was stolen)", of=secret)
@click.option("--valid", metavar="TIME", default=VALID, show_default=True, help="How long old signatures count.")
def rotate(valid: str, as_json: bool) -> None:
    """Make a new secret, which signs half a minute from now, in a running daemon too. Nothing need be restarted.

    What the old one has signed counts for --valid: replies to older letters, reply addresses, loop marks. After that a
    reply finds its ticket only if its author is on it, or belongs to the conversation. Give --valid 0d when somebody
    else may have the old one.
    """
    import secrets

    from mailflow import app, config
    from mailflow.clock import SystemClock
    from mailflow.store.desk import keyring

    length = _length(valid)
    if config.load(home(), need_secrets=False).secret is not None:
        raise CannotDo(
            "the secret stands in rules.yaml and is rotated there: write `secret: [NEW, OLD]`, for example "
            "[${MAILFLOW_SECRET}, ${MAILFLOW_SECRET_OLD}], and restart. The first signs; what OLD signed counts as "
            "long as it stands there. Without `secret:` it is kept in the database, and this command rotates it"
        )
    with app.viewing(home()) as view:
        if not app.has_database(view.essentials.database):
            raise CannotDo("this desk has not begun: its secret is made with the database")
        with view.db.transaction():
            found = keyring.rotate(view.db, secrets.token_hex(32), SystemClock().now(), length)
        zone = view.zone
    before, new = found[-2], found[-1]
    assert new.since is not None and before.until is not None
    since, until = new.since.isoformat(timespec="seconds"), before.until.isoformat(timespec="seconds")
    if as_json:
        put_json({"since": since, "old_until": until})
    else:
        old = f"what the old one has signed counts until {local(until, zone)}"
        tell(f"the new secret signs from {local(since, zone)}; {old}")


def _length(valid: str) -> timedelta:
    from mailflow.core import hours

    try:
        found = hours.parse(valid)
    except ValueError as wrong:
        raise click.BadParameter(str(wrong), param_hint="--valid") from None
    if not isinstance(found.amount, timedelta) or found.unit != "elapsed":
        raise click.BadParameter("write elapsed time: 90d, 24h", param_hint="--valid")
    return found.amount
