"""The rules deadlines were computed under, by fingerprint: kept for proofs, since rules.yaml changes. (Holidays, and
earlier working hours, are in worked.py.)"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from mailflow.core.rules import Rules
from mailflow.store.desk import meta
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import to_json

_KEY = "rules "  # in meta, before the fingerprint


def keep(db: Database, rules: Rules, at: datetime) -> None:
    """Step, when they are new."""
    if meta.get(db, _KEY + rules.fingerprint) is None:
        with db.transaction(quiet=True):
            meta.put(db, _KEY + rules.fingerprint, to_json(_told(rules, at)))


def _told(rules: Rules, at: datetime) -> dict[str, object]:
    hours, expires = rules.working_hours, rules.claim_expires
    ladders = {
        str(name): [{"after": rung.after.text, "letter": rung.letter, "to": rung.to} for rung in rungs]
        for name, rungs in rules.reminders.items()
    }
    seasons = [(one.first, one.last, one.week) for one in hours.seasons]
    return {
        "fingerprint": rules.fingerprint,
        "kept_at": at,
        "timezone": hours.timezone,
        "week": hours.week,  # from Monday on: opens, closes, in minutes of the day
        "seasons": seasons,
        "holidays": hours.edition,
        "reminders": ladders,
        "claim_expires": expires.text if expires else None,
    }


def kept(db: Database, fingerprints: Iterable[str]) -> dict[str, str]:
    """{fingerprint: JSON} of those that are known."""
    found = {one: meta.get(db, _KEY + one) for one in sorted(set(fingerprints))}
    return {one: text for one, text in found.items() if text is not None}
