"""/tickets, /tickets/N, /search."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from mailflow.core.plain import JsonObject
from mailflow.core.status import Status
from mailflow.errors import RefusedRequest
from mailflow.flow.ticket import filed_receipts
from mailflow.store.read import archive, ticket_page
from mailflow.store.read import search as words
from mailflow.store.read.ticket_page import TicketFilters
from mailflow.web.api.parameters import moment, none_but, number, text, word
from mailflow.web.http import Request
from mailflow.web.site import Site

LIMIT, MOST = 50, 200
_STATES = ("going", *(one.value for one in Status))
_FILTERS = ("status", "owner", "category", "customer", "number", "since", "until", "before", "limit")
_SEARCH = ("q", "customer", "owner", "category", "since", "until", "by", "limit")


def tickets(site: Site, request: Request) -> JsonObject:
    """`{"tickets": […], "next": N}`: newest first; `before=N` goes on."""
    query = request.query
    none_but(query, _FILTERS)
    zone = zone_of(site)
    filters = TicketFilters(
        word(query, "status", _STATES), text(query, "owner"), text(query, "category"), text(query, "customer"),
        text(query, "number"), moment(query, "since", zone), moment(query, "until", zone, end=True),
        number(query, "before", 1),
    )  # fmt: skip
    found, following = ticket_page.page(site.parts.db, filters, number(query, "limit", 1, MOST) or LIMIT, zone)
    return {"tickets": found, "next": following}


def ticket(site: Site, request: Request, n: str) -> JsonObject:
    """`{"ticket", "events", "messages"}`, as `show --json` has them; letters to colleagues stay here."""
    none_but(request.query, ())
    found = archive.show(site.parts.db, int(n), zone_of(site))
    if found is None:
        raise RefusedRequest(404, f"there is no ticket {n}")
    return {name: found[name] for name in ("ticket", "events", "messages")}


def search(site: Site, request: Request) -> JsonObject:
    """`{"hits", "total", "more"}`, as `search --json` has them."""
    query = request.query
    none_but(query, _SEARCH)
    zone, asked = zone_of(site), text(query, "q")
    if asked is None:
        raise RefusedRequest(400, "q is missing: the words to look for")
    question = words.asked(site.parts.db, [asked])
    if question.short:
        raise RefusedRequest(400, f"{question.short!r} is too short: at least three letters before the *")
    if not question.asks:
        raise RefusedRequest(400, "q names no word that must be there")
    filters = words.Filters(
        text(query, "customer"), text(query, "owner"), text(query, "category"), moment(query, "since", zone),
        moment(query, "until", zone, end=True),
    )  # fmt: skip
    best = word(query, "by", ("newest", "best")) == "best"
    limit = number(query, "limit", 1, MOST) or LIMIT
    found = filed_receipts.search(site.parts.db, question, filters, limit, zone, best=best)
    return {"hits": found.hits, "total": found.total, "more": found.more, "unfinished": found.unfinished}


def zone_of(site: Site) -> ZoneInfo:
    return ZoneInfo(site.parts.rules.desk.timezone)
