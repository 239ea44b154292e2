"""/survey/N/KEY: a question from 1 to 5, then a comment and consent; works without JavaScript.

Opening the page votes nothing, nor does the first form, which only shows the second step: programs that look at links
in mails open them, and some send the first form they find. The second step has a token that counts once and for two
hours.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from mailflow.core.occasions import SurveyAnswered
from mailflow.core.survey import HIGHEST, LONGEST_COMMENT, LOWEST, vote_now
from mailflow.core.survey_times import ends_at, may_vote
from mailflow.core.ticket import Status, Ticket
from mailflow.flow.ticket.survey import surveyed, vote
from mailflow.mail.identity import is_page_token, page_token
from mailflow.web.http import Request, Response, redirect
from mailflow.web.site import LANGUAGES, Site

_USE = "survey"
_LASTS = timedelta(hours=2)
_SCORES = range(LOWEST, HIGHEST + 1)


def survey(site: Site, request: Request, n: str, key: str) -> Response:
    ticket = surveyed(site.parts, int(n), key) if site.parts.rules.survey_page else None
    wanted = request.query.get("lang")
    language = site.language_of(wanted if wanted in LANGUAGES else ticket.language if ticket else None)
    if ticket is None:
        return site.page("message.html", language, {"title": "gone-title", "text": "survey-gone"}, 404)
    path = f"{request.path}?lang={wanted}" if wanted in LANGUAGES else request.path
    if request.method == "POST":
        if request.is_foreign(site.web.url):
            return site.page("message.html", language, {"title": "refused-title", "text": "foreign-form"}, 403)
        if not (site.votes.take(str(ticket.n)) and site.visits.take(request.remote)):
            return site.page("message.html", language, {"title": "refused-title", "text": "too-often"}, 429)
        return _posted(site, request, ticket, language, path)
    return _question(site, ticket, language, path)


def _question(site: Site, ticket: Ticket, language: str, path: str, *, error: str = "") -> Response:
    now = vote_now(ticket)
    facts: dict[str, object] = {
        "ticket": ticket, "path": path, "scores": _SCORES, "vote": now, "error": error,
        "other": next(one for one in LANGUAGES if one != language), "base": path.partition("?")[0],
        "may_vote": may_vote(ticket, site.parts.rules, site.parts.clock.now()),
        "reopened": ticket.status is not Status.CLOSED,
        "asks": _words(site, "survey-ask", language, {}),
        "thanks": _thanks(site, ticket, language),
    }  # fmt: skip
    return site.page("survey.html", language, facts, 422 if error else 200)


def _thanks(site: Site, ticket: Ticket, language: str) -> str:
    now, rules = vote_now(ticket), site.parts.rules
    if now is None:
        return ""
    until = ends_at(ticket, rules) if may_vote(ticket, rules, site.parts.clock.now()) else None
    return _words(site, "survey-thanks", language, {"score": now.score, "until": until})


def _words(site: Site, letter: str, language: str, facts: dict[str, object]) -> str:
    """The admin's words, from templates/canned/."""
    return site.parts.templates.render(letter, language, {"desk": site.parts.rules.desk, **facts}).text.strip()


def _posted(site: Site, request: Request, ticket: Ticket, language: str, path: str) -> Response:
    score = request.form.get("score", "")
    if not may_vote(ticket, site.parts.rules, site.parts.clock.now()):
        return _question(site, ticket, language, path)
    if score not in map(str, _SCORES):
        return _question(site, ticket, language, path, error="survey-choose")
    given = SurveyAnswered(
        int(score),
        "page",
        request.form.get("comment", "").replace("\r\n", "\n").strip()[:LONGEST_COMMENT],
        "consent" in request.form,
    )
    token = request.form.get("token")
    if token is None:
        return _second_step(site, ticket, language, path, given)
    done = vote(site.parts, ticket.n, given, lambda now: _counts(site, now, token))
    if done is not None or _stands(ticket, given):
        return redirect(path)
    return _second_step(site, ticket, language, path, given, error="survey-again")


def _stands(ticket: Ticket, given: SurveyAnswered) -> bool:
    """The form was sent twice."""
    now = vote_now(ticket)
    return now is not None and (now.score, now.comment) == (given.score, given.comment)


def _second_step(
    site: Site, ticket: Ticket, language: str, path: str, given: SurveyAnswered, *, error: str = ""
) -> Response:
    facts = {"ticket": ticket, "path": path, "given": given, "error": error, "longest": LONGEST_COMMENT}
    return site.page("survey-second.html", language, facts | {"token": _token(site, ticket)}, 409 if error else 200)


def _token(site: Site, ticket: Ticket) -> str:
    at = str(int(site.parts.clock.now().timestamp()))
    return f"{at}.{page_token(site.parts.secret, _USE, _what(ticket, at))}"


def _counts(site: Site, ticket: Ticket, token: str) -> bool:
    """A vote changes what the token was made for: it counts once."""
    at, _, mac = token.partition(".")
    if not (at.isascii() and at.isdigit() and len(at) < 12):
        return False
    now = site.parts.clock.now()
    made = datetime.fromtimestamp(int(at), now.tzinfo)
    return now - _LASTS <= made <= now and is_page_token(site.parts.secret, _USE, _what(ticket, at), mac)


def _what(ticket: Ticket, at: str) -> str:
    before = ticket.vote.at.isoformat() if ticket.vote else ""
    closed = ticket.closed_at.isoformat() if ticket.closed_at else ""
    return f"{ticket.n} {closed} {before} {at}"
