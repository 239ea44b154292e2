"""/public, with `web.public`: uptime, the median first answer, published testimonials.

Nothing private, and made at most once a minute, however often it is asked for.
"""

from __future__ import annotations

from datetime import timedelta

from mailflow.core.masking import masked
from mailflow.store.read import board as boards
from mailflow.store.read.votes import testimonials
from mailflow.web.http import Request, Response
from mailflow.web.site import LANGUAGES, Site, render, uptime_of
from mailflow.web.spans import middle

_DAYS = timedelta(days=30)
_MOST = 12  # testimonials
_LOOKED_AT = 2000  # votes


def public(site: Site, request: Request) -> Response:
    language = site.language_of(request.query.get("lang"))
    if not site.web.public:
        return site.page("message.html", language, {"title": "nothing-title", "text": "nothing-here"}, 404)
    text = site.public.get(language, lambda: _made(site, language))
    return Response(text, headers=(("Cache-Control", "public, max-age=60"),))


def _made(site: Site, language: str) -> str:
    """No ticket, no name, no number of anybody's."""
    parts = site.parts
    figures = boards.todays(parts.db, parts.clock.now() - _DAYS)
    shown = [vote for vote in testimonials(parts.db, _LOOKED_AT) if vote.published][:_MOST]
    facts = {
        "desk": parts.rules.desk, "uptime": uptime_of(site), "first_answer": middle(figures.first_answers, language),
        "testimonials": [{"text": masked(one.comment), "score": one.score} for one in shown],
        "other": next(one for one in LANGUAGES if one != language),
    }  # fmt: skip
    return render("public.html", language, facts)
