"""Who is looking: a name of `web.users` with a session, or the name in a proxy's header.

A session is a signed cookie: name, moment, a random part, and a mark of the password's hash, so that a new password, or
a name taken out of rules.yaml, ends it. Logging out ends every session of that name (a moment in `meta`). Each login
makes a new one, whatever cookie the browser brought.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta
from urllib.parse import quote, unquote, urlencode

from mailflow.flow.parts import Parts
from mailflow.mail.identity import is_page_token, page_token
from mailflow.store.desk import meta
from mailflow.web.http import Request, Response, is_within, redirect
from mailflow.web.passwords import is_right
from mailflow.web.site import LANGUAGES, Site

COOKIE = "__Host-mailflow"  # only ever set by us, over https (or to this machine), for the whole host (RFC 6265bis)
LASTS = timedelta(hours=12)
_USE = "session"
_NEXT = re.compile(r"/(ticket/[0-9]{1,15}|search\?q=[\w.%+-]{0,1500})?", re.ASCII)
_LONGEST_NAME = 100


def user_of(site: Site, request: Request) -> str | None:
    """Who is logged in; None: nobody."""
    web = site.web
    if web.header:
        named = request.headers.get(web.header, "").strip()
        return named[:_LONGEST_NAME] or None if is_within(request.remote, web.proxies) else None
    quoted, _, rest = request.cookies.get(COOKIE, "").partition("|")
    name = unquote(quoted)
    at, _, signed = rest.partition("|")
    stored = web.users.get(name)
    if stored is None or not (at.isascii() and at.isdigit() and len(at) < 12):
        return None
    random, _, mac = signed.partition("|")
    now = site.parts.clock.now()
    made = datetime.fromtimestamp(int(at), now.tzinfo)
    fresh = now - LASTS <= made <= now + timedelta(minutes=1) and int(at) > _ended(site.parts, name)
    return name if fresh and is_page_token(site.parts.secret, _USE, _what(name, at, random, stored), mac) else None


def login(site: Site, request: Request) -> Response:
    language = site.language_of(request.query.get("lang"))
    onward = request.query.get("next", "/")
    onward = onward if _NEXT.fullmatch(onward) else "/"
    if not site.web.users:
        return site.page("message.html", language, {"title": "nothing-title", "text": "no-users"}, 404)
    if request.method == "GET":
        return redirect(onward) if user_of(site, request) else _form(site, language, onward)
    if request.is_foreign(site.web.url):
        return site.page("message.html", language, {"title": "refused-title", "text": "foreign-form"}, 403)
    name, password = request.form.get("name", "").strip()[:_LONGEST_NAME], request.form.get("password", "")
    if site.failures.is_full(name) or site.wrong.is_full(request.remote):
        return _form(site, language, onward, name=name, error="login-too-often", status=429)
    if not is_right(site.web.users.get(name), password):
        site.failures.take(name)
        site.wrong.take(request.remote)
        return _form(site, language, onward, name=name, error="login-wrong", status=401)
    site.failures.forget(name)
    return redirect(onward, _cookie(_session(site, name), LASTS))


def logout(site: Site, request: Request) -> Response:
    """By a form alone: a link or picture elsewhere logs nobody out."""
    name = user_of(site, request)
    if request.method == "GET":
        return redirect("/" if name else "/login")
    if name is not None and not site.web.header and not request.is_foreign(site.web.url):
        with site.parts.db.transaction():
            meta.put(site.parts.db, _ended_key(name), str(int(site.parts.clock.now().timestamp())))
    return redirect("/login", _cookie("", timedelta(0)))


def _form(site: Site, language: str, onward: str, *, name: str = "", error: str = "", status: int = 200) -> Response:
    other = next(one for one in LANGUAGES if one != language)
    facts = {"next": onward, "name": name, "error": error, "other": other}
    return site.page("login.html", language, facts, status)


def _session(site: Site, name: str) -> str:
    now = site.parts.clock.now()
    at = str(max(int(now.timestamp()), _ended(site.parts, name) + 1))  # also in the second of a logout
    random = site.parts.token()
    mac = page_token(site.parts.secret, _USE, _what(name, at, random, site.web.users[name]))
    return f"{quote(name, safe='')}|{at}|{random}|{mac}"


def _what(name: str, at: str, random: str, stored: str) -> str:
    return f"{name}|{at}|{random}|{hashlib.sha256(stored.encode()).hexdigest()}"


def _cookie(value: str, lasts: timedelta) -> tuple[str, str]:
    seconds = int(lasts.total_seconds())
    return "Set-Cookie", f'{COOKIE}="{value}"; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Lax'


def _ended(parts: Parts, name: str) -> int:
    """Sessions made until then have ended; seconds since the epoch."""
    return int(meta.get(parts.db, _ended_key(name)) or 0)


def _ended_key(name: str) -> str:
    return f"logout:{name}"


def refused(site: Site, request: Request, language: str) -> Response:
    """For a page that somebody must log in for."""
    if site.web.users:
        onward = _wanted(request)
        return redirect(f"/login?next={quote(onward, safe='/')}" if _NEXT.fullmatch(onward) else "/login")
    if site.web.header:
        return site.page("message.html", language, {"title": "refused-title", "text": "no-header"}, 403)
    return site.page("message.html", language, {"title": "nothing-title", "text": "no-users"}, 404)


def _wanted(request: Request) -> str:
    """A search keeps its words over the login."""
    words = {"q": request.query["q"]} if "q" in request.query else {}
    return f"{request.path}?{urlencode(words)}" if words else request.path
