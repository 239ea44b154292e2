"""`mailflow search`: the archive, by words."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from mailflow.cli.common import command, harmless, home, local, put, put_json, say, styled, tell, titled
from mailflow.cli.days import DAY, moment
from mailflow.core.how_many import how_many

if TYPE_CHECKING:
    from mailflow.core.plain import JsonObject
    from mailflow.store.read.search import Hits
    from mailflow.view import View

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
@click.option("--rebuild", is_flag=True, help="Make the index anew from the texts, while the desk runs.")
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
    rebuild: bool,
    as_json: bool,
) -> None:
    """Search all mails, letters, notes and attachments of tickets, and the newest of programs' receipts, newest first.
    All words must stand in one of them.

    \b
    '"belum masuk"'   these words, one behind the other
    -refund           without this word (as "pulsa -refund", or behind --)
    bayar*            words that begin so, at least three letters
    0812-3456-7890    numbers of tickets, telephones, receipts: in any spelling

    A word also finds its forms: pulsa finds pulsanya, bayar finds pembayaran.
    """
    from mailflow.flow.ticket import filed_receipts
    from mailflow.store.read import search as archive
    from mailflow.view import viewing

    if rebuild:
        _rebuild(as_json=as_json)
        return
    with viewing(home()) as view:
        question = archive.asked(view.db, words)
        begin = moment("--since", since, view.zone) if since else None
        end = moment("--until", until, view.zone, DAY) if until else None
        filters = archive.Filters(customer, owner, category, begin, end)
        _must_ask(words, question.short, asks=question.asks or (not words and filters != archive.EVERYTHING))
        found = filed_receipts.search(view.db, question, filters, limit, view.zone, best=best)
        if as_json:
            put_json({"hits": found.hits, "total": found.total, "more": found.more, "unfinished": found.unfinished,
                      "quoted": found.quoted})  # fmt: skip
            return
        _tell(found, view)


def _rebuild(*, as_json: bool) -> None:
    from mailflow import app
    from mailflow.cli.progress import progress
    from mailflow.flow.schedule.word_indexer import make_anew

    parts = app.open_parts(home(), need_secrets=False, create=False)
    try:
        with progress("texts") as seen:
            count = make_anew(parts, seen)
    finally:
        parts.db.close()
    if as_json:
        put_json({"indexed": count})
    else:
        tell(f"{how_many(count, 'text is', 'texts are')} in the search index")


def _must_ask(words: tuple[str, ...], short: str, *, asks: bool) -> None:
    if short:
        raise click.UsageError(f"{short!r} is too short: write at least three letters before the *")
    if not asks and not words:
        raise click.UsageError("say what to look for; such as: mailflow search pulsa -refund")
    if not asks:
        said = " ".join(words)
        raise click.UsageError(f"{said!r} names no word that must be there; such as: mailflow search pulsa -refund")


def _tell(found: Hits, view: View) -> None:
    for hit in found.hits:
        _put(hit, view)
    shown = len(found.hits)
    count = f"{'more than ' if found.more else ''}{how_many(found.total, 'hit')}"
    if not shown:
        say("nothing was found")
    elif found.more or shown < found.total:
        say(f"{shown} of {count}")
    if found.unfinished:
        are = how_many(found.unfinished, "text is", "texts are")
        say(f"the index is still being made: {are} not in it yet (`mailflow run` makes it)")


def _put(hit: JsonObject, view: View) -> None:
    what = f"{_SAYS[hit['kind']]} {hit['file']}" if hit["file"] else _SAYS[hit["kind"]]
    title = titled(hit["subject"], view.essentials.language)
    number = f"#{hit['number']}" if hit["number"] else "–"
    put(f"{number}  {local(hit['at'], zone=view.zone)}  {what} of {hit['from'] or 'the desk'}: {title}")
    if hit["excerpt"]:
        click.echo(f"    {_marked(hit)}")


def _marked(hit: JsonObject) -> str:
    """Found words in colour on a terminal."""
    pieces, last = list[str](), 0
    for start, end in hit["marks"]:
        found = styled(hit["excerpt"][start:end], "yellow")
        pieces += [harmless(hit["excerpt"][last:start]), found]
        last = end
    whole = "".join((*pieces, harmless(hit["excerpt"][last:])))
    encoding = sys.stdout.encoding or "utf-8"
    return whole.encode(encoding, "replace").decode(encoding)
