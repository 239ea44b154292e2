"""/search?q=WORDS: the archive by words, for the team. A plain GET form: a link to a search is the search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from mailflow.core.plain import JsonObject
from mailflow.core.search.answer import excerpt
from mailflow.core.search.word_query import WordQuery
from mailflow.flow.ticket import filed_receipts
from mailflow.flow.ticket.rules_now import rules_now
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.desk import tickets
from mailflow.store.read import search as archive
from mailflow.store.read.search import Hits
from mailflow.web.dashboard import MomentWriter, language_for
from mailflow.web.http import Request, Response
from mailflow.web.site import LANGUAGES, Site

SHOWN, SHOWN_MORE = 40, 200  # hits, and how many where more are asked for
LONGEST = 400  # characters of a question


@dataclass(frozen=True, slots=True)
class MarkedPiece:
    """A part of an excerpt."""

    text: str
    found: bool


@dataclass(frozen=True, slots=True)
class ShownHit:
    """What the archive says of one hit, its subject and excerpt in pieces."""

    data: JsonObject
    at: datetime
    subject: tuple[MarkedPiece, ...]
    excerpt: tuple[MarkedPiece, ...]


def search(site: Site, request: Request, user: str) -> Response:
    """Without words the empty form; what cannot be looked for is said beside it."""
    parts, rules = site.parts, rules_now(site.parts)
    language = language_for(site, request, rules, user)
    zone = ZoneInfo(rules.desk.timezone)
    words = " ".join(request.query.get("q", "").split())[:LONGEST].strip()
    best, more = request.query.get("by") == "best", request.query.get("more") == "1"
    question = archive.asked(parts.db, [words])
    found = Hits([], 0, more=False)
    if question.asks:
        limit = SHOWN_MORE if more else SHOWN
        found = filed_receipts.search(parts.db, question, limit=limit, zone=zone, best=best)
    other = next(one for one in LANGUAGES if one != language)
    facts = {
        "user": user, "said": MomentWriter(parts.clock.now(), zone, language), "words": words, "best": best,
        "fault": _fault(words, question), "short": question.short, "found": found,
        "hits": [_shown(hit, question) for hit in archive.by_conversation(found, question)], "total": found.total,
        "ticket": _named(site, words), "may_show_more": not more and found.total > len(found.hits),
        "links": {
            "language": _link(words, best, more, lang=other), "best": _link(words, True, more),
            "newest": _link(words, False, more), "more": _link(words, best, True),
        },
        "other": other, "can_log_out": not site.web.header,
    }  # fmt: skip
    return site.page("search.html", language, facts)


def _fault(words: str, question: WordQuery) -> str:
    """A key of the page's words; "" when the question can be asked."""
    if question.short:
        return "search-short"
    return "search-asks-nothing" if words and not question.asks else ""


def _named(site: Site, words: str) -> JsonObject | None:
    """The ticket whose number was typed, with or without #."""
    n = tickets.by_number(site.parts.db, words) if words else None
    ticket = tickets.load(site.parts.db, n) if n is not None else None
    return None if ticket is None else {"n": ticket.n, "number": ticket.number, "subject": ticket.subject}


def _link(words: str, best: bool, more: bool, **further: str) -> str:
    wanted = {"q": words, **({"by": "best"} if best else {}), **({"more": "1"} if more else {}), **further}
    return f"/search?{urlencode(wanted)}"


def _shown(hit: JsonObject, question: WordQuery) -> ShownHit:
    title = excerpt(hit["subject"] or "", question)
    subject = _pieces(title.text, title.marks)
    text = _pieces(hit["excerpt"], hit["marks"])
    return ShownHit(hit, datetime.fromisoformat(hit["at"]), tuple(subject), tuple(text))


def _pieces(text: str, marks: Sequence[Sequence[int]]) -> Iterator[MarkedPiece]:
    last = 0
    for start, end in marks:
        yield MarkedPiece(text[last:start], found=False)
        yield MarkedPiece(text[start:end], found=True)
        last = end
    yield MarkedPiece(text[last:], found=False)
