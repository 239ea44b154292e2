"""The rules and letters in force. An edit takes effect when it is finished; a broken one keeps the last valid version,
and one that takes something away waits, since the file may be only half written."""

from __future__ import annotations

import time
from collections.abc import Callable
from copy import copy
from datetime import datetime
from typing import Protocol

from mailflow.config.settings import ListenerBox, Settings
from mailflow.core.losses import Loss, is_cut, losses
from mailflow.core.message import OurAddresses
from mailflow.core.rules import Era, Rules
from mailflow.errors import ConfigError, Fault
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.mail.templates import Templates
from mailflow.store.desk import meta
from mailflow.store.engine.database import Database

PATIENCE = 60.0  # seconds before an edit that takes people, mailboxes or ladders away is in force


class EditWatcher(Protocol):
    """Tells whether a file behind the settings was edited."""

    def changed(self) -> bool: ...
    def holds(self) -> bool:
        """Whether it is still as it was when the change was found."""

    def hurry(self) -> None:
        """The edit is known to be finished."""


@dataclass(frozen=True, slots=True)
class Edit:
    """The result of looking for edits."""

    renewed: Settings | None = None  # these were in force before
    faults: tuple[Fault, ...] = ()  # to tell the admin
    waiting: tuple[Loss, ...] = ()  # an edit that takes these away has been seen, and waits
    proposed: Settings | None = None  # that edit


@dataclass(frozen=True, slots=True)
class _Waiting:
    settings: Settings
    until: float


class Policy:
    """What the loops ask at every step. They run in several threads: an edit replaces whole values."""

    def __init__(
        self,
        settings: Settings,
        templates: Templates,
        load: Callable[[], Settings],
        watch: EditWatcher,
        *,
        patience: float = PATIENCE,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._load, self._watch, self._patience, self._now = load, watch, patience, now
        self._waiting: _Waiting | None = None
        self._eras: tuple[Era, ...] = ()
        self._take(settings)
        self.templates = templates

    def _take(self, settings: Settings) -> None:
        rules = settings.rules
        self.settings = settings
        self._since = {box.name: box.since for box in settings.mailboxes if not isinstance(box, ListenerBox)}
        self.rules: Rules = replace(rules, working_hours=replace(rules.working_hours, before=self._eras))
        self.ours = OurAddresses(
            desk=tuple(a.casefold() for a in rules.desk.addresses),
            list=rules.desk.list.casefold() if rules.desk.list else None,
            authserv=rules.trust.authserv,
            public_lists=rules.public_lists,
            spam_headers=rules.spam.headers,
            trusted_lists=tuple(a.casefold() for a in rules.trust.lists),
        )

    def remember(self, eras: tuple[Era, ...]) -> None:
        """The working hours before those of rules.yaml, oldest first."""
        if eras != self._eras:
            self._eras = eras
            self._take(self.settings)

    def under(self, settings: Settings) -> Policy:
        """The same with other settings; it follows no edits."""
        other = copy(self)
        other._take(settings)
        return other

    def hurry(self) -> None:
        """`mailflow reload`: the next look accepts the edit, finished or not."""
        self._watch.hurry()

    def refresh(self, accepted: str = "") -> Edit:
        """Look for edits. `accepted`: digest of the rules.yaml that an admin has agreed to with `mailflow reload`."""
        if not self._watch.changed():
            return self._after_the_wait(accepted, tuple(self.templates.complaints()))
        faults = tuple(self.templates.reload_if_changed())
        self._waiting = None
        try:
            settings = self._load()
        except ConfigError as error:
            return Edit(faults=(*faults, *error.faults)) if self._watch.holds() else Edit(faults=faults)
        if not self._watch.holds():  # written on while we read: it is seen again
            return Edit(faults=faults)
        lost = self.taken_away_by(settings)
        if lost and self._patience and settings.digest != accepted:
            self._waiting = _Waiting(settings, self._now() + self._patience)
            return Edit(faults=faults, waiting=lost, proposed=settings)
        return self._renewed(settings, faults)

    def taken_away_by(self, settings: Settings) -> tuple[Loss, ...]:
        """What the rules in force have and these do not."""
        lost = losses(self.settings.holdings, settings.holdings, settings.rules)
        cut = settings != self.settings and is_cut(self.settings.text, settings.text)
        return (*lost, Loss("cut")) if cut else lost

    def _after_the_wait(self, accepted: str, faults: tuple[Fault, ...]) -> Edit:
        waiting = self._waiting
        if waiting is None or (self._now() < waiting.until and waiting.settings.digest != accepted):
            return Edit(faults=faults)
        self._waiting = None
        if not self._watch.holds():  # half written then, and we have slept since: what is there now is seen soon
            return Edit(faults=faults)
        return self._renewed(waiting.settings, faults)

    def _renewed(self, settings: Settings, faults: tuple[Fault, ...]) -> Edit:
        before = self.settings
        self._take(settings)
        self.templates.default_language = settings.rules.desk.language
        return Edit(before if settings != before else None, faults)

    def is_history(self, mailbox: str, arrived_at: datetime, db: Database) -> bool:
        """Whether the mail arrived before `since:` of its mailbox. Compared in whole seconds, the precision of IMAP's
        INTERNALDATE."""
        begins = self._since.get(mailbox, "all")
        if begins == "all":
            return False
        if begins == "init":
            return arrived_at < meta.initialised(db).replace(microsecond=0)
        return self.rules.desk.local(arrived_at).date() < begins
