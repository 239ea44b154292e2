"""The state of each webhook, for `mailflow webhooks` and `doctor`; a request to try one out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from mailflow.core.how_many import how_many
from mailflow.core.moments import moment_words
from mailflow.core.plain import JsonObject
from mailflow.errors import CannotDo
from mailflow.flow.parts import Parts
from mailflow.flow.schedule.webhook_mark import WebhookMark, mark_of, note
from mailflow.flow.schedule.webhooks import headers_of, made
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.read import happened
from mailflow.webhooks.hook import Webhook

if TYPE_CHECKING:
    from mailflow.webhooks.post import Receipt

Level = Literal["fault", "note"]


@dataclass(frozen=True, slots=True)
class HookState:
    """A webhook of rules.yaml, and how far it is; `mark` None: it has not begun."""

    hook: Webhook
    mark: WebhookMark | None
    waiting: int  # events it has not looked at yet

    @property
    def plain(self) -> JsonObject:
        """As `webhooks list --json` prints it."""
        mark = self.mark or WebhookMark(0)
        return {
            "name": self.hook.name,
            "host": self.hook.host,
            "state": self.state,
            "sent": mark.sent,
            "waiting": self.waiting,
            "given_up": mark.all_given_up,
            "last_sent_at": _text(mark.last_sent_at),
            "failing_since": _text(mark.failing_since),
            "trouble": mark.trouble,
        }

    @property
    def state(self) -> str:
        if self.mark is None:
            return "not begun"
        if self.mark.gone:
            return "stopped"
        return "failing" if self.mark.trouble else "ok"


def states(parts: Parts) -> list[HookState]:
    """As rules.yaml lists them."""
    return [_state(parts, hook) for hook in parts.policy.settings.webhooks]


def findings(parts: Parts) -> Iterator[tuple[Level, str]]:
    """What `doctor` says."""
    for one in states(parts):
        mark, name = one.mark, one.hook.name
        if mark is None:
            continue
        if mark.gone:
            yield "fault", f"{name} wants no more ({mark.trouble}); `mailflow webhooks retry {name}` when it does"
        elif mark.trouble and mark.failing_since is not None:
            since = moment_words(mark.failing_since, parts.rules.desk.timezone, "en")
            yield (
                "note",
                f"{name} fails since {since}: {mark.trouble}; {how_many(one.waiting, 'event waits', 'events wait')}",
            )
        if mark.all_given_up:
            what = f"{name}: {how_many(mark.all_given_up, 'event was', 'events were')} given up"
            yield "fault", f"{what}; `mailflow webhooks retry {name}` tries them once more"


def named(parts: Parts, name: str) -> Webhook:
    """Raises CannotDo."""
    hooks = parts.policy.settings.webhooks
    found = next((hook for hook in hooks if hook.name == name), None)
    if found is None:
        known = ", ".join(hook.name for hook in hooks)
        raise CannotDo(f"rules.yaml has no webhook {name!r}: " + (f"there is {known}" if known else "write webhooks:"))
    return found


def retry(parts: Parts, name: str) -> HookState:
    """What was given up is tried once more, and what waits is tried now, by the running mailflow."""
    state = _state(parts, named(parts, name))
    if state.mark is None:
        raise CannotDo(f"{name} has not begun: `mailflow run` begins it")
    note(parts.db, name, state.mark.retried())
    return _state(parts, state.hook)


def sample_body(hook: Webhook) -> bytes:
    """Of an event that never was, of ticket 12."""
    from mailflow.webhooks.body import SAMPLES, sample

    return made(hook, sample(hook, SAMPLES[0]))


def test(hook: Webhook, token: str) -> Receipt:
    """Send the sample, signed as events are; `token` makes its id."""
    from mailflow.webhooks.post import post  # ssl

    body = sample_body(hook)
    return post(hook, body, headers_of(hook, f"msg_test_{token}", body))


def _state(parts: Parts, hook: Webhook) -> HookState:
    mark = mark_of(parts.db, hook.name)
    return HookState(hook, mark, happened.count_after(parts.db, mark.upto) if mark is not None else 0)


def _text(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at is not None else None
