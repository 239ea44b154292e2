"""One entry of `webhooks:`. No imports of the network, fast to import."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from urllib.parse import urlsplit

from mailflow.lazy_dataclasses import dataclass

SHOWN = ("subject", "customer", "text")  # what `show:` may name


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where to, which events, in which words. The URL of a chat service is a secret itself."""

    name: str
    url: str = field(repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)  # whsec_…; the first is the newest, each signs
    events: tuple[str, ...] = ()  # kinds of the log; (): all but `imported`
    when: tuple[tuple[str, tuple[str, ...]], ...] = ()  # as of rules
    body: str | None = None  # a template; None: JSON as documented
    content_type: str = "application/json"
    show: tuple[str, ...] = ()  # of SHOWN
    language: str = "en"  # of `text`
    allow: tuple[str, ...] = ()  # networks that are not public and may be connected to
    cafile: Path | None = None
    give_up: float = 259_200.0  # seconds an event is tried for

    @property
    def host(self) -> str:
        """For messages: the rest of the URL may be secret."""
        return urlsplit(self.url).hostname or ""

    def wants(self, kind: str) -> bool:
        """Whether it hears of events of this kind at all."""
        return kind in self.events if self.events else kind != "imported"
