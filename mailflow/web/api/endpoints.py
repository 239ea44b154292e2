"""What answers which address of the API, for which scope, how often."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from functools import cache, partial
from importlib.resources import files

from mailflow import __version__
from mailflow.core.plain import JsonObject
from mailflow.errors import MailflowError, RefusedRequest
from mailflow.lazy_dataclasses import dataclass
from mailflow.web.api import figures, tickets
from mailflow.web.api.answers import answered, refused
from mailflow.web.api.parameters import none_but
from mailflow.web.api.tokens import bearer, known
from mailflow.web.http import Request, Response
from mailflow.web.site import Site

log = logging.getLogger("mailflow")

ROOT = "/api/v1"
_MAKE = "`mailflow web token NAME` makes one; send it as Authorization: Bearer TOKEN"
_CHALLENGE = ("WWW-Authenticate", 'Bearer realm="mailflow"')


@dataclass(frozen=True, slots=True)
class ApiRoute:
    path: re.Pattern[str]
    answer: Callable[..., JsonObject]  # (site, request, *groups of the path)
    scope: str = "tickets"  # tickets: only tokens with that scope; figures: both; "": everybody


def _description(site: Site, request: Request) -> JsonObject:
    none_but(request.query, ())
    return description()


@cache
def description() -> JsonObject:
    """The OpenAPI document."""
    found: JsonObject = json.loads(files("mailflow.web.api").joinpath("openapi.json").read_text(encoding="utf-8"))
    found["info"]["version"] = __version__
    return found


API_ROUTES = (
    ApiRoute(re.compile(r"/openapi\.json"), _description, scope=""),
    ApiRoute(re.compile(r"/tickets"), tickets.tickets),
    ApiRoute(re.compile(r"/tickets/([0-9]{1,15})", re.ASCII), tickets.ticket),
    ApiRoute(re.compile(r"/search"), tickets.search),
    ApiRoute(re.compile(r"/report"), figures.report, scope="figures"),
)


def api(site: Site, request: Request) -> Response:
    """Never raises: what fails is logged, and told without details."""
    try:
        return answered(request, _found(site, request))
    except RefusedRequest as why:
        return refused(why)
    except MailflowError as error:
        log.warning("api %s: %s", request.path[:40], error)
        return refused(RefusedRequest(503, "the desk cannot be read now", "ask again later", ("Retry-After", "10")))
    except Exception:
        log.exception("api %s failed", request.path[:40])
        return refused(RefusedRequest(500, "that failed; the log of mailflow says why"))


def _found(site: Site, request: Request) -> JsonObject:
    path = request.path.removeprefix(ROOT)
    for endpoint in API_ROUTES:
        match = endpoint.path.fullmatch(path)
        if match is None:
            continue
        if request.method != "GET":
            raise RefusedRequest(405, "the API only reads", "ask by GET", ("Allow", "GET, HEAD"))
        answer = _permitted(site, request, endpoint)
        return answer(site, request, *match.groups())
    raise RefusedRequest(404, "there is nothing at this address", f"{ROOT}/openapi.json describes what there is")


def _permitted(site: Site, request: Request, endpoint: ApiRoute) -> Callable[..., JsonObject]:
    if not endpoint.scope:
        return endpoint.answer
    token = bearer(request.headers)
    found = known(site.parts.policy.settings.api, token)
    if found is None:
        if not site.strangers.take(request.remote):
            raise _too_often()
        raise RefusedRequest(
            401, "no token, or none that is known" if not token else "unknown token", _MAKE, _CHALLENGE
        )
    name, who = found
    if not site.calls.take(name):
        raise _too_often()
    if who.scope != "tickets" and endpoint.scope == "tickets":
        raise RefusedRequest(403, f"the token {name} may see figures only", "scope: tickets in rules.yaml")
    return partial(endpoint.answer, whole=who.scope == "tickets") if endpoint.scope == "figures" else endpoint.answer


def _too_often() -> RefusedRequest:
    return RefusedRequest(429, "too many requests", "ask again in a minute", ("Retry-After", "60"))
