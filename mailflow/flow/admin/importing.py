"""`mailflow import`: mails of before become closed tickets, each conversation one. No letter is written, no clock runs.

First every mail is looked at and the plan made, then one conversation after the other is brought in, the oldest first.
What is in is known by the sha256 of its bytes, or as mail and letters of this desk are: so a second run brings in
nothing, and one that was ended, however, goes on where it stopped.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from mailflow.flow.admin.old_conversation import OldRaw, bring_in
from mailflow.flow.parts import Parts
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.mail.archives import found, heads
from mailflow.mail.archives.found import LeftOut
from mailflow.mail.archives.place import MOST, Archive, ArchiveReader, Span
from mailflow.mail.archives.readable import readable
from mailflow.mail.understand import understand
from mailflow.store.admin.import_plan import Placed, Plan
from mailflow.store.mail import old_mails

Seen = Callable[[int, int], None]

_MAILS, _BYTES = 100, 8_000_000  # at most so much in one transaction, and of a conversation in one event
_NAMED = 1_000  # of what was left out; the others are only counted
_ABSURD = datetime(1980, 1, 1, tzinfo=UTC)  # what has no moment at all
Archives = Callable[[Path], Iterator[Archive | LeftOut]]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for."""

    numbers: bool = False  # tickets keep the number in their subjects
    spam: bool = False  # also what a filter has marked
    dry: bool = False  # look, and bring in nothing


@dataclass(slots=True)
class ImportCounts:
    """What became of the mails."""

    mails: int = 0  # found
    imported: int = 0
    known: int = 0  # were here already
    tickets: int = 0
    conversations: int = 0  # found; in a dry run all there is to tell
    undated: int = 0  # whose moment is that of their file, or of their place in it
    left_out: Counter[str] = field(default_factory=Counter)
    named: list[LeftOut] = field(default_factory=list)

    def leave_out(self, name: str, why: str) -> None:
        self.left_out[why] += 1
        if len(self.named) < _NAMED:
            self.named.append(LeftOut(name, why))


def bring_in_all(parts: Parts, archives: Archives, wish: Wish, look: Seen, bring: Seen) -> ImportCounts:
    """`archives` is given a scratch folder. `look` and `bring` are called with (done, of) of each half's mails; of is 0
    while it is not known."""
    counts = ImportCounts()
    with tempfile.TemporaryDirectory(prefix="mailflow-import-") as scratch:
        (Path(scratch) / "files").mkdir()
        with closing(Plan(Path(scratch))) as plan, closing(ArchiveReader()) as reader:
            run = _ImportRun(parts, wish, counts, reader)
            run.look(archives(Path(scratch) / "files"), plan, look)
            for batch in run.batches(plan.conversations(), bring):
                if not wish.dry:
                    run.bring_in(batch)
    return counts


@dataclass(frozen=True, slots=True)
class _Part:
    """As much of a conversation as one event tells of."""

    conversation: int
    mails: Sequence[Placed]
    size: int  # bytes


