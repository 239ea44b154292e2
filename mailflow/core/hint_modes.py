"""The keys of `hints:` in rules.yaml, what each does unless rules.yaml says otherwise, and the words for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from mailflow.lazy_dataclasses import dataclass

LINK_ONLY = "link-only"
OFF, WARN, HOLD = "off", "warn", "hold"
SHIPPED: Mapping[str, str] = MappingProxyType(
    {
        LINK_ONLY: WARN,
        "no-greeting": OFF,
        "forgotten-attachment": WARN,
        "other-customer": HOLD,
        "private-data": HOLD,
        "unanswered": OFF,
    }
)


@dataclass(frozen=True, slots=True)
class Hint:
    """One hint about an answer."""

    name: str  # a key of `hints:`
    detail: str = ""  # what was found

    @property
    def code(self) -> str:
        """Of wording.py."""
        return f"hint-{self.name}"


def holding(found: Iterable[Hint], modes: Mapping[str, str]) -> Hint | None:
    """The first for which, under these modes, the answer goes back to its author."""
    return next((one for one in found if modes[one.name] == HOLD), None)
