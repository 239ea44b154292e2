"""The rules in force, with who is away and who on duty at this moment."""

from __future__ import annotations

from mailflow.core.rules import Rules
from mailflow.core.stand_ins import rules_at
from mailflow.flow.parts import Parts
from mailflow.store.desk import presences


def rules_now(parts: Parts) -> Rules:
    """Reads the database."""
    return rules_at(parts.rules, presences.everybody(parts.db), parts.clock.now())
