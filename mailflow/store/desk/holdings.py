"""The holdings of the rules in force (people, mailboxes, ladders …), stored for comparison with the next rules.yaml;
and which edit an admin has accepted with `mailflow reload`."""

from __future__ import annotations

import json
from dataclasses import asdict

from mailflow.core.losses import Holdings, Member
from mailflow.store.desk import meta
from mailflow.store.engine.database import Database

_IN_FORCE = "rules-in-force"
_ACCEPTED = "rules-accepted"
_TOLD = "rules-told"
_TOLD_FOR = 300.0  # seconds; the same edit again after that is another one


def in_force(db: Database) -> Holdings | None:
    """None: no daemon that stores them has run yet."""
    text = meta.get(db, _IN_FORCE)
    if text is None:
        return None
    kept = json.loads(text)
    people = {
        role: tuple(Member(m["name"], tuple(m["addresses"])) for m in kept[role]) for role in ("operators", "pic")
    }
    return Holdings(
        **people,
        admin=kept["admin"],
        list=kept["list"],
        mailboxes=tuple(kept["mailboxes"]),
        ladders=tuple((name, count) for name, count in kept["ladders"]),
        blocks=tuple(kept["blocks"]),
    )


def note(db: Database, holdings: Holdings) -> None:
    """Step."""
    if in_force(db) != holdings:
        with db.transaction():
            meta.put(db, _IN_FORCE, json.dumps(asdict(holdings), ensure_ascii=False))


def accepted(db: Database) -> str:
    """The digest of the file that was accepted last; "" for none."""
    return meta.get(db, _ACCEPTED) or ""


def claim_telling(db: Database, fingerprint: str, now: float) -> bool:
    """Step. Whether the caller is the one of several daemons to tell the admin of this edit. `now` is machine time."""
    with db.transaction():
        told, _, at = (meta.get(db, _TOLD) or "").partition(" ")
        ours = told != fingerprint or not 0 <= now - float(at) < _TOLD_FOR
        if ours:
            meta.put(db, _TOLD, f"{fingerprint} {now}")
    return ours


def accept(db: Database, fingerprint: str) -> None:
    """Step."""
    with db.transaction():
        meta.put(db, _ACCEPTED, fingerprint)
