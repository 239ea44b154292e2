"""What Zammad's REST API gives (docs.zammad.org, API: Ticket, Articles): tickets, and of each its articles.

    GET /api/v1/tickets?expand=true&page=1&per_page=100
    GET /api/v1/ticket_articles/by_ticket/ID?expand=true

The files may lie as they like: a ticket is what has `number` and `title`, an article what has `ticket_id` and `body`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from mailflow.core.plain import JsonObject
from mailflow.mail.archives.desk_entry import DeskEntry, DeskFile
from mailflow.mail.archives.found import LeftOut
from mailflow.mail.archives.json_files import decoded, moment, objects, text


def entries(paths: Sequence[Path]) -> Iterator[DeskEntry | LeftOut]:
    """Two readings: an article may stand before its ticket."""
    tickets: dict[str, tuple[str, str, str]] = {}
    for one in objects(paths):
        if not isinstance(one, LeftOut) and "number" in one and "title" in one:
            tickets[text(one.get("id"))] = (text(one["number"]), text(one["title"]), text(one.get("customer")))
    for one in objects(paths):
        if isinstance(one, LeftOut):
            yield one
        elif "ticket_id" in one and "body" in one:
            yield _entry(one, tickets)


def _entry(article: JsonObject, tickets: dict[str, tuple[str, str, str]]) -> DeskEntry | LeftOut:
    ticket, own = text(article["ticket_id"]), text(article.get("id"))
    number, title, customer = tickets.get(ticket, ("", "", ""))
    at = moment(text(article.get("created_at")))
    if at is None or not ticket:
        return LeftOut(f"zammad article {own}", "no-moment" if ticket else "no-ticket")
    return DeskEntry(
        thread=f"zammad-ticket-{ticket}",
        name=f"zammad-article-{own}",
        number=number,
        at=at,
        author=_author(article, customer),
        subject=text(article.get("subject")) or title,
        text=text(article["body"]),
        is_html=text(article.get("content_type")).startswith("text/html"),
        to=text(article.get("to")),
        cc=text(article.get("cc")),
        message_id=text(article.get("message_id")),
        ids=[*text(article.get("references")).split(), text(article.get("in_reply_to"))],
        files=[_file(one) for one in article.get("attachments") or () if isinstance(one, dict)],
    )


def _author(article: JsonObject, customer: str) -> str:
    """`from` of what was no mail is a name alone; who wrote it stands in created_by."""
    said = text(article.get("from"))
    if "@" in said:
        return said
    wrote = text(article.get("created_by"))
    if article.get("sender") == "Customer" and "@" not in wrote:
        wrote = customer
    return f'"{said}" <{wrote}>' if "@" in wrote else said or wrote


def _file(one: JsonObject) -> DeskFile:
    kept = one.get("preferences")
    facts = kept if isinstance(kept, dict) else {}
    kind = text(facts.get("Mime-Type") or facts.get("Content-Type") or one.get("mime-type"))
    return DeskFile(text(one.get("filename")), kind, decoded(one.get("data")))
