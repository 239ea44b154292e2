"""The one exception from "append-only": words of an event go. The hash chain keeps the digest of what was there, and
gets one of what is left."""

from __future__ import annotations

from mailflow.store.engine import hash_chain
from mailflow.store.engine.chain_links import append
from mailflow.store.engine.database import Database
from mailflow.store.engine.hash_chain import Departed

Words = tuple[str | None, str]  # an event's actor, and its fields as JSON


def log_changes(db: Database, which: tuple[int, int], before: Words, after: Words, said: tuple[str, str]) -> None:
    """Writer. `which`: (n, seq) of the event, `said`: (moment, why)."""
    was, now = hash_chain.event_words(*before), hash_chain.event_words(*after)
    if was != now:
        append(db, Departed(hash_chain.of_event(*which), 0, was, now, *said))