class _ImportRun:
    """One run of the command."""

    def __init__(self, parts: Parts, wish: Wish, counts: ImportCounts, reader: ArchiveReader) -> None:
        self._parts, self._wish, self._counts, self._reader = parts, wish, counts, reader
        self._archives: list[Archive] = []
        self._home: dict[int, int] = {}  # of the newest conversation: its ticket

    # -- the first half: what there is

    def look(self, archives: Iterator[Archive | LeftOut], plan: Plan, seen: Seen) -> None:
        for one in archives:
            if isinstance(one, LeftOut):
                self._counts.leave_out(one.name, one.why)
                continue
            self._archives.append(one)
            try:
                for span in found.spans(one):
                    self._look_at(one, span, plan)
                    seen(self._counts.mails, 0)
            except OSError:
                self._counts.leave_out(one.name, "unreadable")

    def _look_at(self, archive: Archive, span: Span, plan: Plan) -> None:
        self._counts.mails += 1
        if span.length > MOST:
            self._counts.leave_out(_place(archive, span), "large")
            return
        head = heads.head_of(self._reader.read(archive.path, span))
        if not head.fields:
            self._counts.leave_out(_place(archive, span), "headless")
            return
        self._counts.undated += head.at is None
        at = min(head.at or span.at or _ABSURD, self._parts.clock.now())
        number = head.number if self._wish.numbers else ""
        names = [f"id {one}" for one in (head.message_id, *head.refers_to) if one]
        names += [f"number {number}"] if number else []
        place = (len(self._archives) - 1, span.offset, span.length, span.quoted)
        plan.add(Placed(*place, int(at.timestamp()), number), names)

    # -- the second half: what becomes of it

    def batches(self, conversations: Iterator[list[Placed]], seen: Seen) -> Iterator[list[_Part]]:
        """Parts of conversations that fit into one transaction together."""
        batch: list[_Part] = []
        mails = size = done = 0
        for conversation in conversations:
            self._counts.conversations += 1
            for part in _parted(conversation, self._counts.conversations):
                if batch and (mails + len(part.mails) > _MAILS or size + part.size > _BYTES):
                    yield batch
                    done += mails
                    seen(done, self._counts.mails)
                    batch, mails, size = [], 0, 0
                batch.append(part)
                mails, size = mails + len(part.mails), size + part.size
        if batch:
            yield batch
            seen(done + mails, self._counts.mails)

    def bring_in(self, batch: Sequence[_Part]) -> None:
        """Everything is read and parsed before the write lock is taken."""
        wanted = [(part, fresh) for part in batch if (fresh := self._fresh(part))]
        if not wanted:
            return
        with self._parts.db.transaction():
            for part, mails in wanted:
                brought = bring_in(self._parts, mails, self._home.get(part.conversation, 0))
                if brought.n:
                    self._home = {part.conversation: brought.n}
                self._counts.tickets += brought.is_new
                self._counts.imported += brought.imported
                self._counts.known += brought.known

    def _fresh(self, part: _Part) -> list[OldRaw]:
        """The mails that are not here yet, and wanted."""
        read = self._read(part)
        here = old_mails.known(self._parts.db, list(read))
        self._counts.known += len(here)
        if home := next((n for n in here.values() if n), 0):
            self._home = {part.conversation: home}
        left = [one for digest, one in read.items() if digest not in here]
        return [one for one in map(self._understood, left) if not self._is_spam(one)]

    def _read(self, part: _Part) -> dict[str, OldRaw]:
        """By the sha256 of their bytes."""
        found: dict[str, OldRaw] = {}
        for one in part.mails:
            archive = self._archives[one.archive]
            span = Span(one.offset, one.length, one.quoted)
            try:
                raw = self._reader.read(archive.path, span)
            except OSError:
                self._counts.leave_out(_place(archive, span), "unreadable")
                continue
            digest = sha256(raw).hexdigest()
            self._counts.known += digest in found
            found[digest] = OldRaw(raw, digest, datetime.fromtimestamp(one.at, UTC), _place(archive, span), one.number)
        return found

    def _understood(self, one: OldRaw) -> OldRaw:
        return replace(one, message=understand(readable(one.raw), self._parts.policy.ours))

    def _is_spam(self, one: OldRaw) -> bool:
        left = one.message.spam and not self._wish.spam
        if left:
            self._counts.leave_out(one.place, "spam")
        return left


def _parted(mails: Sequence[Placed], conversation: int) -> Iterator[_Part]:
    part: list[Placed] = []
    size = 0
    for one in mails:
        if part and (len(part) == _MAILS or size + one.length > _BYTES):
            yield _Part(conversation, part, size)
            part, size = [], 0
        part.append(one)
        size += one.length
    yield _Part(conversation, part, size)


def _place(archive: Archive, span: Span) -> str:
    return archive.name if archive.form == "one" else f"{archive.name}, byte {span.offset}"
