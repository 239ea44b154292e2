"""Rules and letters as the admin last left them in good order: a broken edit keeps the last good version."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from mailflow.config import ListenerBox, Settings
from mailflow.core.message import OurAddresses
from mailflow.core.rules import Rules
from mailflow.errors import ConfigError, Fault
from mailflow.mail.templates import Templates
from mailflow.store.desk import meta
from mailflow.store.engine.database import Database


class EditWatcher(Protocol):
    """Tells that a file behind the settings was edited."""

    def changed(self) -> bool: ...


class Policy:
    """What the loops ask at every step. Loops may run in several threads: an edit replaces whole values."""

    def __init__(
        self, settings: Settings, templates: Templates, load: Callable[[], Settings], watch: EditWatcher
    ) -> None:
        self._load, self._watch = load, watch
        self._take(settings)
        self.templates = templates

    def _take(self, settings: Settings) -> None:
        rules = settings.rules
        self.settings = settings
        self._since = {box.name: box.since for box in settings.mailboxes if not isinstance(box, ListenerBox)}
        self.rules: Rules = rules
        self.ours = OurAddresses(
            desk=tuple(a.casefold() for a in rules.desk.addresses),
            list=rules.desk.list.casefold() if rules.desk.list else None,
            authserv=rules.trust.authserv,
            trusted_lists=tuple(a.casefold() for a in rules.trust.lists),
        )

    def refresh(self) -> tuple[bool, list[Fault]]:
        """Look for edits: (whether new rules are in force, faults to tell the admin, each once per edit)."""
        faults = self.templates.reload_if_changed()
        if not self._watch.changed():
            return False, faults
        try:
            settings = self._load()
        except ConfigError as error:
            return False, [*faults, *error.faults]
        renewed = settings.rules != self.rules
        self._take(settings)
        self.templates.default_language = settings.rules.desk.language
        return renewed, faults

    def is_history(self, mailbox: str, arrived_at: datetime, db: Database) -> bool:
        """The mail arrived before `since:` of its mailbox. Seconds are as fine as IMAP tells."""
        begins = self._since.get(mailbox, "all")
        if begins == "all":
            return False
        if begins == "init":
            return arrived_at < meta.since(db).replace(microsecond=0)
        return arrived_at.astimezone(ZoneInfo(self.rules.desk.timezone)).date() < begins
