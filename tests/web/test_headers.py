"""What every answer carries, and who is told nothing."""

from __future__ import annotations

import json

import pytest

from tests.web.browser import Browser
from tests.web.conftest import PagesDesk

EVERYWHERE = (
    "/",
    "/login",
    "/survey/1/aaaaaaaaaaaaaaaaaaaaaaaa",
    "/nothing",
    "/health",
    "/static/mailflow.css",
    "/public",
)


@pytest.mark.parametrize("path", EVERYWHERE)
def test_every_answer_has_the_headers(closed: PagesDesk, path: str) -> None:
    """No inline script or style, no frame, no sniffing, no address bar told to others."""
    heads = closed.browser.get(path).headers
    policy = heads["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert heads["Referrer-Policy"] == "no-referrer"
    assert heads["X-Content-Type-Options"] == "nosniff"
    assert heads["Strict-Transport-Security"].startswith("max-age=")


def test_pages_are_never_kept(closed: PagesDesk) -> None:
    """By no browser and no proxy; the style, which says nothing, is."""
    for path in (closed.link, "/nothing", "/login", "/"):
        assert closed.browser.get(path).headers["Cache-Control"] == "no-store"
    assert "public" in closed.browser.get("/static/mailflow.css").headers["Cache-Control"]


def test_nothing_comes_from_elsewhere(closed: PagesDesk) -> None:
    """Whatever a page loads is ours."""
    page = closed.browser.get(closed.link).page
    for node in page.css("[src], link[href]"):
        assert (node.attributes.get("src") or node.attributes.get("href") or "").startswith("/static/")
    assert not page.css("style, [style], [onclick], script:not([src])")


def test_monitoring_is_for_this_machine(closed: PagesDesk) -> None:
    """Through a proxy there are no figures, and of health a word."""
    local = Browser(closed.browser.application, remote="127.0.0.1")
    assert "mailflow_tickets" in local.get("/metrics").text
    assert "loops" in json.loads(local.get("/health").text)
    by_proxy = Browser(closed.browser.application, {"x-forwarded-for": "192.0.2.9"}, "127.0.0.1")
    for outside in (closed.browser, by_proxy):
        assert outside.get("/metrics").status == 403
        assert set(json.loads(outside.get("/health").text)) == {"ok"}


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_other_methods(closed: PagesDesk, method: str) -> None:
    """Are named as not allowed."""
    seen = closed.browser.ask(method, closed.link, {})
    assert (seen.status, seen.headers["Allow"]) == (405, "GET, HEAD, POST")
    assert closed.browser.ask(method, "/health", {}).headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    "path", ["/static/../router.py", "/static/mailflow.py", "/static/%2e%2e/http.py", "//etc", "/\udcff"]
)
def test_only_the_files_there_are(closed: PagesDesk, path: str) -> None:
    """No path leads out of the folder."""
    assert closed.browser.get(path.encode("utf-8", "replace").decode()).status == 404
