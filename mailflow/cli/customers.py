"""`mailflow customers list`, `show`: the register of customers. The other commands of the family are beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from mailflow.cli.common import command, group, home, put, put_facts, put_json, say
from mailflow.cli.error_words import said
from mailflow.core.how_many import how_many

if TYPE_CHECKING:
    from datetime import tzinfo

    from mailflow.core.registered import Registered
    from mailflow.flow.parts import Parts
    from mailflow.store.desk.register import CustomerFilter

_MOST = 100  # lines for people, unless --all
_STATES = click.Choice(("active", "inactive", "blocked"))


@group("customers", "mailflow customers list", "mailflow customers import customers.csv --dry-run")
@click.pass_context
def customers(ctx: click.Context, as_json: bool) -> None:
    """The register of customers: who they are, until when, and how many tickets they may open.

    Whether others may open tickets too is `customers: admit` of rules.yaml.
    """
    if ctx.invoked_subcommand is None:
        _list(as_json, None, everything=False)


@contextmanager
def desk() -> Iterator[Parts]:
    """The desk, opened to change its register."""
    from mailflow import app

    parts = app.open_parts(home())
    try:
        yield parts
    finally:
        parts.db.close()


# -- looking


@command("list", "mailflow customers list", "mailflow customers list --group vip --json", of=customers)
@click.option("--group", "group_name", metavar="G", help="Only of this group.")
@click.option("--status", type=_STATES, help="Only in this status.")
@click.option("--unverified", is_flag=True, help="Only those with an address that is not verified.")
@click.option("--all", "everything", is_flag=True, help=f"All of them, not only the first {_MOST}; --json has all.")
def list_(*, group_name: str | None, status: str | None, unverified: bool, everything: bool, as_json: bool) -> None:
    """List the customers, in the order they were entered."""
    from mailflow.core.registered import CustomerStatus
    from mailflow.store.desk.register import CustomerFilter

    wanted = CustomerFilter(group_name, CustomerStatus(status) if status else None, unverified)
    _list(as_json, wanted, everything=everything)


def _list(as_json: bool, wanted: CustomerFilter | None, *, everything: bool) -> None:
    from itertools import islice

    from mailflow.store.desk import register
    from mailflow.view import viewing

    with viewing(home()) as view:
        found = register.listing(view.db, wanted or register.ALL)
        if as_json:
            put_json({"customers": [one.plain for one in found]})
            return
        shown = list(found if everything else islice(found, _MOST))
        more = next(found, None) is not None
    _put(shown)
    if more:
        say("there are more: --all lists them, --group and --status some of them")
    if not shown:
        say("the register has no such customers" if wanted not in (None, register.ALL) else "the register is empty")


def _put(found: Sequence[Registered]) -> None:
    from mailflow.cli.tables import Column, put_table

    columns = [Column("address"), Column("name", whole=False), Column("status"), Column("until")]
    columns += [Column("allowance", right=True), Column("lang"), Column("group", whole=False)]
    columns += [Column("note", whole=False, spare=True)]
    put_table(
        columns,
        [
            (
                _addresses(one),
                one.name,
                one.status.value,
                one.valid_until,
                one.allowance,
                one.language,
                one.group,
                one.note,
            )
            for one in found
        ],
    )


def _addresses(one: Registered) -> str:
    more = len(one.addresses) - 1
    return f"{one.addresses[0]} (+{more})" if more else one.addresses[0]


@command("show", "mailflow customers show ani@mail.example", of=customers)
@click.argument("address", metavar="ADDRESS")
def show(address: str, as_json: bool) -> None:
    """Show one customer, by any address; `mailflow show ADDRESS` lists the tickets."""
    from mailflow.flow.admin.register import nobody
    from mailflow.store.desk import register
    from mailflow.view import viewing

    with viewing(home()) as view:
        found = register.by_address(view.db, address)
        if found is None:
            raise nobody(view.db, address)
        numbers, used = register.tickets_of(view.db, found), register.used(view.db, found)
    if as_json:
        left = found.unsubscribed_at
        since = left.astimezone(view.zone).isoformat(timespec="seconds") if left else None
        put_json(found.plain | {"tickets": len(numbers), "used": used, "unsubscribed_at": since})
        return
    put(f"{found.name} <{found.addresses[0]}>" if found.name else found.addresses[0])
    _tell(found, used, view.zone, len(numbers))


def _tell(one: Registered, used: int, zone: tzinfo, tickets: int) -> None:
    """What is known, a line each."""
    of = "" if one.allowance is None else said(f"{used} of {how_many(one.allowance, 'ticket')} used")
    until = said(f"{one.valid_until} (that day included)") if one.valid_until else ""
    told = {"also": ", ".join(one.addresses[1:]), "status": one.status.value, "valid until": until, "allowance": of}
    told |= {"language": one.language or "", "group": one.group, "note": one.note}
    left = (
        said(f"none since {one.unsubscribed_at.astimezone(zone):%Y-%m-%d}: unsubscribed") if one.unsubscribed_at else ""
    )
    failed = "; ".join(" ".join(each) for each in one.failures)
    told |= {"broadcasts": left, "unverified": ", ".join(one.unproven), "no mail to": failed}
    put_facts([*told.items(), ("tickets", str(tickets))])
