"""The body of a webhook: JSON, or the admin's template, in the sandbox of letters with two filters more.

{"text": {{ text | tojson }}}                       Slack, Mattermost, Rocket.Chat, Google Chat
{"content": {{ text | tojson }}}                    Discord
{"chat_id": -100123, "text": {{ text | tojson }}}   Telegram: .../bot${TOKEN}/sendMessage
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from functools import lru_cache

from jinja2 import Template, nodes
from jinja2.runtime import Undefined

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.message import Address
from mailflow.core.plain import JsonObject
from mailflow.core.rules import Desk
from mailflow.core.ticket import Status, Ticket
from mailflow.mail import work
from mailflow.mail.sandbox import CUT_MARK, LetterEnvironment, compiled, forbidden, run
from mailflow.webhooks.facts import facts, fields_of
from mailflow.webhooks.hook import Webhook
from mailflow.webhooks.words import ToldEvent

_MENTION = LazyPattern(r"@(?=\w)")
_PLACE = "body"


class HookEnvironment(LetterEnvironment):
    """Of bodies: also `tojson`, a value as JSON, and `unmentioned`, words of strangers that call nobody in a chat."""

    def __init__(self) -> None:
        super().__init__()
        self.filters.update({"tojson": work.paid(_to_json), "unmentioned": work.paid(unmentioned)})


def body_of(hook: Webhook, found: JsonObject) -> bytes:
    """Raises whatever a template raises, and ValueError when it makes too much."""
    if hook.body is None:
        return json.dumps(found, ensure_ascii=False).encode()
    text, too_long = run(_template(hook.body), _context(hook, found))
    if too_long:
        raise ValueError(f"makes more than 256 KB of text{CUT_MARK.strip()}")
    return text.encode()


def faults_of(hook: Webhook) -> list[str]:
    """What is wrong with its body, in words for the admin: it is made of samples, with all there is and with least."""
    if hook.body is None:
        return []
    try:
        tree = _ENVIRONMENT.parse(hook.body)
        words = [f"{{% {word} %}} does not work here" for _, word in forbidden(list(tree.find_all(nodes.Node)))]
        if words:
            return words
        made = [body_of(hook, sample(hook, told)) for told in SAMPLES]
    except Exception as error:  # anything a template raises
        return [_words(error)]
    if hook.content_type.partition(";")[0].strip().lower().endswith("json"):
        for one in made:
            try:
                json.loads(one)
            except ValueError as error:
                return [f"is not JSON: {error}: write {{{{ text | tojson }}}}, without quotes around it"]
    return []


def sample(hook: Webhook, told: ToldEvent) -> JsonObject:
    return facts(told, hook, _DESK, "https://desk.example")


def unmentioned(text: object) -> str:
    """A subject that says @channel or <!everyone> alerts nobody: chat programs look for an @ before a word, Slack for
    <, > and & (https://docs.slack.dev/messaging/formatting-message-text/#escaping)."""
    plain = str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MENTION.sub("@\u200b", plain)


def _to_json(value: object) -> str:
    if isinstance(value, Undefined):
        str(value)  # raises: it is not shown
    return json.dumps(value, ensure_ascii=False)


def _context(hook: Webhook, found: JsonObject) -> JsonObject:
    """A field that this event has not is nothing; one that is not shown is a fault."""
    data = found["data"]
    event = dict.fromkeys(fields_of(hook)) | data["event"]
    return {"type": found["type"], "timestamp": found["timestamp"], **data, "event": event}


@lru_cache(maxsize=32)  # 600 → 0.3 µs an event (2026-11-30)
def _template(source: str) -> Template:
    code, _ = compiled(_ENVIRONMENT, _ENVIRONMENT.parse(source), _PLACE)
    return _ENVIRONMENT.template_class.from_code(_ENVIRONMENT, code, {})


def _words(error: Exception) -> str:
    text = str(error)
    missing = re.search(r"has no attribute '(subject|customer|text|why|comment|sender|to|recipient)'", text)
    if missing:
        part = {"subject": "subject", "customer": "customer"}.get(missing[1], "text")
        part = "customer" if missing[1] in ("sender", "to", "recipient") else part
        return f"{missing[1]} is not shown unless rules.yaml says so: write show: [{part}]"
    return text or type(error).__name__


_ENVIRONMENT = HookEnvironment()
_DESK = Desk("iDuHelp!", "desk@desk.example")
_AT = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
_TICKET = Ticket(n=12, number="12", subject='Pulsa "50rb" belum masuk', requester=Address("ani@mail.example", "Ani"))
SAMPLES = (
    ToldEvent(12, 2, _AT, _AT, "claimed", "Budi", {"operator": "Budi"},
              Ticket(n=12, number="12", subject='Pulsa "50rb" belum masuk', owner="Budi", category="pulsa",
                     requester=Address("ani@mail.example", "Ani"), status=Status.OPEN, opened_at=_AT)),
    ToldEvent(12, 1, _AT, _AT, "request-received", "ani@mail.example", {"text": "Halo,\n\"tolong\""}, _TICKET),
)  # fmt: skip
