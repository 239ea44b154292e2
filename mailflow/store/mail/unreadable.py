"""The mails of a mailbox at which its server breaks the connection: how often, and when to ask again."""

from __future__ import annotations

import json

from mailflow.store.desk import meta
from mailflow.store.engine.database import Database

Mail = tuple[int, float, str]  # breaks, machine seconds when to ask again (0: soon), the last trouble


def left(db: Database, mailbox: str, uidvalidity: str) -> dict[str, Mail]:
    """By uid; none when the mailbox has another uidvalidity by now."""
    found = json.loads(meta.get(db, _key(mailbox)) or "{}")
    mails = found.get("mails", {}) if found.get("uidvalidity") == uidvalidity else {}
    return {uid: (int(tries), float(again), str(why)) for uid, (tries, again, why) in mails.items()}


def leave(db: Database, mailbox: str, uidvalidity: str, mails: dict[str, Mail]) -> None:
    """These are all of them. Step."""
    with db.transaction():
        meta.put(db, _key(mailbox), json.dumps({"uidvalidity": uidvalidity, "mails": mails}))


def _key(mailbox: str) -> str:
    return f"unreadable {mailbox}"
