"""A wrong `trust.authserv`: told to the admin once, when the first colleague cannot be proven because of it."""

from __future__ import annotations

from mailflow.core.alerts import server_words, words_of_servers
from mailflow.core.wording import say
from mailflow.flow.health.alerts import tell_admin
from mailflow.flow.parts import Parts
from mailflow.mail.authentication import speaks
from mailflow.mail.authserv_names import of_the_house, with_name
from mailflow.store.desk import silence
from mailflow.store.mail import inbox

_LOOKED_AT = 20  # newest mails: where the server speaks in one, a mail without its words is a stranger's


def tell_of_silence(parts: Parts) -> None:
    """Opens its own transactions."""
    servers, language = parts.rules.trust.authserv, parts.rules.desk.language
    authserv = ", ".join(servers)
    found = silence.untold(parts.db, authserv)
    if found is None:
        return
    with parts.db.transaction():
        ours = silence.tell(parts.db, authserv)
    if ours and (of_the_house(servers, found.found) or not _speaks(parts)):
        write = with_name(servers, found.found)
        told = server_words(found.found, parts.policy.settings.authserv_at, authserv, write, language)
        tell_admin(parts, say("not-believed", language), f"{found.who}\n\n{told}", words_of_servers(language))


def _speaks(parts: Parts) -> bool:
    return any(speaks(raw, parts.policy.ours) for raw in inbox.newest(parts.db, _LOOKED_AT))
