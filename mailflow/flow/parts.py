"""Parts: the frozen bundle every loop receives, put together in app.py and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from mailflow.clock import Clock
from mailflow.core.rules import Rules
from mailflow.flow.policy import Policy
from mailflow.mail.templates import Templates
from mailflow.store.engine.database import Database


@dataclass(frozen=True, slots=True)
class Parts:
    db: Database
    clock: Clock  # desk time
    policy: Policy  # rules and letters as the admin last left them in good order
    secret: bytes  # signs our Message-IDs
    token: Callable[[], str]  # fresh randomness, at most 16 of [a-z0-9]

    @property
    def rules(self) -> Rules:
        return self.policy.rules

    @property
    def templates(self) -> Templates:
        return self.policy.templates
