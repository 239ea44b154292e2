"""`mailflow show`: one ticket with its whole timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

import click

from mailflow.cli.common import command, home, local, put, put_facts, put_json, tell, titled
from mailflow.cli.happenings import added, sentence, with_moments
from mailflow.cli.presence import away_line, who_is_away
from mailflow.core.how_many import how_many
from mailflow.core.plain import JsonObject

if TYPE_CHECKING:
    from mailflow.view import View

_LINES = 12  # of a mail's text, unless --full
Said = Callable[[str | None], str]  # an ISO moment in the desk's zone
_QUIET = ("request-received",)  # the request itself says it


@command(
    "show", "mailflow show 12", "mailflow show 12 --full", "mailflow show 12 --json", "mailflow show ani@mail.example",
    "mailflow show 0812-3456-7890",
)  # fmt: skip
@click.argument("number", metavar="N|ADDRESS")
@click.option("--full", is_flag=True, help="Mails and letters whole, not only their first lines.")
def show(number: str, full: bool, as_json: bool) -> None:
    """Show ticket N: what happened, the mails, the letters, oldest first; or all tickets of a customer, newest first.

    N is the ticket's n, its number as written, a Message-ID, or another number (telephone, receipt) that stands on it.
    """
    from mailflow.store.read import archive, named
    from mailflow.view import viewing

    with viewing(home()) as view:
        who = named.meant(view.db, number)
        if who.n is None:
            _show_customer(view, who.customer, full=full, as_json=as_json)
            return
        story = archive.show(view.db, who.n, view.zone)
        said = partial(local, zone=view.zone)
        data = _data(view, story) if story is not None and view.essentials.has_data else {}
        away = who_is_away(view)
    assert story is not None
    story["data"] = data
    owner = story["ticket"]["owner"]
    story["ticket"]["away"] = next((one for one in away if one["name"] == owner), None)
    if as_json:
        put_json(story)
        return
    _head(story["ticket"], said, view.essentials.language)
    if data:
        _tell(data)
    _put_timeline(story, said, full=full)


def _put_timeline(story: JsonObject, said: Said, *, full: bool) -> None:
    for _, _, lines in sorted(_timeline(story, said, full), key=lambda item: item[:2]):
        put()
        for line in lines:
            put(line)


def _show_customer(view: View, address: str, *, full: bool, as_json: bool) -> None:
    """Each ticket's head; with --full its timeline, too."""
    from mailflow.store.read import archive, named

    found = {**named.customer(view.db, address, view.zone), "receipts": _receipts(view, address)}
    if full:
        found["tickets"] = [archive.show(view.db, one["n"], view.zone) for one in found["tickets"]]
    if as_json:
        put_json(found)
        return
    said = partial(local, zone=view.zone)
    name = found["customer"]["name"]
    put(f"{name} <{address}>" if name else address)
    for one in found["tickets"]:
        put()
        _head(_with_defaults(one["ticket"] if full else one), said, view.essentials.language)
        if full:
            _put_timeline(one, said, full=False)
    for one in found["receipts"]:
        put()
        put(f"{said(one['at'])}  {titled(one['subject'], view.essentials.language)}")
        put(f"    {one['excerpt']}")


def _receipts(view: View, address: str) -> list[JsonObject]:
    """What programs have written from there, filed by a rule."""
    from mailflow.core.search.word_query import WordQuery
    from mailflow.flow.ticket.filed_receipts import receipts
    from mailflow.store.read.search import Filters

    return receipts(view.db, WordQuery(), Filters(customer=address), zone=view.zone)


def _with_defaults(ticket: JsonObject) -> JsonObject:
    """A row of `list` has less than `show --json`."""
    return {
        "imported": False,
        "merged_into": None,
        "merged_from": [],
        "away": None,
        "survey": None,
        "broadcast": None,
    } | ticket


def _data(view: View, story: JsonObject) -> JsonObject:
    """What the mails say of the fields under `data:`."""
    from mailflow import config
    from mailflow.core import request_data
    from mailflow.flow.ticket.request_data import data_on

    fields = config.load(home(), need_secrets=False).rules.data
    return dict(request_data.as_json(data_on(view.db, story["ticket"]["n"], fields, view.zone)))


