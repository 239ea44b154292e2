"""/unsubscribe/KEY: a customer gets no more letters to many. GET only shows a button, since programs that look at links
in mails open them; a POST does it at once, whoever sends it (RFC 8058 §3.1: no login, no cookie, no question)."""

from __future__ import annotations

from mailflow.flow.settle.broadcast_reply import leave
from mailflow.mail.unsubscribing import signed
from mailflow.store.desk import broadcasts, register
from mailflow.store.desk.broadcasts import BroadcastMail
from mailflow.web.http import Request, Response
from mailflow.web.site import LANGUAGES, Site


def unsubscribe(site: Site, request: Request, key: str) -> Response:
    parts, found = site.parts, signed(site.parts.secret, key)
    mail = BroadcastMail(*found) if found is not None else None
    customer = register.by_ids(parts.db, [mail.customer]).get(mail.customer) if mail is not None else None
    wanted = request.query.get("lang")
    language = site.language_of(wanted if wanted in LANGUAGES else customer.language if customer else None)
    if mail is None or customer is None or not broadcasts.has_row(parts.db, mail):
        return site.page("message.html", language, {"title": "gone-title", "text": "unsubscribe-gone"}, 404)
    if request.method == "POST":
        with parts.db.transaction():
            leave(parts, mail, parts.clock.now())
    elif customer.unsubscribed_at is None:
        return site.page("unsubscribe.html", language, {"path": request.path})
    return site.page("message.html", language, {"title": "unsubscribed-title", "text": "unsubscribed"})
