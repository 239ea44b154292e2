"""`mailflow customers add`, `set`, `activate`, `deactivate`, `block`: one customer at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

import click

from mailflow.cli.common import command, put, put_json, tell
from mailflow.cli.customers import customers, desk
from mailflow.cli.error_words import said
from mailflow.core.how_many import how_many

if TYPE_CHECKING:
    from mailflow.core.registered import Registered

Function = TypeVar("Function", bound=Callable[..., object])

_COLUMNS = (
    ("name", "TEXT", "The name."),
    ("status", "STATUS", "active, inactive or blocked."),
    ("valid_until", "DATE", "The last day that counts: 2026-12-31; '' for no end."),
    ("allowance", "N", "How many tickets may be opened from now on; '' for any number."),
    ("language", "LANG", "id, en, jv …: of our letters; '' for that of each request."),
    ("group", "G", "For `when: customer_group` of rules.yaml."),
    ("note", "TEXT", "For colleagues, with each announcement."),
)


def _with_columns(function: Function) -> Function:
    for name, shown, words in reversed(_COLUMNS):
        function = click.option(f"--{name.replace('_', '-')}", name, metavar=shown, help=words)(function)
    return function


def _cells(given: dict[str, str | None], addresses: str) -> dict[str, str]:
    return {"addresses": addresses} | {name: text.strip() for name, text in given.items() if text is not None}


@command(
    "add",
    "mailflow customers add ani@mail.example --name Ani --group vip --valid-until 2026-12-31",
    of=customers,
)
@click.argument("addresses", metavar="ADDRESS...", nargs=-1, required=True)
@_with_columns
def add(addresses: tuple[str, ...], as_json: bool, **given: str | None) -> None:
    """Enter one customer, with one or several addresses."""
    from mailflow.flow.admin import register

    with desk() as parts:
        _changed(register.enter(parts, _cells(given, " ".join(addresses))), "entered", as_json)


@command("set", "mailflow customers set ani@mail.example --valid-until 2027-12-31 --allowance 10", of=customers)
@click.argument("address", metavar="ADDRESS")
@_with_columns
@click.option("--also", metavar="ADDRESS", multiple=True, help="A further address of the same person.")
@click.option("--without", metavar="ADDRESS", multiple=True, help="No longer an address of this person.")
def change(address: str, also: tuple[str, ...], without: tuple[str, ...], as_json: bool, **given: str | None) -> None:
    """Change what is said of one customer; what is not named stays. A new allowance counts from now on."""
    from mailflow.flow.admin import register

    if not (also or without or any(text is not None for text in given.values())):
        raise click.UsageError("say what changes: --name, --valid-until, --group …")
    with desk() as parts:
        cells = _cells(given, " ".join((address, *also)))
        _changed(register.change(parts, address, cells, without), "changed", as_json)


def _changed(one: Registered, verb: str, as_json: bool) -> None:
    if as_json:
        put_json(one.plain)
    else:
        put(f"{said(verb)}: {f'{one.name} <{one.addresses[0]}>' if one.name else one.addresses[0]}, {one.status.value}")


@command("activate", "mailflow customers activate ani@mail.example", of=customers)
@click.argument("addresses", metavar="ADDRESS...", nargs=-1, required=True)
def activate(addresses: tuple[str, ...], as_json: bool) -> None:
    """Give customers their rights back."""
    _put_status(addresses, "active", as_json)


@command("deactivate", "mailflow customers deactivate ani@mail.example", of=customers)
@click.argument("addresses", metavar="ADDRESS...", nargs=-1, required=True)
def deactivate(addresses: tuple[str, ...], as_json: bool) -> None:
    """Customers may open no tickets where `customers: admit` is `registered`; everything of theirs stays."""
    _put_status(addresses, "inactive", as_json)


@command("block", "mailflow customers block mallory@evil.example", of=customers)
@click.argument("addresses", metavar="ADDRESS...", nargs=-1, required=True)
def block(addresses: tuple[str, ...], as_json: bool) -> None:
    """Mail of these customers is dropped from now on, whatever `customers: admit` says; its bytes are kept."""
    _put_status(addresses, "blocked", as_json)


@command("unsubscribe", "mailflow customers unsubscribe ani@mail.example", of=customers)
@click.argument("addresses", metavar="ADDRESS...", nargs=-1, required=True)
def unsubscribe(addresses: tuple[str, ...], as_json: bool) -> None:
    """Customers get no more broadcasts, as if they had replied STOP; their tickets are answered as before."""
    _put_subscribed(addresses, wanted=False, as_json=as_json)


@command("subscribe", "mailflow customers subscribe ani@mail.example", of=customers)
@click.argument("addresses", metavar="ADDRESS...", nargs=-1, required=True)
def subscribe(addresses: tuple[str, ...], as_json: bool) -> None:
    """Customers get broadcasts again, because they have asked for it."""
    _put_subscribed(addresses, wanted=True, as_json=as_json)


def _put_subscribed(addresses: Sequence[str], *, wanted: bool, as_json: bool) -> None:
    from mailflow.flow.admin import register

    with desk() as parts:
        changed = [register.put_subscribed(parts, one, wanted=wanted) for one in addresses]
    if as_json:
        put_json({"changed": sum(changed)})
        return
    words = "gets broadcasts again" if wanted else "gets no more broadcasts"
    for one, new in zip(addresses, changed, strict=True):
        tell(f"{one} {words}" if new else f"{one}: nothing to change")


@command(
    "verify",
    "mailflow customers verify ani@mail.example",
    "mailflow customers verify --group vip",
    "mailflow customers verify --all",
    of=customers,
)
@click.argument("addresses", metavar="[ADDRESS]...", nargs=-1)
@click.option("--group", "group_name", metavar="G", help="Everybody of this group.")
@click.option("--all", "everything", is_flag=True, help="Everybody.")
def verify(addresses: tuple[str, ...], *, group_name: str | None, everything: bool, as_json: bool) -> None:
    """Ask active customers by mail, at each unverified address, to answer: an address is verified when its reply came.

    One letter a second; nobody is asked twice within 7 days. Where it does not arrive, `show` and the digest say so.
    """
    from mailflow.flow.admin import register, verification
    from mailflow.store.desk.register import CustomerFilter, by_addresses, listing

    if bool(addresses) + (group_name is not None) + everything != 1:
        raise click.UsageError("name addresses, or one --group, or say --all")
    with desk() as parts:
        found = by_addresses(parts.db, [one.casefold() for one in addresses])
        if missing := [one for one in addresses if one.casefold() not in found]:
            raise register.nobody(parts.db, missing[0])
        people = {one.id: one for one in found.values()}.values()
        count = verification.ask(parts, people or listing(parts.db, CustomerFilter(group_name, unproven=True)))
    if as_json:
        put_json({"asked": count})
    else:
        tell(f"{how_many(count, 'address is', 'addresses are')} asked; the letters leave one a second")


def _put_status(addresses: Sequence[str], status: str, as_json: bool) -> None:
    from mailflow.flow.admin import register

    with desk() as parts:
        found = [register.change(parts, one, {"addresses": one, "status": status}) for one in addresses]
    if as_json:
        put_json({"customers": [one.plain for one in found]})
    else:
        for one in found:
            tell(f"{one.addresses[0]} is {status}")