def _tell(data: JsonObject) -> None:
    from mailflow.core.request_data import plain_words

    for name, one in data.items():
        tell(f"  {name:<10} {plain_words(one)}, found in {one['found']}")


def _head(ticket: JsonObject, said: Said, language: str) -> None:
    put(f"#{ticket['number']}  {titled(ticket['subject'], language)}")
    rows = [
        ("status", f"{ticket['status']} (imported)" if ticket["imported"] else ticket["status"]),
        ("requester", ticket["requester"]),
        ("owner", ticket["owner"]),
        ("category", ticket["category"]),
        ("priority", ticket["priority"] if ticket["priority"] != "normal" else None),
        ("opened", said(ticket["opened_at"])),
        ("claimed", said(ticket["claimed_at"])),
        ("answered", said(ticket["first_answered_at"])),
        ("closed", said(ticket["closed_at"])),
        ("breaches", ticket["breaches"] or None),
        ("answers", _broadcast(ticket["broadcast"], said) if ticket["broadcast"] else None),
        ("survey", f"{ticket['survey']['score']} of 5" if ticket["survey"] else None),
        ("linked", ", ".join(map(str, ticket["linked"]))),
        ("merged into", ticket["merged_into"]),
        ("merged from", ", ".join(map(str, ticket["merged_from"]))),
        ("2nd tier", _tier(ticket.get("second_tier"), said)),
        ("held", ", ".join(f"{held['operator']}'s answer of {said(held['at'])}" for held in ticket["held"])),
        ("away", away_line(ticket["away"], said) if ticket["away"] else None),
    ]
    put_facts((name, value) for name, value in rows if value)


def _broadcast(one: JsonObject, said: Said) -> str:
    return f"broadcast {one['id']} ({one['letter']}, {said(one['sent_at'])}): {one['subject']}"


def _tier(tier: JsonObject | None, said: Said) -> str:
    if tier is None:
        return ""
    number = f" as {tier['number']}" if tier["number"] else ""
    since = f" since {said(tier['since'])}{number}" if tier["since"] else ""
    answered = (
        f", answered {said(tier['answered_at'])}" if tier["answered_at"] else ", overdue" if tier["overdue"] else ""
    )
    waits = f", waits for {', '.join(tier['waits_for'])}" if tier["waits_for"] else ""
    return f"{tier['to']}{since}{answered}{waits}"


def _timeline(story: JsonObject, said: Said, full: bool) -> Iterator[tuple[str, int, list[str]]]:
    """(moment, rank within it, lines): first what came, then what it meant, then what was written."""
    for message in story["messages"]:
        incoming = message["direction"] == "in"
        what = f"mail from {message['from'] or '?'}" if incoming else f"letter {message['letter']} to the customer"
        yield message["at"], 0 if incoming else 2, _mail(what, message, said, full)
    for event in story["events"]:
        if event["kind"] not in _QUIET:
            note = [f"    | {line}" for line in added(event).splitlines()]
            yield event["at"], 1, [f"{said(event['at'])}  {with_moments(sentence(event), said)}", *note]
    for letter in story["letters"]:
        yield letter["at"], 3, _mail(f"letter {letter['kind']}", letter, said, full)


def _mail(what: str, mail: JsonObject, said: Said, full: bool) -> list[str]:
    state = f" [{mail['state']}]" if mail["state"] else f" ({mail['outcome']})" if mail.get("outcome") else ""
    to = ", ".join([*mail["to"], *mail["cc"]]) or "nobody named"
    head = [f"{said(mail['at'])}  {what}{state}", f"    to {to}", f"    {mail['subject']}"]
    files = [file["name"] for file in mail.get("attachments", ())]
    text = mail["text"].strip("\n").split("\n")
    shown = text if full else text[:_LINES]
    more = [f"    … {how_many(len(text) - len(shown), 'more line')} (--full)"] if len(shown) < len(text) else []
    return [*head, *([f"    files: {', '.join(files)}"] if files else []), *(f"    | {line}" for line in shown), *more]
