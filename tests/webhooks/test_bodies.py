"""What rules.yaml may say of webhooks, and what their bodies are made of."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mailflow.core.eventlog import EVENTS
from mailflow.webhooks.body import SAMPLES, body_of, sample, unmentioned
from mailflow.webhooks.facts import fields_of
from mailflow.webhooks.hook import SHOWN, Webhook
from tests.config_homes import faults, loaded

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
GOOD = f"name: a, url: 'https://a.example/', secret: {SECRET}"


def said(tmp_path: Path, block: str) -> str:
    return " | ".join(faults(tmp_path, f"webhooks: [{{{block}}}]"))


@pytest.mark.parametrize("block", [
    GOOD, "name: a, url: 'http://127.0.0.1:8000/x', secret: [whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw]",
    f"{GOOD}, events: [claimed, closed], when: {{category: pulsa, hour: '8-16'}}, show: subject, give_up: 12h",
    "name: a, url: 'https://a.example/', body: '{\"text\": {{ text | tojson }}}'",
    "name: a, url: 'https://a.example/', body: '{{ type }} {{ event.operator }}', content_type: text/plain",
])  # fmt: skip
def test_what_may_be_written(tmp_path: Path, block: str) -> None:
    """Nothing is blamed."""
    assert said(tmp_path, block) == ""


@pytest.mark.parametrize(("block", "words"), [
    ("name: a, url: 'https://a.example/'", "nobody can tell that it comes from this desk"),
    ("name: Aa!, url: 'https://a.example/', body: x", "is no name of a webhook"),
    ("name: a, url: 'http://a.example/', body: x", "is not encrypted"),
    ("name: a, url: 'ftp://a.example/', body: x", "begin with https://"),
    ("name: a, url: 'https://u:p@a.example/', body: x", "has a user or a #"),
    ("name: a, url: 'https://a.example:99999/', body: x", "begin with https://"),
    (f"{GOOD}x", "is no secret of a webhook"),
    ("name: a, url: 'https://a.example/', secret: geheim", "mailflow webhooks secret"),
    (f"{GOOD}, events: claimd", "did you mean `claimed`"),
    (f"{GOOD}, when: {{catgory: x}}", "did you mean `category`"),
    (f"{GOOD}, when: {{status: open-ish}}", "is no state of a ticket"),
    (f"{GOOD}, when: {{hour: '25'}}", "is no hour of the day"),
    (f"{GOOD}, when: {{subject: '/(/'}}", "subject"),
    (f"{GOOD}, show: [body]", "show"),
    (f"{GOOD}, give_up: 2wd", "working time"),
    (f"{GOOD}, give_up: 1s", "write 1h to 30d"),
    (f"{GOOD}, content_type: json", "is no media type"),
    (f"{GOOD}, allow: [everywhere]", "is not a network"),
    (f"{GOOD}, body: '{{{{ ticket.subject }}}}'", "write show: [subject]"),
    (f"{GOOD}, body: '{{{{ ticket.customer.name }}}}'", "write show: [customer]"),
    (f"{GOOD}, body: '{{{{ event.text }}}}'", "write show: [text]"),
    (f"{GOOD}, body: '{{\"text\": \"{{{{ text | tojson }}}}\"}}'", "is not JSON"),
    (f"{GOOD}, body: '{{% include \"x\" %}}'", "include"),
    (f"{GOOD}, body: '{{{{ ().__class__ }}}}'", "unsafe"),
    (f"{GOOD}, body: '{{{{ txt }}}}'", "txt"),
    (f"{GOOD}, body: '{{{{ text'", "body"),
    (f"{GOOD}}}, {{{GOOD}", "is already that of another webhook"),
])  # fmt: skip
def test_what_is_wrong(tmp_path: Path, block: str, words: str) -> None:
    """Each fault is told, in words that say what to do."""
    assert words in said(tmp_path, block)


def test_an_address_of_env_is_not_shown(tmp_path: Path) -> None:
    """The URL of a chat service lets everybody write there."""
    home = "webhooks: [{name: a, url: '${HOOK}', body: x, content_type: text/plain}]"
    secret = "https://hooks.example/services/T0/B0/verysecret"
    settings = loaded(tmp_path, home, environ={"HOOK": secret})
    assert settings.webhooks[0].url == secret
    assert "verysecret" not in repr(settings)
    wrong = faults(tmp_path, home, environ={"HOOK": secret.replace("https", "http")})
    assert wrong and "verysecret" not in " ".join(wrong)


def test_rules_without_webhooks_have_none(tmp_path: Path) -> None:
    """Off by default."""
    assert loaded(tmp_path).webhooks == ()


def test_a_field_of_an_event_is_told_only_if_it_was_chosen() -> None:
    """No text, no address, whatever events a later version adds: only these fields exist."""
    assert (
        set(fields_of(Webhook("a", ""))) & {"text", "why", "comment", "sender", "to", "recipient", "subject"} == set()
    )
    assert {"text", "sender"} <= set(fields_of(Webhook("a", "", show=SHOWN)))


def test_the_documented_shape() -> None:
    """As Standard Webhooks recommends it: type, timestamp, data."""
    hook = Webhook("a", "", language="en")
    found = json.loads(body_of(hook, sample(hook, SAMPLES[0])))
    assert list(found) == ["type", "timestamp", "data"]
    assert found["type"] in EVENTS
    assert found["data"]["text"] == "[#12] Budi took the ticket"
    assert found["data"]["ticket"]["url"] == "https://desk.example/ticket/12"


@pytest.mark.parametrize(("text", "shown"), [
    ("@channel @all", "@\u200bchannel @\u200ball"),
    ("<!everyone> & <@U1>", "&lt;!everyone&gt; &amp; &lt;@\u200bU1&gt;"),
    ("ani@mail.example", "ani@\u200bmail.example"), ("a @ b", "a @ b"), (None, "None"),
])  # fmt: skip
def test_words_of_strangers_call_nobody(text: object, shown: str) -> None:
    """`unmentioned`: what chat programs take for a call is text."""
    assert unmentioned(text) == shown


@pytest.mark.parametrize("line", [
    '{"text": {{ text | tojson }}}', '{"content": {{ text | tojson }}}',
    '{"chat_id": -100123, "text": {{ text | tojson }}}',
    '{"text": {{ (text ~ ": " ~ ticket.subject | unmentioned) | tojson }}}',
])  # fmt: skip
def test_a_chats_format_is_one_line(line: str) -> None:
    """Slack, Mattermost, Discord, Telegram; quotes and line ends in what is told break none."""
    hook = Webhook("a", "", body=line, show=("subject",))
    for told in SAMPLES:
        assert isinstance(json.loads(body_of(hook, sample(hook, told))), dict)
