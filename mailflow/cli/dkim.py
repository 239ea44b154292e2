"""`mailflow dkim`: the key letters are signed with, and the line for DNS."""

from __future__ import annotations

import click

from mailflow.cli.common import command, group, home, put, put_json, say
from mailflow.credentials import SigningKey
from mailflow.errors import CannotDo
from mailflow.mail.dkim_signing import dns_line, make_key, record_text


@group("dkim", "mailflow dkim make", "mailflow dkim")
@click.pass_context
def dkim(ctx: click.Context, as_json: bool) -> None:
    """The key letters are signed with (DKIM). Without a subcommand: show."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(show, as_json=as_json)


@command("show", "mailflow dkim show", of=dkim)
def show(as_json: bool) -> None:
    """The line of DNS that belongs to the key in rules.yaml, to be published again or compared."""
    from mailflow import config
    from mailflow.config.settings import SmtpOut

    out = config.load(home(), need_secrets=False).outgoing
    if not isinstance(out, SmtpOut) or out.dkim is None:
        raise CannotDo("outgoing: has no dkim: yet; `mailflow dkim make` makes a key")
    _tell(out.dkim, as_json)


@command("make", "mailflow dkim make", "mailflow dkim make --selector desk2027", of=dkim)
@click.option("--selector", "name", default="mailflow", show_default=True, help="The name of this key in DNS.")
def make(name: str, as_json: bool) -> None:
    """Make a key of 2048 bits (dkim/SELECTOR.key, for its owner alone), and say what to publish in DNS.

    Nothing is signed before rules.yaml names the key. Publish the line first: a signature whose key is not there counts
    as none.
    """
    from mailflow import config
    from mailflow.config.dkim import valid_selector

    try:
        name = valid_selector(name)
    except ValueError as error:
        raise CannotDo(str(error)) from error
    desk = config.load(home(), need_secrets=False).rules.desk.address
    key = SigningKey(home() / "dkim" / f"{name}.key", name, desk.rpartition("@")[2])
    make_key(key.path)
    _tell(key, as_json)
    if not as_json:
        say(f"then, in rules.yaml under outgoing:\n\n    dkim: {{key: dkim/{name}.key, selector: {name}}}\n")
        say("and `mailflow check --connect`, which looks whether DNS has it")


def _tell(key: SigningKey, as_json: bool) -> None:
    if as_json:
        put_json({"key": str(key.path), "name": key.record, "text": record_text(key), "line": dns_line(key)})
        return
    say(f"publish this in the DNS of {key.domain} (a TXT record, named {key.record}):\n")
    put(dns_line(key))
    say("\nor, where a form asks for name and text:\n")
    say(f"    {key.record}\n    {record_text(key)}\n")
