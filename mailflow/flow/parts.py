"""Parts: the frozen bundle of dependencies every loop receives. Built only in app.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field

from mailflow.clock import Clock
from mailflow.core.rules import Rules
from mailflow.flow.early import EarlyReplies
from mailflow.flow.parsed import ParsedMails
from mailflow.flow.policy import Policy
from mailflow.flow.turns import Turns
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.dns_keys import DnsKeys
from mailflow.mail.spam_filter import SpamFilter
from mailflow.mail.templates import Templates
from mailflow.store.desk import meta
from mailflow.store.desk.keyring import Keyring
from mailflow.store.engine.database import Database


@dataclass(frozen=True, slots=True)
class Parts:
    db: Database
    clock: Clock  # desk time
    policy: Policy  # rules and letters in force
    ring: bytes | Keyring  # what signs our Message-IDs: one secret for ever, or those of the desk
    token: Callable[[], str]  # fresh randomness, at most 16 of [a-z0-9]
    keys: DnsKeys | None = None  # signers' keys from DNS; None: signatures are not checked anew
    filter: SpamFilter | None = None  # asks the filter of `spam.filter`; None: mails are not judged anew
    mute: bool = False  # `run --mute`: this process sends nothing
    parsed: ParsedMails = field(default_factory=ParsedMails, repr=False, compare=False)
    turns: Turns = field(default_factory=Turns, repr=False, compare=False)
    early: EarlyReplies = field(default_factory=EarlyReplies, repr=False, compare=False)

    def is_silent(self) -> bool:
        """Whether no letter may leave: this process was told so (--mute), or the desk is muted. Reads the database."""
        return self.mute or bool(meta.muted(self.db))

    @property
    def secret(self) -> bytes:
        """What signs our tokens now, with the older secrets that count still."""
        return self.ring if isinstance(self.ring, bytes) else self.ring.at(self.clock.now())

    @property
    def rules(self) -> Rules:
        return self.policy.rules

    @property
    def templates(self) -> Templates:
        return self.policy.templates
