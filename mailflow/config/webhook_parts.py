"""The block `webhooks` of rules.yaml, and what may be wrong with them. Imports pydantic (150 ms)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field

from mailflow.config import formats
from mailflow.config.block import Language, Networks, SchemaBlock, Secrets, Text, many, written
from mailflow.config.checks import blocks
from mailflow.config.environment import is_placeholder
from mailflow.config.problems import label
from mailflow.config.rule_words import vocabulary, word_text
from mailflow.config.tree import RulesTree
from mailflow.core.eventlog import EVENTS
from mailflow.core.rules import Duration
from mailflow.suggest import advice
from mailflow.webhooks import signing, words
from mailflow.webhooks.hook import Webhook

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_LONGEST_TRY = timedelta(days=30)


def _name(value: str) -> str:
    if not _NAME.fullmatch(value):
        raise ValueError(f"{value!r} is no name of a webhook: write small letters, digits and -, such as chat")
    return value


def _url(value: str) -> str:
    if is_placeholder(value):
        return value
    parts = urlsplit(value.strip())
    try:
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host = ""
    if not host or parts.scheme not in ("https", "http"):
        raise ValueError("is no address of a webhook: begin with https://")
    if parts.scheme == "http" and not formats.is_loopback(host):
        raise ValueError("is not encrypted: write https://; http:// is only for this very machine (127.0.0.1)")
    if parts.username is not None or parts.fragment:
        raise ValueError("has a user or a # in it: leave them out, a webhook is signed instead")
    return value.strip()


def _secret(value: str) -> str:
    if not is_placeholder(value):
        signing.key_of(value)
    return value


def _kind(value: str) -> str:
    if value not in EVENTS:
        raise ValueError(f"there is no event {value!r}: {advice(value, EVENTS)}")
    return value


def _tried(value: str) -> Duration:
    found = formats.elapsed(value)
    if not isinstance(found.amount, timedelta) or not timedelta(minutes=1) <= found.amount <= _LONGEST_TRY:
        raise ValueError(f"{value!r} is no time to try for: write 1h to 30d, such as 3d")
    return found


def _content_type(value: str) -> str:
    if not re.fullmatch(r"[\w.+-]+/[\w.+-]+(; ?[\w-]+=[\w-]+)?", value, re.ASCII):
        raise ValueError(f"{value!r} is no media type: write application/json or text/plain; charset=utf-8")
    return value


class WebhookPart(SchemaBlock):
    name: Annotated[Text, AfterValidator(_name)]
    url: Annotated[str, AfterValidator(_url)]
    secret: Annotated[Secrets, AfterValidator(lambda found: tuple(map(_secret, found)))] = ()
    events: Annotated[tuple[Annotated[str, AfterValidator(_kind)], ...], BeforeValidator(many)] = ()
    when: dict[str, object] = Field(default_factory=dict)
    body: str | None = None
    content_type: Annotated[str, AfterValidator(_content_type)] = "application/json"
    show: Annotated[tuple[Literal["subject", "customer", "text"], ...], BeforeValidator(many)] = ()
    language: Language | None = None
    allow: Networks = ()
    cafile: Text | None = None
    give_up: Annotated[Duration, written(_tried)] = formats.elapsed("3d")


def build_webhooks(parts: Sequence[WebhookPart], home: Path, language: str) -> tuple[Webhook, ...]:
    """`language`: the desk's."""
    return tuple(_build(part, home, language) for part in parts)


def _build(part: WebhookPart, home: Path, language: str) -> Webhook:
    when = tuple((word, tuple(map(word_text, value if isinstance(value, list) else [value])))
                 for word, value in part.when.items())  # fmt: skip
    return Webhook(
        part.name, part.url, part.secret, part.events, when, part.body, part.content_type, part.show,
        part.language or language, part.allow, home / part.cafile if part.cafile else None,
        part.give_up.amount.total_seconds(),  # type: ignore[union-attr]  # elapsed
    )  # fmt: skip


def check_webhooks(tree: RulesTree) -> None:
    """Names differ, words are known, what is documented JSON is signed."""
    seen: set[str] = set()
    for path, block in blocks(tree, "webhooks"):
        name = str(block.get("name", ""))
        if name in seen:
            tree.blame((*path, "name"), f"{label(path)}: the name {name} is already that of another webhook")
        seen.add(name)
        vocabulary(tree, block.get("when"), (*path, "when"), words.WORDS, words.check)
        if not block.get("secret") and not block.get("body"):
            what = f"{label(path)}: without secret: nobody can tell that it comes from this desk"
            tree.blame(path, what, "`mailflow webhooks secret` makes one; a body: of your own for a chat needs none")


def check_bodies(tree: RulesTree, hooks: Sequence[Webhook]) -> None:
    """Each template makes what it should, of samples."""
    if not any(hook.body for hook in hooks):
        return
    from mailflow.webhooks.body import faults_of  # Jinja2, for those who have one

    for path, hook in zip(tree.items("webhooks"), hooks, strict=True):
        for what in faults_of(hook):
            tree.blame((*path, "body"), f"{label(path)}.body: {what}")
