"""Stored mails are parsed before the write lock is taken, not while it is held.

What a transaction needs of a stored mail is seldom known before it begins: an earlier copy, the mails a digest lists,
the files a letter takes along. So `Unparsed` interrupts it, the mail is parsed without the lock, and the transaction
begins again:

    parts.parsed.run(lambda: act_in_a_transaction())

A transaction that was begun in another way parses as it goes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TypeVar

from mailflow.core.message import Message, OurAddresses
from mailflow.errors import CannotDo, Unparsed
from mailflow.mail.understand import contents, understand
from mailflow.store.engine.database import Database
from mailflow.store.mail import inbox

T = TypeVar("T")
_Key = tuple[int, Hashable]  # inbox id, and what of it: numbers of attachments; None: the message
_Parsers = dict[_Key, Callable[[], object]]


class ParsedMails(threading.local):
    """What this thread has parsed of stored mails since it began `ready`."""

    def __init__(self) -> None:
        self._found: dict[_Key, object] = {}
        self._waits = False  # whether somebody begins the transaction again

    def messages(self, db: Database, ours: OurAddresses, raws: Mapping[int, bytes]) -> list[Message]:
        """The mails, by inbox id, in their order. Raises Unparsed."""
        wanted: _Parsers = {(inbox_id, None): _parser(raw, ours) for inbox_id, raw in raws.items()}
        return [found for found in self.of(db, wanted) if isinstance(found, Message)]

    def message(self, db: Database, ours: OurAddresses, inbox_id: int) -> Message:
        """Raises Unparsed; CannotDo when the bytes are no longer kept."""
        return self.messages(db, ours, {inbox_id: inbox.raw(db, inbox_id)})[0]

    def contents(self, db: Database, wanted: Mapping[int, Sequence[int]]) -> dict[int, list[bytes]]:
        """Of these attachments of several mails; without mails whose bytes are no longer kept. Raises Unparsed."""
        parsers: _Parsers = {}
        for inbox_id, indexes in wanted.items():
            with suppress(CannotDo):
                parsers[inbox_id, tuple(indexes)] = _extractor(inbox.raw(db, inbox_id), indexes)
        found = zip(parsers, self.of(db, parsers), strict=True)
        return {inbox_id: data for (inbox_id, _), data in found if isinstance(data, list)}

    def of(self, db: Database, wanted: Mapping[_Key, Callable[[], object]]) -> list[object]:
        """What each of these makes of a stored mail or letter, in their order. Raises Unparsed."""
        missing = Unparsed({key: parse for key, parse in wanted.items() if key not in self._found})
        if not self._waits:
            return [parse() for parse in wanted.values()]
        if missing.parsers and db.in_transaction:
            raise missing
        self.parse(missing)
        return [self._found[key] for key in wanted]

    def parse(self, wanted: Unparsed) -> None:
        """Outside of any transaction."""
        self._found |= {key: parse() for key, parse in wanted.parsers.items()}

    @contextmanager
    def ready(self) -> Iterator[None]:
        """Inside, transactions are interrupted by Unparsed."""
        before, self._waits = self._waits, True
        try:
            yield
        finally:
            self._waits = before
            self._found.clear()

    def run(self, act: Callable[[], T]) -> T:
        """`act` opens a transaction; it is begun again as often as it needs something parsed."""
        with self.ready():
            while True:
                try:
                    return act()
                except Unparsed as wanted:
                    self.parse(wanted)


def _parser(raw: bytes, ours: OurAddresses) -> Callable[[], Message]:
    return lambda: understand(raw, ours)


def _extractor(raw: bytes, indexes: Sequence[int]) -> Callable[[], list[bytes]]:
    return lambda: contents(raw, indexes)
