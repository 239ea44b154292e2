"""`mailflow search`: the archive, by words."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import click

from mailflow.cli.common import command, home, local, put, put_json, say, titled
from mailflow.cli.days import first_moment, last_moment

if TYPE_CHECKING:
    from mailflow.core.plain import JsonObject
    from mailflow.store.read.search import Filters, Hits
    from mailflow.view import View

_MARK = {"bold": True, "fg": "yellow"}
_SAYS = {"mail": "mail", "letter": "letter", "note": "note", "attachment": "file"}


@command(
    "search", 'mailflow search pulsa "belum masuk"', "mailflow search 0812-3456-7890 --since 2026-11-01",
    "mailflow search tagihan -- -refund", "mailflow search --customer ani@mail.example --json",
)  # fmt: skip
@click.argument("words", nargs=-1)
@click.option("--customer", metavar="A", help="Only tickets of the customer with this address.")
@click.option("--owner", metavar="N", help="Only tickets of this operator.")
@click.option("--category", metavar="C", help="Only tickets of this category.")
@click.option("--since", metavar="D", help="From this day on (2026-11-01), or from a moment in ISO 8601.")
@click.option("--until", metavar="D", help="Up to this day, included, or to a moment.")
@click.option("--limit", metavar="N", type=click.IntRange(1, 1000), default=50, show_default=True, help="Hits shown.")
@click.option("--best", is_flag=True, help="The best of the newest 2,000 hits first, instead of the newest.")
def search(
    words: tuple[str, ...],
    *,
    customer: str | None,
    owner: str | None,
    category: str | None,
    since: str | None,
    until: str | None,
    limit: int,
    best: bool,
    as_json: bool,
) -> None:
    """Search all mails, letters, notes and attachments of tickets, newest first. All words must stand in one of them.

    \b
    '"belum masuk"'   these words, one behind the other
    -refund           without this word (as "pulsa -refund", or behind --)
    bayar*            words that begin so, at least three letters
    0812-3456-7890    numbers of tickets, telephones, receipts: in any spelling

    A word also finds its forms: pulsa finds pulsanya, bayar finds pembayaran.
    """
    from mailflow.store.read import search as archive
    from mailflow.view import viewing

    with viewing(home()) as view:
        question = archive.asked(view.db, words)
        begin = first_moment("--since", since, view.zone) if since else None
        end = last_moment("--until", until, view.zone) if until else None
        filters = archive.Filters(customer, owner, category, begin, end)
        _must_ask(words, question.short, asks=question.asks or (not words and filters != archive.Filters()))
        found = archive.search(view.db, question, filters, limit, view.zone, best=best)
        if as_json:
            put_json({"hits": found.hits, "total": found.total, "more": found.more, "unfinished": found.unfinished})
            return
        _tell(found, view)


def _must_ask(words: tuple[str, ...], short: str, *, asks: bool) -> None:
    if short:
        raise click.UsageError(f"{short!r} is too short: write at least three letters before the *")
    if not asks:
        what = f"{' '.join(words)!r} names no word that must be there" if words else "say what to look for"
        raise click.UsageError(f"{what}; such as: mailflow search pulsa -refund")


def _tell(found: Hits, view: View) -> None:
    for hit in found.hits:
        _put(hit, view)
    shown = len(found.hits)
    count = f"more than {found.total:,}" if found.more else str(found.total)
    say("nothing was found" if not shown else f"{shown} of {count} hits" if found.more or shown < found.total else "")
    if found.unfinished:
        say(f"the index is still being made: {found.unfinished:,} texts are not in it yet (`mailflow run` makes it)")


def _put(hit: JsonObject, view: View) -> None:
    who = hit["from"] or "the desk"
    what = f"{_SAYS[hit['kind']]} {hit['file']}" if hit["file"] else _SAYS[hit["kind"]]
    put(f"#{hit['number']}  {local(hit['at'], zone=view.zone)}  {what}, {who}: {titled(hit['subject'], view.essentials.language)}")
    if hit["excerpt"]:
        put(f"    {_marked(hit)}")


def _marked(hit: JsonObject) -> str:
    """In colour on a terminal; click takes colours out of what goes elsewhere."""
    text, pieces, last = hit["excerpt"], [], 0
    for start, end in hit["marks"]:
        pieces += [text[last:start], click.style(text[start:end], **_MARK)]
        last = end
    return "".join((*pieces, text[last:]))
