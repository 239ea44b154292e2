"""Letters to the admin: what is wrong with the desk itself. Each trouble is told once when it begins."""

from __future__ import annotations

from collections.abc import Iterable

from mailflow.core.letter import Letter
from mailflow.core.message import Address
from mailflow.errors import Fault
from mailflow.flow.parts import Parts
from mailflow.flow.write import post_alone


def tell_admin(parts: Parts, topic: str, text: str) -> None:
    """Queue an `admin-alert`; without an `admin:` in rules.yaml the log is all there is. Opens its own transaction."""
    if parts.rules.admin is None:
        return
    facts = {"topic": topic, "text": text}
    letter = Letter("admin-alert", (Address(parts.rules.admin),), language=parts.rules.desk.language, facts=facts)
    with parts.db.transaction():
        post_alone(parts, letter)


def tell_faults(parts: Parts, faults: Iterable[Fault]) -> None:
    """A broken edit: the last good version stays in force, and the admin reads where the fault is."""
    text = "\n".join(str(fault) for fault in faults)
    if text:
        tell_admin(parts, "rules.yaml, templates", text)
