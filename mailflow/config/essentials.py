"""The few values of rules.yaml that commands which only read need."""

from __future__ import annotations

from dataclasses import field

from mailflow.lazy_dataclasses import dataclass


@dataclass(frozen=True)
class Essentials:
    """What read-only commands need, read without validating the rest."""

    database: str = field(repr=False)
    timezone: str = "Asia/Jakarta"
    number: str = "{n}"
    language: str = "id"
    has_data: bool = False  # whether `data:` names any field
    has_away: bool = False  # whether `away:` plans any absence
