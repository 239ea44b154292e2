"""The keys of `hints:` in rules.yaml, what each does unless rules.yaml says otherwise, and the words for it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

OFF, WARN, HOLD = "off", "warn", "hold"
MODES = (OFF, WARN, HOLD)
SHIPPED: Mapping[str, str] = MappingProxyType(
    {
        "link-only": WARN,
        "no-greeting": OFF,
        "forgotten-attachment": WARN,
        "other-customer": HOLD,
        "private-data": HOLD,
        "unanswered": OFF,
    }
)
