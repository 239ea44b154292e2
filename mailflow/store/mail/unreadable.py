"""Mails at which a mailbox's server breaks the connection: how often, and when to ask for them again."""

from __future__ import annotations

import json

from mailflow.store.desk import meta
from mailflow.store.engine.database import Database

Mail = tuple[int, float, str]  # broken connections, machine time when to ask again (0: soon), last error


def left(db: Database, mailbox: str, uidvalidity: str) -> dict[str, Mail]:
    """{uid: Mail}; empty when the mailbox's UIDVALIDITY has changed."""
    found = json.loads(meta.get(db, _key(mailbox)) or "{}")
    mails = found.get("mails", {}) if found.get("uidvalidity") == uidvalidity else {}
    return {uid: (int(tries), float(again), str(why)) for uid, (tries, again, why) in mails.items()}


def leave(db: Database, mailbox: str, uidvalidity: str, mails: dict[str, Mail]) -> None:
    """Step. Replace the mailbox's unreadable mails by these."""
    with db.transaction():
        meta.put(db, _key(mailbox), json.dumps({"uidvalidity": uidvalidity, "mails": mails}))


def _key(mailbox: str) -> str:
    return f"unreadable {mailbox}"
