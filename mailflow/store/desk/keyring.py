"""The secrets our tokens are signed with, one after the other: which signs at a moment, and which older ones count.

`meta.secret` is the first; what `mailflow secret rotate` adds is kept as JSON beside it. Expired ones are kept too, for
`mailflow rebuild` decides old mails as they were decided: at their own time.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from mailflow.core.secret import Secret
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.store.desk import meta
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text, to_text

_LATER = "secrets"  # in meta
READ_EVERY = 5.0  # seconds; another process may have rotated
KNOWN_BEFORE = timedelta(seconds=30)  # a new secret signs only when every process has read it


@dataclass(frozen=True, slots=True)
class Key:
    """One secret and its time."""

    secret: str
    since: datetime | None = None  # it signs from then on; None: from the beginning
    until: datetime | None = None  # what it signed counts until then; None: for ever

    def counts(self, now: datetime) -> bool:
        """Whether what it signed counts, also a little before anybody signs with it."""
        begun = self.since is None or now >= self.since - KNOWN_BEFORE
        return begun and (self.until is None or now < self.until)


def keys(db: Database) -> tuple[Key, ...]:
    """All of them, the oldest first."""
    text = meta.get(db, _LATER)
    if text is None:
        return (Key(meta.secret(db)),)
    return tuple(Key(one["secret"], _moment(one["since"]), _moment(one["until"])) for one in json.loads(text))


def rotate(db: Database, fresh: str, now: datetime, valid: timedelta) -> tuple[Key, ...]:
    """Writer. `fresh` signs soon; what the present one signed counts for `valid` from then on. All of them, as they are
    now."""
    begins = now + KNOWN_BEFORE
    kept = [replace(key, until=begins + valid) if key.until is None else key for key in keys(db)]
    found = (*kept, Key(fresh, begins))
    rows = [{"secret": key.secret, "since": _text(key.since), "until": _text(key.until)} for key in found]
    meta.put(db, _LATER, json.dumps(rows))
    return found


def secret_at(found: Sequence[Key], now: datetime) -> Secret:
    """What signs at that moment, with the others that count then."""
    begun = [key for key in found if key.since is None or now >= key.since]
    signs = begun[-1] if begun else found[0]
    others = (key.secret.encode() for key in reversed(found) if key is not signs and key.counts(now))
    return Secret(signs.secret.encode(), tuple(others))


class Keyring:
    """The secrets of one desk, read again every few seconds."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._keys: tuple[Key, ...] = ()
        self._only: Secret | None = None  # while there is one for ever
        self._read_at = 0.0

    def at(self, now: datetime) -> Secret:
        """The secret of that moment. Reads the database from time to time."""
        if not self._keys or time.monotonic() - self._read_at > READ_EVERY:
            found, self._read_at = keys(self._db), time.monotonic()
            if found != self._keys:
                self._keys, self._only = found, secret_at(found, now) if len(found) == 1 else None
        return secret_at(self._keys, now) if self._only is None else self._only


def _moment(text: str | None) -> datetime | None:
    return from_text(text) if text else None


def _text(moment: datetime | None) -> str | None:
    return to_text(moment) if moment else None
