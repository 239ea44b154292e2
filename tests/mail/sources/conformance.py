"""What every source must do, whatever it reads from. A test module makes a class of it and says how mail arrives."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from mailflow.clock import SystemClock
from mailflow.core.arrival import Arrival
from mailflow.errors import TryLater
from mailflow.mail.sources import MailboxOptions, Source, Surroundings, open_source
from mailflow.mail.sources.suspects import Left

PROMPT = 2.0  # seconds in which arriving mail must wake a `wait`


class Inbox:
    """The inbox table as sources know it."""

    def __init__(self) -> None:
        self.arrivals: list[Arrival] = []
        self.failing = 0  # so many next stores fail
        self.asked = 0  # how many uids were ever asked about
        self._lock = threading.Lock()
        self.suspects: dict[tuple[str, str], dict[str, Left]] = {}

    def store(self, batch: list[Arrival]) -> None:
        with self._lock:
            if self.failing:
                self.failing -= 1
                raise RuntimeError("the database is away")
            self.arrivals.extend(batch)

    def seen(self, mailbox: str, uidvalidity: str, uids: list[str]) -> set[str]:
        assert len(uids) <= 1000
        self.asked += len(uids)
        return self._uids(mailbox, uidvalidity) & set(uids)

    def highest(self, mailbox: str, uidvalidity: str) -> str | None:
        return max(self._uids(mailbox, uidvalidity), key=lambda uid: (len(uid), uid), default=None)

    def left(self, mailbox: str, uidvalidity: str) -> dict[str, Left]:
        return self.suspects.get((mailbox, uidvalidity), {})

    def leave(self, mailbox: str, uidvalidity: str, left: dict[str, Left]) -> None:
        self.suspects[mailbox, uidvalidity] = left

    def _uids(self, mailbox: str, uidvalidity: str) -> set[str]:
        return {a.uid for a in self.arrivals if (a.mailbox, a.uidvalidity) == (mailbox, uidvalidity)}

    @property
    def raws(self) -> list[bytes]:
        return [arrival.raw for arrival in self.arrivals]


class Box(ABC):
    """A mailbox, and the world around it."""

    refuses_oversize = False

    @abstractmethod
    def options(self) -> MailboxOptions: ...

    @abstractmethod
    def put(self, *mails: bytes) -> None:
        """Mails arrive."""

    def retry(self) -> None:  # noqa: B027 - most boxes have nothing to do
        """Whoever brings the mail tries again, if that is his business."""

    def opened(self, source: Source) -> None:  # noqa: B027
        """Told of every source opened on this box."""


class MailBox(Box):
    """A box that keeps mail by itself, so that `after:` means something."""

    @abstractmethod
    def present(self) -> list[bytes]:
        """The mails in it."""

    @abstractmethod
    def unread(self) -> list[bytes]:
        """Those no person has opened yet."""

    @abstractmethod
    def moved(self, folder: str) -> list[bytes]:
        """The mails in another folder."""

    @abstractmethod
    def remove(self, raw: bytes) -> None:
        """A person takes a mail out of it."""


class Reader:
    """What the receiving loop does with a source."""

    def __init__(self, box: Box, inbox: Inbox | None = None, **options: Any) -> None:
        self.box, self.inbox = box, inbox or Inbox()
        around = Surroundings(Path(), self.inbox, SystemClock(), self.inbox.store)
        self.source = open_source(replace(box.options(), **options), around)
        box.opened(self.source)

    def read(self) -> list[int]:
        """Take in everything; the sizes of the batches."""
        sizes = []
        for batch in self.source.fetch():
            self.inbox.store(batch)
            self.source.done(batch)
            sizes.append(len(batch))
        return sizes


def mail(number: int, size: int = 20) -> bytes:
    return f"Message-ID: <{number}@example.org>\r\nSubject: mail {number}\r\n\r\n".encode() + b"x" * size + b"\r\n"


def until(reader: Reader, count: int) -> None:
    """Read until `count` mails are in, waiting for the source as the receiving loop does."""
    reader.read()
    while len(reader.inbox.arrivals) < count:
        assert reader.source.wait(10), f"{len(reader.inbox.arrivals)} of {count} mails came"
        reader.read()


class SourceConformance:
    """Tests of `box`, a fixture the subclass's module provides."""

    @pytest.fixture
    def reader(self, box: Box) -> Any:
        reader = Reader(box)
        reader.read()
        yield reader
        reader.source.close()

    def test_a_mail_arrives_byte_for_byte_with_its_moment(self, box: Box, reader: Reader) -> None:
        raw = (
            b"Subject: halo\r\n\r\n.\r\n..dots\r\n"
            + "jalan Café\r\n".encode()
            + b"\xff\xfe\r\n"
            + b"long" * 5000
            + b"\r\n"
        )
        before = datetime.now(UTC)
        box.put(raw)
        until(reader, 1)
        [arrival] = reader.inbox.arrivals
        assert arrival.raw == raw
        assert arrival.mailbox == reader.source.name
        assert arrival.arrived_at.utcoffset() == timedelta(0)
        assert abs(arrival.arrived_at - before) < timedelta(seconds=60)
        assert arrival.oversize == 0

    def test_mails_come_in_order_under_names_of_their_own(self, box: Box, reader: Reader) -> None:
        for number in range(5):
            box.put(mail(number))
        until(reader, 5)
        assert reader.inbox.raws == [mail(number) for number in range(5)]
        assert len({arrival.uid for arrival in reader.inbox.arrivals}) == 5

    def test_what_is_stored_does_not_come_again(self, box: Box, reader: Reader) -> None:
        box.put(mail(1))
        until(reader, 1)
        assert reader.read() == []
        box.put(mail(2))
        until(reader, 2)
        assert reader.inbox.raws == [mail(1), mail(2)]

    def test_what_is_stored_does_not_come_again_after_a_restart(self, box: Box, reader: Reader) -> None:
        box.put(mail(1), mail(2))
        until(reader, 2)
        reader.source.close()
        restarted = Reader(box, reader.inbox)
        assert restarted.read() == []
        box.put(mail(3))
        until(restarted, 3)
        restarted.source.close()
        assert reader.inbox.raws == [mail(1), mail(2), mail(3)]

    def test_what_could_not_be_stored_comes_again(self, box: Box, reader: Reader) -> None:
        reader.inbox.failing = 1
        box.put(mail(1))
        with suppress(RuntimeError):  # a listener tells the sender, and nobody else
            reader.read()
        reader.inbox.failing = 0
        box.retry()
        until(reader, 1)
        assert reader.inbox.raws[:1] == [mail(1)]

    def test_many_mails_come_in_batches_of_at_most_200(self, box: Box, reader: Reader) -> None:
        mails = [mail(number) for number in range(450)]
        box.put(*mails)
        sizes: list[int] = reader.read()
        until(reader, 450)
        assert sorted(reader.inbox.raws) == sorted(mails)
        assert all(size <= 200 for size in sizes)

    def test_a_mail_over_the_limit_comes_as_its_headers(self, box: Box) -> None:
        reader = Reader(box, mail_bytes=10_000)
        reader.read()
        box.put(mail(1, size=20_000), mail(2))
        until(reader, 1 if box.refuses_oversize else 2)
        reader.source.close()
        if box.refuses_oversize:
            assert reader.inbox.raws == [mail(2)]
            return
        stub = next(arrival for arrival in reader.inbox.arrivals if arrival.oversize)
        assert stub.oversize == len(mail(1, size=20_000))
        assert stub.raw == b"Message-ID: <1@example.org>\r\nSubject: mail 1\r\n\r\n"

    def test_arriving_mail_wakes_the_one_who_waits(self, box: Box, reader: Reader) -> None:
        reader.read()
        woken: list[bool] = []
        waiting = threading.Thread(target=lambda: woken.append(reader.source.wait(20)))
        waiting.start()
        box.put(mail(1))
        put = monotonic()
        waiting.join(20)
        assert woken == [True]
        assert monotonic() - put < PROMPT
        until(reader, 1)

    def test_waiting_ends_when_its_time_is_over(self, box: Box, reader: Reader) -> None:
        until(reader, 0)
        begun = monotonic()
        while reader.source.wait(0.3):  # a directory that has just changed is looked at again
            reader.read()
        assert monotonic() - begun < PROMPT
        assert reader.inbox.arrivals == []

    def test_stop_wakes_the_one_who_waits_at_once_and_for_good(self, box: Box, reader: Reader) -> None:
        woken: list[bool] = []
        waiting = threading.Thread(target=lambda: woken.append(_wait_long(reader)))
        waiting.start()
        begun = monotonic()
        reader.source.stop()
        waiting.join(20)
        assert woken == [False]
        assert not reader.source.wait(20)
        assert monotonic() - begun < PROMPT

    def test_a_closed_source_can_be_read_again(self, box: Box, reader: Reader) -> None:
        reader.source.close()
        reader.source.close()
        reader.read()
        box.put(mail(1))
        until(reader, 1)
        assert [arrival.raw for arrival in reader.inbox.arrivals] == [mail(1)]

    def test_probing_says_in_a_line_what_is_there(self, box: Box, reader: Reader) -> None:
        line = reader.source.probe()
        assert "\n" not in line
        assert "secret" not in line + reader.source.name + repr(reader.source) + repr(box.options())


