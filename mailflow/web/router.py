"""Which page answers which address, by which method, and for whom."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterable

from mailflow.errors import MailflowError
from mailflow.flow.health.self_check import SelfCheck
from mailflow.flow.parts import Parts
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.web.api.endpoints import ROOT, api
from mailflow.web.dashboard import CHOICE, dashboard
from mailflow.web.health import health
from mailflow.web.http import JSON, NO_STORE, TEXT, Application, Request, Response, StartResponse, request_of, send
from mailflow.web.login import login, logout, refused, user_of
from mailflow.web.metrics import metrics
from mailflow.web.public import public
from mailflow.web.search import search
from mailflow.web.site import LANGUAGES, Site, static
from mailflow.web.survey import survey
from mailflow.web.ticket import ticket
from mailflow.web.unsubscribe import unsubscribe

log = logging.getLogger("mailflow")

PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
Page = Callable[..., Response]


@dataclass(frozen=True, slots=True)
class Route:
    path: re.Pattern[str]
    page: Page  # (site, request, *groups of the path)
    posts: bool = False  # takes forms too
    private: bool = False  # for the team: the page gets the user's name after the request


def _health(site: Site, request: Request) -> Response:
    """A request through a proxy is told whether all is well, and nothing of the servers."""
    found = health(site.parts, site.watch)
    shown = found if request.is_local else {"ok": found["ok"]}
    return Response(json.dumps(shown, indent=2) + "\n", 200 if found["ok"] else 503, JSON)


def _metrics(site: Site, request: Request) -> Response:
    if not request.is_local:
        return Response("only for this machine\n", 403, TEXT)
    try:
        return Response(metrics(site.parts, site.watch), kind=PROMETHEUS)
    except MailflowError as error:
        return Response(f"{error}\n", 503, TEXT)


_KINDS = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}


def _static(site: Site, request: Request, name: str, ending: str) -> Response:
    age = "public, max-age=31536000, immutable" if request.query else "public, max-age=3600"
    return Response(static(f"{name}.{ending}"), kind=_KINDS[ending], headers=(("Cache-Control", age),))


ROUTES = (
    Route(re.compile(r"/"), dashboard, private=True),
    Route(re.compile(r"/ticket/([0-9]{1,15})"), ticket, private=True),
    Route(re.compile(r"/search"), search, private=True),
    Route(re.compile(r"/public"), public),
    Route(re.compile(r"/health"), _health),
    Route(re.compile(r"/metrics"), _metrics),
    Route(re.compile(r"/static/(mailflow|icon)\.(css|js|svg)"), _static),
    Route(re.compile(r"/login"), login, posts=True),
    Route(re.compile(r"/logout"), logout, posts=True),
    Route(re.compile(r"/survey/([0-9]{1,15})/([A-Za-z2-7]{24})"), survey, posts=True),
    Route(re.compile(r"/unsubscribe/([0-9]{1,15}-[0-9]{1,15}-[A-Za-z2-7]{24})"), unsubscribe, posts=True),
)


def pages(parts: Parts, watch: SelfCheck) -> Application:
    """The WSGI application of one daemon."""
    site = Site(parts, watch)

    def application(environ: dict[str, object], start: StartResponse) -> Iterable[bytes]:
        request = request_of(environ)
        head = environ["REQUEST_METHOD"] == "HEAD"
        return send(answer(site, request), start, https=site.web.url.startswith("https:"), head=head)

    return application


def answer(site: Site, request: Request) -> Response:
    """Never raises: what fails is logged, and told without details."""
    language = site.language_of(request.query.get("lang"))
    try:
        return _found(site, request, language)
    except MailflowError as error:
        log.warning("page %s: %s", request.path.split("/")[1][:20], error)
        return _sorry(site, language, "broken", 503)
    except Exception:
        log.exception("page %s failed", request.path.split("/")[1][:20])
        return _sorry(site, language, "broken", 500)


def _found(site: Site, request: Request, language: str) -> Response:
    if request.path.startswith(f"{ROOT}/") and site.parts.policy.settings.api:
        return api(site, request)
    for route in ROUTES:
        found = route.path.fullmatch(request.path)
        if found is None:
            continue
        if request.method not in (("GET", "POST") if route.posts else ("GET",)):
            allowed = "GET, HEAD, POST" if route.posts else "GET, HEAD"
            return Response(f"{allowed} only\n", 405, TEXT, (("Allow", allowed), NO_STORE))
        if request.too_long:
            return _sorry(site, language, "too-long", 413)
        if not route.private:
            return route.page(site, request, *found.groups())
        user = user_of(site, request)
        if user is None:
            return refused(site, request, language)
        return _in_language(request, route.page(site, request, user, *found.groups()))
    return site.page("message.html", language, {"title": "nothing-title", "text": "nothing-here"}, 404)


def _in_language(request: Request, response: Response) -> Response:
    """Links lead on in the language that was asked for, for a year."""
    chosen = request.query.get("lang")
    if chosen not in LANGUAGES:
        return response
    cookie = f"{CHOICE}={chosen}; Path=/; Max-Age=31536000; Secure; HttpOnly; SameSite=Lax"
    return replace(response, headers=(*response.headers, ("Set-Cookie", cookie)))


def _sorry(site: Site, language: str, text: str, status: int) -> Response:
    return site.page("message.html", language, {"title": "broken-title", "text": text}, status)
