"""`sent_folder:` copies of answers that have left, for people who look into the mailbox. Nothing waits for it.

What has been copied is kept as the letter up to which nothing is missing, and those beyond it that are done: a letter
that is deferred for a day holds no other up. The folder itself is asked before each copy (mail/sent.py).
"""

from __future__ import annotations

import logging
from pathlib import Path

from mailflow.config.settings import SentImap, SentMaildir
from mailflow.errors import CannotDo, StandBy
from mailflow.flow.intake.mailbox_lease import LeaseRenewer, MailboxLease
from mailflow.flow.intake.receive import Lock, MailboxLock
from mailflow.flow.parts import Parts
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.mail.sent import MaildirSent, SentFolder
from mailflow.store.desk import meta
from mailflow.store.engine.fields import from_json, to_json
from mailflow.store.mail import departures, outbox

log = logging.getLogger("mailflow")

COPIED = "answer"  # the kind of letter: a person's own words to the customer
_MARK = "sent-folder"  # in meta
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class _Mark:
    """Every answer up to the letter `upto` is copied or will never leave; beyond it those in `kept` are."""

    upto: int
    kept: tuple[int, ...] = ()


class SentCopies:
    """Called every few seconds, by one thread. Follows rules.yaml."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._wanted: SentImap | SentMaildir | None = None
        self._folder: SentFolder | None = None
        self._lock: Lock | None = None

    def look(self) -> int:
        """Copy what has been sent since; how many. Raises TryLater, and then goes on where it was the next time."""
        if not self._is_open():
            return 0
        mark = self._mark()
        copied = 0
        for letter in departures.of_kind_after(self._parts.db, COPIED, mark.upto, _AT_ONCE):
            if letter.state == "sent" and letter.id not in mark.kept:
                copied += self._copy(letter)
                mark = replace(mark, kept=(*mark.kept, letter.id))
                self._note(mark)
        self._note(_closed_up(mark, departures.of_kind_after(self._parts.db, COPIED, mark.upto, _AT_ONCE)))
        return copied

    def close(self) -> None:
        if self._folder is not None:
            self._folder.close()
        if self._lock is not None:
            self._lock.free()
        self._folder = self._lock = self._wanted = None

    def _is_open(self) -> bool:
        """The folder rules.yaml names now is open, and ours: of several daemons one copies."""
        wanted = self._parts.policy.settings.sent_folder
        if wanted != self._wanted:
            self.close()
            self._wanted = wanted
            self._folder = None if wanted is None else open_sent(self._parts)
            self._lock = None if wanted is None else _lock(self._parts)
        if self._lock is None:
            if meta.get(self._parts.db, _MARK):
                self._forget()
            return False
        try:
            self._lock.take()
        except StandBy:
            return False
        return True

    def _copy(self, letter: departures.Departure) -> bool:
        assert self._folder is not None
        try:
            data = outbox.data(self._parts.db, letter.id)
        except CannotDo:  # kept no longer
            return False
        fresh = self._folder.keep(letter.message_id, data, letter.at)
        if fresh:
            log.info("copied letter=%s %s to %s", letter.id, letter.message_id, self._folder.name)
        return fresh

    def _mark(self) -> _Mark:
        """A folder that is new in rules.yaml begins empty: what left before is not copied."""
        text = meta.get(self._parts.db, _MARK)
        if text:
            return from_json(_Mark, text)
        mark = _Mark(departures.newest(self._parts.db))
        self._note(mark)
        return mark

    def _note(self, mark: _Mark) -> None:
        text = to_json(mark)
        if text != meta.get(self._parts.db, _MARK):
            with self._parts.db.transaction():
                meta.put(self._parts.db, _MARK, text)

    def _forget(self) -> None:
        with self._parts.db.transaction():
            meta.put(self._parts.db, _MARK, "")


def _closed_up(mark: _Mark, letters: list[departures.Departure]) -> _Mark:
    """Up to the first that still waits, or has left since we looked."""
    upto = mark.upto
    for letter in letters:
        if letter.state == "waiting" or (letter.state == "sent" and letter.id not in mark.kept):
            break
        upto = letter.id
    return _Mark(upto, tuple(n for n in mark.kept if n > upto))


def open_sent(parts: Parts, timeout: float = 30.0) -> SentFolder | None:
    """The folder rules.yaml names; connects to nothing yet."""
    match parts.policy.settings.sent_folder:
        case SentImap(box=box, folder=folder):
            from mailflow.mail.sent_imap import ImapSent  # a desk of folders needs no imapclient

            return ImapSent(box.url, box.credentials(parts.policy.settings.home), folder, timeout=timeout)
        case SentMaildir(path=path, written=written):
            return MaildirSent(path, written)
        case None:
            return None


def _lock(parts: Parts) -> Lock:
    if parts.db.shared:
        return MailboxLease(LeaseRenewer(parts.db), "sent_folder")
    return MailboxLock(Path(parts.policy.settings.home) / ".mailflow", "sent_folder")