class MailBoxConformance(SourceConformance):
    """For mailboxes that keep what they have."""

    def test_uids_name_every_mail_that_lies_there(self, box: MailBox) -> None:
        reader = Reader(box)
        box.put(mail(1), mail(2))
        listed = list(reader.source.uids())
        assert len(set(listed)) == len(listed) == 2
        assert box.unread() == [mail(1), mail(2)]
        reader.read()
        assert {(arrival.uidvalidity, arrival.uid) for arrival in reader.inbox.arrivals} == set(listed)
        assert sorted(reader.source.uids()) == sorted(listed)  # stored or not
        box.remove(mail(1))
        assert len(list(reader.source.uids())) == 1
        reader.source.close()

    def test_listing_the_uids_disturbs_no_reading(self, box: MailBox) -> None:
        reader = Reader(box)
        box.put(mail(1))
        until(reader, 1)
        box.put(mail(2))
        assert len(list(reader.source.uids())) == 2
        until(reader, 2)
        assert reader.inbox.raws == [mail(1), mail(2)]
        reader.source.close()

    def test_an_empty_mailbox_has_no_uids(self, box: MailBox) -> None:
        reader = Reader(box)
        assert list(reader.source.uids()) == []
        reader.source.close()

    def test_keep_leaves_everything_as_it_was(self, box: MailBox) -> None:
        reader = Reader(box, after="keep")
        box.put(mail(1))
        until(reader, 1)
        reader.source.close()
        assert box.unread() == [mail(1)]

    def test_seen_marks_what_is_stored_and_only_that(self, box: MailBox) -> None:
        reader = Reader(box, after="seen")
        box.put(mail(1))
        until(reader, 1)
        box.put(mail(2))
        reader.source.close()
        assert box.present() == [mail(1), mail(2)]
        assert box.unread() == [mail(2)]

    def test_move_takes_it_to_the_folder_which_is_made(self, box: MailBox) -> None:
        reader = Reader(box, after="move:Done")
        box.put(mail(1), mail(2))
        until(reader, 2)
        reader.source.close()
        assert box.present() == []
        assert box.moved("Done") == [mail(1), mail(2)]

    def test_delete_removes_it(self, box: MailBox) -> None:
        reader = Reader(box, after="delete")
        box.put(mail(1), mail(2))
        until(reader, 2)
        reader.source.close()
        assert box.present() == []

    @pytest.mark.parametrize("after", ["keep", "seen", "move:Done", "delete"])
    def test_nothing_is_marked_before_it_is_stored(self, box: MailBox, after: str) -> None:
        reader = Reader(box, after=after)
        box.put(mail(1))
        assert [len(batch) for batch in reader.source.fetch()] == [1]
        reader.source.close()
        assert box.unread() == [mail(1)]

    @pytest.mark.parametrize(("after", "left"), [("move:Done", []), ("delete", [])])
    def test_what_was_stored_when_the_process_died_is_finished_by_the_next(
        self, box: MailBox, after: str, left: list[bytes]
    ) -> None:
        dying = Reader(box, after=after)
        box.put(mail(1))
        for batch in dying.source.fetch():
            dying.inbox.store(batch)
        dying.source.close()
        next_one = Reader(box, dying.inbox, after=after)
        assert next_one.read() == []
        next_one.source.close()
        assert box.present() == left

    def test_a_batch_that_died_in_the_middle_is_read_to_its_end(self, box: MailBox) -> None:
        box.put(*(mail(number) for number in range(10)))
        dying = Reader(box)
        for batch in dying.source.fetch():
            dying.inbox.store([batch[number] for number in (0, 3, 9)])  # the highest is among the stored
        dying.source.close()
        next_one = Reader(box, dying.inbox)
        assert next_one.read() == [7]
        next_one.source.close()
        assert sorted(dying.inbox.raws) == sorted(mail(number) for number in range(10))

    def test_mails_people_take_away_meanwhile_are_not_missed(self, box: MailBox) -> None:
        box.put(*(mail(number) for number in range(300)))
        reader = Reader(box, after="seen")
        for batch in reader.source.fetch():
            box.remove(mail(250))
            box.remove(mail(0))
            reader.inbox.store(batch)
            reader.source.done(batch)
        assert len(reader.inbox.arrivals) in (299, 300)  # 250 may have been read before it was taken
        box.put(mail(300))
        until(reader, len(reader.inbox.arrivals) + 1)
        assert reader.inbox.raws[-1] == mail(300)
        reader.source.close()

    def test_large_mails_are_batched_by_weight(self, box: MailBox) -> None:
        box.put(*(mail(number, size=1_200_000) for number in range(5)))
        reader = Reader(box)
        assert reader.read() == [2, 2, 1]
        reader.source.close()

    def test_a_very_large_mail_comes_whole(self, box: MailBox) -> None:
        raw = b"Subject: big\r\n\r\n" + bytes(range(32, 127)) * 100_000 + b"\r\n"
        box.put(raw)
        reader = Reader(box)
        assert reader.read() == [1]
        assert reader.inbox.raws == [raw]
        reader.source.close()

    def test_trouble_is_always_for_later_and_named(self, box: MailBox) -> None:
        reader = Reader(box, after="move:Done")
        box.put(mail(1))
        self.break_box(box)
        with pytest.raises(TryLater) as caught:
            reader.read()
        assert str(caught.value)
        self.mend_box(box)
        until(reader, 1)
        reader.source.close()

    def break_box(self, box: Any) -> None:
        raise NotImplementedError

    def mend_box(self, box: Any) -> None:
        raise NotImplementedError


def _wait_long(reader: Reader) -> bool:
    while reader.source.wait(20):
        reader.read()
    return False
