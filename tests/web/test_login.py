"""Logging in: who may, how often, what a session is worth, and that no link leads away."""

from __future__ import annotations

from typing import Any

import pytest

from mailflow.web.login import COOKIE
from mailflow.web.passwords import hashed
from tests.web.browser import Browser
from tests.web.conftest import WEB, PagesDesk

HASH = hashed("kata sandi Dewi")
USERS = WEB | {"web": {"url": "https://desk.example", "users": {"dewi": HASH}}}
RIGHT = {"name": "dewi", "password": "kata sandi Dewi"}


@pytest.fixture
def web() -> dict[str, Any]:
    return USERS


def logged_in(site: PagesDesk) -> Browser:
    assert site.browser.post("/login", RIGHT).status == 303
    return site.browser


def test_who_is_nobody_is_sent_to_the_form(site: PagesDesk) -> None:
    """And from there back to the page that was asked for."""
    seen = site.browser.get("/ticket/1")
    assert (seen.status, seen.headers["Location"]) == (303, "/login?next=/ticket/1")
    form = site.browser.get(seen.headers["Location"]).page.css_first("form")
    assert site.browser.post(form.attributes["action"], RIGHT).headers["Location"] == "/ticket/1"


def test_the_cookie(site: PagesDesk) -> None:
    """For this host alone, over https, out of reach of scripts and of other sites' forms."""
    cookie = site.browser.post("/login", RIGHT).headers["Set-Cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    for word in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert word in cookie.split("; ")
    assert "Domain" not in cookie and "sandi" not in cookie
    assert site.browser.get("/").status == 200


@pytest.mark.parametrize(
    "form", [{"name": "dewi", "password": "x"}, {"name": "budi", "password": "kata sandi Dewi"}, {}]
)
def test_wrong(site: PagesDesk, form: dict[str, str]) -> None:
    """The same words for a wrong password and an unknown name, and no cookie."""
    seen = site.browser.post("/login", form)
    assert (seen.status, "Set-Cookie" in seen.headers) == (401, False)
    assert "Nama atau kata sandinya salah." in seen.text


def test_too_many_tries(site: PagesDesk) -> None:
    """Five wrong ones, and for five minutes not even the right one helps, from wherever."""
    for _ in range(5):
        assert site.browser.post("/login", {"name": "dewi", "password": "x"}).status == 401
    elsewhere = Browser(site.browser.application, remote="192.0.2.99")
    assert [one.post("/login", RIGHT).status for one in (site.browser, elsewhere)] == [429, 429]


@pytest.mark.parametrize(
    "onward",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "/ticket/1/../..//x",
        "javascript:alert(1)",
        "/logout",
        "/search?q=x&y=//evil.example",
        "/search?q=x\r\nSet-Cookie: a=b",
    ],
)
def test_no_link_leads_away(site: PagesDesk, onward: str) -> None:
    """Only to the pages there are."""
    from urllib.parse import quote

    seen = site.browser.post(f"/login?next={quote(onward)}", RIGHT)
    assert seen.headers["Location"] == "/"
    assert site.browser.get(f"/login?next={quote(onward)}").headers["Location"] == "/"


def test_a_search_survives_the_login(site: PagesDesk) -> None:
    """Its words are asked again, as they were typed."""
    from urllib.parse import unquote

    onward = site.browser.get("/search?q=%22belum+masuk%22+%26+caf%C3%A9").headers["Location"]
    seen = site.browser.post(onward, RIGHT)
    assert unquote(seen.headers["Location"]) == '/search?q="belum+masuk"+&+café'
    assert site.browser.get(seen.headers["Location"]).page.css_first("#q").attributes["value"] == '"belum masuk" & café'


def test_a_session_somebody_planted_is_worth_nothing(site: PagesDesk) -> None:
    """Logging in makes a new one; the one that was there before stays nobody's."""
    planted = "dewi|1793580000|fixed|aaaaaaaaaaaaaaaaaaaaaaaa"
    site.browser.cookies[COOKIE] = planted
    assert site.browser.get("/").status == 303
    logged_in(site)
    assert site.browser.cookies[COOKIE] != planted
    first = site.browser.cookies[COOKIE]
    logged_in(site)
    assert site.browser.cookies[COOKIE] != first


@pytest.mark.parametrize(
    "cookie", ["", "dewi", "dewi|x|y|z", "dewi|99999999999|a|b", "|||", "%FF|1|a|b", "dewi|-1|a|b", "x" * 4000]
)
def test_broken_cookies(site: PagesDesk, cookie: str) -> None:
    """Are nobody's."""
    site.browser.cookies[COOKIE] = cookie
    assert site.browser.get("/").status == 303


def test_logging_out_ends_every_session(site: PagesDesk) -> None:
    """Also a copy of the cookie; a login in the same second works."""
    kept = dict(logged_in(site).cookies)
    thief = Browser(site.browser.application, cookies=kept)
    assert thief.get("/").status == 200
    assert site.browser.get("/logout").headers["Location"] == "/"
    assert site.browser.post("/logout", {}, sec_fetch_site="cross-site").status == 303
    assert thief.get("/").status == 200
    site.browser.cookies = dict(kept)
    site.browser.post("/logout", {})
    assert thief.get("/").status == 303
    assert logged_in(site).get("/").status == 200


def test_a_session_ends(site: PagesDesk) -> None:
    """After twelve hours; at once with a new password or without the name."""
    browser = logged_in(site)
    site.office.write_rules({"web": {"users": {"dewi": hashed("another one"), "budi": HASH}}})
    assert browser.get("/").status == 303
    site.office.write_rules({"web": {"users": {"dewi": HASH, "budi": None}}})
    assert browser.get("/").status == 200
    site.wait(hours=12, minutes=1)
    assert browser.get("/").status == 303


def test_another_sites_login_form(site: PagesDesk) -> None:
    """Nobody is logged in under another's name from elsewhere."""
    assert site.browser.post("/login", RIGHT, origin="https://evil.example").status == 403


HEADER = WEB | {"web": {"url": "https://desk.example", "header": "X-Remote-User", "from": ["192.0.2.1"]}}


@pytest.mark.parametrize("web", [HEADER])
def test_a_proxys_header(site: PagesDesk) -> None:
    """Counts from the named address alone, and there is no form to log in."""
    assert Browser(site.browser.application, {"x-remote-user": "dewi"}, "192.0.2.1").get("/").status == 200
    assert Browser(site.browser.application, {"x-remote-user": "dewi"}, "::ffff:192.0.2.1").get("/").status == 200
    assert Browser(site.browser.application, {"x-remote-user": "dewi"}, "192.0.2.2").get("/").status == 403
    assert Browser(site.browser.application, {}, "192.0.2.1").get("/").status == 403
    assert site.browser.get("/login").status == 404


@pytest.mark.parametrize("web", [WEB])
def test_without_either_there_is_no_page(site: PagesDesk) -> None:
    """It says what to write in rules.yaml."""
    seen = site.browser.get("/")
    assert (seen.status, "web.users" in seen.text) == (404, True)
