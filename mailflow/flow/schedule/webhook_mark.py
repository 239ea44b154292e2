"""How far a webhook is, and what is wrong with it: one JSON value in `meta`, so that a kill at any moment repeats an
event at worst, and loses none.

An event that fails is tried again, later each time, and holds up those behind it. It is given up after `give_up`, or,
if the receiver refuses its content, at the fifth try; then it is kept by its id for `mailflow webhooks retry`.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.store.desk import meta
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_json, to_json
from mailflow.store.read import happened
from mailflow.webhooks.hook import Webhook

if TYPE_CHECKING:
    from mailflow.webhooks.post import Receipt

FIRST_PAUSE, LONGEST_PAUSE = 5.0, 3600.0  # seconds
MOST_REFUSALS = 5
MOST_KEPT = 1000  # given up events that are kept by their ids
GONE = 410  # "the receiver wants no more" (Standard Webhooks, "Response codes")
_REFUSED = (400, 405, 406, 411, 413, 414, 415, 422, 431)  # what is wrong is this event's request


@dataclass(frozen=True, slots=True)
class WebhookMark:
    """Every event up to `upto` was told, was none for this webhook, or is among the given up."""

    upto: int
    again: tuple[int, ...] = ()  # given up before, to be tried once more
    given_up: tuple[int, ...] = ()  # the newest ones
    more_given_up: int = 0  # older ones, of which nothing is kept
    sent: int = 0
    last_sent_at: datetime | None = None
    failing_since: datetime | None = None
    tries: int = 0  # of the event it fails with
    trouble: str = ""
    not_before: float = 0.0  # machine
    gone: bool = False  # nothing is tried until rules.yaml or `webhooks retry` says so

    @property
    def all_given_up(self) -> int:
        return len(self.given_up) + self.more_given_up

    def done(self, event_id: int, at: datetime | None) -> WebhookMark:
        """It was told at `at`; None: it is not for this webhook."""
        passed = replace(self, upto=max(self.upto, event_id), again=tuple(n for n in self.again if n != event_id))
        if at is None:
            return passed
        return replace(
            passed, sent=self.sent + 1, last_sent_at=at, failing_since=None, tries=0, trouble="", not_before=0.0
        )

    def failed(self, receipt: Receipt, now: datetime, machine: float) -> WebhookMark:
        pause = max(receipt.pause, min(FIRST_PAUSE * 2.0 ** min(self.tries, 20), LONGEST_PAUSE))
        since = self.failing_since or now
        words = receipt.words
        return replace(
            self, tries=self.tries + 1, failing_since=since, trouble=words, not_before=machine + pause,
            gone=receipt.status == GONE,
        )  # fmt: skip

    def is_over(self, receipt: Receipt, event: happened.HappenedEvent, hook: Webhook, now: datetime) -> bool:
        """Whether the event that has just failed is given up. What waits since before the receiver failed had its
        time."""
        if receipt.status in _REFUSED and self.tries >= MOST_REFUSALS:
            return True
        if receipt.status and event.id in self.again:  # it had its time before
            return True
        long_ago = now - timedelta(seconds=hook.give_up)
        return event.recorded_at <= long_ago and self.failing_since is not None and self.failing_since <= long_ago

    def without(self, event_id: int) -> WebhookMark:
        """It is given up; the next one is tried at once."""
        kept = (*self.given_up, event_id)
        lost = max(0, len(kept) - MOST_KEPT)
        passed = self.done(event_id, None)
        return replace(passed, given_up=kept[lost:], more_given_up=self.more_given_up + lost, tries=0, not_before=0.0)

    def retried(self) -> WebhookMark:
        """All that was given up is tried once more, and whatever waits is tried now."""
        again = tuple(dict.fromkeys((*self.again, *self.given_up)))
        return replace(self, again=again, given_up=(), more_given_up=0, tries=0, not_before=0.0, gone=False)


def mark_of(db: Database, hook: str) -> WebhookMark | None:
    """None: it has not begun."""
    text = meta.get(db, _key(hook))
    return from_json(WebhookMark, text) if text else None


def begun(db: Database) -> WebhookMark:
    """A webhook that is new in rules.yaml hears of what happens from now on."""
    return WebhookMark(happened.newest(db))


def note(db: Database, hook: str, mark: WebhookMark, *, durable: bool = True) -> None:
    """Own transaction. It wakes no loop."""
    with db.transaction(exclusive=False, quiet=True, durable=durable):
        meta.put(db, _key(hook), to_json(mark))


def marks(db: Database) -> dict[str, WebhookMark]:
    """By the names of their webhooks; also of those that rules.yaml names no longer."""
    rows = db.all("SELECT key, value FROM meta WHERE key LIKE ?", (f"{_PREFIX}%",))
    return {key.removeprefix(_PREFIX): from_json(WebhookMark, value) for key, value in rows}


def forget(db: Database, hook: str) -> None:
    """It is no longer in rules.yaml: named again, it begins anew."""
    with db.transaction(exclusive=False, quiet=True):
        db.execute("DELETE FROM meta WHERE key = ?", (_key(hook),))


def skip(db: Database) -> None:
    """Writer. What has not been told yet is told to nobody."""
    for hook, mark in marks(db).items():
        meta.put(db, _key(hook), to_json(replace(mark, upto=happened.newest(db), again=())))


_PREFIX = "webhook:"


def _key(hook: str) -> str:
    return f"{_PREFIX}{hook}"
