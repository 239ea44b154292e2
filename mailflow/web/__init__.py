"""Pages, only if rules.yaml has `web:`. Plain WSGI; templates by Jinja2, which escapes; no page needs JavaScript.

    router.py       which page answers which address, and who may see it
    http.py         requests and responses as values, the headers every page has
    site.py         what every page needs; rendering
    words.py        what the pages say, in two languages
    serve.py        the port: waitress in a thread
    health.py       /health, metrics.py /metrics: for monitoring
    dashboard.py    /: the team's page
    ticket.py       /ticket/N
    search.py       /search: the archive by words
    public.py       /public: what everybody may see
    uptime.py       the uptime as they show it
    spans.py        how long ago, in short words
    survey.py       /survey/N/KEY: a customer's vote
    unsubscribe.py  /unsubscribe/KEY: no more letters to many
    testimonials.py the published comments as a page to export
    login.py        /login, /logout: sessions, a proxy's header
    passwords.py    hashes of `web.users`
    throttle.py     how often something may happen
    cached.py       a page made at most once a minute
    templates/      HTML; static/ the style and the one script

    api/            tickets and figures as JSON, with a token

Values are read when requested; nothing is counted in the process but forms, wrong passwords and requests of the API. A
further page is a function (Site, Request, …) → Response and a row of router.ROUTES.
"""

from __future__ import annotations

from mailflow.web.http import Application as Application
from mailflow.web.router import pages as pages
