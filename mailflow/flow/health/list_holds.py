"""The operators' list keeps the desk's letters for its moderator: told to the admin once, for nobody hears of new
requests meanwhile."""

from __future__ import annotations

from datetime import datetime

from mailflow.core.alerts import words_of_list_holds
from mailflow.core.moments import rough_length
from mailflow.core.wording import say
from mailflow.flow.health.alerts import tell_admin
from mailflow.flow.parts import Parts
from mailflow.store.desk import list_holds
from mailflow.store.engine.database import Database


def tell_of_holds(parts: Parts) -> None:
    """Opens its own transactions."""
    now, language = parts.clock.now(), parts.rules.desk.language
    found = list_holds.current(parts.db, now)
    if found is None or found.told:
        return
    with parts.db.transaction():
        ours = list_holds.tell(parts.db, now)
    if ours:
        tell_admin(parts, say("list-holds", language), found.address, words_of_list_holds(language))


def hold_words(db: Database, now: datetime) -> str:
    """For `doctor`; "" when no list does."""
    found = list_holds.current(db, now)
    if found is None:
        return ""
    since = rough_length(now - found.first)
    held = f"{found.address} has held {found.letters} of the desk's letters for its moderator (the first {since} ago)"
    return f"{held}, so operators do not see them; let the desk's address write there without moderation"
