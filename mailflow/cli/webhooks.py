"""`mailflow webhooks`: how each is doing, a request to try it out, another try of what was given up, a new secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mailflow.cli.common import command, group, home, local, put, put_json, say, tell
from mailflow.core.how_many import how_many

if TYPE_CHECKING:
    from mailflow.webhooks.post import Receipt


@group("webhooks", "mailflow webhooks", "mailflow webhooks test chat", "mailflow webhooks retry chat")
@click.pass_context
def webhooks(ctx: click.Context, as_json: bool) -> None:
    """Programs that are told of events (`webhooks:` in rules.yaml). Without a subcommand: list."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_, as_json=as_json)


@command("list", "mailflow webhooks list --json", of=webhooks)
def list_(as_json: bool) -> None:
    """How each webhook is doing: how many events it was told, how many wait, how many were given up, and why."""
    from zoneinfo import ZoneInfo

    from mailflow import app
    from mailflow.flow.admin import webhooks as states

    parts = app.open_parts(home(), create=False)
    found = [one.plain for one in states.states(parts)]
    if as_json:
        put_json({"webhooks": found})
        return
    if not found:
        tell("no webhooks: write webhooks: in rules.yaml")
    zone = ZoneInfo(parts.rules.desk.timezone)
    for one in found:
        counts = f"{one['sent']} sent, {one['waiting']} to look at, {one['given_up']} given up"
        tell(f"{one['name']} ({one['host']}): {one['state']}; {counts}")
        if one["trouble"]:
            put(f"  since {local(one['failing_since'], zone)}: {one['trouble']}")


@command("test", "mailflow webhooks test chat", "mailflow webhooks test chat --dry-run", of=webhooks)
@click.argument("name")
@click.option("--dry-run", is_flag=True, help="Only show what would be sent.")
def test(name: str, dry_run: bool, as_json: bool) -> None:
    """Send one signed sample to a webhook now: an event that never was, of a ticket 12. Exit status 1 if it is not
    taken."""
    from mailflow import app
    from mailflow.flow.admin import webhooks as states

    parts = app.open_parts(home(), create=False, need_secrets=True)
    hook = states.named(parts, name)
    body = states.sample_body(hook).decode()
    if dry_run:
        put_json({"name": name, "body": body}) if as_json else put(body)
        return
    receipt = states.test(hook, parts.token())
    if as_json:
        put_json({"name": name, "ok": receipt.ok, "status": receipt.status, "words": receipt.words,
                  "answer": receipt.said, "body": body})  # fmt: skip
    else:
        _put_receipt(receipt)
    if not receipt.ok:
        raise click.exceptions.Exit(1)


def _put_receipt(receipt: Receipt) -> None:
    tell(f"{'taken' if receipt.ok else 'not taken'}: {receipt.words}")
    if receipt.said:
        tell(f"it says: {receipt.said}")


@command("retry", "mailflow webhooks retry chat", of=webhooks)
@click.argument("name")
def retry(name: str, as_json: bool) -> None:
    """Try once more what was given up, and at once what waits. The running mailflow does it, within seconds."""
    from mailflow import app
    from mailflow.flow.admin import webhooks as states

    parts = app.open_parts(home(), create=False)
    found = states.retry(parts, name)
    again = len(found.mark.again) if found.mark is not None else 0
    if as_json:
        put_json({**found.plain, "again": again})
        return
    tried, wait = how_many(again, "event is", "events are"), how_many(found.waiting, "waits", "wait")
    tell(f"{name}: {tried} tried once more, {wait}")


@command("secret", "mailflow webhooks secret", of=webhooks)
def secret(as_json: bool) -> None:
    """Make a secret that a webhook is signed with. It is shown this once: keep it in .env, and give it to the
    receiver."""
    import secrets

    from mailflow.webhooks.signing import secret_of

    made = secret_of(secrets.token_bytes(32))
    if as_json:
        put_json({"secret": made})
        return
    put(made)
    say("write it into .env, such as MAILFLOW_WEBHOOK_SECRET=…, and in rules.yaml secret: ${MAILFLOW_WEBHOOK_SECRET}")
